package org.wetstack.emulator.newera;

import java.math.BigDecimal;

/** The units of volumes, by the letters of the protocol. */
enum VolumeUnit {
  UL(1_000),
  ML(1_000_000);

  private static final BigDecimal WIDEST_IN_MICROLITERS = new BigDecimal("14.00");

  private final double nanoliters;

  VolumeUnit(double nanoliters) {
    this.nanoliters = nanoliters;
  }

  double nanoliters(BigDecimal value) {
    return value.doubleValue() * nanoliters;
  }

  /** What a counter of four digits shows: it begins anew after 9999. */
  BigDecimal counter(double volumeNanoliters) {
    return Numbers.fourDigits(volumeNanoliters / nanoliters % 10_000);
  }

  /** The unit that setting a diameter sets, too. */
  static VolumeUnit forDiameter(BigDecimal millimeters) {
    return millimeters.compareTo(WIDEST_IN_MICROLITERS) <= 0 ? UL : ML;
  }
}
