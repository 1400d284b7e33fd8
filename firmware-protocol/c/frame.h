/* Frames on a line that loses and corrupts bytes: SPEC.md, section 2. */
#ifndef FRAME_H
#define FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cobs.h"

enum { FRAME_CRC = 4 };

/* Bytes of buffer that a receiver of messages up to n bytes needs, and that frame_wrap writes at most. */
#define FRAME_BYTES(n) COBS_ENCODED((n) + FRAME_CRC)

/* Gathers the bytes of one frame. */
struct frame_receiver {
    uint8_t *buffer;
    size_t capacity; /* FRAME_BYTES(max_message) */
    size_t max_message;
    size_t gathered;
    bool too_long;
    unsigned long dropped;
};

typedef void frame_handler(void *context, const uint8_t *message, size_t length);

/* Calls on_message for each intact message that these bytes complete; it is valid only then. */
void frame_receive(struct frame_receiver *receiver, const uint8_t *bytes, size_t length,
                   frame_handler *on_message, void *context);

/* Appends the CRC to message, which has room for it, and writes the frame to out. Returns its length. */
size_t frame_wrap(uint8_t *message, size_t length, uint8_t *out);

#endif
