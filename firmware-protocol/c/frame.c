#include "frame.h"

#include "crc32c.h"

static void append_crc(uint8_t *message, size_t length)
{
    uint32_t crc = crc32c(message, length);
    for (int i = 0; i < FRAME_CRC; i++) {
        message[length + i] = (uint8_t)(crc >> 8 * i);
    }
}

static bool intact(const uint8_t *message, size_t length)
{
    uint32_t crc = crc32c(message, length);
    for (int i = 0; i < FRAME_CRC; i++) {
        if (message[length + i] != (uint8_t)(crc >> 8 * i)) {
            return false;
        }
    }
    return true;
}

static void end_of_frame(struct frame_receiver *receiver, frame_handler *on_message, void *context)
{
    size_t gathered = receiver->gathered;
    bool too_long = receiver->too_long;
    receiver->gathered = 0;
    receiver->too_long = false;
    if (gathered == 0 && !too_long) {
        return;
    }
    uint8_t *frame = receiver->buffer;
    long length = too_long ? -1 : cobs_decode(frame, gathered, frame, receiver->max_message + FRAME_CRC);
    if (length <= FRAME_CRC || !intact(frame, (size_t)length - FRAME_CRC)) {
        receiver->dropped++;
        return;
    }
    on_message(context, frame, (size_t)length - FRAME_CRC);
}

void frame_receive(struct frame_receiver *receiver, const uint8_t *bytes, size_t length,
                   frame_handler *on_message, void *context)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == 0) {
            end_of_frame(receiver, on_message, context);
        } else if (receiver->gathered == receiver->capacity) {
            receiver->too_long = true;
        } else {
            receiver->buffer[receiver->gathered++] = bytes[i];
        }
    }
}

size_t frame_wrap(uint8_t *message, size_t length, uint8_t *out)
{
    append_crc(message, length);
    return cobs_encode(message, length + FRAME_CRC, out);
}
