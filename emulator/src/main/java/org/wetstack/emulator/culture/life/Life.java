package org.wetstack.emulator.culture.life;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.wetstack.emulator.tissue.Dice;
import org.wetstack.emulator.tissue.Parameters;
import org.wetstack.emulator.tissue.Stateful;

/**
 * A culture's life, from its placement on the array to its death, which is for ever. Its natural
 * age at death is drawn once from the seed; strain adds damage that stays, and takes activity that
 * comes back. Steps may be of any length during which the strain does not change. Called under the
 * world's lock.
 */
public final class Life implements Stateful {

  private static final double MILLIS_PER_DAY = 86_400_000;
  private static final long LONGEST_STEP = 400L * 86_400_000;
  private static final long LONGEST_LIFE = 100_000L * 86_400_000;

  /** Apart from whatever else is drawn from the same seed. */
  private static final long LIFE = 0x4C69_6665_5370_616EL;

  private final LifeProfile profile;
  private final Burden burden;
  private final double startDays;
  private final double lifetimeDays;
  private long millis;
  private double damage;
  private double stress;
  private double dopamineNanomolar;
  private boolean dead;

  /** Follow from the above. */
  private double viability;

  private double vigour;
  private double threshold;
  private double excitation;

  /** Of as old a culture as the profile says. */
  public Life(long seed, LifeProfile profile) {
    this(seed, profile, profile.daysInVitro());
  }

  /**
   * @param daysInVitro since placement on the array, 0 to 400; the culture has reached this age,
   *     and dies later
   * @throws IllegalArgumentException if this or a number of {@code profile} is out of its range
   */
  public Life(long seed, LifeProfile profile, double daysInVitro) {
    Parameters.check(profile);
    if (!(daysInVitro >= 0 && daysInVitro <= 400)) {
      throw new IllegalArgumentException(
          "a culture has been on its array for 0 to 400 days, not " + daysInVitro);
    }
    this.profile = profile;
    burden = new Burden(profile);
    startDays = daysInVitro;
    // Weibull, given that it lives now: the hazard that is left to bear is exponential.
    double borne =
        StrictMath.pow(daysInVitro / profile.survivalDays(), profile.survivalShape())
            - StrictMath.log(1 - new Dice(Dice.mix(seed ^ LIFE)).uniform());
    lifetimeDays = profile.survivalDays() * StrictMath.pow(borne, 1 / profile.survivalShape());
    update();
  }

  /**
   * Time passes.
   *
   * @param step 0 to 400 days, in milliseconds
   * @param strain what the culture bore meanwhile
   */
  public void step(long step, Strain strain) {
    if (step < 0 || step > LONGEST_STEP) {
      throw new IllegalArgumentException(
          "a step must be 0 to " + LONGEST_STEP + " ms, not " + step + " ms");
    }
    millis = Math.min(LONGEST_LIFE, millis + step);
    damage += burden.damage(strain, step);
    double share = -StrictMath.expm1(-step / (profile.responseMinutes() * 60_000));
    // Of something that grows steadily, as the age of medium does, activity follows what was
    // then.
    double lagHours = profile.responseMinutes() / 60 * share;
    stress += (1 - burden.activity(strain, lagHours) - stress) * share;
    dopamineNanomolar = strain.dopamineNanomolar();
    update();
  }

  private void update() {
    double days = daysInVitro();
    viability = dead ? 0 : natural(days) * StrictMath.exp(-damage);
    if (viability <= profile.deathViability()) {
      dead = true;
      viability = 0;
    }
    double hours = days * 24;
    double settled = -StrictMath.expm1(-hours / profile.settleHours());
    vigour = viability * settled * (1 - stress);
    threshold = 1 + profile.thresholdPerDay() * days;
    double felt = dopamineNanomolar / (dopamineNanomolar + profile.dopamineHalfNanomolar());
    excitation =
        (1 + profile.burstExcitation() * StrictMath.exp(-hours / profile.burstHours()))
            * (1 + profile.dopamineExcitation() * felt);
  }

  /** A logistic decline that reaches the viability of death at the natural end. */
  private double natural(double days) {
    double width = profile.declineShare() * lifetimeDays;
    double end = StrictMath.log(1 / profile.deathViability() - 1);
    return 1 / (1 + StrictMath.exp((days - lifetimeDays) / width + end));
  }

  /** Days since the culture was placed on the array. */
  public double daysInVitro() {
    return startDays + millis / MILLIS_PER_DAY;
  }

  /** How long it would live on the array if it were cared for, in days. Bench only. */
  public double lifetimeDays() {
    return lifetimeDays;
  }

  /** The share of cells that live, 0 to 1; 0 is dead. */
  public double viability() {
    return viability;
  }

  /** Whether it has died. */
  public boolean dead() {
    return dead;
  }

  /** All damage so far; 1 leaves 1/e of the cells. */
  public double damage() {
    return damage;
  }

  /** The scale of activity and of plasticity, 0 (dead) to 1. */
  public double vigour() {
    return vigour;
  }

  /** The factor on the current that excites; 1 on the first day. */
  public double threshold() {
    return threshold;
  }

  /** The factor on what excites cells by itself; normally 1. */
  public double excitation() {
    return excitation;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(startDays);
    out.writeLong(millis);
    out.writeDouble(damage);
    out.writeDouble(stress);
    out.writeDouble(dopamineNanomolar);
    out.writeBoolean(dead);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    double start = in.readDouble();
    millis = in.readLong();
    damage = in.readDouble();
    stress = in.readDouble();
    dopamineNanomolar = in.readDouble();
    dead = in.readBoolean();
    if (start != startDays) {
      throw new IOException(
          "it began at " + start + " days in vitro, but this culture at " + startDays);
    }
    if (millis < 0 || millis > LONGEST_LIFE) {
      throw new IOException("a life of " + millis + " ms makes no sense");
    }
    if (!(damage >= 0 && stress >= 0 && stress <= 1 && dopamineNanomolar >= 0)) {
      throw new IOException(
          "a damage of %s with a stress of %s in %s nM of dopamine makes no sense"
              .formatted(damage, stress, dopamineNanomolar));
    }
    update();
  }
}
