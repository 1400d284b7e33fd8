package org.wetstack.bridge;

import org.wetstack.protocol.v1.Refused;

/** A request is refused, and has had no effect. */
final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Refused.Reason reason;

  RefusedException(Refused.Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  Refused.Reason reason() {
    return reason;
  }
}
