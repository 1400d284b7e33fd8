/*
 * An RHS2116 as its data sheet tells it, written apart from the emulator's to be compared with it:
 * words from standard input, replies to standard output. Flat amplifiers; what is undefined is as in
 * the emulator's usual parameters. It begins with every register 0, so the driver writes them all.
 *
 * Each line of input is one of
 *   V c code     the converter of channel c shows code (-32768 .. 32767) from now on
 *   E c          the stimulator of channel c ran out of voltage
 *   W hex        a word of the bus; the reply is printed
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint16_t buffer[256], force[256];
static int shown[16];
static int64_t held[16]; /* what the high-pass has taken away, in 65536ths */
static uint16_t monitor;
static int mux;

static int triggered(int r) {
  return r == 10 || r == 12 || r == 42 || r == 44 || r == 46 || r == 48 || (r >= 64 && r < 80) ||
         (r >= 96 && r < 112);
}

static unsigned meaning(int r) {
  switch (r) {
    case 0: return 0x0fff;
    case 1: return 0x1fff;
    case 2: return 0x3f79;
    case 3: case 35: case 36: return 0x00ff;
    case 4: case 5: return 0x07ff;
    case 6: case 7: return 0x3fff;
    case 34: case 37: return 0x7fff;
    case 8: case 32: case 33: case 38: return 0xffff;
  }
  return triggered(r) ? 0xffff : 0;
}

static int64_t floor_shift(int64_t x, int n) {
  int64_t d = (int64_t)1 << n;
  return x >= 0 ? x / d : -((-x + d - 1) / d);
}

static unsigned ac(int c, int h) {
  int format = force[1];
  int y = shown[c];
  if ((force[10] >> c) & 1) y = 0;
  if (format & 0x10) {
    int64_t wide = (int64_t)y * 65536;
    if (h) held[c] = wide;
    int64_t rest = wide - held[c];
    held[c] += floor_shift(rest, format & 15);
    rest = floor_shift(rest + 32768, 16);
    y = rest > 32767 ? 32767 : rest < -32768 ? -32768 : (int)rest;
  }
  if (format & 0x20) y = y == -32768 ? 32767 : y < 0 ? -y : y;
  return format & 0x40 ? (unsigned)y & 0xffff : (unsigned)(y + 32768);
}

static void flags(uint32_t w) {
  if (w & 0x20000000) {
    for (int r = 0; r < 256; r++) {
      if (triggered(r)) force[r] = buffer[r];
    }
    for (int c = 0; c < 16; c++) {
      if ((force[10] >> c) & 1) shown[c] = 0;
    }
  }
  if (w & 0x10000000) monitor = 0;
}

/* What happens in the window after the one in which w was sent. */
static uint32_t happens(uint32_t w) {
  int r = (w >> 16) & 0xff;
  uint32_t reply;
  switch (w >> 30) {
    case 0: {
      int c = r & 63;
      unsigned a = 0x8000;
      if (c == 63) c = mux = (mux + 1) % 16;
      if (c < 16) {
        mux = c;
        a = ac(c, (w >> 26) & 1);
      }
      flags(w);
      /* With 0 V at the electrodes and power, or as without it. */
      return (uint32_t)a << 16 | (w & 0x08000000 && c < 16 ? 512 : 0);
    }
    case 1:
      return force[1] & 0x40 ? 0 : 0x80000000u;
    case 2:
      if (meaning(r)) {
        buffer[r] = w & meaning(r);
        if (!triggered(r)) force[r] = buffer[r];
      }
      flags(w);
      return 0xffff0000u | (w & 0xffff);
  }
  reply = r == 40 ? monitor
        : r == 251 ? 0x494e
        : r == 252 ? 0x5441
        : r == 253 ? 0x4e00
        : r == 254 ? 0x0110
        : r == 255 ? 0x0020
        : meaning(r) ? buffer[r] : 0;
  flags(w);
  return reply;
}

int main(void) {
  uint32_t waiting = 0x40000000, answered = 0;
  char line[64];
  while (fgets(line, sizeof line, stdin)) {
    char *rest = line + 1;
    if (line[0] == 'V') {
      int c = (int)strtol(rest, &rest, 10);
      int code = (int)strtol(rest, &rest, 10);
      shown[c] = (force[10] >> c) & 1 ? 0 : code;
    } else if (line[0] == 'E') {
      int c = (int)strtol(rest, &rest, 10);
      if (force[32] == 0xaaaa && force[33] == 0x00ff && (force[42] >> c) & 1) monitor |= 1 << c;
    } else {
      uint32_t out = answered;
      answered = happens(waiting);
      waiting = (uint32_t)strtoul(rest, NULL, 16);
      printf("%08x\n", out);
    }
  }
  return 0;
}
