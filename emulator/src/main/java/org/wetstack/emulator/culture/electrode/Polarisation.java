package org.wetstack.emulator.culture.electrode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.Drive;
import org.wetstack.emulator.tissue.Stateful;

/**
 * How current charges electrodes, and how they discharge. Each is a {@link Ladder} behind the
 * resistance of the fluid; its branches go on from sample to sample by the exact solution for a
 * constant current. Voltages are in microvolts, currents in nanoamps, resistances in kiloohms. Only
 * electrodes in the list of charged ones are looked at.
 */
final class Polarisation implements Stateful {

  /** An electrode with less than this on each branch is taken to be discharged. */
  private static final double NEGLIGIBLE_MICROVOLTS = 0.01;

  private static final int STATES = Ladder.BRANCHES + 1;

  private final ElectrodeProfile profile;
  private final ChargeLedger ledger;
  private final Neighbours neighbours;
  private final Ladder ladder;
  private final double sampleSeconds;
  private final double leakKiloohms;
  private final double recoveryKiloohms;
  private final double highestMillivolts;
  private final double lowestMillivolts;

  private final double[] surface;
  private final double[] keepLast;
  private final double[] gainLast;
  private final double[] volts;

  // Of one electrode on its way through several samples.
  private final double[] before = new double[STATES];
  private final double[] shown;

  /** What the stimulators drove through each electrode in the last sample, in nanoamps. */
  final double[] flowed;

  private final int[] charged;
  private final boolean[] listed;
  private int count;

  Polarisation(ElectrodeProfile profile, Dish dish, ChargeLedger ledger) {
    this.profile = profile;
    this.ledger = ledger;
    int electrodes = dish.electrodes().size();
    neighbours = new Neighbours(profile, dish.electrodes());
    ladder = new Ladder(profile.material().exponent, dish.samplesPerSecond());
    sampleSeconds = 1.0 / dish.samplesPerSecond();
    leakKiloohms = profile.leakMegaohms() * 1_000;
    recoveryKiloohms = profile.recoveryOhms() / 1_000;
    highestMillivolts = profile.material().highestMillivolts;
    lowestMillivolts = profile.material().lowestMillivolts;
    surface = new double[electrodes];
    keepLast = new double[electrodes];
    gainLast = new double[electrodes];
    volts = new double[electrodes * STATES];
    flowed = new double[electrodes];
    charged = new int[electrodes];
    listed = new boolean[electrodes];
    shown = new double[dish.samplesPerSecond() / 1_000 + 1];
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

  /** Whether any electrode holds charge, or is driven. */
  boolean charged() {
    return count > 0;
  }

  double magnitudeKiloohms(int electrode, double hertz) {
    double[] unit = ladder.impedance(hertz);
    double real = profile.spreadingKiloohms() + surface[electrode] * unit[0];
    double imaginary = surface[electrode] * unit[1];
    return Math.sqrt(real * real + imaginary * imaginary);
  }

  /** One sample passes; adds what electrodes show of current and charge to {@code nanovolts}. */
  void step(Drive drive, int[] nanovolts) {
    if (drive.active) {
      list(drive);
    }
    drive.answered = count > 0;
    int left = 0;
    for (int i = 0; i < count; i++) {
      int e = charged[i];
      double current = flow(e, drive);
      boolean shorted = drive.active && drive.recovery[e];
      flowed[e] = shorted ? 0 : current;
      double shown = charge(e, current);
      nanovolts[e] = Electrodes.clip(nanovolts[e] + shown * 1_000);
      drive.microvolts[e] = microvolts(shown);
      if (current != 0) {
        spread(e, current, nanovolts);
      }
      if (current == 0 && !shorted && !ledger.inPhase(e) && discharged(e)) {
        forget(e, drive);
      } else {
        charged[left++] = e;
      }
    }
    count = left;
  }

  /**
   * So many samples pass without current, a millisecond of them at most; the same as {@link #step}
   * sample by sample.
   */
  void rest(Drive drive, int samples, int[] nanovolts, int at) {
    int longest = 0;
    int left = 0;
    for (int i = 0; i < count; i++) {
      int e = charged[i];
      ledger.drive(e, 0);
      flowed[e] = 0;
      drive.exceeded[e] = false;
      int passed = discharge(e, drive, samples, nanovolts, at + e);
      longest = Math.max(longest, passed);
      if (passed == samples && listed[e]) {
        charged[left++] = e;
      }
    }
    count = left;
    drive.answered = longest == samples;
  }

  /** Returns how many samples it took, at most {@code samples}; then it is not listed any more. */
  private int discharge(int electrode, Drive drive, int samples, int[] nanovolts, int at) {
    System.arraycopy(volts, electrode * STATES, before, 0, STATES);
    decay(electrode, samples);
    int passed = samples;
    if (discharged(electrode)) {
      passed = samplesToDischarge(electrode);
      comeBack(electrode);
      decay(electrode, passed);
      forget(electrode, drive);
    } else {
      drive.microvolts[electrode] = microvolts(shown[samples - 1]);
    }
    for (int i = 0; i < passed; i++) {
      window(electrode, shown[i] / 1_000, 0);
      int show = at + i * listed.length;
      nanovolts[show] = Electrodes.clip(nanovolts[show] + shown[i] * 1_000);
    }
    return passed;
  }

  /**
   * What {@link #charge} does without a current, for so many samples; {@link #shown} is what it
   * returns. Five branches at a time, which do not wait for each other.
   */
  private void decay(int electrode, int samples) {
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
      decay(electrode, 1);
      passed++;
    } while (!discharged(electrode));
    return passed;
  }

  private void comeBack(int electrode) {
    System.arraycopy(before, 0, volts, electrode * STATES, STATES);
  }

  private static int microvolts(double shown) {
    return (int) Math.rint(Math.max(-2e9, Math.min(2e9, shown)));
  }

  private void forget(int electrode, Drive drive) {
    Arrays.fill(volts, electrode * STATES, (electrode + 1) * STATES, 0);
    listed[electrode] = false;
    drive.microvolts[electrode] = 0;
    drive.exceeded[electrode] = false;
  }

  private void list(Drive drive) {
    for (int e = 0; e < listed.length; e++) {
      if (!listed[e] && (drive.nanoamps[e] != 0 || drive.recovery[e])) {
        listed[e] = true;
        charged[count++] = e;
      }
    }
  }

  /** The current that flows into {@code electrode}, within what stimulator and switch can do. */
  private double flow(int electrode, Drive drive) {
    double wanted = drive.active ? drive.nanoamps[electrode] : 0;
    double rest = restVolts(electrode);
    double resistance = resistance(electrode);
    drive.exceeded[electrode] = false;
    double current = wanted;
    if (drive.active && drive.recovery[electrode]) {
      current += -(rest + wanted * resistance) / (resistance + recoveryKiloohms);
      ledger.drive(electrode, 0);
      ledger.flow(electrode, current * sampleSeconds * 1_000);
      return current;
    }
    double shown = rest + wanted * resistance;
    if (wanted > 0 && shown > drive.highestMicrovolts) {
      current = Math.max(0, (drive.highestMicrovolts - rest) / resistance);
      drive.exceeded[electrode] = true;
    } else if (wanted < 0 && shown < drive.lowestMicrovolts) {
      current = Math.min(0, (drive.lowestMicrovolts - rest) / resistance);
      drive.exceeded[electrode] = true;
    }
    ledger.drive(electrode, current * sampleSeconds * 1_000);
    return current;
  }

  /** What would be left at the end of this sample if no current flowed. */
  private double restVolts(int electrode) {
    int at = electrode * STATES;
    double sum = volts[at + Ladder.BRANCHES] * keepLast[electrode];
    for (int k = 0; k < Ladder.BRANCHES; k++) {
      sum += volts[at + k] * ladder.keep[k];
    }
    return sum;
  }

  /** Microvolts at the end of this sample for each nanoamp that flows during it. */
  private double resistance(int electrode) {
    return profile.spreadingKiloohms()
        + surface[electrode] * (ladder.fastKiloohms + ladder.gainSum)
        + gainLast[electrode];
  }

  /** Lets {@code current} flow for this sample; returns the voltage at its end. */
  private double charge(int electrode, double current) {
    int at = electrode * STATES;
    double scale = surface[electrode] * current;
    double sum = 0;
    for (int k = 0; k < Ladder.BRANCHES; k++) {
      volts[at + k] = volts[at + k] * ladder.keep[k] + scale * ladder.gain[k];
      sum += volts[at + k];
    }
    int last = at + Ladder.BRANCHES;
    volts[last] = volts[last] * keepLast[electrode] + current * gainLast[electrode];
    sum += volts[last];
    window(electrode, sum / 1_000, current);
    return sum + current * (profile.spreadingKiloohms() + surface[electrode] * ladder.fastKiloohms);
  }

  /** The surface, without the fluid before it, may leave the window of water. */
  private void window(int electrode, double millivolts, double current) {
    if (millivolts <= highestMillivolts && millivolts >= lowestMillivolts) {
      return;
    }
    double beyond =
        millivolts > 0 ? millivolts / highestMillivolts - 1 : millivolts / lowestMillivolts - 1;
    if (beyond > 0) {
      double milliseconds = sampleSeconds * 1_000;
      ledger.electrolysis(electrode, beyond * milliseconds, current * milliseconds);
    }
  }

  private void spread(int electrode, double current, int[] nanovolts) {
    int[] who = neighbours.who[electrode];
    double[] kiloohms = neighbours.kiloohms[electrode];
    for (int i = 0; i < who.length; i++) {
      nanovolts[who[i]] = Electrodes.clip(nanovolts[who[i]] + current * kiloohms[i] * 1_000);
    }
  }

  private boolean discharged(int electrode) {
    // The slowest branches, which come last, have something left for longest.
    for (int k = (electrode + 1) * STATES - 1; k >= electrode * STATES; k--) {
      if (Math.abs(volts[k]) >= NEGLIGIBLE_MICROVOLTS) {
        return false;
      }
    }
    return true;
  }

  /** The charge on the surface of {@code electrode}: what went in and has not leaked away. */
  double leftPicocoulombs(int electrode) {
    double microvolts = volts[electrode * STATES + Ladder.BRANCHES];
    return 1_000 * microvolts / (surface[electrode] * ladder.elastance);
  }

  /** So many seconds pass without current. */
  void relax(double seconds) {
    for (int i = 0; i < count; i++) {
      int e = charged[i];
      ledger.drive(e, 0);
      for (int k = 0; k < Ladder.BRANCHES; k++) {
        volts[e * STATES + k] *= ladder.keepAfter(k, seconds);
      }
      volts[e * STATES + Ladder.BRANCHES] *= keepLastAfter(e, seconds);
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(count);
    for (int i = 0; i < count; i++) {
      out.writeInt(charged[i]);
      for (int k = 0; k < STATES; k++) {
        out.writeDouble(volts[charged[i] * STATES + k]);
      }
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    count = in.readInt();
    if (count < 0 || count > charged.length) {
      throw new IOException(count + " of " + charged.length + " electrodes are said to be charged");
    }
    for (int i = 0; i < count; i++) {
      int e = in.readInt();
      if (e < 0 || e >= charged.length || listed[e]) {
        throw new IOException("electrode " + e + " is said to be charged, once more or at all");
      }
      charged[i] = e;
      listed[e] = true;
      for (int k = 0; k < STATES; k++) {
        volts[e * STATES + k] = ChargeLedger.finite(in.readDouble());
      }
    }
  }
}
