package org.wetstack.emulator.chip;

import java.util.Arrays;

/**
 * The compliance monitor: a bit for each stimulator that could not deliver its current since the
 * monitor was cleared.
 */
final class Compliance {

  private final boolean needsStimulation;
  private final int delaySamples;
  private final int[] samples = new int[16];
  private int tripped;

  Compliance(ChipParameters parameters) {
    needsStimulation = parameters.complianceNeedsStimulation();
    delaySamples = parameters.complianceDelaySamples();
  }

  /** Power came; what it shows means nothing. */
  void powerUp(int noise) {
    tripped = noise & 0xFFFF;
    Arrays.fill(samples, 0);
  }

  int tripped() {
    return tripped;
  }

  void clear() {
    tripped = 0;
  }

  /** One sample: where voltage ran out, and which stimulators were on. */
  void watch(boolean[] exceeded, int from, int on) {
    for (int channel = 0; channel < 16; channel++) {
      boolean counts = !needsStimulation || (on >> channel & 1) != 0;
      if (!exceeded[from + channel] || !counts) {
        samples[channel] = 0;
      } else if (++samples[channel] > delaySamples) {
        samples[channel] = delaySamples;
        tripped |= 1 << channel;
      }
    }
  }
}
