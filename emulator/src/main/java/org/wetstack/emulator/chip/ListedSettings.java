package org.wetstack.emulator.chip;

/**
 * What a row of resistors sets, where the data sheet lists some of its values: between them it is
 * interpolated on logarithmic scales, beyond them it goes as the inverse of the resistance.
 */
final class ListedSettings {

  private final double[] resistances;
  private final double[] values;

  /**
   * @param resistances ascending
   * @param values what the sheet lists for each
   */
  ListedSettings(double[] resistances, double[] values) {
    for (int i = 1; i < resistances.length; i++) {
      if (!(resistances[i] > resistances[i - 1])) {
        throw new IllegalArgumentException(
            "listed resistances must ascend, and number " + i + " does not");
      }
    }
    this.resistances = resistances.clone();
    this.values = values.clone();
  }

  /** What {@code resistance} sets. */
  double at(double resistance) {
    int last = resistances.length - 1;
    if (resistance <= resistances[0]) {
      return values[0] * resistances[0] / resistance;
    }
    if (resistance >= resistances[last]) {
      return values[last] * resistances[last] / resistance;
    }
    int above = 1;
    while (resistances[above] < resistance) {
      above++;
    }
    if (resistances[above] == resistance) {
      return values[above];
    }
    double way =
        StrictMath.log(resistance / resistances[above - 1])
            / StrictMath.log(resistances[above] / resistances[above - 1]);
    return values[above - 1]
        * StrictMath.exp(way * StrictMath.log(values[above] / values[above - 1]));
  }
}
