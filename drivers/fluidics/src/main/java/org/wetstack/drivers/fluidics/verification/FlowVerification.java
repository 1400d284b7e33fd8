package org.wetstack.drivers.fluidics.verification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.FlowReading;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.spi.Timebase;

/**
 * Compares what passes a sensor with the doses of a pump. Never blocks; its alarms come on the
 * thread of whoever brought the news: the sensor's link, the pump's, the timer's.
 */
final class FlowVerification {

  private static final Duration AIR_IS_OVER = Duration.ofSeconds(5);

  private final FlowTolerance tolerance;
  private final Timebase time;
  private final Response response;
  private final ReentrantLock lock = new ReentrantLock();
  private final StrayFlow stray;
  private final Set<OperationId> running = new HashSet<>();
  private final Set<OperationId> tolerated = new HashSet<>();
  private @Nullable Account account;
  private @Nullable FlowReading last;
  private long heardNanos;
  private long restNanos;
  private long airNanos;
  private long toleratedNanos;
  private boolean air;
  private boolean strayTold;
  private boolean lost;
  private boolean closed;

  FlowVerification(FlowTolerance tolerance, Timebase time, Response response) {
    this.tolerance = tolerance;
    this.time = time;
    this.response = response;
    this.stray = new StrayFlow(tolerance);
    this.heardNanos = time.nanoTime();
    this.restNanos = heardNanos - tolerance.settling().toNanos();
    this.toleratedNanos = restNanos;
    this.airNanos = heardNanos;
    watchSilence();
  }

  /** What follows from what it finds. */
  Response response() {
    return response;
  }

  /** A dose is about to be given to the pump. */
  void expect(OperationId operation, Dose applied, PumpLimits limits) {
    change(
        news -> {
          running.add(operation);
          stray.forget();
          strayTold = false;
          FlowReading known = last;
          if (account == null && known != null && !lost) {
            account = new Account(tolerance, known.hostNanos(), known.totalNanoliters());
          }
          if (account != null) {
            account.add(operation, applied, limits);
          }
        });
  }

  /** It never began. */
  void forget(OperationId operation) {
    change(
        news -> {
          running.remove(operation);
          tolerated.remove(operation);
          if (account != null) {
            account.remove(operation);
            account = account.empty() ? null : account;
          }
        });
  }

  /** The pump has begun it. */
  void begun(OperationId operation) {
    change(
        news -> {
          Account now = account;
          if (now == null || !now.has(operation)) {
            String detail = "dose " + operation + " runs while the sensor tells nothing";
            news.add(() -> response.alarm(lost ? "sensor-lost" : "unverified", detail, false));
            return;
          }
          now.begun(operation, time.nanoTime());
          if (now.blind(operation) || !settled(toleratedNanos, time.nanoTime())) {
            String detail =
                "dose "
                    + operation
                    + " is too slow, too small or too soon after other flow for the sensor to"
                    + " prove; give it faster, or leave "
                    + tolerance.settling()
                    + " before it";
            news.add(() -> response.alarm("unverified", detail, false));
          }
        });
  }

  private boolean settled(long fromNanos, long nowNanos) {
    return nowNanos - fromNanos >= tolerance.settling().toNanos();
  }

  /** It is not known whether it has begun; by {@code limit} it is over in any case. */
  void unsure(OperationId operation, Duration limit) {
    change(
        news -> {
          if (account != null) {
            account.unsure(operation);
          }
        });
    var unused = time.after(limit, () -> ended(operation, null));
  }

  /** Something runs whose volume is not compared: a priming, or a dose of an earlier session. */
  void tolerate(OperationId operation) {
    change(
        news -> {
          if (account != null && account.atRest()) {
            conclude(account, news);
          }
          tolerated.add(operation);
          stray.forget();
          strayTold = false;
        });
  }

  /** A dose of an earlier session runs: nobody measured how far it was. */
  void adopt(DoseRun run) {
    tolerate(run.operation());
    var unused =
        run.report()
            .whenComplete(
                (report, failure) -> {
                  ended(run.operation(), report);
                  String detail =
                      "dose " + run.operation() + " began before the sensor was watched";
                  change(news -> news.add(() -> response.alarm("unverified", detail, false)));
                });
  }

  /** It has ended; {@code report} is null if nobody knows how. */
  void ended(OperationId operation, @Nullable DoseReport report) {
    change(
        news -> {
          long now = time.nanoTime();
          if (tolerated.remove(operation)) {
            restNanos = now;
            toleratedNanos = now;
          }
          if (!running.remove(operation)) {
            return;
          }
          restNanos = now;
          if (account != null && report != null) {
            account.ended(operation, report.delivered(), now);
          } else if (account != null) {
            account.lost(operation, now);
          }
        });
  }

  /** What the sensor tells. */
  void measured(FlowReading reading) {
    change(
        news -> {
          last = reading;
          heardNanos = time.nanoTime();
          lost = false;
          air(reading, news);
          if (account != null) {
            compare(account, reading, news);
          } else if (running.isEmpty()
              && tolerated.isEmpty()
              && settled(restNanos, reading.hostNanos())) {
            rest(reading, news);
          }
        });
  }

  private void air(FlowReading reading, List<Runnable> news) {
    if (reading.airInLine() && tolerated.isEmpty()) {
      if (!air) {
        news.add(
            () ->
                response.alarm(
                    "air-in-line", "the sensor meets air: its flow is not to be believed", false));
      }
      air = true;
      airNanos = reading.hostNanos();
    } else if (reading.hostNanos() - airNanos >= AIR_IS_OVER.toNanos()) {
      air = false;
    }
  }

  private void compare(Account now, FlowReading reading, List<Runnable> news) {
    now.measured(reading.totalNanoliters(), reading.overRange(), reading.hostNanos());
    if (now.tooMuch()) {
      String detail = "more than allowed has passed, the pump is stopped; " + now;
      news.add(() -> response.hold("over-delivery", detail, true));
    }
    if (now.tooLittle()) {
      String detail = "less than due has passed; " + now;
      news.add(() -> response.hold("under-delivery", detail, false));
    }
    if (now.settled()) {
      conclude(now, news);
    }
  }

  /** Closes the account; what is not proven until now never will be. */
  private void conclude(Account now, List<Runnable> news) {
    if (now.unproven()) {
      String why = now.overRange() ? "faster than the sensor measures; " : "not all seen in time; ";
      String detail = why + now;
      news.add(() -> response.alarm("unverified", detail, false));
    }
    account = null;
    stray.forget();
  }

  private void rest(FlowReading reading, List<Runnable> news) {
    if (!stray.lasts(reading)) {
      strayTold &= !stray.calm();
      return;
    }
    stray.forget();
    if (!strayTold) {
      strayTold = true;
      String detail =
          stray.nanolitersPerMinute() + " nL/min with no dose running; the pump is stopped";
      news.add(() -> response.hold("flow-while-stopped", detail, true));
    } else {
      news.add(response::halt);
    }
  }

  private void watchSilence() {
    Duration left = tolerance.silence().minusNanos(Math.max(0, time.nanoTime() - heardNanos));
    var unused =
        time.after(left.isNegative() || left.isZero() ? tolerance.silence() : left, this::listen);
  }

  private void listen() {
    change(
        news -> {
          if (closed) {
            return;
          }
          if (time.nanoTime() - heardNanos >= tolerance.silence().toNanos()) {
            lose("nothing heard from it for " + tolerance.silence(), news);
          }
          watchSilence();
        });
  }

  /** The sensor's session has ended. */
  void lost(String why) {
    change(news -> lose(why, news));
  }

  private void lose(String why, List<Runnable> news) {
    if (lost || closed) {
      return;
    }
    lost = true;
    stray.forget();
    String doses = account == null ? "" : "; not verified: " + account;
    account = null;
    news.add(
        () ->
            response.hold(
                "sensor-lost",
                "the flow sensor is lost: "
                    + why
                    + "; nothing is verified until it is back"
                    + doses,
                false));
  }

  /** The pump's session has ended: what has not settled is told, and nothing after it. */
  void close() {
    change(
        news -> {
          if (account != null) {
            conclude(account, news);
          }
          closed = true;
          response.close();
        });
  }

  private void change(Consumer<List<Runnable>> what) {
    List<Runnable> news = new ArrayList<>();
    lock.lock();
    try {
      if (!closed) {
        what.accept(news);
      }
    } finally {
      lock.unlock();
    }
    news.forEach(Runnable::run);
  }
}
