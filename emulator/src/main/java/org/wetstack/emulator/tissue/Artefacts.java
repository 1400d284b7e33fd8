package org.wetstack.emulator.tissue;

import java.util.ArrayList;
import java.util.List;

/**
 * What pulses do to all channels beside evoking spikes: far beyond the rail while the current
 * flows, then a tail that dies away exponentially, the faster while the amplifiers are settled.
 *
 * <p>Goes sample by sample, from the beginning of a pulse on. Allocates nothing for a sample.
 */
final class Artefacts {

  private static final int LIMIT = 1_000_000;
  private static final int TAIL_SHARE = 32;
  private static final int TAIL_MICROS = 500;
  private static final int SETTLED_TAIL_MICROS = 120;
  private static final int OWN = 64;
  private static final long REACH_SQUARE = 100 * 100;

  /** A pulse while it lasts; {@code millicounts} is what each channel sees of one nanoamp. */
  @SuppressWarnings("ArrayRecordComponent") // A plain carrier; never compared.
  private record Current(long start, int[] nanoamps, long[] millicounts, int settleSamples) {

    /** Of this sample, and 0 before and after the pulse. */
    int at(long sample) {
      long since = sample - start;
      return since < 0 || since >= nanoamps.length ? 0 : nanoamps[(int) since];
    }

    long end() {
      return start + nanoamps.length;
    }
  }

  private final List<Current> currents = new ArrayList<>();
  private final long[] tails;
  private final long[] dampedUntil;
  private final int keep;
  private final int keepSettled;
  private boolean tailsLeft;
  private long settledUntil;

  Artefacts(int channels, int samplesPerSecond) {
    tails = new long[channels];
    dampedUntil = new long[channels];
    keep = keep(TAIL_MICROS, samplesPerSecond);
    keepSettled = keep(SETTLED_TAIL_MICROS, samplesPerSecond);
  }

  /** What a channel with {@code kiloohms}, that far from a driven one, sees of one nanoamp. */
  static long millicountsPerNanoamp(int kiloohms, long squareMicrometers, int nanovoltsPerCount) {
    long own = kiloohms * 1_000_000L / nanovoltsPerCount;
    return squareMicrometers == 0
        ? own
        : own * REACH_SQUARE / (OWN * (REACH_SQUARE + squareMicrometers));
  }

  /** A pulse begins at {@code start}, the next sample. The arrays are borrowed until its end. */
  void begin(long start, int[] nanoamps, long[] millicounts, int settleSamples) {
    currents.add(new Current(start, nanoamps, millicounts, settleSamples));
  }

  /** Lets the tail of {@code channel} die away fast until before sample {@code until}. */
  void damp(int channel, long until) {
    dampedUntil[channel] = Math.max(dampedUntil[channel], until);
  }

  /** Pulses that have begun and not ended. */
  int flowing() {
    return currents.size();
  }

  /** Whether the amplifiers are held settled at {@code sample}: no noise, no spikes. */
  boolean settled(long sample) {
    return sample < settledUntil;
  }

  /** Adds to {@code frame} what all channels see at {@code sample}, in counts. */
  void addTo(long sample, int[] frame) {
    if (tailsLeft) {
      addTails(sample, frame, settled(sample) ? keepSettled : keep);
    }
    for (int i = currents.size() - 1; i >= 0; i--) {
      Current current = currents.get(i);
      int now = current.at(sample);
      if (now != 0) {
        for (int c = 0; c < frame.length; c++) {
          frame[c] += limited(now * current.millicounts[c] / 1_000);
        }
        if (current.at(sample + 1) == 0) {
          leaveTails(now, current.millicounts);
        }
      }
      if (sample + 1 >= current.end()) {
        settledUntil = Math.max(settledUntil, current.end() + current.settleSamples);
        currents.remove(i);
      }
    }
  }

  private void addTails(long sample, int[] frame, int kept) {
    long any = 0;
    for (int c = 0; c < tails.length; c++) {
      tails[c] = tails[c] * (sample < dampedUntil[c] ? keepSettled : kept) / 65_536;
      any |= tails[c];
      frame[c] += (int) tails[c];
    }
    tailsLeft = any != 0;
  }

  private void leaveTails(int nanoamps, long[] millicounts) {
    for (int c = 0; c < tails.length; c++) {
      tails[c] = limited(tails[c] + nanoamps * millicounts[c] / 1_000 / TAIL_SHARE);
    }
    tailsLeft = true;
  }

  private static int limited(long counts) {
    return (int) Math.max(-LIMIT, Math.min(LIMIT, counts));
  }

  /** What is left after one sample of a decay with time constant {@code micros}, in 65536ths. */
  private static int keep(int micros, int samplesPerSecond) {
    long tauMillisamples = (long) micros * samplesPerSecond / 1_000;
    return (int) Math.max(0, 65_536 - 65_536_000 / Math.max(1_000, tauMillisamples));
  }
}
