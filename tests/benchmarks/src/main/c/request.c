// Requests and answers over loopback: a board with a pump, a Modbus device, and a blocking client of either.
// request board TABLE                       answers what the firmware protocol asks from TABLE, as "loop board" does
// request modbus                            answers function 3; a register holds 257 times its address, plus one
//   Both print their port, then for each line how many requests they have had in all, heartbeats aside.
// request client PORT HEAD REQUEST ANSWER   says "ready", and obeys lines "slice MILLIS": asks again and again, prints how many
//                                           answers were wrong, and the nanoseconds of each round trip. HEAD is 4 before a
//                                           message of the firmware protocol and 6 before one of Modbus: the bytes of
//                                           which the last two say how many follow. ANSWER is what an answer ends with.
#include <sys/mman.h>

#include "board.h"
#include "serve.h"

enum { MODBUS_HEAD = 6, MODBUS_REQUEST = 12, READ_HOLDING = 3, MOST_REGISTERS = 125 };

static long *requests;  // shared by the processes that serve
static long times[MOST];

static unsigned word(const uint8_t *at) { return (unsigned)at[0] << 8 | at[1]; }

static uint8_t *put_word(uint8_t *to, unsigned value) {
  *to++ = (uint8_t)(value >> 8);
  *to++ = (uint8_t)value;
  return to;
}

typedef struct {
  int fd;
  size_t head, have, whole;  // bytes of a head, in the buffer, and of the message that it begins with
  uint8_t bytes[IN];
} reader;

/* Waits for the next message, which then is at the beginning of the buffer; 0 if the other has gone. */
static int hear(reader *from) {
  from->have -= from->whole;
  memmove(from->bytes, from->bytes + from->whole, from->have);
  from->whole = from->head;
  while (1) {
    if (from->have >= from->head) from->whole = from->head + word(from->bytes + from->head - 2);
    if (from->have >= from->whole) return 1;
    if (from->whole > IN) {
      fprintf(stderr, "a message of %zu bytes, more than %d\n", from->whole, IN);
      exit(1);
    }
    ssize_t n = read(from->fd, from->bytes + from->have, IN - from->have);
    if (n <= 0) return 0;
    from->have += (size_t)n;
  }
}

static void be_board(int fd) {
  client c = {.fd = fd, .requests = requests};
  reader in = {.fd = fd, .head = 4};
  while (hear(&in)) on_frame(&c, in.bytes + 4, in.whole - 4, 0);
}

static void be_modbus(int fd) {
  uint8_t out[IN];
  reader in = {.fd = fd, .head = MODBUS_HEAD};
  while (hear(&in)) {
    unsigned address = word(in.bytes + 8), count = word(in.bytes + 10);
    if (in.whole != MODBUS_REQUEST || in.bytes[7] != READ_HOLDING || count > MOST_REGISTERS) {
      fprintf(stderr, "function %d for %u registers; this serves 3, up to %d\n", in.bytes[7], count, MOST_REGISTERS);
      exit(1);
    }
    __atomic_fetch_add(requests, 1, __ATOMIC_RELAXED);
    memcpy(out, in.bytes, 8);
    put_word(out + 4, 3 + 2 * count);
    uint8_t *at = out + 8;
    *at++ = (uint8_t)(2 * count);
    for (unsigned i = address; i < address + count; i++) at = put_word(at, i * 257 + 1);
    if (!give(fd, out, (size_t)(at - out))) return;
  }
}

static void tell(void) { printf("%ld\n", __atomic_load_n(requests, __ATOMIC_RELAXED)); }

static int serve_counted(void (*one)(int)) {
  requests = mmap(NULL, sizeof *requests, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (requests == MAP_FAILED) fail("memory");
  return serve(one, tell);
}

static int ask(int port, size_t head, const char *question, const char *end) {
  static uint8_t request[IN], expected[IN];
  size_t size = (size_t)(unhex(question, request) - request), tail = (size_t)(unhex(end, expected) - expected);
  // Both protocols have an answer repeat the number of its request: here are the bits that change first.
  size_t number = head == MODBUS_HEAD ? 1 : 5;
  int fd = reach(port);
  reader in = {.fd = fd, .head = head};
  printf("ready\n");
  fflush(stdout);
  char line[100];
  long millis;
  while (fgets(line, sizeof line, stdin) && sscanf(line, "slice %ld", &millis) == 1) {
    int count = 0, wrong = 0;
    for (long until = now() + millis * 1000000L; count < MOST; count++) {
      request[number] = (uint8_t)((request[number] & 128) | (count & 127));
      long sent = now();
      if (sent > until) break;
      if (!give(fd, request, size) || !hear(&in)) fail("request");
      times[count] = now() - sent;
      int is_right = in.have == in.whole && in.whole >= head + tail && in.bytes[number] == request[number] &&
                     !memcmp(in.bytes + in.whole - tail, expected, tail);
      wrong += !is_right;
    }
    printf("%d", wrong);
    for (int i = 0; i < count; i++) printf(" %ld", times[i]);
    printf("\n");
    fflush(stdout);
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 3 && !strcmp(argv[1], "board")) {
    read_table(argv[2]);
    return serve_counted(be_board);
  }
  if (argc == 2 && !strcmp(argv[1], "modbus")) return serve_counted(be_modbus);
  if (argc == 6 && !strcmp(argv[1], "client")) return ask(atoi(argv[2]), (size_t)atoi(argv[3]), argv[4], argv[5]);
  fprintf(stderr, "request board TABLE|modbus|client PORT HEAD REQUEST ANSWER\n");
  return 2;
}
