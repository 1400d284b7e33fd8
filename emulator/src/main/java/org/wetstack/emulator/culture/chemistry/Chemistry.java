package org.wetstack.emulator.culture.chemistry;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.wetstack.emulator.tissue.Fluid;
import org.wetstack.emulator.tissue.Parameters;
import org.wetstack.emulator.tissue.Stateful;

/**
 * Dopamine and medium in a dish: a well-stirred film over the cells, of constant volume, whose
 * medium goes round through a larger stock; and the layer of cells below it, which dopamine reaches
 * with a delay. All of it is linear, so steps of any length are exact, and how time is cut into
 * steps does not matter but for rounding. Light is an input as a current is: it is not part of the
 * state. Called under the world's lock.
 */
public final class Chemistry implements Stateful {

  private static final int FILM = 0;
  private static final int CAGED = 1;
  private static final int CELLS = 2;
  private static final int LOOP = 3;
  private static final int LOOP_CAGED = 4;
  private static final int ONE = 5;
  private static final int SIZE = 6;

  private static final double MILLIS_PER_HOUR = 3_600_000;
  private static final double MOST_NANOMOLAR = 1e9;
  private static final long LONGEST_STEP = 400L * 24 * 3_600_000;

  /** Less than a molecule; exact zeros are faster than numbers too small to be normal. */
  private static final double NOTHING = 1e-15;

  private final ChemistryProfile profile;
  private final Illumination illumination;
  private final long changeMillis;
  private double[] state = new double[SIZE];
  private double[] next = new double[SIZE];
  private double[] rates = new double[SIZE * SIZE];
  private Propagator milli;
  private Propagator other;
  private long otherMillis = 1;
  private double mediumMillis;
  private long sinceChange;

  /**
   * A dish with fresh medium.
   *
   * @throws IllegalArgumentException if a number of {@code profile} is out of its range
   */
  public Chemistry(ChemistryProfile profile) {
    Parameters.check(profile);
    this.profile = profile;
    illumination = new Illumination(profile);
    changeMillis = Math.round(profile.mediumChangeHours() * MILLIS_PER_HOUR);
    double tonic = profile.tonicNanomolar();
    state[FILM] = tonic;
    state[CELLS] = tonic;
    state[LOOP] = tonic * loopShare();
    state[ONE] = 1;
    rates = rates();
    milli = new Propagator(rates, SIZE, 1);
    other = milli;
  }

  /**
   * {@code nanoliters} of {@code fluid} come into the film at once; as much of what is in it then
   * leaves for the stock that goes round, and of that for the drain.
   */
  public void infuse(Fluid fluid, long nanoliters) {
    if (nanoliters < 0) {
      throw new IllegalArgumentException("a volume cannot be negative: " + nanoliters + " nl");
    }
    if (nanoliters == 0) {
      return;
    }
    double film = StrictMath.exp(-nanoliters / profile.filmNanoliters());
    double loop = StrictMath.exp(-nanoliters / profile.loopNanoliters());
    displace(FILM, LOOP, fluid.dopamineNanomolar(), nanoliters, film, loop);
    displace(CAGED, LOOP_CAGED, fluid.cagedNanomolar(), nanoliters, film, loop);
    if (fluid.nourishes()) {
      mediumMillis *= loop;
    }
  }

  /** What comes in mixes with what is there all the while, so cutting it up changes nothing. */
  private void displace(int film, int loop, double in, long nanoliters, double kept, double mixed) {
    double before = state[film];
    state[film] = in + (before - in) * kept;
    double gained = (state[film] - before) * profile.filmNanoliters();
    double out = Math.max(0, in - gained / nanoliters);
    state[loop] = out + (state[loop] - out) * mixed;
  }

  /**
   * The power of the light of a wavelength that falls on the dish, from now on; lights of other
   * wavelengths add to it.
   *
   * @param microwatts 0 to 1e8
   * @param nanometers 200 to 1100
   * @throws IllegalArgumentException if one is out of range
   * @throws IllegalStateException if lights of 16 other wavelengths shine
   */
  public void light(double microwatts, int nanometers) {
    illumination.set(nanometers, microwatts);
    rates = rates();
    milli = new Propagator(rates, SIZE, 1);
    other = milli;
    otherMillis = 1;
  }

  /**
   * Time passes.
   *
   * @param millis 0 to 400 days
   */
  public void step(long millis) {
    if (millis < 0 || millis > LONGEST_STEP) {
      throw new IllegalArgumentException(
          "a step must be 0 to " + LONGEST_STEP + " ms, not " + millis + " ms");
    }
    long left = millis;
    while (changeMillis > 0 && sinceChange + left >= changeMillis) {
      long until = changeMillis - sinceChange;
      flow(until);
      left -= until;
      sinceChange = 0;
      mediumMillis = 0;
      state[LOOP] = 0;
      state[LOOP_CAGED] = 0;
    }
    flow(left);
    sinceChange += changeMillis > 0 ? left : 0;
  }

  private void flow(long millis) {
    if (millis == 0) {
      return;
    }
    if (millis != 1 && millis != otherMillis) {
      other = new Propagator(rates, SIZE, millis);
      otherMillis = millis;
    }
    (millis == 1 ? milli : other).apply(state, next);
    for (int i = 0; i < ONE; i++) {
      next[i] = next[i] < NOTHING ? 0 : next[i];
    }
    next[ONE] = 1;
    double[] before = state;
    state = next;
    next = before;
    mediumMillis += millis;
  }

  /** Free dopamine at the cells, in nM. */
  public double dopamineNanomolar() {
    return state[CELLS];
  }

  /** Free dopamine in the film over the cells, in nM. */
  public double filmNanomolar() {
    return state[FILM];
  }

  /** Dopamine in the film that light has not freed yet, in nM. */
  public double cagedNanomolar() {
    return state[CAGED];
  }

  /** Free dopamine in the medium that goes round, in nM. */
  public double loopNanomolar() {
    return state[LOOP];
  }

  /** Caged dopamine in the medium that goes round, in nM. */
  public double loopCagedNanomolar() {
    return state[LOOP_CAGED];
  }

  /** The mean age of the medium that goes round, in hours. */
  public double hoursWithoutMedium() {
    return mediumMillis / MILLIS_PER_HOUR;
  }

  /** How strong a light of 365 nm would harm the cells as much as what shines now. */
  public double harmfulMilliwattsPerSquareCentimeter() {
    return illumination.harmfulMilliwattsPerSquareCentimeter();
  }

  private double[] rates() {
    double flow = profile.perfusionNanolitersPerMinute() / 60_000;
    double wash = flow / profile.filmNanoliters();
    double turn = flow / profile.loopNanoliters();
    double oxidation = Oxidation.perHour(profile, false, true) / MILLIS_PER_HOUR;
    double uptake = profile.uptakePerSecond() / 1_000;
    double freed = illumination.uncagedPerSecond() / 1_000;
    double depth = profile.penetrationMicrometers();
    // Time to diffuse over a depth in one dimension, x² / 2D, in milliseconds.
    double lag = 1_000 * depth * depth / (2 * profile.diffusionSquareMicrometersPerSecond());
    double[] made = new double[SIZE * SIZE];
    set(made, FILM, FILM, -(wash + uptake + oxidation));
    set(made, FILM, LOOP, wash);
    set(made, FILM, CAGED, freed);
    set(
        made,
        FILM,
        ONE,
        profile.tonicNanomolar() * (wash + uptake + oxidation - wash * loopShare()));
    set(made, CAGED, CAGED, -(wash + freed));
    set(made, CAGED, LOOP_CAGED, wash);
    set(made, CELLS, FILM, 1 / lag);
    set(made, CELLS, CELLS, -1 / lag);
    set(made, LOOP, FILM, turn);
    set(made, LOOP, LOOP, -(turn + oxidation));
    set(made, LOOP_CAGED, CAGED, turn);
    set(made, LOOP_CAGED, LOOP_CAGED, -turn);
    return made;
  }

  private static void set(double[] matrix, int row, int column, double value) {
    matrix[row * SIZE + column] = value;
  }

  /** What the loop holds of the film's concentration, once both have settled. */
  private double loopShare() {
    double turn = profile.perfusionNanolitersPerMinute() / 60_000 / profile.loopNanoliters();
    return turn / (turn + Oxidation.perHour(profile, false, true) / MILLIS_PER_HOUR);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (int i = 0; i < ONE; i++) {
      out.writeDouble(state[i]);
    }
    out.writeDouble(mediumMillis);
    out.writeLong(sinceChange);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    for (int i = 0; i < ONE; i++) {
      state[i] = in.readDouble();
      if (!(state[i] >= 0 && state[i] <= MOST_NANOMOLAR)) {
        throw new IOException("a concentration of " + state[i] + " nM makes no sense");
      }
    }
    mediumMillis = in.readDouble();
    sinceChange = in.readLong();
    boolean changes = changeMillis == 0 ? sinceChange == 0 : sinceChange < changeMillis;
    if (!(mediumMillis >= 0 && mediumMillis < 1e15) || sinceChange < 0 || !changes) {
      throw new IOException(
          "medium of " + mediumMillis + " ms, changed " + sinceChange + " ms ago, makes no sense");
    }
  }
}
