package org.wetstack.drivers.intanrhx;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.StimulusLimits;

/**
 * The stimulator behind RHX: eight stimuli under its function keys. RHX plays one train at a time
 * here, keeps no ledger, and has no dead-man: if the host is lost, a train plays to its end.
 */
final class RhxStimulator implements Stimulator, Session.Part {

  /** The function keys of RHX. */
  static final int SLOTS = 8;

  private static final Duration CALL_LIMIT = Duration.ofSeconds(20);
  // Samples of a run that was stopped may still be on their way, with pulses among them.
  private static final Duration TAIL = Duration.ofMillis(100);
  private static final Duration PER_ELECTRODE = Duration.ofSeconds(1);

  private final Session session;
  private final Programming programming;
  private final StimulusLimits limits;
  private final Map<Integer, Integer> offsets;
  private final Triggers triggers;
  private final ReentrantLock lock = new ReentrantLock();
  private final @Nullable RhxStimulus[] slots = new RhxStimulus[SLOTS];
  private long stops;

  /**
   * @param layout what the samples look like
   * @param write how long the samples of one TCP write last
   */
  RhxStimulator(
      Session session, StimulusLimits limits, FrameLayout layout, Duration write, String device) {
    this.session = session;
    this.limits = limits;
    var parameters = new StimulusParameters(limits.step().nanoamps(), limits.ticksPerSecond());
    this.offsets = new HashMap<>();
    for (int i = 0; i < layout.stimulated().size(); i++) {
      offsets.put(layout.stimulated().get(i).electrode(), layout.stimulusOffsets()[i]);
    }
    var watch = new PulseWatch(session, layout, device, session.waveforms().store().marks());
    this.programming = new Programming(session, parameters, watch, write);
    this.triggers = new Triggers(session, programming, watch, write);
    session.waveforms().watchedBy(watch, triggers::settled);
  }

  @Override
  public StimulusLimits limits() {
    return limits;
  }

  boolean open() {
    return session.open();
  }

  @Override
  public LoadedStimulus load(Stimulus stimulus) {
    AppliedStimulus applied = limits.quantise(stimulus);
    for (int electrode : applied.electrodes()) {
      if (!offsets.containsKey(electrode)) {
        throw new IllegalArgumentException(
            "electrode " + electrode + " cannot be stimulated here; these can: " + electrodes());
      }
    }
    // With key 1: whether RHX can play it at all does not depend on the key.
    Map<String, String> ignored = programming.parameters().of(applied, 1);
    session.requireBlocking();
    RhxStimulus loaded = takeSlot(applied);
    CompletableFuture<Void> programmed = session.turns().take(() -> program(loaded));
    try {
      session.await(programmed, limit(loaded));
    } catch (RuntimeException e) {
      loaded.abandon();
      // It may still await its turn, or be done after all; its key is not free before that.
      var unused = programmed.whenComplete((done, failure) -> clearAbandoned(loaded));
      throw e;
    }
    return loaded;
  }

  private void clearAbandoned(RhxStimulus stimulus) {
    var unused =
        session
            .turns()
            .take(() -> programming.disarm(programming.held(stimulus), session.conversation()::ask))
            .whenComplete((done, failure) -> freeSlot(stimulus));
  }

  private List<Integer> electrodes() {
    return offsets.keySet().stream().sorted().toList();
  }

  private static Duration limit(RhxStimulus stimulus) {
    return CALL_LIMIT.plus(PER_ELECTRODE.multipliedBy(stimulus.electrodes().size()));
  }

  private RhxStimulus takeSlot(AppliedStimulus applied) {
    lock.lock();
    try {
      for (int slot = 0; slot < SLOTS; slot++) {
        if (slots[slot] == null) {
          int key = slot + 1;
          var fresh =
              new RhxStimulus(this, key, applied, programming.parameters().of(applied, key));
          slots[slot] = fresh;
          return fresh;
        }
      }
    } finally {
      lock.unlock();
    }
    throw new IllegalStateException("all " + SLOTS + " stimulus slots are in use: close one first");
  }

  private void freeSlot(RhxStimulus stimulus) {
    lock.lock();
    try {
      slots[stimulus.key() - 1] = null;
    } finally {
      lock.unlock();
    }
  }

  /** In a turn: uploads what is missing, and arms unless somebody stops meanwhile. */
  private CompletableFuture<Void> program(RhxStimulus stimulus) {
    if (stimulus.closed()) {
      return CompletableFuture.failedFuture(
          new DeviceException(
              Reason.REJECTED, Outcome.NOT_DONE, "this stimulus was given up before its turn"));
    }
    Optional<DeviceException> busy = triggers.playingOn(programming.missing(stimulus));
    if (busy.isPresent()) {
      return CompletableFuture.failedFuture(busy.get());
    }
    long before = stops();
    return programming
        .program(stimulus, () -> before != stops() || stimulus.closed() || triggers.foreign())
        .thenRun(
            () -> {
              lock.lock();
              try {
                stimulus.armed(before == stops && !stimulus.closed());
              } finally {
                lock.unlock();
              }
            });
  }

  private long stops() {
    lock.lock();
    try {
      return stops;
    } finally {
      lock.unlock();
    }
  }

  void arm(RhxStimulus stimulus) {
    session.requireBlocking();
    if (!stimulus.armed()) {
      session.await(session.turns().take(() -> program(stimulus)), limit(stimulus));
    }
  }

  CompletableFuture<Receipt> trigger(RhxStimulus stimulus, OperationId operation) {
    int[] driven =
        stimulus.electrodes().stream()
            .mapToInt(electrode -> offsets.getOrDefault(electrode, 0))
            .toArray();
    return triggers.fire(new Flight(operation, stimulus, driven, session.time().nanoTime()));
  }

  @Override
  public Optional<Receipt> receipt(OperationId operation) {
    session.requireOpen();
    return triggers.receipt(operation);
  }

  @Override
  public void stop() {
    session.requireBlocking();
    lock.lock();
    try {
      stops++;
      disarmAll();
    } finally {
      lock.unlock();
    }
    boolean playing = triggers.cancel(null);
    CompletableFuture<Void> halted = haltIf(playing);
    session.await(
        session.turns().takeFirst(() -> finishStop(halted, playing, programming::touched)),
        CALL_LIMIT.plus(PER_ELECTRODE.multipliedBy(limits.electrodes())));
  }

  private void disarmAll() {
    for (RhxStimulus each : slots) {
      if (each != null) {
        each.armed(false);
      }
    }
  }

  private CompletableFuture<Void> haltIf(boolean playing) {
    return playing ? session.run().halt() : CompletableFuture.completedFuture(null);
  }

  /** In a turn: disables {@code electrodes}, and runs again if the run was halted. */
  private CompletableFuture<Void> finishStop(
      CompletableFuture<Void> halted, boolean playing, Supplier<List<Integer>> electrodes) {
    CompletableFuture<Void> disarmed =
        halted.thenCompose(
            done -> programming.disarm(electrodes.get(), session.conversation()::ask));
    if (!playing) {
      return disarmed;
    }
    return disarmed
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                session.fail(
                    new DeviceException(
                        Reason.FAULT,
                        Outcome.UNKNOWN,
                        "RHX was stopped, but its stimuli could not be disabled: "
                            + Session.failure(failure).getMessage(),
                        failure));
              }
            })
        .thenCompose(done -> Run.pause(session.time(), TAIL))
        .thenCompose(
            done -> {
              // Before the run begins, or a second stop() would stop it again.
              triggers.halted();
              return session.run().begin();
            });
  }

  /** Disarms {@code stimulus} and frees its slot. Blocks unless called from a callback. */
  void unload(RhxStimulus stimulus) {
    if (!session.open()) {
      return;
    }
    stimulus.armed(false);
    boolean playing = triggers.cancel(stimulus);
    CompletableFuture<Void> halted = haltIf(playing);
    CompletableFuture<Void> unloaded =
        session
            .turns()
            .takeFirst(() -> finishStop(halted, playing, () -> programming.held(stimulus)))
            .whenComplete((done, failure) -> freeSlot(stimulus));
    if (session.callbacks().telling().inside()) {
      return;
    }
    try {
      session.await(unloaded, limit(stimulus));
    } catch (DeviceException e) {
      if (session.open()) {
        throw e;
      }
    }
  }

  @Override
  public CompletableFuture<?> disarm() {
    return programming.disarm(programming.touched(), session.conversation()::askLast);
  }

  @Override
  public void onEnd(DeviceException told) {
    triggers.lost(told);
  }

  Triggers triggers() {
    return triggers;
  }
}
