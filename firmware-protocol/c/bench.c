#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "board.h"

void bench_power_cycle(struct board *board)
{
    dosing_tick(board, board_micros(board));
    memset(&board->ram, 0, sizeof board->ram);
    board->line.waiting = 0;
    board->line.receiver.gathered = 0;
    board->line.receiver.too_long = false;
    ledger_boot(&board->ledger, QUANTUM_NL);
    session_boot(board);
}

static void interlock(struct board *board)
{
    board->bench.interlock_open = true;
    dosing_stop(board, DoseStatus_State_STATE_FAULT);
    safe_state_enter(board, SafeState_Cause_CAUSE_INTERLOCK, "interlock");
}

static void say_delivered(const struct board *board)
{
    printf("delivered %llu\n", (unsigned long long)board->bench.delivered_nl);
}

static void say_status(const struct board *board)
{
    printf("epoch %lu boots %lu safe %lu running %d dropped %lu\n", (unsigned long)board->ram.session.epoch,
           (unsigned long)board->ledger.memory.boots, (unsigned long)board->ram.safe_cause,
           board->ram.dosing.running != NULL, board->line.receiver.dropped);
}

static void command(struct board *board, const char *word)
{
    struct bench *bench = &board->bench;
    dosing_tick(board, board_micros(board));
    if (strcmp(word, "delivered") == 0) {
        say_delivered(board);
        return;
    }
    if (strcmp(word, "status") == 0) {
        say_status(board);
        return;
    }
    if (strcmp(word, "occlude") == 0 || strcmp(word, "free") == 0) {
        bench->occluded = *word == 'o';
    } else if (strcmp(word, "empty") == 0 || strcmp(word, "refill") == 0) {
        bench->empty = *word == 'e';
    } else if (strcmp(word, "unplug") == 0 || strcmp(word, "plug") == 0) {
        bench->unplugged = *word == 'u';
    } else if (strcmp(word, "open-interlock") == 0) {
        interlock(board);
    } else if (strcmp(word, "close-interlock") == 0) {
        bench->interlock_open = false;
    } else if (strcmp(word, "power-cycle") == 0) {
        bench_power_cycle(board);
    } else {
        printf("error: no command '%s'\n", word);
        return;
    }
    printf("ok\n");
}

bool bench_input(struct board *board)
{
    static char word[64];
    static size_t length;
    char input[64];
    ssize_t n = read(STDIN_FILENO, input, sizeof input);
    for (ssize_t i = 0; i < n; i++) {
        if (input[i] != '\n') {
            word[length] = input[i];
            length += length < sizeof word - 1;
            continue;
        }
        word[length] = 0;
        length = 0;
        command(board, word);
        fflush(stdout);
    }
    return n > 0;
}
