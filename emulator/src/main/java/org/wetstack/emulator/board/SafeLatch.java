package org.wetstack.emulator.board;

import org.wetstack.protocol.v1.SafeState;
import org.wetstack.protocol.v1.SafeState.Cause;

/** Whether a board is in its safe state, why, and what of that outlives a boot. SPEC.md, 7. */
final class SafeLatch {

  private final NonVolatile memory;
  private Cause cause = Cause.CAUSE_NONE;
  private String detail = "";

  SafeLatch(NonVolatile memory) {
    this.memory = memory;
  }

  boolean closed() {
    return cause != Cause.CAUSE_NONE;
  }

  String detail() {
    return detail;
  }

  /** What hosts are told. */
  SafeState state() {
    return SafeState.newBuilder().setCause(cause).setDetail(detail).build();
  }

  /** Closes for {@code newCause}, until it is cleared, whatever the power does. */
  void close(Cause newCause, String newDetail) {
    cause = newCause;
    detail = newDetail;
    remember();
  }

  /** Closes until it is cleared or the power goes, unless it is closed for another cause. */
  void hostSilent(String newDetail) {
    if (!closed()) {
      cause = Cause.CAUSE_HOST_SILENT;
      detail = newDetail;
    }
  }

  void clear() {
    cause = Cause.CAUSE_NONE;
    detail = "";
    remember();
  }

  private void remember() {
    memory.latch(cause, detail);
  }

  void booted() {
    cause = memory.latched;
    detail = memory.latchedDetail;
  }
}
