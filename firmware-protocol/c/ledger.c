#include "ledger.h"

#include <string.h>

enum { MICROS_PER_MINUTE = 60000000 };

typedef char memory_has_no_padding[sizeof(struct memory) == 32 + 8 * LEDGER_MINUTES ? 1 : -1];
typedef char dose_has_no_padding[sizeof(struct dose) == 40 ? 1 : -1];
typedef char it_all_fits[NVM_CELL(sizeof(struct memory)) + LEDGER_DOSES * NVM_CELL(sizeof(struct dose)) <= NVM_BYTES
                             ? 1
                             : -1];

static size_t offset_of(size_t index)
{
    return NVM_CELL(sizeof(struct memory)) + index * NVM_CELL(sizeof(struct dose));
}

void ledger_save_dose(struct ledger *ledger, const struct dose *dose)
{
    nvm_write(&ledger->nvm, offset_of((size_t)(dose - ledger->doses)), dose, sizeof *dose);
}

void ledger_save_memory(struct ledger *ledger)
{
    nvm_write(&ledger->nvm, 0, &ledger->memory, sizeof ledger->memory);
}

/* A dose that ran is booked before it is marked: losing power between the two books it twice, not never. */
static void settle(struct ledger *ledger, struct dose *dose, uint32_t quantum)
{
    if (dose->state == DoseStatus_State_STATE_RUNNING) {
        uint32_t rest = dose->volume - dose->lower;
        dose->upper = dose->lower + (rest < quantum ? rest : quantum);
        ledger_book(ledger, 0, dose->upper);
        dose->state = DoseStatus_State_STATE_POWER_LOST;
        ledger_save_dose(ledger, dose);
    } else if (dose->state == DoseStatus_State_STATE_PREPARED) {
        dose->state = DoseStatus_State_STATE_NEVER_SEEN;
        ledger_save_dose(ledger, dose);
    }
}

void ledger_boot(struct ledger *ledger, uint32_t quantum)
{
    memset(&ledger->memory, 0, sizeof ledger->memory);
    memset(ledger->doses, 0, sizeof ledger->doses);
    (void)nvm_read(&ledger->nvm, 0, &ledger->memory, sizeof ledger->memory);
    ledger->powered_at_boot = ledger->memory.powered_micros;
    ledger->memory.boots++;
    ledger_save_memory(ledger);
    for (size_t i = 0; i < LEDGER_DOSES; i++) {
        struct dose *dose = &ledger->doses[i];
        if (nvm_read(&ledger->nvm, offset_of(i), dose, sizeof *dose)) {
            settle(ledger, dose, quantum);
        }
    }
}

struct dose *ledger_find(struct ledger *ledger, uint64_t operation)
{
    struct dose *found = NULL;
    for (size_t i = 0; i < LEDGER_DOSES; i++) {
        struct dose *dose = &ledger->doses[i];
        if (dose->operation == operation && operation != 0 && (found == NULL || dose->order > found->order)) {
            found = dose;
        }
    }
    return found;
}

bool ledger_forgot(const struct ledger *ledger)
{
    return ledger->memory.doses > LEDGER_DOSES;
}

struct dose *ledger_add(struct ledger *ledger, uint64_t operation)
{
    struct dose *dose = &ledger->doses[ledger->memory.doses % LEDGER_DOSES];
    memset(dose, 0, sizeof *dose);
    dose->operation = operation;
    dose->order = ledger->memory.doses++;
    ledger_save_memory(ledger);
    return dose;
}

static uint32_t minute_at(const struct ledger *ledger, uint64_t micros)
{
    return (uint32_t)((ledger->powered_at_boot + micros) / MICROS_PER_MINUTE);
}

void ledger_book(struct ledger *ledger, uint64_t micros, uint32_t volume)
{
    struct memory *memory = &ledger->memory;
    uint32_t minute = minute_at(ledger, micros);
    uint32_t slot = minute % LEDGER_MINUTES;
    if (memory->minute[slot] != minute) {
        memory->minute[slot] = minute;
        memory->volume[slot] = 0;
    }
    memory->volume[slot] += volume;
    memory->powered_micros = ledger->powered_at_boot + micros;
    ledger_save_memory(ledger);
}

uint64_t ledger_last_hour(const struct ledger *ledger, uint64_t micros)
{
    uint64_t sum = 0;
    uint32_t now = minute_at(ledger, micros);
    for (size_t i = 0; i < LEDGER_MINUTES; i++) {
        if (now - ledger->memory.minute[i] < LEDGER_MINUTES) {
            sum += ledger->memory.volume[i];
        }
    }
    return sum;
}

void ledger_still_powered(struct ledger *ledger, uint64_t micros)
{
    uint64_t powered = ledger->powered_at_boot + micros;
    if (powered / MICROS_PER_MINUTE != ledger->memory.powered_micros / MICROS_PER_MINUTE) {
        ledger->memory.powered_micros = powered;
        ledger_save_memory(ledger);
    }
}
