package org.wetstack.protocol;

/** A byte stream that cannot be resynchronised. Close it. */
public final class FramingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public FramingException(String message) {
    super(message);
  }
}
