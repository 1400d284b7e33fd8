package org.wetstack.emulator.rig;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.wetstack.emulator.culture.chemistry.ChemistryProfile;
import org.wetstack.emulator.tissue.Fluid;

/**
 * What a pump of an emulated rig delivers, and through what.
 *
 * @param nanomolar of dopamine, free or caged, when it was prepared, 0 to 1e9; if empty, what the
 *     profile of the culture that it feeds says ({@code stockNanomolar})
 * @param preparedHoursAgo how long before the rig begins, 0 to 10,000 h
 * @param deadNanoliters what the tube holds, 0 to 10 ml; if empty, as the profile says ({@code
 *     deadNanoliters})
 */
public record Filling(
    Kind kind, OptionalDouble nanomolar, double preparedHoursAgo, OptionalLong deadNanoliters) {

  static final double MOST_NANOMOLAR = 1e9;
  static final double MOST_HOURS = 10_000;
  static final long MOST_DEAD_NANOLITERS = 10_000_000;

  private static final double MILLIS_PER_HOUR = 3_600_000;

  /** What is in the reservoir; dopamine is dissolved in medium. */
  public enum Kind {
    DOPAMINE,
    CAGED,
    MEDIUM;

    /** As files call it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Filling {
    double concentration = nanomolar.orElse(0);
    require(concentration, MOST_NANOMOLAR, "the dopamine in a reservoir", "nM");
    require(preparedHoursAgo, MOST_HOURS, "the age of a reservoir", "h");
    require((double) deadNanoliters.orElse(0), MOST_DEAD_NANOLITERS, "the volume of a tube", "nl");
    if (kind == Kind.MEDIUM && concentration > 0) {
      throw new IllegalArgumentException(
          "medium has no dopamine: leave out the concentration, or let the fluid be dopamine");
    }
  }

  private static void require(double value, double most, String what, String unit) {
    if (!(value >= 0 && value <= most)) {
      throw new IllegalArgumentException(
          "%s must be 0 to %.0f %s, not %s %s".formatted(what, most, unit, value, unit));
    }
  }

  /** Fresh dopamine, as strong as the profile of the culture says. */
  public static Filling usual() {
    return new Filling(Kind.DOPAMINE, OptionalDouble.empty(), 0, OptionalLong.empty());
  }

  /** What it was when it was prepared. */
  Fluid fluid(ChemistryProfile profile) {
    double concentration = nanomolar.orElse(profile.stockNanomolar());
    return switch (kind) {
      case MEDIUM -> Fluid.MEDIUM;
      case DOPAMINE -> new Fluid(concentration, 0, true);
      case CAGED -> new Fluid(0, concentration, true);
    };
  }

  /** When it was prepared, in milliseconds of the rig; not after its beginning. */
  long preparedMillis() {
    return -Math.round(preparedHoursAgo * MILLIS_PER_HOUR);
  }
}
