package org.wetstack.bridge;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.v1.Alarm;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus.State;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.SafeState;

/**
 * The pump behind the bridge and its doses: what may begin, what has ended, and what is known of
 * either. Guarded by the bridge's lock; what blocks is done by the hands, outside of it.
 */
final class BridgedPump {

  /** A Commit is answered after this long at the latest: SPEC.md, 4.7, leaves 250 ms. */
  private static final Duration ANSWER = Duration.ofMillis(200);

  private static final Duration ASK_AGAIN = Duration.ofMillis(500);

  private final PumpBridge bridge;
  private final Timebase time;
  private final Hand hand;
  private final Book book = new Book();
  private final PumpSession session;
  private final Brake brake;
  private @Nullable Entry prepared;
  private @Nullable Entry current;
  private Optional<String> hostSilent = Optional.empty();

  BridgedPump(
      PumpBridge bridge, Supplier<Instrument> opening, Timebase time, Hand hand, Hand brake) {
    this.bridge = bridge;
    this.time = time;
    this.hand = hand;
    this.session = new PumpSession(bridge, this, opening, time, hand);
    this.brake = new Brake(bridge, session, time, brake);
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
    Entry open = current;
    if (open != null) {
      settleSoon(open);
    }
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
    byHand(
        reply,
        () -> {
          session.instrument().clearSafeState();
          bridge.locked(
              () -> {
                hostSilent = Optional.empty();
                reply.give(Answers.done());
              });
        });
  }

  /** Has {@code task} done outside the lock; if that fails, {@code reply} is a refusal. */
  private void byHand(Reply reply, Runnable task) {
    boolean taken =
        hand.offer(
            () -> {
              try {
                task.run();
              } catch (RefusedException e) {
                bridge.locked(() -> reply.give(Answers.refused(e)));
              } catch (DeviceException e) {
                bridge.locked(() -> reply.give(refusal(e)));
              }
            });
    if (!taken) {
      throw new RefusedException(Reason.REASON_OVERLOADED, "the pump is not done with others");
    }
  }

  private static DeviceMessage.Builder refusal(DeviceException e) {
    Reason reason =
        e.reason() == DeviceException.Reason.REJECTED ? Reason.REASON_BUSY : Reason.REASON_FAULT;
    return Answers.refused(reason, String.valueOf(e.getMessage()));
  }

  /** Tells what is known of {@code operation}, null if it never was. */
  void look(OperationId operation, Reply reply, Consumer<@Nullable Entry> then) {
    expirePrepared();
    Entry known = book.find(operation);
    if (known != null) {
      then.accept(known);
    } else {
      byHand(reply, () -> tell(operation, recall(operation), then));
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
    byHand(
        reply,
        () -> {
          try {
            Optional<DoseReport> report = session.pump().report(operation);
            bridge.locked(() -> report.ifPresent(told -> hear(known, told)));
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
    if (current != null) {
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

  /** Begins {@code entry}, which is prepared. */
  void begin(Entry entry, Reply reply) {
    byHand(reply, () -> start(entry, reply));
    prepared = null;
    current = entry;
    entry.begin();
    entry.starting = true;
    brake.starting(true);
    var unused = time.after(ANSWER, () -> bridge.locked(() -> reply.give(entry.status())));
  }

  private void start(Entry entry, Reply reply) {
    var may = new boolean[1];
    long notAfterMicros = reply.request().getNotAfterMicros();
    bridge.locked(
        () ->
            may[0] =
                entry.halted == null
                    && session.there()
                    && Long.compareUnsigned(bridge.micros(), notAfterMicros) <= 0);
    DeviceException failed;
    try {
      if (!may[0]) {
        throw notBegun("stopped or expired before the pump was free for it");
      }
      DoseRun run = session.pump().dispense(entry.operation, entry.applied);
      bridge.locked(() -> started(entry, reply));
      var unused =
          run.report().whenComplete((report, failure) -> bridge.locked(() -> ended(entry, report)));
      return;
    } catch (DeviceException e) {
      failed = e;
    } catch (IllegalArgumentException e) {
      failed = notBegun(String.valueOf(e.getMessage()));
    }
    DeviceException why = failed;
    bridge.locked(
        () -> {
          if (why.outcome() == Outcome.NOT_DONE) {
            notStarted(entry, reply, why);
          } else {
            started(entry, reply);
            settleSoon(entry);
          }
        });
  }

  private static DeviceException notBegun(String why) {
    return new DeviceException(DeviceException.Reason.REJECTED, Outcome.NOT_DONE, why);
  }

  /** It began, or may have. */
  private void started(Entry entry, Reply reply) {
    entry.starting = false;
    // If it was to stop meanwhile: only now is it certain what there is to be stopped.
    brake.starting(false);
    reply.give(entry.status());
  }

  private void notStarted(Entry entry, Reply reply, DeviceException why) {
    current = null;
    if (reply.given()) {
      entry.endNotBegun();
      bridge.event(entry.status());
      bridge.event(
          alarm(
              "dose-not-begun", String.valueOf(why.getMessage()), SafeState.getDefaultInstance()));
    } else {
      entry.discard();
      reply.give(refusal(why));
    }
    entry.starting = false;
    brake.starting(false);
  }

  /** What a run says at its end; null if it does not know. */
  private void ended(Entry entry, @Nullable DoseReport report) {
    if (report == null) {
      settleSoon(entry);
    } else {
      hear(entry, report);
    }
  }

  private void hear(Entry entry, DoseReport report) {
    if (!entry.running()) {
      return;
    }
    if (report.end() == DoseReport.End.NOT_YET) {
      entry.progress(report.delivered());
      return;
    }
    entry.end(report);
    over(entry);
  }

  private void over(Entry entry) {
    current = current == entry ? null : current;
    book.count(entry, time.nanoTime());
    bridge.event(entry.status());
  }

  /** Asks the driver, which asks its ledger and the pump, until it knows. Never starts anything. */
  private void settleSoon(Entry entry) {
    var unused =
        time.after(
            ASK_AGAIN,
            () -> {
              if (!hand.offer(() -> settle(entry))) {
                bridge.locked(() -> settleSoon(entry));
              }
            });
  }

  private void settle(Entry entry) {
    var open = new boolean[1];
    // A pump that is away is asked when it is there again.
    bridge.locked(() -> open[0] = entry.running() && session.there());
    if (!open[0]) {
      return;
    }
    try {
      Optional<DoseReport> report = session.pump().report(entry.operation);
      bridge.locked(() -> settled(entry, report));
    } catch (DeviceException e) {
      bridge.locked(
          () -> {
            if (e.reason() == DeviceException.Reason.REJECTED) {
              entry.endUnknown();
              over(entry);
            } else {
              settleSoon(entry);
            }
          });
    }
  }

  private void settled(Entry entry, Optional<DoseReport> report) {
    if (!entry.running()) {
      return;
    }
    if (report.isEmpty()) {
      entry.endNotBegun();
      over(entry);
      return;
    }
    hear(entry, report.get());
    if (entry.running()) {
      settleSoon(entry);
    }
  }

  /** Stops the pump, whatever it is doing; {@code done} follows when nothing flows any more. */
  void halt(State why, Runnable done) {
    mark(why);
    brake.pull(done);
  }

  private void mark(State why) {
    discardPrepared();
    Entry running = current;
    if (running != null && running.halted == null) {
      running.halted = why;
    }
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
        alarm(
            alarm.code(),
            alarm.detail(),
            alarm.safe() ? safeState() : SafeState.getDefaultInstance()));
  }

  DeviceMessage.Builder alarm(String code, String detail, SafeState safe) {
    return DeviceMessage.newBuilder()
        .setAlarm(
            Alarm.newBuilder()
                .setCode(Answers.name(code))
                .setDetail(Answers.detail(detail))
                .setSafeState(safe));
  }
}
