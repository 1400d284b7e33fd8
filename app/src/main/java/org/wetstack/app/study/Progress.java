package org.wetstack.app.study;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.wetstack.hal.spi.SystemTimebase;

/** A bar on one line of the terminal, drawn anew at most once a percent. For any threads. */
final class Progress {

  private static final int WIDE = 40;

  private final PrintWriter to;
  private final long all;
  private final long began = SystemTimebase.shared().nanoTime();
  private long done;
  private long shown = -1;

  Progress(PrintWriter to, long all) {
    this.to = to;
    this.all = all;
  }

  /** One more is done. */
  synchronized void trial() {
    done++;
    long percent = 100 * done / all;
    if (percent != shown) {
      shown = percent;
      int full = (int) (WIDE * done / all);
      Duration passed = Duration.ofNanos(SystemTimebase.shared().nanoTime() - began);
      to.print(
          String.format(
              Locale.ROOT,
              "\r[%s%s] %3d %%  %d of %d trials, %d min %02d s",
              "#".repeat(full),
              ".".repeat(WIDE - full),
              percent,
              done,
              all,
              passed.toMinutes(),
              passed.toSecondsPart()));
      to.flush();
    }
  }

  /** Goes to the next line. */
  synchronized void end() {
    to.println();
    to.flush();
  }
}
