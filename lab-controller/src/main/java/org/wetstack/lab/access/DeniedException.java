package org.wetstack.lab.access;

import org.jspecify.annotations.Nullable;

/**
 * Somebody did not show who they are. The message is for the caller and tells nothing that helps to
 * guess; the reason is for the journal.
 */
public final class DeniedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** No token was given. */
    MISSING,
    /** It is longer than any token. */
    TOO_LONG,
    /** It is no token that could be read. */
    MALFORMED,
    /** An API token that there is not, or not any more. */
    UNKNOWN,
    /** Its time is over. */
    EXPIRED,
    /** Tokens of an identity provider are not accepted here. */
    NOT_TRUSTED,
    /** It is signed in a way that is not allowed, or not at all. */
    ALGORITHM,
    /** Its header wants something that is not allowed, such as a key that it brings along. */
    HEADER,
    /** It is a token for another use. */
    TYPE,
    /** It is signed with a key that is not known. */
    KEY,
    /** It was changed, or signed by somebody else. */
    SIGNATURE,
    /** Somebody else issued it. */
    ISSUER,
    /** It was issued for somebody else. */
    AUDIENCE,
    /** It does not say when it expires or when it was issued. */
    UNDATED,
    /** It is not valid yet, or issued in the future: compare the clocks. */
    NOT_YET,
    /** It is valid for longer than is allowed. */
    LIFETIME,
    /** It names nobody who may be named. */
    NAME,
    /** None of its roles means anything here. */
    ROLES,
    /** The file of tokens or keys cannot be read as it should. */
    FILE,
    /** Too many failed from there. */
    BLOCKED
  }

  private final Reason reason;

  DeniedException(Reason reason) {
    this(reason, null);
  }

  DeniedException(Reason reason, @Nullable Throwable cause) {
    super(
        reason == Reason.BLOCKED
            ? "too many failures from your address: try again in a minute"
            : "not let in: send 'Authorization: Bearer TOKEN' with a token that is valid here",
        cause);
    this.reason = reason;
  }

  /** Whether somebody may have guessed. */
  boolean isGuess() {
    return reason != Reason.MISSING && reason != Reason.FILE;
  }

  public Reason reason() {
    return reason;
  }
}
