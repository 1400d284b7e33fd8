package org.wetstack.hal.spi;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/** Waiting for what a device will say, and the words for its not being said. */
public final class Waiting {

  private Waiting() {}

  /**
   * What {@code awaited} completes with, or the {@link DeviceException} it fails with.
   *
   * @param tooLate the message when that takes longer than {@code limit}
   */
  public static <T> T await(
      Timebase time, CompletableFuture<T> awaited, Duration limit, String tooLate) {
    try {
      return time.await(awaited, limit);
    } catch (TimeoutException e) {
      throw new DeviceException(Reason.TIMEOUT, Outcome.UNKNOWN, tooLate, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException(Reason.TIMEOUT, Outcome.UNKNOWN, "interrupted while waiting", e);
    } catch (CompletionException e) {
      throw failure(e);
    }
  }

  /**
   * The {@link DeviceException} inside {@code e}, or one that says that {@code e} was not expected.
   */
  public static DeviceException failure(Throwable e) {
    Throwable cause = e;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof DeviceException known) {
      return known;
    }
    return new DeviceException(Reason.PROTOCOL, Outcome.UNKNOWN, "unexpected: " + cause, cause);
  }
}
