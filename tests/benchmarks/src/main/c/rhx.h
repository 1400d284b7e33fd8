// A board as Intan RHX shows it: text commands on one socket, answered from a table in the order in which a session has
// heard the same answers, and blocks of 128 frames on another. The wide band of all channels, and the STIM word of the
// first. A pulse that was triggered is seen at the beginning of the next block. Detectors are deaf for 11 ms from there, so
// only every fifth block has a spike.
#pragma once
#include "board.h"

enum { FRAMES = 128, EVERY = 5, PULSE = 6, MIDDLE = 32768, IDLE = 0x0100, CURRENT = 0x0101 };

static int rhx;  // whether the board speaks so

static void put16(uint8_t *to, unsigned value) { to[0] = (uint8_t)value, to[1] = (uint8_t)(value >> 8); }

static void put32(uint8_t *to, uint32_t value) { put16(to, value & 0xFFFF), put16(to + 2, value >> 16); }

/* Where a frame begins: behind the magic number a timestamp, then the first channel, its STIM word, and the others. */
static uint8_t *frame(uint8_t *data, int number) { return data + 4 + number * (4 + 2 * (channels + 1)); }

static uint8_t *wide(uint8_t *data, int number, int channel) {
  return frame(data, number) + 4 + 2 * (channel + (channel > 0));
}

static void make_rhx_ring(void) {
  samples = FRAMES;
  data_size = (size_t)(frame(NULL, FRAMES) - (uint8_t *)NULL);
  uint64_t random = 0;
  ring_size = NOISE / FRAMES + 2;  // not in step with every 14th sample, nor with the spikes
  for (uint64_t i = 0; i < ring_size; i++) {
    uint8_t *data = ring[i] = malloc(data_size);
    if (!data) fail("memory");
    put32(data, 0x2ef07a08);
    for (int f = 0; f < FRAMES; f++) {
      put16(frame(data, f) + 6, IDLE);
      for (int c = 0; c < channels; c++) put16(wide(data, f, c), (unsigned)(MIDDLE + noise(&random)));
    }
  }
}

/* The next block; a spike goes from channel to channel. */
static uint8_t *rhx_block(client *c, int spike, size_t *size) {
  uint64_t number = (c->sample - FIRST) / FRAMES;
  uint8_t *data = ring[number % ring_size], *value = wide(data, FRAMES / 2, (int)(number % (uint64_t)channels));
  static uint8_t *spoilt, kept[2];
  if (spoilt) memcpy(spoilt, kept, 2);
  memcpy(kept, spoilt = value, 2);
  if (spike) put16(value, MIDDLE - 1000);
  for (int f = 0; f < FRAMES; f++) put32(frame(data, f), (uint32_t)(c->sample + (uint64_t)f));
  c->sample += FRAMES;
  *size = data_size;
  return data;
}

/* Shows the pulse that was triggered, if one was, as the last thing before a block is sent. */
static void show_pulse(client *c, uint8_t *data) {
  for (int f = 0; f < PULSE; f++) put16(frame(data, f) + 6, c->triggered ? CURRENT : IDLE);
  c->triggered = 0;
}

static void send_quiet(client *c) {
  size_t size;
  uint8_t *data = rhx_block(c, 0, &size);
  show_pulse(c, data);
  if (!give(c->out, data, size)) fail("block");
}

static int begins(const client *c, size_t size, const char *with) {
  return size >= strlen(with) && !memcmp(c->in, with, strlen(with));
}

/* Of equal messages each has its own answer, in their order; the last one is given again and again. */
static const entry *look_up(const client *c, size_t size) {
  entry *found = NULL;
  for (int i = 0; i < entry_count && !(found && !found->used); i++) {
    entry *e = &entries[i];
    if (e->request == size && !memcmp(e->bytes, c->in, size)) found = e;
  }
  if (!found) {
    fprintf(stderr, "a message that the rehearsal did not have: %.*s\n", (int)size, c->in);
    exit(1);
  }
  found->used = 1;
  return found;
}

/* What is read at once is one message: its sender waits for the answer before it writes the next. */
static void on_text(client *c, size_t size, long heard) {
  if (begins(c, size, "execute manualstimtriggerpulse")) {
    c->triggered = 1;
    if (c->answered < c->spikes) {
      heard_at[c->answered++] = heard;
    } else {
      c->unasked++;
    }
  }
  const entry *known = look_up(c, size);
  int starts = begins(c, size, "set runmode run;");
  if (starts || begins(c, size, "set runmode stop;")) c->running = starts;
  char answer[IN];
  const char *mode = starts ? "" : c->running ? "Return: RunMode Run" : "Return: RunMode Stop";
  int length = snprintf(answer, sizeof answer, "%.*s%s", (int)known->reply, known->bytes + known->request, mode);
  if (!give(c->fd, (uint8_t *)answer, (size_t)length)) fail("answer");
  if (starts) send_quiet(c);
}
