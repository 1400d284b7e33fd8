/* What the pump remembers of its doses, and what else survives a loss of power: SPEC.md, section 10. */
#ifndef LEDGER_H
#define LEDGER_H

#include "firmware.pb.h"
#include "nvm.h"

enum { LEDGER_DOSES = 256, LEDGER_MINUTES = 61 };

/* One dose. A discarded one is STATE_NEVER_SEEN, an unused record has operation 0. No padding. */
struct dose {
    uint64_t operation;
    uint64_t order; /* counts all doses ever prepared */
    uint32_t state; /* DoseStatus_State */
    uint32_t volume, rate;
    uint32_t lower, upper;
    uint32_t spare;
};

/* The rest of the non-volatile memory. No padding. */
struct memory {
    uint64_t doses;          /* ever prepared */
    uint64_t powered_micros; /* how long the board has certainly been powered, ever */
    uint32_t boots;
    uint32_t epoch;
    uint32_t safe_cause; /* SafeState_Cause: FAULT or INTERLOCK, or NONE */
    uint32_t spare;
    /* Upper bounds of what was delivered in each of the last minutes of powered time. */
    uint32_t minute[LEDGER_MINUTES];
    uint32_t volume[LEDGER_MINUTES];
};

struct ledger {
    struct nvm nvm;
    /* Everything below is a copy in RAM. */
    struct memory memory;
    struct dose doses[LEDGER_DOSES];
    uint64_t powered_at_boot;
};

/* Reads everything back after power-up; doses that ran are POWER_LOST, prepared ones discarded. */
void ledger_boot(struct ledger *ledger, uint32_t quantum);

/* The dose of that name, or NULL. */
struct dose *ledger_find(struct ledger *ledger, uint64_t operation);

/* Whether doses have been forgotten, so that an unknown name says nothing. */
bool ledger_forgot(const struct ledger *ledger);

/* A new record in place of the oldest, not yet saved. */
struct dose *ledger_add(struct ledger *ledger, uint64_t operation);

void ledger_save_dose(struct ledger *ledger, const struct dose *dose);
void ledger_save_memory(struct ledger *ledger);

/* Counts a volume as delivered now, at device time micros, and saves that. */
void ledger_book(struct ledger *ledger, uint64_t micros, uint32_t volume);

/* What counts against the hourly limit now. */
uint64_t ledger_last_hour(const struct ledger *ledger, uint64_t micros);

/* To be called every minute at least: writes down that the board was still powered. */
void ledger_still_powered(struct ledger *ledger, uint64_t micros);

#endif
