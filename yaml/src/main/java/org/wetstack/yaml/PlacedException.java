package org.wetstack.yaml;

/** A mistake in a file whose place has been told. */
public final class PlacedException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  PlacedException(String message) {
    super(message);
  }
}
