package org.wetstack.emulator.culture.chemistry;

import org.wetstack.emulator.tissue.Fluid;
import org.wetstack.emulator.tissue.Parameters;

/**
 * What a pump draws from: one batch at a time. How much of it there is, the pump knows. Times are
 * milliseconds of the rig. Called under the world's lock.
 */
public final class Reservoir {

  private final double oxidationPerHour;
  private Batch batch;

  /**
   * @param profile says how it is kept
   * @param fluid what it was when it was prepared
   * @param preparedMillis when that was; negative for before the rig began
   */
  public Reservoir(ChemistryProfile profile, Fluid fluid, long preparedMillis) {
    Parameters.check(profile);
    oxidationPerHour = Oxidation.perHour(profile, profile.antioxidant(), profile.dark());
    batch = new Batch(fluid, preparedMillis, oxidationPerHour);
  }

  /** It is emptied, and filled with {@code fluid}, prepared at {@code preparedMillis}. */
  public void refill(Fluid fluid, long preparedMillis) {
    batch = new Batch(fluid, preparedMillis, oxidationPerHour);
  }

  /** What is in it, as it was prepared. */
  public Batch batch() {
    return batch;
  }

  /** What is in it at {@code millis}. */
  public Fluid at(long millis) {
    return batch.at(millis);
  }
}
