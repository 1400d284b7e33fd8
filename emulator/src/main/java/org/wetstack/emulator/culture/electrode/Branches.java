package org.wetstack.emulator.culture.electrode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The voltages inside the surfaces of electrodes: each is a {@link Ladder} with a leak over its
 * last capacitor, and its branches go on from sample to sample by the exact solution for a constant
 * current. Voltages are in microvolts, currents in nanoamps, resistances in kiloohms.
 */
final class Branches {

  /** An electrode with less than this on each branch is taken to be discharged. */
  private static final double NEGLIGIBLE_MICROVOLTS = 0.01;

  private static final int STATES = Ladder.BRANCHES + 1;

  private final Ladder ladder;
  private final double sampleSeconds;
  private final double leakKiloohms;
  private final double[] surface;
  private final double[] keepLast;
  private final double[] gainLast;
  private final double[] volts;
  private final double[] before = new double[STATES];

  /** Of each sample of the last {@link #decay}, the sum of all branches. */
  final double[] shown;

  Branches(ElectrodeProfile profile, int electrodes, int samplesPerSecond) {
    ladder = new Ladder(profile.material().exponent, samplesPerSecond);
    sampleSeconds = 1.0 / samplesPerSecond;
    leakKiloohms = profile.leakMegaohms() * 1_000;
    surface = new double[electrodes];
    keepLast = new double[electrodes];
    gainLast = new double[electrodes];
    volts = new double[electrodes * STATES];
    shown = new double[samplesPerSecond / 1_000 + 1];
  }

  /** From now on the surface of {@code electrode} has so many kiloohms at 1 kHz. */
  void surface(int electrode, double kiloohms) {
    surface[electrode] = kiloohms;
    keepLast[electrode] = keepLastAfter(electrode, sampleSeconds);
    gainLast[electrode] = leakKiloohms * (1 - keepLast[electrode]);
  }

  private double keepLastAfter(int electrode, double seconds) {
    return StrictMath.exp(-seconds * surface[electrode] * ladder.elastance / leakKiloohms);
  }

  /** Real and imaginary part at {@code hertz}, without the leak. */
  double[] impedance(int electrode, double hertz) {
    double[] unit = ladder.impedance(hertz);
    return new double[] {surface[electrode] * unit[0], surface[electrode] * unit[1]};
  }

  /** What would be left at the end of this sample if no current flowed. */
  double rest(int electrode) {
    int at = electrode * STATES;
    double sum = volts[at + Ladder.BRANCHES] * keepLast[electrode];
    for (int k = 0; k < Ladder.BRANCHES; k++) {
      sum += volts[at + k] * ladder.keep[k];
    }
    return sum;
  }

  /** Microvolts at the end of this sample for each nanoamp that flows during it. */
  double resistance(int electrode) {
    return surface[electrode] * (ladder.fastKiloohms + ladder.gainSum) + gainLast[electrode];
  }

  /** What of {@link #resistance} leaves nothing behind. */
  double fastKiloohms(int electrode) {
    return surface[electrode] * ladder.fastKiloohms;
  }

  /** Lets {@code current} flow for this sample; returns the sum of all branches at its end. */
  double charge(int electrode, double current) {
    int at = electrode * STATES;
    double scale = surface[electrode] * current;
    double sum = 0;
    for (int k = 0; k < Ladder.BRANCHES; k++) {
      volts[at + k] = volts[at + k] * ladder.keep[k] + scale * ladder.gain[k];
      sum += volts[at + k];
    }
    int last = at + Ladder.BRANCHES;
    volts[last] = volts[last] * keepLast[electrode] + current * gainLast[electrode];
    return sum + volts[last];
  }

  /**
   * What {@link #charge} does without a current, for so many samples, or to the one after which the
   * electrode is discharged; {@link #shown} is what it returns.
   *
   * @param samples a millisecond of them at most
   * @return how many samples there were
   */
  int decay(int electrode, int samples) {
    System.arraycopy(volts, electrode * STATES, before, 0, STATES);
    pass(electrode, samples);
    if (!discharged(electrode)) {
      return samples;
    }
    // Perhaps earlier than that.
    int passed = samplesToDischarge(electrode);
    comeBack(electrode);
    pass(electrode, passed);
    return passed;
  }

  /** Five branches at a time, which do not wait for each other. */
  private void pass(int electrode, int samples) {
    Arrays.fill(shown, 0, samples, 0);
    for (int at = electrode * STATES; at < (electrode + 1) * STATES; at += 5) {
      int k = at - electrode * STATES;
      double keep0 = ladder.keep[k];
      double keep1 = ladder.keep[k + 1];
      double keep2 = ladder.keep[k + 2];
      double keep3 = ladder.keep[k + 3];
      double keep4 = k + 4 < Ladder.BRANCHES ? ladder.keep[k + 4] : keepLast[electrode];
      double volts0 = volts[at];
      double volts1 = volts[at + 1];
      double volts2 = volts[at + 2];
      double volts3 = volts[at + 3];
      double volts4 = volts[at + 4];
      for (int i = 0; i < samples; i++) {
        volts0 *= keep0;
        volts1 *= keep1;
        volts2 *= keep2;
        volts3 *= keep3;
        volts4 *= keep4;
        shown[i] = shown[i] + volts0 + volts1 + volts2 + volts3 + volts4;
      }
      volts[at] = volts0;
      volts[at + 1] = volts1;
      volts[at + 2] = volts2;
      volts[at + 3] = volts3;
      volts[at + 4] = volts4;
    }
  }

  /** After how many samples from {@link #before} on it is discharged. */
  private int samplesToDischarge(int electrode) {
    comeBack(electrode);
    int passed = 0;
    do {
      pass(electrode, 1);
      passed++;
    } while (!discharged(electrode));
    return passed;
  }

  private void comeBack(int electrode) {
    System.arraycopy(before, 0, volts, electrode * STATES, STATES);
  }

  /** Whether nothing that counts is left on any branch. */
  boolean discharged(int electrode) {
    // The slowest branches, which come last, have something left for longest.
    for (int k = (electrode + 1) * STATES - 1; k >= electrode * STATES; k--) {
      if (Math.abs(volts[k]) >= NEGLIGIBLE_MICROVOLTS) {
        return false;
      }
    }
    return true;
  }

  void clear(int electrode) {
    Arrays.fill(volts, electrode * STATES, (electrode + 1) * STATES, 0);
  }

  /** So many seconds pass without current. */
  void relax(int electrode, double seconds) {
    for (int k = 0; k < Ladder.BRANCHES; k++) {
      volts[electrode * STATES + k] *= ladder.keepAfter(k, seconds);
    }
    volts[electrode * STATES + Ladder.BRANCHES] *= keepLastAfter(electrode, seconds);
  }

  /** The charge on the surface of {@code electrode}: what went in and has not leaked away. */
  double leftPicocoulombs(int electrode) {
    double microvolts = volts[electrode * STATES + Ladder.BRANCHES];
    return 1_000 * microvolts / (surface[electrode] * ladder.elastance);
  }

  void save(int electrode, DataOutput out) throws IOException {
    for (int k = 0; k < STATES; k++) {
      out.writeDouble(volts[electrode * STATES + k]);
    }
  }

  void restore(int electrode, DataInput in) throws IOException {
    for (int k = 0; k < STATES; k++) {
      volts[electrode * STATES + k] = ChargeLedger.finite(in.readDouble());
    }
  }
}
