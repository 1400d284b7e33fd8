package org.wetstack.emulator.rhx.signal;

import java.util.Arrays;

/**
 * The metal between the stimulators and the tissue: how much current its impedance lets through
 * before the supply is exhausted, and the charge that an unbalanced pulse leaves on it, as the DC
 * amplifiers see it.
 */
final class Electrodes {

  private static final double VOLTS_PER_DC_COUNT = 0.01923;
  private static final int DC_ZERO = 512;
  private static final int DC_LARGEST = 1_023;
  private static final double FARADS = 10e-9;
  private static final double LEAK_SECONDS = 0.1;
  private static final double RECOVERY_SECONDS = 0.001;
  private static final double NEARLY_NOTHING = 1e-4;

  private final int[] mostNanoamps;
  private final int[] kiloohms;
  private final double[] charged;
  private final double headroomVolts;
  private final double voltsPerNanoampSample;
  private final double leakKept;
  private final double recoveryKept;

  /**
   * @param headroomVolts the voltage a stimulator can reach
   */
  Electrodes(int[] kiloohms, double headroomVolts, double sampleRate) {
    this.kiloohms = kiloohms;
    this.headroomVolts = headroomVolts;
    charged = new double[kiloohms.length];
    mostNanoamps =
        Arrays.stream(kiloohms).map(each -> (int) (headroomVolts * 1e6 / each)).toArray();
    voltsPerNanoampSample = 1e-9 / sampleRate / FARADS;
    leakKept = 1 - 1 / (LEAK_SECONDS * sampleRate);
    recoveryKept = 1 - Math.min(1, 1 / (RECOVERY_SECONDS * sampleRate));
  }

  int kiloohms(int channel) {
    return kiloohms[channel];
  }

  /** Whether {@code nanoamps} are more than the supply drives through {@code channel}. */
  boolean exceeds(int channel, int nanoamps) {
    return Math.abs(nanoamps) > mostNanoamps[channel];
  }

  /** What flows through {@code channel} when {@code nanoamps} are to. */
  int flowing(int channel, int nanoamps) {
    return Math.max(-mostNanoamps[channel], Math.min(mostNanoamps[channel], nanoamps));
  }

  /** Whether a charge is left that the DC amplifier may see. */
  boolean charged(int channel) {
    return charged[channel] != 0;
  }

  /** A sample passes with {@code nanoamps} flowing; returns the word of the DC amplifier. */
  int sample(int channel, int nanoamps, boolean recovering) {
    double volts = charged[channel] + nanoamps * voltsPerNanoampSample;
    volts *= recovering ? recoveryKept : leakKept;
    volts = Math.max(-headroomVolts, Math.min(headroomVolts, volts));
    charged[channel] = Math.abs(volts) < NEARLY_NOTHING ? 0 : volts;
    return word(charged[channel] + nanoamps * 1e-6 * kiloohms[channel]);
  }

  /** The word of the DC amplifier at {@code volts}; it inverts. */
  static int word(double volts) {
    long word = DC_ZERO - Math.round(volts / VOLTS_PER_DC_COUNT);
    return (int) Math.max(0, Math.min(DC_LARGEST, word));
  }
}
