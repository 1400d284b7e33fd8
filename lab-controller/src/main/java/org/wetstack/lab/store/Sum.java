package org.wetstack.lab.store;

/** Values that fall into one bucket, as far as they are not in the database yet. */
final class Sum {

  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;
  private double total;
  private long count;

  void add(double value) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    total += value;
    count++;
  }

  double low() {
    return low;
  }

  double high() {
    return high;
  }

  double total() {
    return total;
  }

  long count() {
    return count;
  }
}
