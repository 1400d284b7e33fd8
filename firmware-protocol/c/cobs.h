/* Consistent overhead byte stuffing: SPEC.md, 2.2. */
#ifndef COBS_H
#define COBS_H

#include <stddef.h>
#include <stdint.h>

/* Most bytes that n become, with the zero that ends the frame. */
#define COBS_ENCODED(n) ((n) + (n) / 254 + 2)

/* Writes the frame of in[0..length) to out and returns its length. */
size_t cobs_encode(const uint8_t *in, size_t length, uint8_t *out);

/*
 * Undoes it for in[0..length), which is without the last zero and holds none. out may be in.
 * Returns the length, or -1 if the frame was cut or has more than max bytes.
 */
long cobs_decode(const uint8_t *in, size_t length, uint8_t *out, size_t max);

#endif
