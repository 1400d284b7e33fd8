#include "nvm.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crc32c.h"

static void die(const char *what)
{
    perror(what);
    exit(3);
}

void nvm_open(struct nvm *nvm, const char *path)
{
    memset(nvm->image, 0, sizeof nvm->image);
    nvm->fd = -1;
    if (path == NULL) {
        return;
    }
    nvm->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (nvm->fd < 0) {
        die(path);
    }
    size_t at = 0;
    ssize_t n;
    while ((n = pread(nvm->fd, nvm->image + at, sizeof nvm->image - at, (off_t)at)) > 0) {
        at += (size_t)n;
    }
    if (n < 0) {
        die(path);
    }
}

/* The generation of one copy, or 0 if it is not intact. */
static uint32_t generation(const uint8_t *copy, size_t size)
{
    uint32_t number, crc;
    memcpy(&number, copy, 4);
    memcpy(&crc, copy + 4 + size, 4);
    return crc == crc32c(copy, 4 + size) ? number : 0;
}

bool nvm_read(const struct nvm *nvm, size_t offset, void *payload, size_t size)
{
    const uint8_t *first = nvm->image + offset;
    const uint8_t *second = first + size + 8;
    uint32_t a = generation(first, size);
    uint32_t b = generation(second, size);
    if (a == 0 && b == 0) {
        return false;
    }
    memcpy(payload, (a > b ? first : second) + 4, size);
    return true;
}

void nvm_write(struct nvm *nvm, size_t offset, const void *payload, size_t size)
{
    uint32_t a = generation(nvm->image + offset, size);
    uint32_t b = generation(nvm->image + offset + size + 8, size);
    uint32_t next = (a > b ? a : b) + 1;
    size_t at = a > b ? offset + size + 8 : offset;
    uint8_t *copy = nvm->image + at;
    memcpy(copy, &next, 4);
    memcpy(copy + 4, payload, size);
    uint32_t crc = crc32c(copy, 4 + size);
    memcpy(copy + 4 + size, &crc, 4);
    if (nvm->fd >= 0 && pwrite(nvm->fd, copy, size + 8, (off_t)at) != (ssize_t)(size + 8)) {
        die("non-volatile memory");
    }
}
