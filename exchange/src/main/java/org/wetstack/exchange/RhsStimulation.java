package org.wetstack.exchange;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.wetstack.hal.AppliedStimulus;

/** The stimulation words of .rhs files: what each stimulator did in each sample. */
final class RhsStimulation {

  /** What the chip can be set to, in nanoamperes a step. */
  private static final int[] STEPS = {10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000};

  private static final int MOST_STEPS = 255;
  private static final int NEGATIVE = 1 << 8;
  private static final int SETTLE = 1 << 13;
  private static final int RECOVERY = 1 << 14;

  private final List<Survey.Pulse> pulses;
  private final Map<Integer, Integer> channels;
  private final int samplesPerSecond;
  private final int step;
  private final long[] ends;

  /** The first pulse that may not be over; samples are asked for in order. */
  private int from;

  /**
   * @param pulses with a waveform, by their samples
   * @param channels the channel of each electrode that has one
   * @param step in nanoamperes, which divides all currents
   */
  RhsStimulation(
      List<Survey.Pulse> pulses, Map<Integer, Integer> channels, int samplesPerSecond, int step) {
    this.pulses = pulses;
    this.channels = channels;
    this.samplesPerSecond = samplesPerSecond;
    this.step = step;
    this.ends = new long[pulses.size()];
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < ends.length; i++) {
      AppliedStimulus applied = applied(i);
      long ticks = applied.pulseTicks() + Math.max(applied.settleTicks(), applied.recoveryTicks());
      long samples = ceilDiv(ticks * samplesPerSecond, applied.ticksPerSecond());
      latest = Math.max(latest, pulses.get(i).sample() + samples);
      ends[i] = latest;
    }
  }

  /**
   * The smallest step that all currents are whole numbers of.
   *
   * @throws IllegalArgumentException if there is none
   */
  static int stepNanoamps(Collection<AppliedStimulus> stimuli) {
    for (int step : STEPS) {
      boolean fits =
          stimuli.stream()
              .flatMap(stimulus -> stimulus.phases().stream())
              .mapToInt(phase -> phase.amplitude().nanoamps())
              .allMatch(
                  nanoamps -> nanoamps % step == 0 && Math.abs(nanoamps) / step <= MOST_STEPS);
      if (fits) {
        return step;
      }
    }
    throw new IllegalArgumentException(
        "an .rhs file holds currents of at most 255 equal steps of 10 nA to 10 µA, and the stimuli"
            + " of this recording have none in common: export it as nwb");
  }

  private static long ceilDiv(long what, long by) {
    return (what + by - 1) / by;
  }

  private AppliedStimulus applied(int pulse) {
    return java.util.Objects.requireNonNull(pulses.get(pulse).applied());
  }

  /** How many channels there are. */
  int channels() {
    return channels.size();
  }

  /** How many pulses lie, in part, on electrodes without a channel. */
  long unrecorded() {
    long count = 0;
    for (int i = 0; i < pulses.size(); i++) {
      count += channels.keySet().containsAll(applied(i).electrodes()) ? 0 : 1;
    }
    return count;
  }

  /**
   * Adds what is done in the {@code samples} samples from {@code first} on.
   *
   * @param words of all channels, one channel after the other
   */
  void fill(long first, int samples, short[] words) {
    while (from < ends.length && ends[from] <= first) {
      from++;
    }
    for (int i = from; i < pulses.size() && pulses.get(i).sample() < first + samples; i++) {
      AppliedStimulus applied = applied(i);
      long began = pulses.get(i).sample();
      for (int s = (int) Math.max(0, began - first); s < samples; s++) {
        long tick = (first + s - began) * applied.ticksPerSecond() / samplesPerSecond;
        int word = word(applied, tick);
        if (word != 0) {
          for (int electrode : applied.electrodes()) {
            Integer channel = channels.get(electrode);
            if (channel != null) {
              words[channel * samples + s] |= (short) word;
            }
          }
        }
      }
    }
  }

  private int word(AppliedStimulus applied, long tick) {
    int nanoamps = Waveforms.nanoampsAt(applied, tick);
    int word = Math.abs(nanoamps) / step | (nanoamps < 0 ? NEGATIVE : 0);
    long after = tick - applied.pulseTicks();
    if (after >= 0) {
      word |= after < applied.settleTicks() ? SETTLE : 0;
      word |= after < applied.recoveryTicks() ? RECOVERY : 0;
    }
    return word;
  }
}
