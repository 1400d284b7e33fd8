#include "cobs.h"

#include <stdbool.h>
#include <string.h>

enum { LONGEST_GROUP = 254 };

size_t cobs_encode(const uint8_t *in, size_t length, uint8_t *out)
{
    size_t from = 0;
    size_t at = 0;
    bool more = true;
    while (more) {
        size_t run = 0;
        while (run < LONGEST_GROUP && from + run < length && in[from + run] != 0) {
            run++;
        }
        out[at++] = (uint8_t)(run + 1);
        memcpy(out + at, in + from, run);
        at += run;
        from += run;
        more = from < length;
        if (more && run < LONGEST_GROUP) {
            from++;
        }
    }
    out[at++] = 0;
    return at;
}

long cobs_decode(const uint8_t *in, size_t length, uint8_t *out, size_t max)
{
    size_t read = 0;
    size_t written = 0;
    while (read < length) {
        size_t run = in[read++] - 1u;
        if (run > length - read || run > max - written) {
            return -1;
        }
        memmove(out + written, in + read, run);
        read += run;
        written += run;
        if (run < LONGEST_GROUP && read < length) {
            if (written == max) {
                return -1;
            }
            out[written++] = 0;
        }
    }
    return (long)written;
}
