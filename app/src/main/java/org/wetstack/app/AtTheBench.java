package org.wetstack.app;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Waiting;
import picocli.CommandLine.Model.CommandSpec;

/** What commands have in common that do one thing with one device of an instrument. */
final class AtTheBench {

  private final CommandSpec spec;
  private final AtomicBoolean alarmed = new AtomicBoolean();

  AtTheBench(CommandSpec spec) {
    this.spec = spec;
  }

  void say(String line) {
    print(spec.commandLine().getOut(), line);
  }

  /** Tells an alarm of the instrument, which is to be remembered. */
  void alarm(Alarm alarm) {
    alarmed.set(true);
    print(
        spec.commandLine().getErr(),
        "alarm  " + alarm.device() + " " + alarm.code() + ": " + alarm.detail());
  }

  private static void print(PrintWriter to, String line) {
    to.println(line);
    to.flush();
  }

  /** {@code code}, unless there was an alarm. */
  int code(int code) {
    return code == ExitCode.OK && alarmed.get() ? ExitCode.FAILURE : code;
  }

  /**
   * Waits for {@code end}, or a signal, for {@code most}.
   *
   * @param silent says what did not come
   * @return whether a signal came
   */
  static boolean isSignalledBefore(
      CompletionStage<?> end, CompletableFuture<Integer> signal, Duration most, String silent)
      throws InterruptedException {
    try {
      Object unused =
          SystemTimebase.shared()
              .await(CompletableFuture.anyOf(end.toCompletableFuture(), signal), most);
    } catch (TimeoutException e) {
      throw new DeviceException(Reason.TIMEOUT, Outcome.UNKNOWN, silent, e);
    } catch (CompletionException e) {
      throw Waiting.failure(e);
    }
    return signal.isDone();
  }

  /** Which instrument it is. */
  static String instrument(DeviceInfo info) {
    return "instrument  %s%s, firmware %s%s"
        .formatted(
            info.model(),
            info.serialNumber().isEmpty() ? "" : ", serial number " + info.serialNumber(),
            info.firmwareVersion(),
            info.verifiedOnHardware() ? "" : "; its driver was never tried on hardware");
  }

  static String safeState(Instrument instrument) {
    return "safe state  "
        + instrument.safeState().map(state -> state.cause() + ": " + state.detail()).orElse("none");
  }
}
