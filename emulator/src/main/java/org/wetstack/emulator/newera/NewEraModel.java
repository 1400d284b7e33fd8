package org.wetstack.emulator.newera;

/**
 * What differs between models: what they call themselves, how fast their plungers go and whether
 * they notice a motor that stalls. The speeds of the NE-1000 reproduce the rows of its manual's
 * syringe table; those of the others, and all step lengths, are from memory of the maker's pages
 * and to be checked before anyone relies on them.
 *
 * @param name as {@code VER} gives it, before the {@code V}
 * @param topCentimetersPerMinute the fastest it pumps, and the speed of a purge
 * @param leastCentimetersPerHour the slowest
 * @param stepMillimeters travel of the plunger for one step of the motor
 * @param mostDiameterMillimeters the widest syringe it takes
 * @param noticesStalls whether a stalled motor raises an alarm; one without goes on counting
 */
public record NewEraModel(
    String name,
    double topCentimetersPerMinute,
    double leastCentimetersPerHour,
    double stepMillimeters,
    double mostDiameterMillimeters,
    boolean noticesStalls) {

  public static final NewEraModel NE_1000 =
      new NewEraModel("NE1000", 5.1005, 0.004205, 0.0002126, 50, true);

  /** The open pump for building in. */
  public static final NewEraModel NE_500 =
      new NewEraModel("NE500", 5.1005, 0.004205, 0.0002126, 50, false);

  /** The same with stall detection. */
  public static final NewEraModel NE_501 =
      new NewEraModel("NE501", 5.1005, 0.004205, 0.0002126, 50, true);

  public static final NewEraModel NE_1002X =
      new NewEraModel("NE1002X", 5.1005, 0.004205, 0.0002126, 50, true);

  public static final NewEraModel NE_1600 =
      new NewEraModel("NE1600", 4.355, 0.002606, 0.0001318, 50, true);

  public static final NewEraModel NE_4000 =
      new NewEraModel("NE4000", 18.37, 0.008373, 0.0004233, 50, true);

  public NewEraModel {
    if (!(topCentimetersPerMinute > 0
        && leastCentimetersPerHour > 0
        && leastCentimetersPerHour / 60 < topCentimetersPerMinute
        && stepMillimeters > 0
        && mostDiameterMillimeters >= 0.1)) {
      throw new IllegalArgumentException(
          name + ": speeds, step and diameter must be above 0, and the least below the top");
    }
  }

  /** The fastest for a syringe of this inner diameter. */
  double topNanolitersPerMinute(double diameterMillimeters) {
    return square(diameterMillimeters) * topCentimetersPerMinute * 10 * 1_000;
  }

  /** The slowest for a syringe of this inner diameter. */
  double leastNanolitersPerMinute(double diameterMillimeters) {
    return square(diameterMillimeters) * leastCentimetersPerHour * 10 / 60 * 1_000;
  }

  /** What the firmware takes one step for: it knows the diameter it was told, not the syringe. */
  double nanolitersPerStep(double diameterMillimeters) {
    return square(diameterMillimeters) * stepMillimeters * 1_000;
  }

  private static double square(double diameterMillimeters) {
    return Math.PI / 4 * diameterMillimeters * diameterMillimeters;
  }
}
