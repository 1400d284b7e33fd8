#include "board.h"

enum { MICROS_PER_MINUTE = 60000000, PATIENCE_MICROS = 1000 };

static void status(const struct board *board, const struct dose *dose, DeviceMessage *out)
{
    DoseStatus *body = &out->body.dose_status;
    bool runs = dose == board->ram.dosing.running;
    out->which_body = DeviceMessage_dose_status_tag;
    body->operation_id = dose->operation;
    body->state = (DoseStatus_State)dose->state;
    body->applied_volume_nanoliters = dose->volume;
    body->applied_rate_nanoliters_per_minute = dose->rate;
    body->delivered_lower_nanoliters = runs ? board->ram.dosing.position : dose->lower;
    body->delivered_upper_nanoliters = runs ? board->ram.dosing.position : dose->upper;
}

static bool begun(const struct dose *dose)
{
    return dose->state >= DoseStatus_State_STATE_RUNNING;
}

bool dosing_known(struct board *board, uint64_t operation, const Prepare *prepare, DeviceMessage *reply)
{
    const struct dose *dose = ledger_find(&board->ledger, operation);
    if (dose == NULL || !begun(dose)) {
        return false;
    }
    if (prepare != NULL && (prepare->volume_nanoliters / STEP_NL * STEP_NL != dose->volume ||
                            prepare->rate_nanoliters_per_minute / RATE_STEP * RATE_STEP != dose->rate)) {
        session_refuse(reply, Refused_Reason_REASON_OPERATION_CONFLICT, "this operation was %lu nL at %lu nL/min",
                       (unsigned long)dose->volume, (unsigned long)dose->rate);
    } else {
        status(board, dose, reply);
    }
    return true;
}

/* True if the dose was refused. */
static bool out_of_range(const Prepare *prepare, uint32_t volume, uint32_t rate, DeviceMessage *reply)
{
    if (prepare->volume_nanoliters > MAX_VOLUME_NL || volume == 0) {
        session_refuse(reply, Refused_Reason_REASON_OUT_OF_RANGE, "%lu nL; a dose has %d to %d nL",
                       (unsigned long)prepare->volume_nanoliters, STEP_NL, MAX_VOLUME_NL);
    } else if (prepare->rate_nanoliters_per_minute > MAX_RATE || rate < MIN_RATE) {
        session_refuse(reply, Refused_Reason_REASON_OUT_OF_RANGE, "%lu nL/min; the rate is %d to %d nL/min",
                       (unsigned long)prepare->rate_nanoliters_per_minute, MIN_RATE, MAX_RATE);
    } else {
        return false;
    }
    return true;
}

void dosing_prepare(struct board *board, const HostMessage *request, DeviceMessage *reply)
{
    const Prepare *prepare = &request->body.prepare;
    struct dosing *dosing = &board->ram.dosing;
    uint32_t volume = prepare->volume_nanoliters / STEP_NL * STEP_NL;
    uint32_t rate = prepare->rate_nanoliters_per_minute / RATE_STEP * RATE_STEP;
    struct dose *dose = ledger_find(&board->ledger, prepare->operation_id);
    uint64_t booked = ledger_last_hour(&board->ledger, board_micros(board));
    if (prepare->operation_id == 0) {
        session_refuse(reply, Refused_Reason_REASON_MALFORMED, "operation_id must not be 0");
        return;
    }
    if (out_of_range(prepare, volume, rate, reply)) {
        return;
    }
    if (dose != NULL && (dose->volume != volume || dose->rate != rate)) {
        session_refuse(reply, Refused_Reason_REASON_OPERATION_CONFLICT, "this operation was %lu nL at %lu nL/min",
                       (unsigned long)dose->volume, (unsigned long)dose->rate);
        return;
    }
    if (dosing->running != NULL) {
        session_refuse(reply, Refused_Reason_REASON_BUSY, "a dose runs");
        return;
    }
    if (booked + volume > MAX_HOURLY_NL) {
        session_refuse(reply, Refused_Reason_REASON_HOURLY_LIMIT, "%lu nL of %d nL in the last hour",
                       (unsigned long)booked, MAX_HOURLY_NL);
        return;
    }
    if (dose == NULL || dose != dosing->prepared) {
        dosing_discard(board);
        dose = ledger_add(&board->ledger, prepare->operation_id);
        dose->volume = volume;
        dose->rate = rate;
        dose->state = DoseStatus_State_STATE_PREPARED;
        ledger_save_dose(&board->ledger, dose);
    }
    dosing->prepared = dose;
    dosing->not_after = request->not_after_micros;
    status(board, dose, reply);
}

/* True if nothing is known of the operation, which has then been refused. */
static bool unknown(struct board *board, const struct dose *dose, DeviceMessage *reply)
{
    if (dose == NULL && ledger_forgot(&board->ledger)) {
        session_refuse(reply, Refused_Reason_REASON_OPERATION_TOO_OLD, "not among the last %d operations",
                       LEDGER_DOSES);
        return true;
    }
    return false;
}

void dosing_commit(struct board *board, const Commit *commit, DeviceMessage *reply)
{
    struct dosing *dosing = &board->ram.dosing;
    struct dose *dose = ledger_find(&board->ledger, commit->operation_id);
    if (commit->operation_id == 0) {
        session_refuse(reply, Refused_Reason_REASON_MALFORMED, "operation_id must not be 0");
    } else if (unknown(board, dose, reply)) {
        return;
    } else if (dose == NULL || dose != dosing->prepared) {
        session_refuse(reply, Refused_Reason_REASON_NOT_PREPARED, "not prepared, or discarded since");
    } else {
        dose->state = DoseStatus_State_STATE_RUNNING;
        ledger_save_dose(&board->ledger, dose);
        dosing->prepared = NULL;
        dosing->running = dose;
        dosing->position = 0;
        dosing->started = board_micros(board);
        status(board, dose, reply);
    }
}

void dosing_query(struct board *board, const QueryDose *query, DeviceMessage *reply)
{
    const struct dose *dose = ledger_find(&board->ledger, query->operation_id);
    if (query->operation_id == 0) {
        session_refuse(reply, Refused_Reason_REASON_MALFORMED, "operation_id must not be 0");
    } else if (!unknown(board, dose, reply)) {
        const struct dose never = {.operation = query->operation_id, .state = DoseStatus_State_STATE_NEVER_SEEN};
        status(board, dose == NULL ? &never : dose, reply);
    }
}

void dosing_discard(struct board *board)
{
    struct dose *dose = board->ram.dosing.prepared;
    if (dose != NULL) {
        board->ram.dosing.prepared = NULL;
        dose->state = DoseStatus_State_STATE_NEVER_SEEN;
        ledger_save_dose(&board->ledger, dose);
    }
}

static void end(struct board *board, DoseStatus_State state, uint32_t lower, uint32_t upper)
{
    DeviceMessage event = DeviceMessage_init_zero;
    struct dose *dose = board->ram.dosing.running;
    board->ram.dosing.running = NULL;
    ledger_book(&board->ledger, board_micros(board), upper);
    dose->state = state;
    dose->lower = lower;
    dose->upper = upper;
    ledger_save_dose(&board->ledger, dose);
    status(board, dose, &event);
    session_event(board, &event);
}

void dosing_stop(struct board *board, DoseStatus_State state)
{
    if (board->ram.dosing.running != NULL) {
        end(board, state, board->ram.dosing.position, board->ram.dosing.position);
    }
}

/* One step of the motor. The pressure sensor shows at once if it moved nothing, but not how much of a step it did. */
static void step(struct board *board)
{
    struct dosing *dosing = &board->ram.dosing;
    struct dose *dose = dosing->running;
    if (board->bench.occluded || board->bench.empty) {
        end(board, DoseStatus_State_STATE_FAULT, dosing->position, dosing->position + STEP_NL);
        safe_state_enter(board, SafeState_Cause_CAUSE_FAULT, board->bench.occluded ? "occlusion" : "reservoir-empty");
        return;
    }
    dosing->position += STEP_NL;
    board->bench.delivered_nl += STEP_NL;
    if (dosing->position == dose->volume) {
        end(board, DoseStatus_State_STATE_COMPLETE, dose->volume, dose->volume);
    } else if (dosing->position % QUANTUM_NL == 0) {
        dose->lower = dosing->position;
        ledger_save_dose(&board->ledger, dose);
    }
}

void dosing_tick(struct board *board, uint64_t now)
{
    struct dosing *dosing = &board->ram.dosing;
    if (dosing->prepared != NULL && now > dosing->not_after) {
        dosing_discard(board);
    }
    while (dosing->running != NULL) {
        uint64_t due = dosing->running->rate * (now - dosing->started) / MICROS_PER_MINUTE;
        if (dosing->position + STEP_NL > due) {
            return;
        }
        step(board);
    }
}

uint64_t dosing_wake(const struct board *board, uint64_t limit)
{
    const struct dosing *dosing = &board->ram.dosing;
    if (dosing->running == NULL) {
        return limit;
    }
    uint64_t micros = (uint64_t)(dosing->position + STEP_NL) * MICROS_PER_MINUTE / dosing->running->rate + 1;
    uint64_t next = dosing->started + micros;
    uint64_t soonest = board_micros(board) + PATIENCE_MICROS;
    next = next < soonest ? soonest : next;
    return next < limit ? next : limit;
}
