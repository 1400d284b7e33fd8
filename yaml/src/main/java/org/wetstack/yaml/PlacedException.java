package org.wetstack.yaml;

import java.util.Comparator;

/** A mistake in a file whose place has been told. */
public final class PlacedException extends IllegalArgumentException {

  /** As they stand in the file. */
  public static final Comparator<PlacedException> BY_PLACE =
      Comparator.comparingInt(PlacedException::line).thenComparingInt(PlacedException::column);

  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  PlacedException(String file, int line, int column, String message) {
    super(file + ":" + line + ":" + column + ": " + message);
    this.line = line;
    this.column = column;
  }

  /** Counted from 1. */
  public int line() {
    return line;
  }

  /** Counted from 1. */
  public int column() {
    return column;
  }
}
