package org.wetstack.bridge;

import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Dose;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Prepare;
import org.wetstack.protocol.v1.Refused.Reason;

/** What hosts ask of the pump, checked in the order of SPEC.md, 4.3. Under the bridge's lock. */
final class Commands {

  private final PumpBridge bridge;
  private final BridgedPump pump;

  Commands(PumpBridge bridge, BridgedPump pump) {
    this.bridge = bridge;
    this.pump = pump;
  }

  /** Answers {@code reply}'s request now or later, or throws {@link RefusedException}. */
  void obey(Reply reply) {
    HostMessage message = reply.request();
    HostMessage.BodyCase body = message.getBodyCase();
    if (body == HostMessage.BodyCase.BODY_NOT_SET) {
      throw new RefusedException(Reason.REASON_UNSUPPORTED, "no request that is known here");
    }
    if (body != HostMessage.BodyCase.CLEAR_SAFE_STATE && message.getDevice() != 0) {
      throw new RefusedException(Reason.REASON_NO_SUCH_DEVICE, "there is one pump, at index 0");
    }
    switch (body) {
      case PREPARE -> prepare(reply, operation(message.getPrepare().getOperationId()));
      case COMMIT -> commit(reply, operation(message.getCommit().getOperationId()));
      case QUERY_DOSE -> {
        requireFresh(message);
        query(reply, operation(message.getQueryDose().getOperationId()));
      }
      case DESCRIBE -> {
        requireFresh(message);
        reply.give(pump.describe());
      }
      case CLEAR_SAFE_STATE -> {
        requireFresh(message);
        pump.clear(reply);
      }
      default -> throw new RefusedException(Reason.REASON_UNSUPPORTED, "this is a pump");
    }
  }

  private static OperationId operation(long value) {
    if (value == 0) {
      throw new RefusedException(Reason.REASON_MALFORMED, "operation_id is 0");
    }
    return new OperationId(value);
  }

  private void requireFresh(HostMessage message) {
    long until = message.getNotAfterMicros();
    if (until != 0 && Long.compareUnsigned(bridge.micros(), until) > 0) {
      throw new RefusedException(
          Reason.REASON_EXPIRED, "it is " + bridge.micros() + " µs, past " + until + " µs");
    }
  }

  private void requireMayAct(HostMessage message) {
    if (message.getNotAfterMicros() == 0) {
      throw new RefusedException(Reason.REASON_MALFORMED, "not_after_micros is missing");
    }
    requireFresh(message);
    if (pump.isSafe()) {
      throw new RefusedException(Reason.REASON_SAFE_STATE, pump.safeState().getDetail());
    }
  }

  private void prepare(Reply reply, OperationId operation) {
    pump.look(operation, reply, known -> prepare(reply, operation, known));
  }

  private void prepare(Reply reply, OperationId operation, @Nullable Entry known) {
    Prepare wanted = reply.request().getPrepare();
    if (known != null && known.begun()) {
      requireSame(known, quantised(wanted));
      reply.give(known.status());
      return;
    }
    requireMayAct(reply.request());
    Dose applied = quantised(wanted);
    if (known != null) {
      requireSame(known, applied);
    }
    pump.requireFree(applied);
    Entry entry = known == null ? pump.enter(operation, applied) : known;
    pump.prepare(entry, reply.request().getNotAfterMicros());
    reply.give(entry.status());
  }

  private static void requireSame(Entry known, Dose applied) {
    if (!known.applied.equals(applied)) {
      throw new RefusedException(
          Reason.REASON_OPERATION_CONFLICT, "this operation is a dose of " + known.applied);
    }
  }

  private Dose quantised(Prepare wanted) {
    PumpLimits limits = pump.limits();
    long rate = Integer.toUnsignedLong(wanted.getRateNanolitersPerMinute());
    try {
      return limits.quantise(
          new Dose(
              Volume.nanoliters(Integer.toUnsignedLong(wanted.getVolumeNanoliters())),
              FlowRate.nanolitersPerMinute(rate)));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(Reason.REASON_OUT_OF_RANGE, String.valueOf(e.getMessage()));
    }
  }

  private void commit(Reply reply, OperationId operation) {
    pump.look(
        operation,
        reply,
        known -> {
          if (known != null && known.begun()) {
            reply.give(known.status());
            return;
          }
          requireMayAct(reply.request());
          if (known == null || !pump.isPrepared(known)) {
            throw new RefusedException(Reason.REASON_NOT_PREPARED, "no such dose is prepared");
          }
          pump.begin(known, reply);
        });
  }

  private void query(Reply reply, OperationId operation) {
    pump.refresh(
        operation,
        reply,
        known -> reply.give(known == null ? Entry.neverSeen(operation) : known.status()));
  }
}
