/* Non-volatile memory: a file here, FRAM or flash on a board. */
#ifndef NVM_H
#define NVM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NVM_BYTES = 36 * 1024 };

/* All zero with fd -1 is a memory that is lost when the program ends. */
struct nvm {
    int fd;
    uint8_t image[NVM_BYTES];
};

/* Bytes that a cell with this payload takes: two copies, each with a generation and a CRC. */
#define NVM_CELL(size) (2 * ((size) + 8))

/* Opens or makes the file; path NULL for none. Ends the program with a message if that fails. */
void nvm_open(struct nvm *nvm, const char *path);

/* Reads the newest intact copy of the cell at offset. False if there is none. */
bool nvm_read(const struct nvm *nvm, size_t offset, void *payload, size_t size);

/*
 * Writes over the older copy, so that losing power meanwhile leaves the newer one. On a board it
 * returns when the bytes are safe; here, when the operating system has them. Ends the program if
 * that fails: a pump that cannot remember must not pump.
 */
void nvm_write(struct nvm *nvm, size_t offset, const void *payload, size_t size);

#endif
