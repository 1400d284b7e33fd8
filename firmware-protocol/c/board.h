/*
 * The board: one pump named "dopamine". Everything that a loss of power clears stands in struct ram.
 */
#ifndef BOARD_H
#define BOARD_H

#include "firmware.pb.h"
#include "frame.h"
#include "ledger.h"

enum {
    MAX_HOST_MESSAGE = 512,
    REPLY_MEMORY = 16,
    COMMAND_WINDOW = 4,
    MIN_LEASE_MILLIS = 250,
    MAX_LEASE_MILLIS = 60000,
    STEP_NL = 25,
    MAX_VOLUME_NL = 1000000,
    MAX_HOURLY_NL = 5000000,
    MIN_RATE = 1000, /* nL/min, as the next two */
    MAX_RATE = 60000000,
    RATE_STEP = 1000,
    QUANTUM_NL = 250, /* progress is written this often */
    OUTPUT_BYTES = 8192
};

/* A request that was answered, and its answer. SPEC.md, 4.5. */
struct remembered {
    uint32_t request_id; /* 0: unused */
    uint32_t crc;
    uint32_t length;
    uint32_t reply_length;
    uint8_t reply[DeviceMessage_size + FRAME_CRC];
};

struct session {
    bool live;
    uint32_t epoch;
    uint64_t host_id;
    uint64_t lease_micros;
    uint64_t lease_ends;
    uint32_t events;
    struct remembered welcome;
    struct remembered replies[REPLY_MEMORY];
    unsigned next_reply;
};

/* The dose at hand, both NULL if there is none; they point into the ledger. */
struct dosing {
    struct dose *prepared;
    uint64_t not_after;
    struct dose *running;
    uint64_t started;
    uint32_t position; /* delivered of the running dose, as the motor counts */
};

/* Bytes to and from the host. */
struct line {
    int fd;
    uint8_t input[FRAME_BYTES(MAX_HOST_MESSAGE)];
    struct frame_receiver receiver;
    uint8_t output[OUTPUT_BYTES];
    size_t waiting;
};

/* The world around the board, moved by the bench commands. */
struct bench {
    bool occluded, empty, interlock_open, unplugged;
    uint64_t delivered_nl; /* that really flowed, ever */
};

/* Cleared by a loss of power. */
struct ram {
    uint64_t boot_nanos;
    uint64_t boot_id;
    uint32_t safe_cause; /* SafeState_Cause */
    char safe_detail[81];
    struct session session;
    struct dosing dosing;
};

struct board {
    struct ram ram;
    struct ledger ledger;
    struct line line;
    struct bench bench;
};

/* dispatch.c: what to do with one message. A frame_handler; context is the board. */
void board_message(void *context, const uint8_t *message, size_t length);

/* session.c */
void session_boot(struct board *board);
uint64_t board_micros(const struct board *board);
void session_hello(struct board *board, const HostMessage *request, const uint8_t *bytes, size_t length);
void session_heartbeat(struct board *board, const HostMessage *request, uint64_t received);
/* Answers, and remembers the answer unless bytes is NULL. */
void session_reply(struct board *board, const HostMessage *request, DeviceMessage *reply, const uint8_t *bytes,
                   size_t length);
/* True if the request was answered from memory. */
bool session_repeat(struct board *board, const HostMessage *request, const uint8_t *bytes, size_t length);
void session_refuse(DeviceMessage *reply, Refused_Reason reason, const char *detail, ...);
void session_event(struct board *board, DeviceMessage *event);
void session_end(struct board *board);
void session_tick(struct board *board, uint64_t now);
void safe_state(const struct board *board, SafeState *out);
void safe_state_enter(struct board *board, SafeState_Cause cause, const char *code);
void safe_state_clear(struct board *board, DeviceMessage *reply);

/* dosing.c */
void dosing_prepare(struct board *board, const HostMessage *request, DeviceMessage *reply);
void dosing_commit(struct board *board, const Commit *commit, DeviceMessage *reply);
void dosing_query(struct board *board, const QueryDose *query, DeviceMessage *reply);
/* Answers if the operation runs or has ended. SPEC.md, 4.3, 9. */
bool dosing_known(struct board *board, uint64_t operation, const Prepare *prepare, DeviceMessage *reply);
void dosing_discard(struct board *board);
/* Stops flow, if there is any, for the reason that state names. */
void dosing_stop(struct board *board, DoseStatus_State state);
/* Moves the motor to where it should be at that time. */
void dosing_tick(struct board *board, uint64_t now);
/* When dosing_tick is next needed, at most limit. */
uint64_t dosing_wake(const struct board *board, uint64_t limit);

/* line.c */
void line_send(struct board *board, uint8_t *message, size_t length);
void line_input(struct board *board);
void line_output(struct board *board);
int line_open(const char *path);
int line_pseudo_terminal(char *name, size_t size);

/* bench.c: false if the program should end. */
bool bench_input(struct board *board);
void bench_power_cycle(struct board *board);

#endif
