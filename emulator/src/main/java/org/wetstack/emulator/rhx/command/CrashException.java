package org.wetstack.emulator.rhx.command;

import java.io.Serial;

/** Here the real program dies. The message is what is sent instead when it must not. */
final class CrashException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  CrashException(String refusal) {
    super(refusal);
  }

  String refusal() {
    return String.valueOf(getMessage());
  }
}
