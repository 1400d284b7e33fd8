package org.wetstack.lab.journal;

import org.jspecify.annotations.Nullable;

/** The journal cannot be written or read as it should; nothing that must be in it may be done. */
public final class JournalException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public JournalException(String message) {
    this(message, null);
  }

  public JournalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
