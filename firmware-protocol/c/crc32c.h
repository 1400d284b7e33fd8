/* CRC-32C (Castagnoli), the checksum of frames, of the reply memory and of non-volatile records. */
#ifndef CRC32C_H
#define CRC32C_H

#include <stddef.h>
#include <stdint.h>

uint32_t crc32c(const void *bytes, size_t length);

#endif
