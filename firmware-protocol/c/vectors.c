/*
 * Decodes and encodes every golden vector named on the command line, with nanopb and with the
 * framing of this folder, and compares byte for byte. Exit code 0: all agree.
 */
#include <pb_decode.h>
#include <pb_encode.h>
#include <stdio.h>
#include <string.h>

#include "crc32c.h"
#include "firmware.pb.h"
#include "frame.h"

enum { MAX_HOST = 512, MAX_DEVICE = 62464 };

struct bytes {
    size_t length;
    uint8_t at[FRAME_BYTES(MAX_DEVICE)];
};

static char line[2 * sizeof(struct bytes) + 32];
static struct bytes message, cobs, prefixed, made, scratch;
static unsigned delivered;

static bool read_line(FILE *file, const char *key, struct bytes *into)
{
    size_t start = strlen(key);
    into->length = 0;
    if (fgets(line, sizeof line, file) == NULL || strncmp(line, key, start) != 0) {
        return false;
    }
    for (const char *digit = line + start; *digit != '\n' && *digit != 0; digit += 2) {
        unsigned value;
        if (into->length == sizeof into->at || sscanf(digit, "%2x", &value) != 1) {
            return false;
        }
        into->at[into->length++] = (uint8_t)value;
    }
    return true;
}

static bool same(const char *path, const char *what, const uint8_t *expected, size_t length,
                 const struct bytes *found)
{
    if (found->length == length && memcmp(found->at, expected, length) == 0) {
        return true;
    }
    printf("%s: %s differs\n", path, what);
    return false;
}

static bool encodes(const char *path, const pb_msgdesc_t *fields, void *decoded)
{
    pb_istream_t in = pb_istream_from_buffer(message.at, message.length);
    if (!pb_decode(&in, fields, decoded)) {
        printf("%s: cannot decode: %s\n", path, PB_GET_ERROR(&in));
        return false;
    }
    pb_ostream_t out = pb_ostream_from_buffer(made.at, sizeof made.at);
    if (!pb_encode(&out, fields, decoded)) {
        printf("%s: cannot encode: %s\n", path, PB_GET_ERROR(&out));
        return false;
    }
    made.length = out.bytes_written;
    return same(path, "the encoded message", message.at, message.length, &made);
}

static void keep(void *context, const uint8_t *bytes, size_t length)
{
    (void)context;
    memcpy(made.at, bytes, length);
    made.length = length;
    delivered++;
}

static bool frames(const char *path, size_t max_message)
{
    memcpy(scratch.at, message.at, message.length);
    made.length = frame_wrap(scratch.at, message.length, made.at);
    if (!same(path, "the frame", cobs.at, cobs.length, &made)) {
        return false;
    }
    struct frame_receiver receiver = {
        .buffer = scratch.at, .capacity = FRAME_BYTES(max_message), .max_message = max_message};
    delivered = 0;
    /* In two pieces, and with a broken copy before. */
    frame_receive(&receiver, cobs.at + 1, cobs.length - 1, keep, NULL);
    frame_receive(&receiver, cobs.at, cobs.length / 2, keep, NULL);
    frame_receive(&receiver, cobs.at + cobs.length / 2, cobs.length - cobs.length / 2, keep, NULL);
    if (delivered != 1 || receiver.dropped != 1) {
        printf("%s: %u messages, %lu dropped\n", path, delivered, receiver.dropped);
        return false;
    }
    return same(path, "the message out of the frame", message.at, message.length, &made);
}

static bool has_length(const char *path)
{
    size_t n = message.length;
    made.length = n + 4;
    for (int i = 0; i < 4; i++) {
        made.at[i] = (uint8_t)(n >> (24 - 8 * i));
    }
    memcpy(made.at + 4, message.at, n);
    return same(path, "the length frame", prefixed.at, prefixed.length, &made);
}

static bool check(const char *path)
{
    static HostMessage host;
    static DeviceMessage device;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        return false;
    }
    bool readable = read_line(file, "message ", &message) && read_line(file, "cobs ", &cobs) &&
                    read_line(file, "length ", &prefixed);
    fclose(file);
    if (!readable) {
        printf("%s: not a vector\n", path);
        return false;
    }
    const char *slash = strrchr(path, '/');
    bool from_host = strncmp(slash == NULL ? path : slash + 1, "host-", 5) == 0;
    bool agrees = from_host ? encodes(path, HostMessage_fields, &host)
                            : encodes(path, DeviceMessage_fields, &device);
    return agrees && frames(path, from_host ? MAX_HOST : MAX_DEVICE) && has_length(path);
}

int main(int count, char **paths)
{
    int wrong = 0;
    for (int i = 1; i < count; i++) {
        wrong += !check(paths[i]);
    }
    if (crc32c("123456789", 9) != 0xE3069283u) {
        printf("the CRC is not CRC-32C\n");
        wrong++;
    }
    printf("%d vectors, %d wrong\n", count - 1, wrong);
    return count > 1 && wrong == 0 ? 0 : 1;
}
