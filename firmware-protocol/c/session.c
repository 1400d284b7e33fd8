#include <pb_encode.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "board.h"
#include "crc32c.h"

static uint64_t nanos(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t board_micros(const struct board *board)
{
    return (nanos(CLOCK_MONOTONIC) - board->ram.boot_nanos) / 1000;
}

void session_boot(struct board *board)
{
    struct memory *memory = &board->ledger.memory;
    board->ram.boot_nanos = nanos(CLOCK_MONOTONIC);
    /* Counted in the upper half; the lower one tells boards without a ledger file apart. */
    board->ram.boot_id = (uint64_t)memory->boots << 32 | (uint32_t)(nanos(CLOCK_REALTIME) >> 10);
    board->ram.safe_cause = memory->safe_cause;
    if (memory->safe_cause != SafeState_Cause_CAUSE_NONE) {
        strcpy(board->ram.safe_detail, "since before the last power-up");
    }
}

static size_t encode(struct board *board, DeviceMessage *message, uint8_t *out)
{
    message->device_micros = board_micros(board);
    pb_ostream_t stream = pb_ostream_from_buffer(out, DeviceMessage_size);
    return pb_encode(&stream, DeviceMessage_fields, message) ? stream.bytes_written : 0;
}

static void remember(struct remembered *slot, const HostMessage *request, const uint8_t *bytes, size_t length)
{
    slot->request_id = request->request_id;
    slot->crc = crc32c(bytes, length);
    slot->length = (uint32_t)length;
}

static bool same(const struct remembered *slot, const HostMessage *request, const uint8_t *bytes, size_t length)
{
    return slot->request_id == request->request_id && slot->length == length && slot->crc == crc32c(bytes, length);
}

void session_reply(struct board *board, const HostMessage *request, DeviceMessage *reply, const uint8_t *bytes,
                   size_t length)
{
    struct session *session = &board->ram.session;
    struct remembered forgotten;
    bool remembers = bytes != NULL && session->live;
    struct remembered *slot = remembers ? &session->replies[session->next_reply++ % REPLY_MEMORY] : &forgotten;
    reply->in_reply_to = request->request_id;
    reply->epoch = request->epoch;
    reply->device = request->device;
    if (remembers) {
        remember(slot, request, bytes, length);
    }
    slot->reply_length = (uint32_t)encode(board, reply, slot->reply);
    line_send(board, slot->reply, slot->reply_length);
}

bool session_repeat(struct board *board, const HostMessage *request, const uint8_t *bytes, size_t length)
{
    for (int i = 0; i < REPLY_MEMORY; i++) {
        struct remembered *slot = &board->ram.session.replies[i];
        if (slot->request_id == request->request_id) {
            if (same(slot, request, bytes, length)) {
                line_send(board, slot->reply, slot->reply_length);
            } else {
                DeviceMessage reply = DeviceMessage_init_zero;
                session_refuse(&reply, Refused_Reason_REASON_MALFORMED, "request %lu was another one before",
                               (unsigned long)request->request_id);
                session_reply(board, request, &reply, NULL, 0);
            }
            return true;
        }
    }
    return false;
}

void session_refuse(DeviceMessage *reply, Refused_Reason reason, const char *detail, ...)
{
    va_list values;
    reply->which_body = DeviceMessage_refused_tag;
    reply->body.refused.reason = reason;
    va_start(values, detail);
    vsnprintf(reply->body.refused.detail, sizeof reply->body.refused.detail, detail, values);
    va_end(values);
}

void session_event(struct board *board, DeviceMessage *event)
{
    struct session *session = &board->ram.session;
    uint8_t bytes[DeviceMessage_size + FRAME_CRC];
    if (!session->live) {
        return;
    }
    event->epoch = session->epoch;
    event->event_number = ++session->events;
    line_send(board, bytes, encode(board, event, bytes));
}

void session_end(struct board *board)
{
    dosing_discard(board);
    memset(&board->ram.session, 0, sizeof board->ram.session);
}

void session_tick(struct board *board, uint64_t now)
{
    if (board->ram.session.live && now >= board->ram.session.lease_ends) {
        session_end(board);
        dosing_stop(board, DoseStatus_State_STATE_HOST_SILENT);
        safe_state_enter(board, SafeState_Cause_CAUSE_HOST_SILENT, "host-silent");
    }
}

static bool refused(const struct board *board, const Hello *hello, DeviceMessage *reply)
{
    const struct session *session = &board->ram.session;
    if (hello->min_version == 0 || hello->max_version < hello->min_version || hello->host_id == 0) {
        session_refuse(reply, Refused_Reason_REASON_MALFORMED, "versions and host_id must not be 0 or reversed");
    } else if (hello->min_version > 1) {
        session_refuse(reply, Refused_Reason_REASON_UNSUPPORTED_VERSION, "this board speaks version 1 only");
    } else if (session->live && session->host_id != hello->host_id) {
        session_refuse(reply, Refused_Reason_REASON_LEASE_HELD, "host %016llx holds the lease",
                       (unsigned long long)session->host_id);
    } else {
        return false;
    }
    return true;
}

static void begin(struct board *board, const Hello *hello)
{
    struct session *session = &board->ram.session;
    uint32_t lease = hello->lease_millis;
    lease = lease < MIN_LEASE_MILLIS ? MIN_LEASE_MILLIS : lease > MAX_LEASE_MILLIS ? MAX_LEASE_MILLIS : lease;
    session_end(board);
    board->ledger.memory.epoch++;
    ledger_save_memory(&board->ledger);
    session->live = true;
    session->epoch = board->ledger.memory.epoch;
    session->host_id = hello->host_id;
    session->lease_micros = lease * 1000u;
    session->lease_ends = board_micros(board) + session->lease_micros;
}

static void welcome(const struct board *board, Welcome *out)
{
    const struct session *session = &board->ram.session;
    out->version = 1;
    out->epoch = session->epoch;
    out->lease_millis = (uint32_t)(session->lease_micros / 1000);
    out->command_window = COMMAND_WINDOW;
    out->max_host_message = MAX_HOST_MESSAGE;
    out->boot_id = board->ram.boot_id;
    out->device_count = 1;
    strcpy(out->manufacturer, "Wetstack");
    strcpy(out->model, "reference pump in C");
    strcpy(out->serial_number, "c-1");
    strcpy(out->firmware_version, "1");
    out->has_safe_state = true;
    safe_state(board, &out->safe_state);
}

void session_hello(struct board *board, const HostMessage *request, const uint8_t *bytes, size_t length)
{
    struct remembered *last = &board->ram.session.welcome;
    DeviceMessage reply = DeviceMessage_init_zero;
    if (board->ram.session.live && same(last, request, bytes, length)) {
        line_send(board, last->reply, last->reply_length);
        return;
    }
    if (refused(board, &request->body.hello, &reply)) {
        session_reply(board, request, &reply, NULL, 0);
        return;
    }
    begin(board, &request->body.hello);
    reply.in_reply_to = request->request_id;
    reply.epoch = board->ram.session.epoch;
    reply.which_body = DeviceMessage_welcome_tag;
    welcome(board, &reply.body.welcome);
    remember(last, request, bytes, length);
    last->reply_length = (uint32_t)encode(board, &reply, last->reply);
    line_send(board, last->reply, last->reply_length);
}

void session_heartbeat(struct board *board, const HostMessage *request, uint64_t received)
{
    struct session *session = &board->ram.session;
    DeviceMessage reply = DeviceMessage_init_zero;
    HeartbeatReply *body = &reply.body.heartbeat_reply;
    session->lease_ends = received + session->lease_micros;
    reply.which_body = DeviceMessage_heartbeat_reply_tag;
    body->host_nanos = request->body.heartbeat.host_nanos;
    body->received_micros = received;
    body->last_event_number = session->events;
    body->has_safe_state = true;
    safe_state(board, &body->safe_state);
    body->sent_micros = board_micros(board);
    session_reply(board, request, &reply, NULL, 0);
}

void safe_state(const struct board *board, SafeState *out)
{
    out->cause = (SafeState_Cause)board->ram.safe_cause;
    strcpy(out->detail, board->ram.safe_detail);
}

void safe_state_enter(struct board *board, SafeState_Cause cause, const char *code)
{
    DeviceMessage event = DeviceMessage_init_zero;
    bool lasting = cause != SafeState_Cause_CAUSE_HOST_SILENT;
    dosing_discard(board);
    if (lasting || board->ram.safe_cause == SafeState_Cause_CAUSE_NONE) {
        board->ram.safe_cause = cause;
        snprintf(board->ram.safe_detail, sizeof board->ram.safe_detail, "%s", code);
    }
    if (lasting) {
        board->ledger.memory.safe_cause = cause;
        ledger_save_memory(&board->ledger);
    }
    event.which_body = DeviceMessage_alarm_tag;
    snprintf(event.body.alarm.code, sizeof event.body.alarm.code, "%s", code);
    event.body.alarm.has_safe_state = true;
    safe_state(board, &event.body.alarm.safe_state);
    session_event(board, &event);
}

void safe_state_clear(struct board *board, DeviceMessage *reply)
{
    const struct bench *bench = &board->bench;
    bool lasting = board->ram.safe_cause == SafeState_Cause_CAUSE_FAULT ||
                   board->ram.safe_cause == SafeState_Cause_CAUSE_INTERLOCK;
    if (lasting && (bench->occluded || bench->empty || bench->interlock_open)) {
        session_refuse(reply, Refused_Reason_REASON_FAULT, "the cause persists: %s", board->ram.safe_detail);
        return;
    }
    board->ram.safe_cause = SafeState_Cause_CAUSE_NONE;
    board->ram.safe_detail[0] = 0;
    if (board->ledger.memory.safe_cause != SafeState_Cause_CAUSE_NONE) {
        board->ledger.memory.safe_cause = SafeState_Cause_CAUSE_NONE;
        ledger_save_memory(&board->ledger);
    }
    reply->which_body = DeviceMessage_done_tag;
}
