package org.wetstack.emulator.board;

import java.util.List;
import org.wetstack.emulator.World;

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
   * @param nanoamps the current of each sample, on each of {@code electrodes}
   */
  @SuppressWarnings("ArrayRecordComponent") // A plain carrier of what was seen; never compared.
  public record Pulse(long operation, long bootId, long sample, int[] electrodes, int[] nanoamps) {}

  /** A spike on {@code electrode}, a little ahead of now; the sample of its trough. */
  public long injectSpike(int electrode) {
    return world.ask(
        () -> {
          long sample = Math.max(array.now(), array.sampler().taken()) + 30;
          array.sampler().injectSpike(electrode, sample);
          return sample;
        });
  }

  /** A spike on {@code electrode} with its trough at {@code sample}, which must be yet to come. */
  public void injectSpike(int electrode, long sample) {
    world.run(() -> array.sampler().injectSpike(electrode, sample));
  }

  /** Every pulse that has begun, oldest first, at most the first 100,000. */
  public List<Pulse> pulses() {
    return world.ask(() -> array.sequencer().history());
  }

  /** The pulses of one operation. */
  public List<Pulse> pulses(long operation) {
    return pulses().stream().filter(pulse -> pulse.operation() == operation).toList();
  }

  /** How many pulses have ever begun. */
  public long totalPulses() {
    return world.ask(() -> array.sequencer().totalPulses());
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
