package org.wetstack.tests;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/**
 * A day of doses with a flow sensor, in eight bouts; about every second dose goes wrong. What
 * reached the culture is compared with what was ordered, and with what was told and when.
 */
final class DayOfDoses {

  private static final int BOUTS = 8;
  private static final int TRIES = 8;
  private static final double BOUT_SECONDS = 86_400.0 / BOUTS;
  private static final FlowRate RATE = FlowRate.nanolitersPerMinute(40_000);
  private static final Set<String> VERDICTS =
      Set.of("under-delivery", "over-delivery", "flow-while-stopped", "unverified", "sensor-lost");

  private static final double SETTLING_SECONDS = StatedTolerance.SETTLING_SECONDS;

  private enum Mishap {
    NONE,
    LEAK,
    OCCLUSION,
    AIR,
    EMPTY,
    TOO_LARGE_A_SYRINGE,
    SIPHON
  }

  private record Told(String code, double seconds, double passed) {}

  /** A dose, with what there was when it was ordered. */
  private record Trial(int number, Mishap mishap, Dose dose, double ordered, double before) {}

  private final WatchedPump.Kind kind;
  private final int doses;
  private final boolean noisy;
  private final WatchedPump pump;
  private final Random dice;
  private final List<Told> told = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private @Nullable Instrument instrument;
  private double ended;
  private int mishaps;
  private int shorts;
  private int byReport;
  private int overs;
  private int strays;
  private double underSeconds;
  private double overSeconds;
  private double straySeconds;
  private double worstSteps;

  private DayOfDoses(WatchedPump.Kind kind, int doses, CableFaults faults, long seed) {
    this.kind = kind;
    this.doses = doses;
    noisy = !faults.equals(CableFaults.none());
    pump = new WatchedPump(kind, faults, seed);
    dice = new Random(seed);
  }

  static DayResult of(WatchedPump.Kind kind, int doses, CableFaults faults, long seed)
      throws IOException {
    var day = new DayOfDoses(kind, doses, faults, seed);
    try (day.pump) {
      for (int bout = 0; bout < BOUTS; bout++) {
        double begun = day.now();
        for (int i = 0; i < doses / BOUTS; i++) {
          day.dose(bout * (doses / BOUTS) + i);
        }
        day.rest(begun + BOUT_SECONDS);
      }
      return day.result();
    }
  }

  private DayResult result() {
    return new DayResult(
        kind,
        doses,
        mishaps,
        shorts,
        byReport,
        overs,
        strays,
        underSeconds,
        overSeconds,
        straySeconds,
        worstSteps,
        List.copyOf(wrong));
  }

  private double now() {
    return pump.time.nanoTime() / 1e9;
  }

  private Instrument open() {
    Instrument open = instrument;
    if (open == null || open.ended().toCompletableFuture().isDone()) {
      close();
      open = pump.open();
      open.onAlarm(
          alarm -> {
            if (VERDICTS.contains(alarm.code())) {
              told.add(new Told(alarm.code(), now(), pump.passed()));
            }
          });
      instrument = open;
    }
    if (open.safeState().isPresent()) {
      open.clearSafeState();
    }
    return open;
  }

  private void close() {
    Instrument open = instrument;
    if (open != null) {
      open.close();
    }
    instrument = null;
  }

  private void rest(double until) {
    close();
    pump.pass(until - now());
  }

  private void dose(int number) {
    Mishap mishap = dice.nextBoolean() ? Mishap.NONE : any();
    mishaps += mishap == Mishap.NONE ? 0 : 1;
    var dose = new Dose(Volume.nanoliters(500L + 25L * dice.nextInt(80)), RATE);
    double air = pump.tube.airPassedNanoliters();
    persist(this::open);
    told.clear();
    var trial = new Trial(number, mishap, dose, now(), pump.passed());
    begin(trial);
    Optional<DoseReport> report = give(dose);
    pump.pass(SETTLING_SECONDS + 0.5);
    boolean sound = mishap == Mishap.NONE && pump.tube.airPassedNanoliters() == air;
    double got = pump.passed() - trial.before;
    report.ifPresentOrElse(known -> judge(trial, known, got, sound), () -> refused(trial, got));
    if (mishap == Mishap.SIPHON) {
      siphon(trial);
    }
    pump.mend();
    pump.pass(SETTLING_SECONDS + 1);
  }

  private Mishap any() {
    Mishap[] all = Mishap.values();
    return all[1 + dice.nextInt(all.length - 1)];
  }

  private void begin(Trial trial) {
    switch (trial.mishap) {
      case LEAK -> pump.tube.passes(0.8 * dice.nextDouble());
      case OCCLUSION -> {
        long planned = RATE.timeFor(trial.dose.volume()).toNanos();
        pump.time.after(
            Duration.ofNanos((long) (planned * dice.nextDouble())), pump.bench::occlude);
      }
      case AIR -> pump.air(300 + dice.nextInt(900));
      case EMPTY -> pump.bench.emptyReservoir();
      case TOO_LARGE_A_SYRINGE -> pump.tube.passes(1.4 + dice.nextDouble());
      case NONE, SIPHON -> {}
    }
  }

  /** Asks for it under one id until it is known how it ended; empty if the pump refuses it. */
  private Optional<DoseReport> give(Dose dose) {
    OperationId operation = OperationId.random();
    try {
      return Optional.of(
          persist(
              () -> {
                var run = open().device(Pump.class).dispense(operation, dose);
                var unused = run.report().whenComplete((report, failure) -> ended = now());
                return run.await();
              }));
    } catch (DeviceException e) {
      if (e.outcome() != Outcome.NOT_DONE) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private void refused(Trial trial, double got) {
    shorts++;
    byReport++;
    if (trial.mishap != Mishap.EMPTY || got > StatedTolerance.SLACK) {
      wrong.add("refused: " + trial + ", and " + got + " nL came");
    }
  }

  private interface Attempt<T> {
    T now();
  }

  private <T> T persist(Attempt<T> attempt) {
    for (int tries = 1; ; tries++) {
      try {
        return attempt.now();
      } catch (DeviceException e) {
        if (tries == TRIES) {
          throw e;
        }
        pump.pass(0.5);
      }
    }
  }

  private void judge(Trial trial, DoseReport report, double got, boolean sound) {
    double least = report.delivered().atLeast().nanoliters();
    double most = report.delivered().atMost().nanoliters();
    double ordered = report.applied().volume().nanoliters();
    boolean complete = report.end() == End.COMPLETE;
    double seconds = now() - trial.ordered;
    String what =
        String.format(Locale.ROOT, "%s: %.1f nL came, told %s, %s", trial, got, told, report);
    if (got < StatedTolerance.tooLittle(ordered, seconds)) {
      shorts++;
      byReport += complete ? 0 : 1;
    }
    if (got < StatedTolerance.tooLittle(least, seconds)) {
      underSeconds = Math.max(underSeconds, seconds("under-delivery", ended, what));
    }
    if (got > StatedTolerance.tooMuch(most, seconds)) {
      overs++;
      require("over-delivery", what);
    }
    first("over-delivery")
        .ifPresent(alarm -> overSeconds = Math.max(overSeconds, late(trial, ordered, alarm)));
    if (first("under-delivery").isPresent() && got >= least) {
      wrong.add("blamed wrongly: " + what);
    }
    if (trial.mishap != Mishap.TOO_LARGE_A_SYRINGE && got > most + kind.step) {
      wrong.add("more than the pump says: " + what);
    }
    if (sound && complete) {
      worstSteps = Math.max(worstSteps, Math.abs(got - ordered) / kind.step);
    }
  }

  /** How long it had been too much when that was told. */
  private double late(Trial trial, double ordered, Told alarm) {
    double beyond =
        alarm.passed
            - trial.before
            - StatedTolerance.tooMuch(ordered, alarm.seconds - trial.ordered);
    return Math.max(0, beyond / (RATE.nanolitersPerMinute() / 60.0 * pump.tube.share()));
  }

  private Optional<Told> first(String code) {
    return told.stream().filter(each -> each.code.equals(code)).findFirst();
  }

  private void require(String code, String what) {
    // A sensor that cannot be heard proves nothing, and says so.
    boolean other = noisy && (first("unverified").isPresent() || first("sensor-lost").isPresent());
    if (first(code).isEmpty() && !other) {
      wrong.add("silent: " + what);
    }
  }

  /** From {@code since} until it was told. */
  private double seconds(String code, double since, String what) {
    require(code, what);
    return first(code).map(alarm -> alarm.seconds - since).orElse(0.0);
  }

  private void siphon(Trial trial) {
    told.clear();
    double begun = now();
    pump.tube.siphons(1_000 + dice.nextInt(5_000));
    pump.pass(10);
    strays++;
    straySeconds =
        Math.max(straySeconds, seconds("flow-while-stopped", begun, "siphon after " + trial));
  }
}
