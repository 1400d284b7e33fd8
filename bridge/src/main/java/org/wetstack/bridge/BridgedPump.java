package org.wetstack.bridge;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus.State;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.SafeState;

/**
 * The pump behind the bridge and its doses: what may begin, and what is known of those that did.
 * Guarded by the bridge's lock; what blocks is done by the hands, outside of it.
 */
final class BridgedPump {

  private final PumpBridge bridge;
  private final Timebase time;
  private final Hand hand;
  private final Book book = new Book();
  private final PumpSession session;
  private final Brake brake;
  private final RunningDose running;
  private @Nullable Entry prepared;
  private Optional<String> hostSilent = Optional.empty();

  BridgedPump(
      PumpBridge bridge, Supplier<Instrument> opening, Timebase time, Hand hand, Hand brake) {
    this.bridge = bridge;
    this.time = time;
    this.hand = hand;
    this.session = new PumpSession(bridge, this, opening, time, hand);
    this.brake = new Brake(bridge, session, time, brake);
    this.running = new RunningDose(bridge, session, book, this.brake, time, hand);
  }

  /** Opens the pump for the first time. Blocks; not under the lock. */
  void open() {
    session.open();
  }

  /** Blocks; not under the lock. */
  void close() {
    session.close();
  }

  /** The pump is there anew, and has been stopped. */
  void booted() {
    hostSilent = Optional.empty();
    bridge.booted();
    running.resume();
  }

  /** The pump is lost. */
  void lost(String why) {
    brake.lost();
    discardPrepared();
    bridge.pumpLost(why);
  }

  DeviceInfo info() {
    return session.instrument().info();
  }

  PumpLimits limits() {
    return session.pump().limits();
  }

  DeviceMessage.Builder describe() {
    return Limits.describe(session.pump());
  }

  /** Why the pump, or the bridge for it, rests until a person clears it. */
  SafeState safeState() {
    Optional<org.wetstack.hal.SafeState> own = session.safeState();
    if (own.isPresent()) {
      return SafeState.newBuilder()
          .setCause(
              switch (own.get().cause()) {
                case HOST_SILENT -> SafeState.Cause.CAUSE_HOST_SILENT;
                case FAULT -> SafeState.Cause.CAUSE_FAULT;
                case INTERLOCK -> SafeState.Cause.CAUSE_INTERLOCK;
              })
          .setDetail(Answers.detail(own.get().detail()))
          .build();
    }
    return hostSilent
        .map(
            detail ->
                SafeState.newBuilder()
                    .setCause(SafeState.Cause.CAUSE_HOST_SILENT)
                    .setDetail(Answers.detail(detail))
                    .build())
        .orElse(SafeState.getDefaultInstance());
  }

  boolean isSafe() {
    return safeState().getCause() != SafeState.Cause.CAUSE_NONE;
  }

  void clear(Reply reply) {
    if (session.safeState().isEmpty()) {
      hostSilent = Optional.empty();
      reply.give(Answers.done());
      return;
    }
    reply.byHand(
        hand,
        () -> {
          session.instrument().clearSafeState();
          bridge.locked(
              () -> {
                hostSilent = Optional.empty();
                reply.give(Answers.done());
              });
        });
  }

  /** Tells what is known of {@code operation}, null if it never was. */
  void look(OperationId operation, Reply reply, Consumer<@Nullable Entry> then) {
    expirePrepared();
    Entry known = book.find(operation);
    if (known != null) {
      then.accept(known);
    } else {
      reply.byHand(hand, () -> tell(operation, recall(operation), then));
    }
  }

  /** As {@link #look}, and of one that runs how far it is now. */
  void refresh(OperationId operation, Reply reply, Consumer<@Nullable Entry> then) {
    Entry known = book.find(operation);
    // One that is being started keeps the hand busy, and there is nothing else to be known of it.
    if (known == null || !known.running() || known.starting) {
      look(operation, reply, then);
      return;
    }
    reply.byHand(
        hand,
        () -> {
          try {
            Optional<DoseReport> report = session.pump().report(operation);
            bridge.locked(() -> report.ifPresent(told -> running.hear(known, told)));
          } catch (DeviceException e) {
            // Then what was known before is still true: its bounds hold while it runs.
          }
          bridge.locked(() -> then.accept(known));
        });
  }

  private Optional<DoseReport> recall(OperationId operation) {
    try {
      return session.pump().report(operation);
    } catch (DeviceException e) {
      if (e.reason() == DeviceException.Reason.REJECTED) {
        throw new RefusedException(Reason.REASON_OPERATION_TOO_OLD, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private void tell(
      OperationId operation, Optional<DoseReport> report, Consumer<@Nullable Entry> then) {
    bridge.locked(
        () -> {
          expirePrepared();
          Entry known = book.find(operation);
          then.accept(
              known != null
                  ? known
                  : report.map(told -> Entry.recalled(told, limits())).orElse(null));
        });
  }

  /** Throws {@link RefusedException} unless {@code applied} may be delivered now. */
  void requireFree(Dose applied) {
    if (running.there()) {
      throw new RefusedException(Reason.REASON_BUSY, "a dose is running");
    }
    long hour = book.lastHour(time.nanoTime()).nanoliters();
    long most = limits().whole(applied.volume()).atMost().nanoliters();
    long limit = limits().maxVolumePerHour().nanoliters();
    if (hour + most > limit) {
      throw new RefusedException(
          Reason.REASON_HOURLY_LIMIT, hour + " nL this hour, limit " + limit + " nL");
    }
  }

  Entry enter(OperationId operation, Dose applied) {
    var entry = new Entry(operation, applied, limits());
    book.add(entry);
    return entry;
  }

  void prepare(Entry entry, long notAfterMicros) {
    discardPrepared();
    entry.prepare(notAfterMicros);
    prepared = entry;
  }

  boolean isPrepared(Entry entry) {
    return entry == prepared;
  }

  private void expirePrepared() {
    if (prepared != null && Long.compareUnsigned(bridge.micros(), prepared.notAfterMicros) > 0) {
      discardPrepared();
    }
  }

  private void discardPrepared() {
    if (prepared != null) {
      prepared.discard();
      prepared = null;
    }
  }

  void sessionEnded() {
    discardPrepared();
  }

  /** Begins {@code entry}, which is prepared, and answers {@code reply}. */
  void begin(Entry entry, Reply reply) {
    running.begin(entry, reply);
    prepared = null;
  }

  /** Stops the pump, whatever it is doing; {@code done} follows when nothing flows any more. */
  void halt(State why, Runnable done) {
    mark(why);
    brake.pull(done);
  }

  private void mark(State why) {
    discardPrepared();
    running.mark(why);
  }

  /** Stops for a host that fell silent, and goes safe. */
  void fall(String detail) {
    hostSilent = Optional.of(hostSilent.orElse(detail));
    mark(State.STATE_HOST_SILENT);
    brake.fall();
  }

  /** Whether a {@link #fall} is under way. */
  boolean falling() {
    return brake.falling();
  }

  /** An alarm of the pump. Under the lock. */
  void alarm(org.wetstack.hal.Alarm alarm) {
    bridge.news().accept("alarm " + alarm.code() + ": " + alarm.detail());
    if (alarm.safe()) {
      discardPrepared();
    }
    bridge.event(
        Answers.alarm(
            alarm.code(),
            alarm.detail(),
            alarm.safe() ? safeState() : SafeState.getDefaultInstance()));
  }
}
