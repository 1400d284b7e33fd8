package org.wetstack.emulator.culture.electrode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.wetstack.emulator.tissue.Dice;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.Drive;
import org.wetstack.emulator.tissue.Stateful;

/**
 * The electrodes of an array: their noise, what they pick up, and what current does to them. What
 * they are is a resistance of the fluid before them and a constant-phase element with a leak. Not
 * thread-safe: used under the world's lock.
 *
 * <p>The noise costs a few nanoseconds for each electrode and sample; only electrodes that are
 * driven, or still charged, cost more.
 */
public final class Electrodes implements Stateful {

  private static final double MOST_NANOVOLTS = Integer.MAX_VALUE;

  /** How much the drift may have grown before impedance and noise follow. */
  private static final double GRAIN = 0.002;

  private static final double SECONDS_PER_DAY = 86_400;

  private final ElectrodeProfile profile;
  private final int channels;
  private final int samplesPerSecond;
  private final double[] nominalKiloohms;
  private final double[] pinkMicrovolts;
  private final double[] applied;
  private final Polarisation polarisation;
  private final ChargeLedger ledger;
  private final BackgroundNoise noise;
  private final Mains mains;
  private double days;

  /** All about them follows from {@code seed} and {@code profile}. */
  public Electrodes(long seed, ElectrodeProfile profile, Dish dish) {
    this.profile = profile;
    channels = dish.electrodes().size();
    samplesPerSecond = dish.samplesPerSecond();
    nominalKiloohms = new double[channels];
    pinkMicrovolts = new double[channels];
    applied = new double[channels];
    ledger = new ChargeLedger(profile, channels);
    polarisation = new Polarisation(profile, dish, ledger);
    noise = new BackgroundNoise(seed, channels, samplesPerSecond);
    mains = new Mains(seed, profile, channels, samplesPerSecond);
    double usual = profile.material().kiloohmSquareMicrometers / profile.squareMicrometers();
    for (int e = 0; e < channels; e++) {
      var dice = new Dice(Dice.mix(seed + e * Dice.GOLDEN) ^ 0x656CL);
      nominalKiloohms[e] = usual * StrictMath.exp(profile.impedanceSpread() * dice.gaussian());
      pinkMicrovolts[e] =
          profile.backgroundMicrovolts()
              * StrictMath.exp(profile.backgroundSpread() * dice.gaussian());
      apply(e, 1);
    }
  }

  /** From now on the surface of {@code electrode} has so many times its first impedance. */
  private void apply(int electrode, double factor) {
    applied[electrode] = factor;
    double surface = nominalKiloohms[electrode] * factor;
    polarisation.surface(electrode, surface);
    noise.shape(electrode, Spectrum.of(profile, surface, pinkMicrovolts[electrode]));
  }

  /**
   * One sample passes.
   *
   * @param sample counted from the first
   * @param drive what is done to the electrodes; answered here
   * @param field what cells bring to the electrodes, in nanovolts, from index {@code from} on
   * @param nanovolts filled with what the electrodes show
   */
  public void step(long sample, Drive drive, float[] field, int from, int[] nanovolts) {
    rest(sample, field, from, nanovolts, 0);
    if (drive.active || polarisation.charged()) {
      polarisation.step(drive, nanovolts);
    } else {
      drive.answered = false;
    }
  }

  /**
   * What electrodes show in one sample, but for what current did and does to them.
   *
   * @param nanovolts filled from {@code at} on
   */
  public void rest(long sample, float[] field, int from, int[] nanovolts, int at) {
    float[] sum = noise.add(sample, field, from);
    mains.addTo(sample, sum);
    for (int e = 0; e < channels; e++) {
      nanovolts[at + e] = (int) sum[e];
    }
  }

  /**
   * So many samples pass in which nothing is driven: adds what is left of charge to what electrodes
   * show, which begins at {@code at}, sample by sample.
   */
  public void discharge(Drive drive, int samples, int[] nanovolts, int at) {
    if (polarisation.charged()) {
      polarisation.rest(drive, samples, nanovolts, at);
    } else {
      drive.answered = false;
    }
  }

  /**
   * The current that stimulators drove through each electrode in the last sample in which anything
   * was driven, in nanoamps; less than they were to if they ran out of voltage. Borrowed: read
   * only.
   */
  public double[] flowed() {
    return polarisation.flowed;
  }

  /** {@code samples} samples pass in which nothing is driven and nobody looks. */
  public void relax(long samples) {
    polarisation.relax((double) samples / samplesPerSecond);
  }

  /**
   * Called once for each second, and for as many of them as pass with nobody there: ledgers are
   * looked at, surfaces drift.
   *
   * @param seconds since the last call, 1 or more
   */
  public void age(long seconds) {
    days += seconds / SECONDS_PER_DAY;
    for (int e = 0; e < channels; e++) {
      // More seconds than a minute do no more harm to what is charged: it has leaked away by then.
      for (long s = Math.min(seconds, 60); s > 0; s--) {
        ledger.second(e, polarisation.leftPicocoulombs(e));
      }
      double drift =
          1
              + profile.driftPerDay() * days
              + profile.driftPerMillicoulomb() * ledger.totalPicocoulombs(e) * 1e-9;
      double factor = drift / (1 - ledger.lost(e));
      if (Math.abs(factor / applied[e] - 1) > GRAIN) {
        apply(e, factor);
      }
    }
  }

  /** The magnitude of the impedance of {@code electrode} at 1 kHz, in kiloohms. */
  public int kiloohms(int electrode) {
    return (int) Math.round(magnitudeKiloohms(electrode, 1_000));
  }

  /** The magnitude of the impedance of {@code electrode} at {@code hertz}, without its leak. */
  public double magnitudeKiloohms(int electrode, double hertz) {
    return polarisation.magnitudeKiloohms(electrode, hertz);
  }

  /** Root mean square of the noise of {@code electrode} up to half the sampling rate. */
  public int noiseNanovolts(int electrode) {
    return (int) Math.round(noise.rmsNanovolts(electrode));
  }

  /** The charge of the largest phase that ever went through {@code electrode}. */
  public double largestPhasePicocoulombs(int electrode) {
    return ledger.largestPicocoulombs(electrode);
  }

  /** The sum of all charge through {@code electrode}, with its sign, whatever has leaked since. */
  public double netPicocoulombs(int electrode) {
    return ledger.netPicocoulombs(electrode);
  }

  /** The sum of the magnitudes of all charge that ever went through {@code electrode}. */
  public double totalPicocoulombs(int electrode) {
    return ledger.totalPicocoulombs(electrode);
  }

  /** The share of the surface of {@code electrode} that is gone for good, 0 to 0.95. */
  public double lostSurface(int electrode) {
    return ledger.lost(electrode);
  }

  /** Charge beyond all limits since this was last asked, in picocoulombs: it hurts cells. */
  public double takeStrainPicocoulombs() {
    return ledger.takeStrain();
  }

  static int clip(double nanovolts) {
    if (Math.abs(nanovolts) > MOST_NANOVOLTS) {
      return nanovolts > 0 ? Integer.MAX_VALUE : -Integer.MAX_VALUE;
    }
    return (int) Math.rint(nanovolts);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(days);
    for (double factor : applied) {
      out.writeDouble(factor);
    }
    ledger.save(out);
    polarisation.save(out);
    noise.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    days = ChargeLedger.finite(in.readDouble());
    for (int e = 0; e < channels; e++) {
      double factor = in.readDouble();
      if (!(factor > 0 && factor < 1e9)) {
        throw new IOException("the saved impedance of electrode " + e + " makes no sense");
      }
      apply(e, factor);
    }
    ledger.restore(in);
    polarisation.restore(in);
    noise.restore(in);
  }
}
