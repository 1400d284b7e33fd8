package org.wetstack.lab.store;

/**
 * One value of a series.
 *
 * @param series parts that are apart by slashes, as in {@code culture/c1/rate/17}
 * @param unit of the value
 * @param at milliseconds since 1970
 */
record Point(String series, String unit, long at, double value) {

  static final int MOST_NAME = 200;

  /** Whether it may be kept. */
  boolean isSound() {
    return Double.isFinite(value)
        && at >= 0
        && !series.isEmpty()
        && series.length() <= MOST_NAME
        && unit.length() <= MOST_NAME
        && (series + unit).chars().noneMatch(Character::isISOControl);
  }
}
