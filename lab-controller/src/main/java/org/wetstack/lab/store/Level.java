package org.wetstack.lab.store;

/** How finely a series is kept: values that fall into the same bucket are kept as one. */
enum Level {
  FULL("wetstack_full", 1_000),
  MINUTE("wetstack_minute", 60_000),
  HOUR("wetstack_hour", 3_600_000);

  private final String table;
  private final long millis;

  Level(String table, long millis) {
    this.table = table;
    this.millis = millis;
  }

  String table() {
    return table;
  }

  /** How long a bucket is. They begin at whole multiples of it since 1970. */
  long millis() {
    return millis;
  }

  /** When the bucket with {@code at} in it begins. */
  long start(long at) {
    return Math.floorDiv(at, millis) * millis;
  }
}
