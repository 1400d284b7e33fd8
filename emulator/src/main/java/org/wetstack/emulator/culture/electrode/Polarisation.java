package org.wetstack.emulator.culture.electrode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.Drive;
import org.wetstack.emulator.tissue.Stateful;

/**
 * How current charges electrodes, and how they discharge. Each is a surface, which has {@link
 * Branches}, behind the resistance of the fluid. Voltages are in microvolts, currents in nanoamps,
 * resistances in kiloohms. Only electrodes in the list of charged ones are looked at.
 */
final class Polarisation implements Stateful {

  private final ElectrodeProfile profile;
  private final ChargeLedger ledger;
  private final Neighbours neighbours;
  private final Branches branches;
  private final double sampleSeconds;
  private final double recoveryKiloohms;
  private final double highestMillivolts;
  private final double lowestMillivolts;

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
    branches = new Branches(profile, electrodes, dish.samplesPerSecond());
    sampleSeconds = 1.0 / dish.samplesPerSecond();
    recoveryKiloohms = profile.recoveryOhms() / 1_000;
    highestMillivolts = profile.material().highestMillivolts;
    lowestMillivolts = profile.material().lowestMillivolts;
    flowed = new double[electrodes];
    charged = new int[electrodes];
    listed = new boolean[electrodes];
  }

  /** From now on the surface of {@code electrode} has so many kiloohms at 1 kHz. */
  void surface(int electrode, double kiloohms) {
    branches.surface(electrode, kiloohms);
  }

  /** Whether any electrode holds charge, or is driven. */
  boolean charged() {
    return count > 0;
  }

  double magnitudeKiloohms(int electrode, double hertz) {
    double[] unit = branches.impedance(electrode, hertz);
    double real = profile.spreadingKiloohms() + unit[0];
    return Math.sqrt(real * real + unit[1] * unit[1]);
  }

  double leftPicocoulombs(int electrode) {
    return branches.leftPicocoulombs(electrode);
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
      if (current == 0 && !shorted && !ledger.inPhase(e) && branches.discharged(e)) {
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
    int passed = branches.decay(electrode, samples);
    double[] shown = branches.shown;
    if (branches.discharged(electrode)) {
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

  private static int microvolts(double shown) {
    return (int) Math.rint(Math.max(-2e9, Math.min(2e9, shown)));
  }

  private void forget(int electrode, Drive drive) {
    branches.clear(electrode);
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
    double rest = branches.rest(electrode);
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

  /** Microvolts at the end of this sample for each nanoamp that flows during it. */
  private double resistance(int electrode) {
    return profile.spreadingKiloohms() + branches.resistance(electrode);
  }

  /** Lets {@code current} flow for this sample; returns the voltage at its end. */
  private double charge(int electrode, double current) {
    double sum = branches.charge(electrode, current);
    window(electrode, sum / 1_000, current);
    return sum + current * (profile.spreadingKiloohms() + branches.fastKiloohms(electrode));
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

  /** So many seconds pass without current. */
  void relax(double seconds) {
    for (int i = 0; i < count; i++) {
      int e = charged[i];
      ledger.drive(e, 0);
      branches.relax(e, seconds);
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(count);
    for (int i = 0; i < count; i++) {
      out.writeInt(charged[i]);
      branches.save(charged[i], out);
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
      branches.restore(e, in);
    }
  }
}
