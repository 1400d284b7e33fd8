package org.wetstack.emulator.shdlc;

import java.util.Arrays;

/**
 * The sensors of the SF06 family that the cable knows. A reading is a 16-bit number of ticks; so
 * many ticks are one unit of flow.
 */
public enum FlowProduct {
  SLF3S_0600F("SLF3S-0600F", 0x07030301, 10, FlowUnit.MICROLITERS_PER_MINUTE, 2_000, 3_250, true),
  SLF3S_1300F("SLF3S-1300F", 0x07030201, 500, FlowUnit.MILLILITERS_PER_MINUTE, 40, 65, true),
  SLF3C_1300F("SLF3C-1300F", 0x07030401, 500, FlowUnit.MILLILITERS_PER_MINUTE, 40, 65, true),
  SLF3S_4000B("SLF3S-4000B", 0x07030501, 32, FlowUnit.MILLILITERS_PER_MINUTE, 600, 1_000, true),
  LD20_0600L("LD20-0600L", 0x07010301, 1_200, FlowUnit.MILLILITERS_PER_HOUR, 20, 27, false),
  LD20_2600B("LD20-2600B", 0x07010201, 20, FlowUnit.MILLILITERS_PER_HOUR, 1_000, 1_625, false);

  /** How the sensor says what its ticks mean: nibbles for prefix, time and volume. */
  enum FlowUnit {
    MICROLITERS_PER_MINUTE(0x0844, 1_000.0 / 60),
    MILLILITERS_PER_MINUTE(0x0845, 1_000_000.0 / 60),
    MILLILITERS_PER_HOUR(0x0855, 1_000_000.0 / 3_600);

    private final int code;
    private final double nanolitersPerSecond;

    FlowUnit(int code, double nanolitersPerSecond) {
      this.code = code;
      this.nanolitersPerSecond = nanolitersPerSecond;
    }
  }

  private static final int WATER = 0x3608;
  private static final int ISOPROPYL_ALCOHOL = 0x3615;

  private final String partName;
  private final int id;
  private final int scale;
  private final FlowUnit unit;
  private final int fullScale;
  private final int limit;
  private final boolean alcohol;

  FlowProduct(
      String partName,
      int id,
      int scale,
      FlowUnit unit,
      int fullScale,
      int limit,
      boolean alcohol) {
    this.partName = partName;
    this.id = id;
    this.scale = scale;
    this.unit = unit;
    this.fullScale = fullScale;
    this.limit = limit;
    this.alcohol = alcohol;
  }

  /**
   * The product with this name, in capitals or not.
   *
   * @throws IllegalArgumentException if there is none; it says which there are
   */
  public static FlowProduct called(String name) {
    return Arrays.stream(values())
        .filter(each -> each.partName.equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no flow sensor is called '"
                        + name
                        + "'; there are "
                        + Arrays.stream(values()).map(FlowProduct::partName).toList()));
  }

  /** As printed on it, such as {@code SLF3S-0600F}. */
  public String partName() {
    return partName;
  }

  /** Its product number; the last byte is a revision. */
  int id() {
    return id;
  }

  /** Ticks for one unit of flow. */
  int scale() {
    return scale;
  }

  int unitCode() {
    return unit.code;
  }

  /** Whether it has a calibration that is chosen by the measurement command {@code command}. */
  boolean measures(int command) {
    return command == WATER || (alcohol && command == ISOPROPYL_ALCOHOL);
  }

  double ticks(double nanolitersPerSecond) {
    return nanolitersPerSecond / unit.nanolitersPerSecond * scale;
  }

  /** Flow beyond this raises the high-flow flag, in ticks. */
  int fullScaleTicks() {
    return fullScale * scale;
  }

  /** It never reads more than this, either way, in ticks. */
  int limitTicks() {
    return limit * scale;
  }
}
