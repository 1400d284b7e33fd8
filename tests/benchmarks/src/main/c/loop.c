// A closed loop over loopback, seen from the board: blocks with a spike go out at intended times, and the time is taken
// until the command that answers each has come.
// loop echo PORT BLOCK ANSWER             a blocking client that answers BLOCK bytes with ANSWER bytes: the floor.
// loop drain PORT COUNT ANSWER            answers COUNT bytes, at which it does not look
// loop board CHANNELS SAMPLES TABLE       prints its port and the bytes of a block, then obeys lines:
// loop rhx CHANNELS TABLE                 the same, but accept frames lets in one client of RHX, whose second connection
//                                         takes the blocks; not for floods
//   accept bytes ANSWER                   lets a client in that speaks like "loop echo"; prints its number
//   accept frames COUNT                   lets a client in that speaks the firmware protocol, and COUNT - 1 more when
//                                         they come, with the next numbers; prints the first
//   quiet CLIENT COUNT [PERIOD]           blocks without a spike, one every PERIOD ns or as fast as they are taken; prints
//                                         how many commands came unasked
//   flood CLIENT COUNT                    the same, and the last has a spike; prints the ns until it was answered, and how
//                                         many commands came unasked
//   slice CLIENT COUNT PERIOD             COUNT blocks with a spike, one every PERIOD ns, or after each answer if that is
//                                         0; prints how many were never answered, how many commands came unasked, and
//                                         per spike the ns from its sending and from its intended time
// TABLE has a line "KIND REQUEST REPLY" for each request that is answered from constants, in hexadecimal digits; REQUEST
// may be *. Triggers and heartbeats are answered by the code.
#define _GNU_SOURCE  // ppoll
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>

#include "raw.h"
#include "rhx.h"

enum { CLIENTS = 16, MOST_OUT = 32, LEAD = 300000, BATCH = 64 * 1024, SPIN = 40000, REST = 10000000, IDLE_MILLIS = 500 };
static const long PATIENCE = 2000000000L;

static client clients[CLIENTS];
static int client_count, to_come;
static long sent_at[MOST], due_at[MOST];

/* Takes in what has come; does not wait. Returns 0 if the client has gone. */
static int hear(client *c) {
  ssize_t n = recv(c->fd, c->in + c->have, IN - c->have, MSG_DONTWAIT);
  if (n < 0) return 1;
  if (n == 0) return 0;
  long heard = now();
  c->have += (size_t)n;
  size_t at = 0;
  if (rhx && !c->answer) {
    on_text(c, c->have, heard);
    c->have = 0;
    return 1;
  }
  while (c->answer ? c->have - at >= c->answer : c->have - at >= 4) {
    if (c->answer) {
      at += c->answer;
      if (c->answered < c->spikes) {
        heard_at[c->answered++] = heard;
      } else {
        c->unasked++;
      }
      continue;
    }
    uint32_t length;
    memcpy(&length, c->in + at, 4);
    length = ntohl(length);
    if (length > IN - 4) {
      fprintf(stderr, "a frame of %u bytes\n", length);
      exit(1);
    }
    if (c->have - at < 4 + length) break;
    on_frame(c, c->in + at + 4, length, heard);
    at += 4 + length;
  }
  c->have -= at;
  memmove(c->in, c->in + at, c->have);
  return 1;
}

/*
 * Waits for an answer until shortly before `due`, and then without sleeping. A board that spun all the time would take
 * from a driver on the sibling of its processor, which is not what boards do.
 */
static void rest(client *c, long due) {
  long left = due - SPIN - now();
  if (left > 0) {
    struct pollfd wait = {.fd = c->fd, .events = POLLIN};
    struct timespec limit = {.tv_sec = left / 1000000000L, .tv_nsec = left % 1000000000L};
    if (ppoll(&wait, 1, &limit, NULL) < 0) fail("ppoll");
  } else {
    __builtin_ia32_pause();
  }
}

static uint8_t *next_block(client *c, int spike, size_t *size) {
  return rhx ? rhx_block(c, spike, size) : block(c, spike, size);
}

static void run(client *c, long count, long period, int spike) {
  long sent = 0, quiet_since = now(), begin = quiet_since + LEAD;
  // RHX plays one stimulus at a time: what comes before the answer to the last would be refused.
  int every = rhx ? EVERY : 1, most = period && !rhx ? MOST_OUT : 1;
  int spiky = spike && every == 1;
  size_t size;
  uint8_t *next = next_block(c, spiky, &size);
  c->spikes = c->answered = 0;
  while (sent < count || c->answered < c->spikes) {
    long t = now(), due = period ? begin + sent * period : t;
    long out = c->spikes - c->answered;
    if (sent < count && t >= due && (!spike || out < most)) {
      if (rhx) show_pulse(c, next);
      due_at[c->spikes] = due;
      sent_at[c->spikes] = now();
      c->spikes += spiky;
      if (!give(c->out, next, size)) fail("block");
      sent++;
      spiky = spike && (sent + 1) % every == 0;
      if (sent < count) next = next_block(c, spiky, &size);
      quiet_since = t;
    } else if (out > 0 && t - quiet_since > PATIENCE) {
      break;
    }
    long before = c->answered;
    long wanted = period ? begin + sent * period : t;
    rest(c, sent < count && out < most ? wanted : t + REST);
    if (!hear(c)) fail("a driver has gone");
    if (c->answered > before) quiet_since = t;
  }
  long answered = c->answered;
  printf("%ld %ld", c->spikes - answered, c->unasked);
  for (long i = 0; i < answered; i++) printf(" %ld %ld", heard_at[i] - sent_at[i], heard_at[i] - due_at[i]);
  printf("\n");
  c->spikes = c->answered = c->unasked = 0;
}

/* Blocks in large writes, as fast as they are taken. */
static void flood(client *c, long count) {
  static uint8_t *batch;
  size_t filled = 0, size;
  if (!batch && !(batch = malloc(BATCH + HEAD + data_size))) fail("memory");
  c->spikes = c->answered = 0;
  long began = now();
  for (long i = 1; i <= count; i++) {
    uint8_t *next = block(c, i == count, &size);
    memcpy(batch + filled, next, size);
    filled += size;
    if (i == count) c->spikes = 1;
    if (filled >= BATCH || i == count) {
      if (!give(c->fd, batch, filled)) fail("blocks");
      filled = 0;
      if (!hear(c)) fail("a driver has gone");
    }
  }
  while (!c->answered) {
    if (!hear(c)) fail("a driver has gone");
    if (now() - began > 4 * PATIENCE) {
      fprintf(stderr, "a flood was not answered\n");
      exit(1);
    }
  }
  printf("%ld %ld\n", heard_at[0] - began, c->unasked);
  c->spikes = c->answered = c->unasked = 0;
}

static int be_found(void) {
  int port, listener = listen_here(&port);
  client probe = {.sample = FIRST};
  size_t size;
  next_block(&probe, 0, &size);
  printf("%d %zu\n", port, size);
  return listener;
}

static void let_in(int listener, size_t answer) {
  if (client_count == CLIENTS) {
    fprintf(stderr, "at most %d clients\n", CLIENTS);
    exit(1);
  }
  client *c = &clients[client_count];
  c->fd = accept(listener, NULL, NULL);
  if (c->fd < 0) fail("accept");
  no_delay(c->fd);
  c->out = c->fd;
  c->answer = answer;
  c->sample = FIRST;
  client_count++;
}

/* The second connection of the client of RHX that has come last. */
static void bring_blocks(int listener) {
  client *c = &clients[client_count - 1];
  c->out = accept(listener, NULL, NULL);
  if (c->out < 0) fail("accept");
  no_delay(c->out);
}

static int obey(int listener, const char *line) {
  int who;
  long count, period = 0;
  size_t answer;
  if (sscanf(line, "accept bytes %zu", &answer) == 1) {
    printf("%d\n", client_count);
    let_in(listener, answer);
  } else if (sscanf(line, "accept frames %ld", &count) == 1) {
    printf("%d\n", client_count);
    let_in(listener, 0);
    to_come += rhx ? 1 : (int)count - 1;
  } else if (sscanf(line, "quiet %d %ld %ld", &who, &count, &period) >= 2 && who < client_count && count <= MOST) {
    run(&clients[who], count, period, 0);
  } else if (sscanf(line, "flood %d %ld", &who, &count) == 2 && who < client_count) {
    flood(&clients[who], count);
  } else if (sscanf(line, "slice %d %ld %ld", &who, &count, &period) == 3 && who < client_count && count <= MOST) {
    run(&clients[who], count, period, 1);
  } else {
    fprintf(stderr, "not understood: %s", line);
    return 0;
  }
  fflush(stdout);
  return 1;
}

static int board(void) {
  int listener = be_found();
  prctl(PR_SET_TIMERSLACK, 1);
  fflush(stdout);
  char line[200];
  setvbuf(stdin, NULL, _IONBF, 0);  // or poll would not see what stdio has already read
  while (1) {
    struct pollfd wait[2 + CLIENTS] = {{.fd = 0, .events = POLLIN}};
    for (int i = 0; i < client_count; i++) {
      wait[1 + i] = (struct pollfd){.fd = clients[i].fd, .events = POLLIN};
    }
    int known = client_count;
    wait[1 + known] = (struct pollfd){.fd = to_come > 0 ? listener : -1, .events = POLLIN};
    int events = poll(wait, 2 + (nfds_t)known, rhx ? IDLE_MILLIS : -1);
    if (events < 0) fail("poll");
    for (int i = 0; i < known && !events; i++) {
      if (clients[i].running) send_quiet(&clients[i]);
    }
    if (wait[1 + known].revents) {
      rhx ? bring_blocks(listener) : let_in(listener, 0);
      to_come--;
    }
    for (int i = 0; i < known; i++) {
      if (wait[1 + i].revents && !hear(&clients[i])) clients[i].fd = -1;
    }
    if (wait[0].revents && (!fgets(line, sizeof line, stdin) || !obey(listener, line))) return 0;
  }
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN);
  if (argc == 5 && !strcmp(argv[1], "echo")) {
    return echo(atoi(argv[2]), (size_t)atol(argv[3]), (size_t)atol(argv[4]));
  }
  if (argc == 5 && !strcmp(argv[1], "drain")) {
    return drain(atoi(argv[2]), (size_t)atol(argv[3]), (size_t)atol(argv[4]));
  }
  rhx = argc == 4 && !strcmp(argv[1], "rhx");
  if (!rhx && (argc != 5 || strcmp(argv[1], "board"))) {
    fprintf(stderr, "loop echo|drain PORT BYTES ANSWER | loop board CHANNELS SAMPLES TABLE | loop rhx CHANNELS TABLE\n");
    return 2;
  }
  channels = atoi(argv[2]);
  read_table(argv[argc - 1]);
  if (rhx) {
    make_rhx_ring();
  } else {
    samples = atoi(argv[3]);
    make_ring();
  }
  return board();
}
