/* An independent pump for the Wetstack firmware protocol, on a serial line or a pseudo-terminal of its own. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "board.h"

enum { SECOND_MICROS = 1000000 };

static volatile sig_atomic_t power_lost, ended;
static int awake[2]; /* a pipe: a signal just before poll must end it, too */

static void on_signal(int number)
{
    if (number == SIGUSR1) {
        power_lost = 1;
    } else {
        ended = 1;
    }
    if (write(awake[1], "", 1) < 0) {
        return; /* the pipe is full: poll is ended anyway */
    }
}

static void catch_signals(void)
{
    struct sigaction action;
    if (pipe(awake) != 0) {
        perror("pipe");
        exit(1);
    }
    for (int i = 0; i < 2; i++) {
        fcntl(awake[i], F_SETFL, O_NONBLOCK);
        fcntl(awake[i], F_SETFD, FD_CLOEXEC);
    }
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    sigaction(SIGUSR1, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
}

static int millis_to(const struct board *board, uint64_t wake)
{
    uint64_t now = board_micros(board);
    return wake <= now ? 0 : (int)((wake - now + 999) / 1000);
}

/* One round: wait for bytes, a command or a deadline, and serve it. False if the bench has gone. */
static bool serve(struct board *board, bool with_bench)
{
    struct session *session = &board->ram.session;
    uint64_t limit = board_micros(board) + SECOND_MICROS;
    limit = session->live && session->lease_ends < limit ? session->lease_ends : limit;
    struct pollfd fds[3] = {
        {.fd = board->line.fd, .events = (short)(board->line.waiting > 0 ? POLLIN | POLLOUT : POLLIN)},
        {.fd = with_bench ? STDIN_FILENO : -1, .events = POLLIN},
        {.fd = awake[0], .events = POLLIN},
    };
    int ready = poll(fds, 3, millis_to(board, dosing_wake(board, limit)));
    uint64_t now = board_micros(board);
    dosing_tick(board, now);
    session_tick(board, now);
    ledger_still_powered(&board->ledger, now);
    if (power_lost) {
        char byte;
        power_lost = 0;
        while (read(awake[0], &byte, 1) > 0) {
        }
        bench_power_cycle(board);
    }
    if (ready <= 0) {
        return true;
    }
    if (fds[0].revents & POLLOUT) {
        line_output(board);
    }
    if (fds[0].revents & ~POLLOUT) {
        line_input(board);
    }
    return fds[1].revents == 0 || bench_input(board);
}

static int usage(void)
{
    fprintf(stderr, "usage: pump (PATH | --pty [LINK]) [--nvm FILE] [--bench]\n"
                    "  PATH        a serial line or pseudo-terminal to open\n"
                    "  --pty       make a pseudo-terminal and print its path; LINK: also link there\n"
                    "  --nvm FILE  non-volatile memory; without it, none outlives the program\n"
                    "  --bench     take commands from standard input, and end when it ends\n");
    return 2;
}

int main(int count, char **words)
{
    static struct board board;
    const char *path = NULL, *link = NULL, *nvm = NULL;
    bool own_pty = false, with_bench = false;
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--pty") == 0) {
            own_pty = true;
            link = i + 1 < count && words[i + 1][0] != '-' ? words[++i] : NULL;
        } else if (strcmp(words[i], "--nvm") == 0 && i + 1 < count) {
            nvm = words[++i];
        } else if (strcmp(words[i], "--bench") == 0) {
            with_bench = true;
        } else if (words[i][0] != '-' && path == NULL) {
            path = words[i];
        } else {
            return usage();
        }
    }
    if (own_pty == (path != NULL)) {
        return usage();
    }
    nvm_open(&board.ledger.nvm, nvm);
    ledger_boot(&board.ledger, QUANTUM_NL);
    session_boot(&board);
    board.line.receiver = (struct frame_receiver){
        .buffer = board.line.input, .capacity = sizeof board.line.input, .max_message = MAX_HOST_MESSAGE};
    catch_signals();
    char name[128];
    board.line.fd = own_pty ? line_pseudo_terminal(name, sizeof name) : line_open(path);
    if (link != NULL && symlink(name, link) != 0) {
        perror(link);
        return 1;
    }
    printf("%s\n", own_pty ? name : path);
    fflush(stdout);
    while (!ended && serve(&board, with_bench)) {
    }
    if (link != NULL) {
        unlink(link);
    }
    return 0;
}
