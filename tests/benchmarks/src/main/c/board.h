// A board as the firmware protocol shows it, for one host a client: answers requests from a table, triggers and
// heartbeats by code, and makes blocks of samples. What it sends are protobuf messages behind their length.
#pragma once
#include <string.h>

#include "sockets.h"

enum { RING = 400, NOISE = 960, HEAD = 64, IN = 4096, ENTRIES = 400, MOST = 100000, HEARTBEAT = 11, TRIGGER = 43 };
enum { STOP = 16, START_STREAM = 30, STOP_STREAM = 31, STOPS = 256 };
static const uint64_t FIRST = 1ULL << 42;  // from here on numbers take seven bytes

typedef struct {
  int fd;
  int out;        // where blocks go: mostly the same
  int running;    // whether the client has started it
  size_t answer;  // bytes of an answer, or 0 if it speaks frames
  size_t have;
  uint8_t in[IN];
  uint64_t sample;
  long spikes, answered, unasked;
  int triggered;
  uint32_t trigger;  // the request id of the last
  long *requests;    // counts those that the table answers, unless null
} client;

typedef struct {
  uint32_t kind;
  size_t request, reply;
  uint8_t *bytes;
  int any;
  int used;
} entry;

static entry entries[ENTRIES];
static int entry_count, channels, samples;
static uint8_t *ring[RING];  // noise that is sent again and again
static uint64_t ring_size;
static size_t data_size;
static long heard_at[MOST];
static long stopped_at[STOPS];  // when each Stop has come, until somebody asks
static int stop_count;
static uint32_t last_stop;

static size_t put_varint(uint8_t *to, uint64_t value) {
  size_t n = 0;
  for (; value > 127; value >>= 7) to[n++] = (uint8_t)(value | 128);
  to[n++] = (uint8_t)value;
  return n;
}

static uint64_t varint(const uint8_t **at, const uint8_t *end) {
  uint64_t value = 0;
  for (int shift = 0; *at < end && shift < 64; shift += 7) {
    uint8_t b = *(*at)++;
    value |= (uint64_t)(b & 127) << shift;
    if (b < 128) return value;
  }
  fprintf(stderr, "a message that ends within a number\n");
  exit(1);
}

static uint64_t micros(void) { return FIRST + (uint64_t)now() / 1000; }

static void send_frame(client *to, uint8_t *frame, size_t body) {
  uint32_t length = htonl((uint32_t)body);
  memcpy(frame, &length, 4);
  if (!give(to->fd, frame, body + 4)) fail("reply");
}

/* in_reply_to, epoch 1, device_micros and device: what all replies begin with. */
static size_t begin_reply(uint8_t *to, uint32_t id, uint32_t device) {
  size_t n = 0;
  to[n++] = 0x08, n += put_varint(to + n, id);
  to[n++] = 0x10, to[n++] = 1;
  to[n++] = 0x18, n += put_varint(to + n, micros());
  if (device) to[n++] = 0x20, n += put_varint(to + n, device);
  return n;
}

static void on_trigger(client *c, uint32_t id, uint32_t device, const uint8_t *at, const uint8_t *end, long heard) {
  uint8_t frame[128], *reply = frame + 4, operation[8] = {0};
  while (at < end) {
    uint64_t tag = varint(&at, end);
    if (tag == 0x11 && end - at >= 8) {
      memcpy(operation, at, 8);
      at += 8;
    } else {
      varint(&at, end);
    }
  }
  // A copy of a request that had gone before is no second pulse.
  if (!c->triggered || (int32_t)(id - c->trigger) > 0) {
    c->triggered = 1;
    c->trigger = id;
    if (c->answered < c->spikes) {
      heard_at[c->answered++] = heard;
    } else {
      c->unasked++;
    }
  }
  size_t n = begin_reply(reply, id, device);
  reply[n++] = 0xCA, reply[n++] = 0x02;
  uint8_t *length = reply + n++;
  size_t from = n;
  reply[n++] = 0x09;
  memcpy(reply + n, operation, 8), n += 8;
  reply[n++] = 0x10, reply[n++] = 3;  // running
  reply[n++] = 0x18, n += put_varint(reply + n, c->sample);
  reply[n++] = 0x20, reply[n++] = 1;
  *length = (uint8_t)(n - from);
  send_frame(c, frame, n);
}

static void on_heartbeat(client *c, uint32_t id, const uint8_t *body, size_t size) {
  uint8_t frame[128], *reply = frame + 4;
  size_t n = begin_reply(reply, id, 0);
  reply[n++] = 0x62;
  uint8_t *length = reply + n++;
  size_t from = n;
  if (size == 9) memcpy(reply + n, body, 9), n += 9;
  reply[n++] = 0x10, n += put_varint(reply + n, micros());
  reply[n++] = 0x18, n += put_varint(reply + n, micros());
  *length = (uint8_t)(n - from);
  send_frame(c, frame, n);
}

static void on_request(client *c, uint32_t kind, uint32_t id, uint32_t device, const uint8_t *body, size_t size) {
  uint8_t frame[IN];
  if (c->requests) __atomic_fetch_add(c->requests, 1, __ATOMIC_RELAXED);
  for (int i = 0; i < entry_count; i++) {
    entry *e = &entries[i];
    if (e->kind == kind && (e->any || (e->request == size && !memcmp(e->bytes, body, size)))) {
      size_t n = begin_reply(frame + 4, id, device);
      memcpy(frame + 4 + n, e->bytes + e->request, e->reply);
      send_frame(c, frame, n + e->reply);
      return;
    }
  }
  size_t n = begin_reply(frame + 4, id, device);
  frame[4 + n] = 0x6A, frame[5 + n] = 0;  // done
  send_frame(c, frame, n + 2);
}

static void on_frame(client *c, const uint8_t *at, size_t size, long heard) {
  const uint8_t *end = at + size, *body = at;
  uint32_t id = 0, device = 0, kind = 0;
  size_t length = 0;
  while (at < end) {
    uint64_t tag = varint(&at, end), value = varint(&at, end);
    if (tag == 0x08) id = (uint32_t)value;
    if (tag == 0x20) device = (uint32_t)value;
    if ((tag & 7) == 2) {
      kind = (uint32_t)(tag >> 3), body = at, length = value;
      if (value > (uint64_t)(end - at)) break;
      at += value;
    }
  }
  // A repeat is no other Stop.
  if (kind == STOP && id != last_stop && stop_count < STOPS) stopped_at[stop_count++] = heard, last_stop = id;
  if (kind == START_STREAM) c->running = 1;
  if (kind == STOP_STREAM) c->running = 0;
  if (kind == TRIGGER) {
    on_trigger(c, id, device, body, body + length, heard);
  } else if (kind == HEARTBEAT) {
    on_heartbeat(c, id, body, length);
  } else {
    on_request(c, kind, id, device, body, length);
  }
}

/* The next block as a frame, whose beginning and size are given; a spike goes from channel to channel. */
static uint8_t *block(client *c, int spike, size_t *size) {
  uint64_t number = (c->sample - FIRST) / (uint64_t)samples;
  uint8_t *data = ring[number % ring_size] + HEAD, head[HEAD], inner[HEAD];
  int16_t *value = (int16_t *)data + (samples / 2) * channels + (int)(number % (uint64_t)channels);
  static int16_t *spoilt, kept;
  if (spoilt) *spoilt = kept;
  spoilt = value, kept = *value;
  if (spike) *value = -1000;
  size_t m = 0, n = 4;
  inner[m++] = 0x08, m += put_varint(inner + m, c->sample);
  inner[m++] = 0x10, m += put_varint(inner + m, (uint64_t)samples);
  inner[m++] = 0x7A, m += put_varint(inner + m, data_size);
  head[n++] = 0x10, head[n++] = 1;
  head[n++] = 0x18, n += put_varint(head + n, micros());
  head[n++] = 0xFA, head[n++] = 0x01, n += put_varint(head + n, m + data_size);
  memcpy(head + n, inner, m), n += m;
  uint32_t length = htonl((uint32_t)(n - 4 + data_size));
  memcpy(head, &length, 4);
  memcpy(data - n, head, n);
  c->sample += (uint64_t)samples;
  *size = n + data_size;
  return data - n;
}

static uint8_t *unhex(const char *digits, uint8_t *to) {
  for (unsigned byte; sscanf(digits, "%2x", &byte) == 1; digits += 2) *to++ = (uint8_t)byte;
  return to;
}

static void read_table(const char *name) {
  FILE *file = fopen(name, "r");
  if (!file) fail(name);
  static char request[2 * IN], reply[2 * IN];
  unsigned kind;
  while (fscanf(file, "%u %8000s %8000s", &kind, request, reply) == 3) {
    if (entry_count == ENTRIES) {
      fprintf(stderr, "more than %d requests in %s\n", ENTRIES, name);
      exit(1);
    }
    entry *e = &entries[entry_count++];
    e->kind = kind;
    e->any = request[0] == '*';
    e->bytes = malloc(sizeof request);
    if (!e->bytes) fail("memory");
    uint8_t *end = e->any || request[0] == '-' ? e->bytes : unhex(request, e->bytes);
    e->request = (size_t)(end - e->bytes);
    e->reply = (size_t)(unhex(reply, end) - end);
  }
  fclose(file);
}

/* splitmix64: of simpler generators the samples of one channel, which lie far apart, are not independent. */
static int noise(uint64_t *random) {
  uint64_t z = *random += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return (int)(z >> 33) % 41 - 20;
}

static void make_ring(void) {
  data_size = 2 * (size_t)samples * (size_t)channels;
  uint64_t random = 0;
  // Not in step with every 14th sample, of which a detector learns the noise.
  ring_size = (uint64_t)(NOISE / samples) | 1;
  while (ring_size % 7 == 0) ring_size += 2;
  if (samples < 3 || samples % 7 == 0) {
    fprintf(stderr, "blocks of 3 samples or more, and not of a multiple of 7\n");
    exit(1);
  }
  for (uint64_t i = 0; i < ring_size; i++) {
    ring[i] = malloc(HEAD + data_size);
    if (!ring[i]) fail("memory");
    int16_t *data = (int16_t *)(ring[i] + HEAD);
    for (int j = 0; j < samples * channels; j++) data[j] = (int16_t)noise(&random);
  }
}
