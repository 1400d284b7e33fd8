#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "board.h"

/* What does not fit is dropped: a slow host must not hold up the pump, and asks again. */
void line_send(struct board *board, uint8_t *message, size_t length)
{
    struct line *line = &board->line;
    if (board->bench.unplugged || length == 0 || FRAME_BYTES(length) > sizeof line->output - line->waiting) {
        return;
    }
    line->waiting += frame_wrap(message, length, line->output + line->waiting);
    line_output(board);
}

void line_output(struct board *board)
{
    struct line *line = &board->line;
    ssize_t n = write(line->fd, line->output, line->waiting);
    if (n > 0) {
        line->waiting -= (size_t)n;
        memmove(line->output, line->output + n, line->waiting);
    } else if (n < 0 && errno != EAGAIN && errno != EINTR) {
        perror("writing to the line");
        exit(1);
    }
}

void line_input(struct board *board)
{
    uint8_t bytes[256];
    ssize_t n = read(board->line.fd, bytes, sizeof bytes);
    if (n > 0 && !board->bench.unplugged) {
        frame_receive(&board->line.receiver, bytes, (size_t)n, board_message, board);
    } else if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        fprintf(stderr, "the line is gone\n");
        exit(1);
    }
}

static void raw(int fd, const char *path)
{
    struct termios mode;
    if (tcgetattr(fd, &mode) != 0) {
        return; /* not a terminal: nothing to set */
    }
    mode.c_iflag = 0;
    mode.c_oflag = 0;
    mode.c_lflag = 0;
    mode.c_cflag = CS8 | CREAD | CLOCAL;
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
    cfsetispeed(&mode, B115200);
    cfsetospeed(&mode, B115200);
    if (tcsetattr(fd, TCSANOW, &mode) != 0) {
        perror(path);
        exit(1);
    }
}

int line_open(const char *path)
{
    int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        perror(path);
        exit(1);
    }
    raw(fd, path);
    return fd;
}

int line_pseudo_terminal(char *name, size_t size)
{
    int fd = posix_openpt(O_RDWR | O_NOCTTY);
    if (fd < 0 || grantpt(fd) != 0 || unlockpt(fd) != 0) {
        perror("posix_openpt");
        exit(1);
    }
    snprintf(name, size, "%s", ptsname(fd));
    /* Kept open, so that a host may come and go without a hang-up. */
    int other = open(name, O_RDWR | O_NOCTTY);
    if (other < 0) {
        perror(name);
        exit(1);
    }
    raw(other, name);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}
