package org.wetstack.emulator.rhx.signal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/** The pulses that flowed, the latest ones one by one, all of them counted. */
final class PulseHistory {

  private static final int MAX_KEPT = 10_000;
  private static final int MAX_SAMPLES = 65_536;

  private final List<String> names;
  private final ArrayDeque<Pulse> kept = new ArrayDeque<>();
  private final long[] began;
  private final int[][] currents;
  private final int[] lengths;
  private long total;

  /**
   * @param names of the amplifier channels
   */
  PulseHistory(List<String> names) {
    this.names = names;
    began = new long[names.size()];
    currents = new int[names.size()][];
    Arrays.setAll(currents, i -> new int[16]);
    lengths = new int[names.size()];
    Arrays.fill(began, -1);
  }

  void begin(int channel, long timestamp) {
    end(channel);
    began[channel] = timestamp;
  }

  /** The current of the next sample of {@code channel}; nothing outside of a pulse. */
  void add(int channel, int nanoamps) {
    if (began[channel] < 0 || lengths[channel] == MAX_SAMPLES) {
      return;
    }
    if (lengths[channel] == currents[channel].length) {
      currents[channel] = Arrays.copyOf(currents[channel], 2 * lengths[channel]);
    }
    currents[channel][lengths[channel]++] = nanoamps;
  }

  /** The pulse of {@code channel} is over, or cut short. One without a sample never was. */
  void end(int channel) {
    if (began[channel] >= 0 && lengths[channel] > 0) {
      if (kept.size() == MAX_KEPT) {
        kept.removeFirst();
      }
      kept.addLast(
          new Pulse(
              names.get(channel),
              began[channel],
              Arrays.copyOf(currents[channel], lengths[channel])));
      total++;
    }
    began[channel] = -1;
    lengths[channel] = 0;
  }

  void endAll() {
    for (int channel = 0; channel < began.length; channel++) {
      end(channel);
    }
  }

  List<Pulse> kept() {
    return List.copyOf(kept);
  }

  long total() {
    return total;
  }
}
