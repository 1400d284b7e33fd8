package org.wetstack.app;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.Pump;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.SyringePump;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack pump}: one thing at a time with one pump, for the bench. */
@Command(
    name = "pump",
    description = {
      "Does one thing with a pump, and waits until it is done. Ctrl-C stops the pump.",
      "It opens a session of its own, and with its end the pump stops, whatever it was doing."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  wetstack pump serial:/dev/ttyUSB0 dispense 500nl at 2ul/min --driver new-era",
      "  wetstack pump tcp://10.0.0.7:7310 status",
      "  wetstack pump serial:/dev/ttyUSB0?address=3 withdraw 1ml at 100ul/min --driver new-era",
      "  wetstack pump serial:/dev/ttyUSB0 stop --driver new-era",
      "prime and withdraw count for nothing: detach the culture first. clear leaves the safe state:",
      "look why it is there first.",
      "",
      "Ends with 0 when it is done, 1 if the pump did not do it or told an alarm, 2 if something is",
      "written wrongly or more than the pump can, 130 or 143 after a signal."
    })
final class PumpCommand implements Callable<Integer> {

  private static final Pattern DOSE = Pattern.compile("(.+?) at (.+)");
  private static final Duration SPARE = Duration.ofSeconds(10);
  private static final String FORM = "write volume and rate, as in dispense 500nl at 2ul/min";

  /** What can be done with a pump. */
  enum Action {
    DISPENSE,
    PRIME,
    WITHDRAW,
    STATUS,
    STOP,
    CLEAR;

    boolean moves() {
      return this == DISPENSE || this == PRIME || this == WITHDRAW;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Action called(String name) {
      return Arrays.stream(values())
          .filter(each -> each.toString().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "'"
                          + name
                          + "' cannot be done with a pump; choose one of "
                          + List.of(values())));
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--driver",
      paramLabel = "NAME",
      defaultValue = "firmware",
      description = "which driver knows the pump; default ${DEFAULT-VALUE}")
  private String driver = "";

  @Option(
      names = "--pump",
      paramLabel = "NAME",
      description = "which pump, if the instrument carries several")
  private @Nullable String pump;

  @Parameters(index = "0", paramLabel = "ENDPOINT", description = "where the pump is")
  private String endpoint = "";

  @Parameters(
      index = "1",
      paramLabel = "ACTION",
      description = "dispense, prime, withdraw, status, stop or clear (its safe state)")
  private String wanted = "";

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "VOLUME at RATE",
      description = "for dispense, prime and withdraw")
  private @Nullable List<String> words;

  @Override
  public Integer call() throws InterruptedException {
    var bench = new AtTheBench(spec);
    Action action = Action.called(wanted);
    String text = words == null ? "" : String.join(" ", words);
    if (!action.moves() && !text.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + text + "' is of no use to " + action + ": leave it out");
    }
    Dose dose = action.moves() ? dose(text) : null;
    int code = done(bench, action, dose);
    // Also an alarm that only the closing of the session brought.
    return bench.code(code);
  }

  private int done(AtTheBench bench, Action action, @Nullable Dose dose)
      throws InterruptedException {
    var signal = Signals.first();
    try (Instrument instrument = opened()) {
      var unused = instrument.onAlarm(bench::alarm);
      Pump found =
          pump == null ? instrument.device(Pump.class) : instrument.device(Pump.class, pump);
      return dose == null
          ? told(bench, action, instrument, found)
          : moved(bench, action, begin(action, found, dose), found, signal);
    }
  }

  private Instrument opened() {
    try {
      return Instruments.open(driver, endpoint);
    } catch (IllegalArgumentException e) {
      boolean chosen = spec.commandLine().getParseResult().hasMatchedOption("--driver");
      if (chosen || endpoint.indexOf('?') < 0) {
        throw e;
      }
      throw new IllegalArgumentException(
          e.getMessage()
              + ". Without --driver NAME these are the options of "
              + driver
              + "; a pump of another maker needs its own",
          e);
    }
  }

  private static Dose dose(String text) {
    Matcher parts = DOSE.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          (text.isEmpty() ? "nothing says how much" : "'" + text + "' is no dose") + ": " + FORM);
    }
    return new Dose(Volume.parse(parts.group(1)), FlowRate.parse(parts.group(2)));
  }

  private static DoseRun begin(Action action, Pump found, Dose dose) {
    if (action == Action.DISPENSE) {
      return found.dispense(dose);
    }
    if (!(found instanceof SyringePump syringe)) {
      throw new IllegalArgumentException(
          "the pump '" + found.name() + "' cannot " + action + ": it knows doses only");
    }
    return action == Action.PRIME ? syringe.prime(dose) : syringe.withdraw(dose);
  }

  /** Waits for the end of {@code run}; the exit code. */
  private static int moved(
      AtTheBench bench, Action action, DoseRun run, Pump found, CompletableFuture<Integer> signal)
      throws InterruptedException {
    Dose applied = run.applied();
    Duration takes = applied.rate().timeFor(applied.volume());
    bench.say(action + " " + applied + ", takes " + seconds(takes));
    boolean interrupted =
        AtTheBench.isSignalledBefore(
            run.report(),
            signal,
            takes.multipliedBy(2).plus(SPARE),
            "the pump does not say that it is done");
    if (interrupted) {
      found.stop();
    }
    DoseReport report = run.await();
    bench.say(report.end().toString().toLowerCase(Locale.ROOT) + ": " + report.delivered());
    if (interrupted) {
      return signal.getNow(ExitCode.FAILURE);
    }
    return report.end() == DoseReport.End.COMPLETE ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static int told(AtTheBench bench, Action action, Instrument instrument, Pump found) {
    if (action == Action.STOP) {
      found.stop();
      bench.say("stopped");
    } else if (action == Action.CLEAR) {
      instrument.clearSafeState();
      bench.say("cleared");
    } else {
      tell(bench, instrument, found);
    }
    return ExitCode.OK;
  }

  private static void tell(AtTheBench bench, Instrument instrument, Pump found) {
    PumpLimits limits = found.limits();
    bench.say(AtTheBench.instrument(instrument.info()));
    bench.say("pump        " + found.name());
    bench.say(
        "doses       %s to %s in steps of %s, at most %s an hour"
            .formatted(
                limits.step(), limits.maxVolume(), limits.step(), limits.maxVolumePerHour()));
    bench.say("rates       %s to %s".formatted(limits.minRate(), limits.maxRate()));
    bench.say(
        "by itself   " + (instrument.abilities().isEmpty() ? "nothing" : abilities(instrument)));
    bench.say(AtTheBench.safeState(instrument));
    bench.say("link        round trip " + seconds(instrument.health().roundTrip()));
  }

  private static String abilities(Instrument instrument) {
    return String.join(
        ", ",
        instrument.abilities().stream()
            .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', ' '))
            .sorted()
            .toList());
  }

  private static String seconds(Duration span) {
    return String.format(Locale.ROOT, "%.3f s", span.toNanos() / 1e9);
  }
}
