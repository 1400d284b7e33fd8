#include <pb_decode.h>
#include <string.h>

#include "board.h"

static bool acts(pb_size_t body)
{
    return body == HostMessage_prepare_tag || body == HostMessage_commit_tag || body == HostMessage_arm_stimulus_tag ||
           body == HostMessage_trigger_tag || body == HostMessage_flash_tag ||
           body == HostMessage_write_register_tag;
}

/* That a pump does, among the bodies that concern an instrument. */
static bool does(pb_size_t body)
{
    return body == HostMessage_describe_tag || body == HostMessage_prepare_tag || body == HostMessage_commit_tag ||
           body == HostMessage_query_dose_tag;
}

static void describe(DeviceMessage *reply)
{
    DeviceDescription *description = &reply->body.description;
    reply->which_body = DeviceMessage_description_tag;
    strcpy(description->name, "dopamine");
    description->which_kind = DeviceDescription_pump_tag;
    description->kind.pump.step_nanoliters = STEP_NL;
    description->kind.pump.max_volume_nanoliters = MAX_VOLUME_NL;
    description->kind.pump.max_volume_per_hour_nanoliters = MAX_HOURLY_NL;
    description->kind.pump.min_rate_nanoliters_per_minute = MIN_RATE;
    description->kind.pump.max_rate_nanoliters_per_minute = MAX_RATE;
    description->kind.pump.rate_step_nanoliters_per_minute = RATE_STEP;
}

static void stop(struct board *board, const HostMessage *request)
{
    DeviceMessage reply = DeviceMessage_init_zero;
    if (request->device != 0) {
        session_refuse(&reply, Refused_Reason_REASON_NO_SUCH_DEVICE, "there is device 0 only");
    } else {
        dosing_discard(board);
        dosing_stop(board, DoseStatus_State_STATE_STOPPED);
        reply.which_body = DeviceMessage_done_tag;
    }
    session_reply(board, request, &reply, NULL, 0);
}

/* Only after the reply: it needs the session. */
static void goodbye(struct board *board, const HostMessage *request)
{
    DeviceMessage reply = DeviceMessage_init_zero;
    dosing_stop(board, DoseStatus_State_STATE_STOPPED);
    reply.which_body = DeviceMessage_done_tag;
    session_reply(board, request, &reply, NULL, 0);
    session_end(board);
}

/* SPEC.md, 4.3, from 7 to 11. True if the request has been answered by then. */
static bool decided(struct board *board, const HostMessage *request, DeviceMessage *reply)
{
    pb_size_t body = request->which_body;
    bool whole_board = body == HostMessage_clear_safe_state_tag || body == HostMessage_goodbye_tag;
    uint64_t not_after = request->not_after_micros;
    bool expires = body == HostMessage_prepare_tag || body == HostMessage_commit_tag;
    if (body == 0) {
        session_refuse(reply, Refused_Reason_REASON_UNSUPPORTED, "no body that this board knows");
    } else if (!whole_board && request->device != 0) {
        session_refuse(reply, Refused_Reason_REASON_NO_SUCH_DEVICE, "there is device 0 only");
    } else if (!whole_board && !does(body)) {
        session_refuse(reply, Refused_Reason_REASON_UNSUPPORTED, "a pump does not do this");
    } else if (body == HostMessage_prepare_tag &&
               dosing_known(board, request->body.prepare.operation_id, &request->body.prepare, reply)) {
        return true;
    } else if (body == HostMessage_commit_tag &&
               dosing_known(board, request->body.commit.operation_id, NULL, reply)) {
        return true;
    } else if (expires && not_after == 0) {
        session_refuse(reply, Refused_Reason_REASON_MALFORMED, "not_after_micros is required");
    } else if (not_after != 0 && board_micros(board) > not_after) {
        session_refuse(reply, Refused_Reason_REASON_EXPIRED, "%llu us is past, now is %llu us",
                       (unsigned long long)not_after, (unsigned long long)board_micros(board));
    } else if (acts(body) && board->ram.safe_cause != SafeState_Cause_CAUSE_NONE) {
        session_refuse(reply, Refused_Reason_REASON_SAFE_STATE, "%s", board->ram.safe_detail);
    } else {
        return false;
    }
    return true;
}

static void answer(struct board *board, const HostMessage *request, DeviceMessage *reply)
{
    switch (request->which_body) {
    case HostMessage_clear_safe_state_tag:
        safe_state_clear(board, reply);
        break;
    case HostMessage_prepare_tag:
        dosing_prepare(board, request, reply);
        break;
    case HostMessage_commit_tag:
        dosing_commit(board, &request->body.commit, reply);
        break;
    case HostMessage_query_dose_tag:
        dosing_query(board, &request->body.query_dose, reply);
        break;
    default:
        describe(reply);
        break;
    }
}

void board_message(void *context, const uint8_t *message, size_t length)
{
    struct board *board = context;
    HostMessage request = HostMessage_init_zero;
    DeviceMessage reply = DeviceMessage_init_zero;
    pb_istream_t stream = pb_istream_from_buffer(message, length);
    uint64_t received = board_micros(board);
    dosing_tick(board, received);
    session_tick(board, received);
    if (!pb_decode(&stream, HostMessage_fields, &request) || request.request_id == 0) {
        board->line.receiver.dropped++;
        return;
    }
    if (request.which_body == HostMessage_stop_tag) {
        stop(board, &request);
    } else if (request.which_body == HostMessage_hello_tag) {
        session_hello(board, &request, message, length);
    } else if (!board->ram.session.live || request.epoch != board->ram.session.epoch) {
        session_refuse(&reply, Refused_Reason_REASON_STALE_EPOCH, "the epoch is %lu",
                       (unsigned long)board->ram.session.epoch);
        session_reply(board, &request, &reply, NULL, 0);
    } else if (request.which_body == HostMessage_heartbeat_tag) {
        session_heartbeat(board, &request, received);
    } else if (!session_repeat(board, &request, message, length)) {
        bool answered = decided(board, &request, &reply);
        if (!answered && request.which_body == HostMessage_goodbye_tag) {
            goodbye(board, &request);
            return;
        }
        if (!answered) {
            answer(board, &request, &reply);
        }
        session_reply(board, &request, &reply, message, length);
    }
}
