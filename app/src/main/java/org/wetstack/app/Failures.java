package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.lab.journal.JournalException;

/**
 * The one place where a failure of a command becomes one message for a person and an {@link
 * ExitCode}. A stack trace is printed only if the system property {@code wetstack.trace} is set.
 */
final class Failures {

  private Failures() {}

  /** Prints what {@code failure} means and returns the exit code for it. */
  static int print(Throwable failure, PrintWriter err) {
    printMessage(message(failure), err);
    if (failure instanceof DeviceException lost
        && lost.reason() == DeviceException.Reason.LINK_LOST
        && lost.getCause() instanceof DeviceException why) {
      err.println("  because " + why.getMessage());
    }
    if (Boolean.getBoolean("wetstack.trace")) {
      failure.printStackTrace(err);
    } else if (!expected(failure)) {
      err.println("This is a bug in wetstack; set -Dwetstack.trace=true to see where.");
    }
    err.flush();
    return failure instanceof IllegalArgumentException ? ExitCode.WRONG_INPUT : ExitCode.FAILURE;
  }

  static void printMessage(@Nullable String message, PrintWriter err) {
    err.println("wetstack: " + (message == null ? "no further information" : message));
    err.flush();
  }

  private static boolean expected(Throwable failure) {
    return failure instanceof IllegalArgumentException
        || failure instanceof DeviceException
        || failure instanceof JournalException
        || failure instanceof IOException
        || failure instanceof UncheckedIOException
        || failure instanceof InterruptedException;
  }

  private static @Nullable String message(Throwable failure) {
    if (failure instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
      return message(unchecked.getCause());
    }
    if (failure instanceof NoSuchFileException) {
      return failure.getMessage() + ": no such file or directory";
    }
    if (failure instanceof AccessDeniedException) {
      return failure.getMessage() + ": permission denied";
    }
    if (failure instanceof InterruptedException) {
      return "interrupted";
    }
    return expected(failure) ? failure.getMessage() : failure.toString();
  }
}
