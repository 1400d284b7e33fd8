package org.wetstack.exchange;

/** One column of a table of events; any of its cells may be empty. */
record Column(String name, Kind kind) {

  /** What its cells hold. */
  enum Kind {
    /** A {@link Double}. */
    REAL,
    /** A {@link Long} or an {@link Integer}. */
    WHOLE,
    /** A {@link String}. */
    TEXT,
    /** A {@link Boolean}. */
    FLAG
  }

  static Column real(String name) {
    return new Column(name, Kind.REAL);
  }

  static Column whole(String name) {
    return new Column(name, Kind.WHOLE);
  }

  static Column text(String name) {
    return new Column(name, Kind.TEXT);
  }

  static Column flag(String name) {
    return new Column(name, Kind.FLAG);
  }
}
