package org.wetstack.emulator.board;

import org.wetstack.protocol.v1.Refused;

/** The way out of a request that is refused. */
final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int MAX_DETAIL = 80;

  private final Refused.Reason reason;

  RefusedException(Refused.Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  Refused refused() {
    String detail = String.valueOf(getMessage());
    return Refused.newBuilder()
        .setReason(reason)
        .setDetail(detail.substring(0, Math.min(MAX_DETAIL, detail.length())))
        .build();
  }
}
