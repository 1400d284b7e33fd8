package org.wetstack.app.facade;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;

/**
 * What the keys F1 to F8 fire: all channels of a key begin together, so they are one stimulus of
 * the array, loaded anew whenever one of them is uploaded. A key of which anything was refused
 * fires nothing. Methods are called under the world's lock; the array is asked apart from it.
 */
final class Keys {

  static final int COUNT = 8;

  private final World world;
  private final Stimulator stimulator;
  private final ArrayLayout layout;
  private final Playback playback;
  private final Chores chores;
  private final Consumer<String> complaints;
  private final LongSupplier newest;
  private final Map<String, Program> programs = new TreeMap<>();

  /** Changed by chores, under the lock. */
  private final Slot[] slots = new Slot[COUNT];

  private int unanswered;
  private long flowsUntil = Long.MIN_VALUE;

  /** Known to chores only. */
  private boolean disarmed;

  /**
   * Nothing is fired yet.
   *
   * @param newest the sample that was seen last
   * @param complaints takes what is refused, under the world's lock
   */
  Keys(
      World world,
      Stimulator stimulator,
      ArrayLayout layout,
      Playback playback,
      Chores chores,
      LongSupplier newest,
      Consumer<String> complaints) {
    this.world = world;
    this.stimulator = stimulator;
    this.layout = layout;
    this.playback = playback;
    this.chores = chores;
    this.newest = newest;
    this.complaints = complaints;
    Arrays.fill(slots, Slot.EMPTY);
  }

  /** {@code channel} does nothing from now on. */
  void disable(String channel) {
    change(programs.remove(channel), null);
  }

  /** What was uploaded for a channel, instead of what it was. */
  void program(Program program) {
    if (!program.refusal().isEmpty()) {
      complaints.accept("Error - " + program.channel() + ": " + program.refusal());
    }
    change(programs.put(program.channel(), program), program);
  }

  private void change(@Nullable Program before, @Nullable Program now) {
    if (before != null) {
      before.key().ifPresent(this::prepare);
    }
    if (now != null && (before == null || !before.key().equals(now.key()))) {
      now.key().ifPresent(this::prepare);
    }
  }

  private void prepare(int key) {
    List<Program> wanted =
        programs.values().stream()
            .filter(each -> each.key().equals(java.util.Optional.of(key)))
            .toList();
    chores.ask(name(key), () -> load(key, wanted));
  }

  private static String name(int key) {
    return "F" + (key + 1);
  }

  /** Has {@code key} fire {@code wanted}; a chore. */
  private void load(int key, List<Program> wanted) {
    Slot before = slot(key);
    LoadedStimulus old = before.loaded();
    if (old != null && before.programs().equals(wanted)) {
      return;
    }
    put(key, Slot.refused(wanted, "it is not loaded"));
    if (old != null) {
      old.close();
    }
    String refusal = refusal(wanted);
    if (wanted.isEmpty() || !refusal.isEmpty()) {
      put(key, wanted.isEmpty() ? Slot.EMPTY : Slot.refused(wanted, refusal));
      return;
    }
    try {
      Stimulus whole = together(wanted);
      LoadedStimulus loaded = stimulator.load(whole);
      put(key, Slot.of(wanted, loaded, channels(whole.electrodes()), layout.samplesPerSecond()));
    } catch (IllegalArgumentException | IllegalStateException | DeviceException e) {
      put(key, Slot.refused(wanted, String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private static String refusal(List<Program> wanted) {
    for (Program each : wanted) {
      if (!each.refusal().isEmpty()) {
        return each.channel() + " was refused: " + each.refusal();
      }
      if (!each.goesWith(wanted.get(0))) {
        return wanted.get(0).channel()
            + " and "
            + each.channel()
            + " are to do different things, and this array begins one at a time: give them"
            + " different keys, or the same parameters";
      }
    }
    return "";
  }

  private static Stimulus together(List<Program> wanted) {
    Stimulus first = wanted.get(0).stimulus().orElseThrow();
    List<Integer> electrodes =
        wanted.stream().map(each -> each.stimulus().orElseThrow().electrodes().get(0)).toList();
    return new Stimulus(
        electrodes,
        first.phases(),
        first.interphaseDelay(),
        first.pulses(),
        first.period(),
        first.amplifierSettle(),
        first.chargeRecovery());
  }

  private List<Integer> channels(List<Integer> electrodes) {
    List<Integer> all = layout.sites().stream().map(ArrayLayout.Site::electrode).toList();
    return electrodes.stream().map(all::indexOf).toList();
  }

  private Slot slot(int key) {
    return world.ask(() -> slots[key]);
  }

  private void put(int key, Slot slot) {
    world.run(() -> slots[key] = slot);
  }

  /** {@code key} was pressed or released. */
  void press(int key, boolean down) {
    chores.ask(name(key), () -> fire(key, down));
  }

  /** A chore, so that it comes after what was uploaded before. */
  private void fire(int key, boolean down) {
    Slot slot = slot(key);
    if (slot.programs().isEmpty() || slot.programs().get(0).onPress() != down) {
      return;
    }
    LoadedStimulus loaded = slot.loaded();
    if (loaded == null) {
      throw new IllegalStateException("nothing was fired: " + slot.refusal());
    }
    OperationId operation = OperationId.random();
    if (!world.ask(() -> begin(slot, operation))) {
      throw new IllegalStateException(
          "nothing was fired: the train before is not over, or its refractory period is not");
    }
    CompletionStage<Receipt> receipt = loaded.trigger(operation);
    var unused =
        receipt.whenComplete(
            (begun, failure) -> world.run(() -> fired(key, slot, operation, begun, failure)));
  }

  private boolean begin(Slot slot, OperationId operation) {
    if (!slot.freeAt(newest.getAsLong())) {
      return false;
    }
    slot.fire();
    unanswered++;
    playback.expect(operation.value(), slot.channels(), slot.words());
    return true;
  }

  private void fired(
      int key,
      Slot slot,
      OperationId operation,
      @Nullable Receipt receipt,
      @Nullable Throwable failure) {
    unanswered--;
    if (receipt != null) {
      slot.begun(receipt.firstSample());
      flowsUntil = Math.max(flowsUntil, receipt.firstSample() + slot.trainSamples());
      return;
    }
    boolean unknown =
        !(failure instanceof DeviceException device) || device.outcome() == Outcome.UNKNOWN;
    if (unknown) {
      // As if it had begun now: its marks will tell, and a stop is needed at the end of the run.
      slot.begun(newest.getAsLong());
      flowsUntil = Math.max(flowsUntil, newest.getAsLong() + slot.trainSamples());
    } else {
      slot.notFired();
      playback.forget(operation.value());
    }
    complaints.accept(
        "Error - "
            + name(key)
            + (unknown ? ": it is not known whether it fired: " : ": nothing was fired: ")
            + (failure == null ? "no receipt" : failure.getMessage()));
  }

  /** A run begins: what was disarmed is armed again. */
  void arm() {
    chores.must("SetRunMode", this::armAll);
  }

  private void armAll() {
    if (!disarmed) {
      return;
    }
    disarmed = false;
    for (int key = 0; key < COUNT; key++) {
      Slot slot = slot(key);
      LoadedStimulus loaded = slot.loaded();
      if (loaded != null) {
        try {
          loaded.arm();
        } catch (DeviceException e) {
          // The others are armed all the same; this one tells so when it is to fire.
          disarmed = true;
        }
      }
    }
    if (disarmed) {
      throw new IllegalStateException("not all stimuli could be armed again: stop, and run anew");
    }
  }

  /** The run ends, and every train with it. */
  void stop() {
    chores.must("SetRunMode", this::stopFlow);
  }

  private void stopFlow() {
    boolean flows = world.ask(() -> unanswered > 0 || newest.getAsLong() < flowsUntil);
    if (flows) {
      disarmed = true;
      stimulator.stop();
    }
  }

  /** Unloads everything. */
  void close() {
    programs.clear();
    for (int key = 0; key < COUNT; key++) {
      int one = key;
      chores.must(name(key), () -> load(one, List.of()));
    }
  }
}
