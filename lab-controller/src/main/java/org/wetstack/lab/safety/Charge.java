package org.wetstack.lab.safety;

import java.math.BigInteger;

/** Charges in nanoampere-ticks, as people read them. */
final class Charge {

  static final BigInteger PICOCOULOMBS_PER_NANOAMP_SECOND = BigInteger.valueOf(1_000);

  private Charge() {}

  /** In picocoulombs, with three decimals, away from zero so that what is too much looks so. */
  static String text(BigInteger nanoampTicks, BigInteger ticksPerSecond) {
    BigInteger[] femtocoulombs =
        nanoampTicks
            .abs()
            .multiply(BigInteger.valueOf(1_000_000))
            .divideAndRemainder(ticksPerSecond);
    BigInteger up =
        femtocoulombs[1].signum() == 0 ? femtocoulombs[0] : femtocoulombs[0].add(BigInteger.ONE);
    var decimal = new java.math.BigDecimal(up, 3).stripTrailingZeros().toPlainString();
    return (nanoampTicks.signum() < 0 ? "-" : "") + decimal + " pC";
  }

  static String text(long nanoampTicks, int ticksPerSecond) {
    return text(BigInteger.valueOf(nanoampTicks), BigInteger.valueOf(ticksPerSecond));
  }
}
