package org.wetstack.emulator.board;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.headstage.BusFault;
import org.wetstack.emulator.headstage.BusProbe;
import org.wetstack.emulator.headstage.Headstages;

/** What can be done to an array, and seen of it, on the bench. Thread-safe. */
public final class ArrayBench {

  /** How many pulses are kept one by one; all are counted. */
  static final int MAX_HISTORY = 100_000;

  private final World world;
  private final ArrayUnit array;

  ArrayBench(World world, ArrayUnit array) {
    this.world = world;
    this.array = array;
  }

  /**
   * A pulse that really began.
   *
   * @param sample in which its first phase began, counted since the boot {@code bootId}
   * @param phases on each of {@code electrodes}, in their order
   */
  @SuppressWarnings("ArrayRecordComponent") // A plain carrier of what was seen; never compared.
  public record Pulse(
      long operation, long bootId, long sample, int[] electrodes, List<Phase> phases) {}

  /**
   * A time in which the current of a pulse was the same.
   *
   * @param after samples from the beginning of the pulse
   * @param samples how long it was to last; shorter only if the train was ended early
   * @param nanoamps negative cathodic
   */
  public record Phase(int after, int samples, int nanoamps) {}

  /** How well it keeps to its schedule. */
  public Pacing pacing() {
    return world.ask(() -> array.sampler().pacing());
  }

  /** A spike on {@code electrode}, a little ahead of now; the sample of its trough. */
  public long injectSpike(int electrode) {
    return world.ask(
        () -> {
          long sample = Math.max(array.now(), array.sampler().taken()) + 30;
          inject(electrode, sample);
          return sample;
        });
  }

  /** A spike on {@code electrode} with its trough at {@code sample}, which must be yet to come. */
  public void injectSpike(int electrode, long sample) {
    world.run(() -> inject(electrode, sample));
  }

  private void inject(int electrode, long sample) {
    array.spec().preparation().injectSpike(electrode, sample - array.sampler().taken());
  }

  /**
   * From now on this, and nothing else, is wrong between the firmware and chip {@code chip} of the
   * array, also across boots.
   *
   * @throws IllegalArgumentException if there is no such chip
   */
  public void breakHeadstage(int chip, BusFault fault) {
    fault(chip, fault);
  }

  /** Nothing is wrong with chip {@code chip} any more; if it was dead, it has forgotten all. */
  public void mendHeadstage(int chip) {
    fault(chip, null);
  }

  /**
   * {@code listener} is told of all words to and from chip {@code chip} from now on.
   *
   * @throws IllegalArgumentException if there is no such chip
   */
  public void probe(int chip, BusProbe listener) {
    atChip(chip, headstages -> headstages.probe(chip, listener));
  }

  private void fault(int chip, @Nullable BusFault fault) {
    atChip(chip, headstages -> headstages.fault(chip, fault));
  }

  private void atChip(int chip, Consumer<Headstages> act) {
    world.run(
        () -> {
          Headstages headstages = array.headstages();
          if (chip < 0 || chip >= headstages.chips()) {
            throw new IllegalArgumentException(
                "no chip " + chip + "; there are 0 to " + (headstages.chips() - 1));
          }
          array.sampler().take(array.now());
          act.accept(headstages);
        });
  }

  /** Every pulse that has begun, oldest first, at most the first 100,000. */
  public List<Pulse> pulses() {
    return world.ask(() -> array.history());
  }

  /** The pulses of one operation. */
  public List<Pulse> pulses(long operation) {
    return pulses().stream().filter(pulse -> pulse.operation() == operation).toList();
  }

  /** How many pulses have ever begun. */
  public long totalPulses() {
    return world.ask(() -> array.totalPulses());
  }

  /**
   * Lets all samples that are due be taken, so that what happens now happens to the preparation at
   * this time; nothing if the board has no power.
   */
  public void settle() {
    world.run(array::settle);
  }

  /** The number of the next sample. */
  public long sampleCounter() {
    return world.ask(array::now);
  }

  /** Flips a bit of the waveform held in {@code slot}. */
  public void corruptSlot(int slot) {
    world.run(() -> array.sequencer().corrupt(slot));
  }
}
