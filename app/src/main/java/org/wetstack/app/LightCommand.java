package org.wetstack.app;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.FlashRun;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.Light;
import org.wetstack.hal.LightLimits;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.units.Power;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack light}: one thing at a time with one light, for the bench. */
@Command(
    name = "light",
    description = {
      "Does one thing with a light, and waits until it is done. Ctrl-C puts the light out.",
      "It opens a session of its own, and with its end the light goes out."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  wetstack light tcp://10.0.0.7:7310 status",
      "  wetstack light serial:/dev/ttyACM0 flash 2mW for 50ms",
      "  wetstack light serial:/dev/ttyACM0 report 00c3f27a1b9d4e58",
      "  wetstack light serial:/dev/ttyACM0 stop",
      "flash prints the name under which the light remembers it, since its last boot; report asks for",
      "that. clear leaves the safe state: look why it is there first.",
      "",
      "Ends with 0 when it is done, 1 if the light did not do it or told an alarm, 2 if something is",
      "written wrongly or more than the light can, 130 or 143 after a signal."
    })
final class LightCommand implements Callable<Integer> {

  private static final Pattern FLASH = Pattern.compile("(.+?) for (.+)");
  private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?) ?(us|µs|μs|ms|s)");
  private static final Map<String, Integer> MICROS =
      Map.of("us", 1, "µs", 1, "μs", 1, "ms", 1_000, "s", 1_000_000);
  private static final Duration SPARE = Duration.ofSeconds(10);
  private static final List<String> ACTIONS = List.of("flash", "status", "report", "stop", "clear");

  @Spec private CommandSpec spec;

  @Option(
      names = "--driver",
      paramLabel = "NAME",
      defaultValue = "firmware",
      description = "which driver knows the light; default ${DEFAULT-VALUE}")
  private String driver = "";

  @Option(
      names = "--light",
      paramLabel = "NAME",
      description = "which light, if the instrument carries several")
  private @Nullable String light;

  @Parameters(index = "0", paramLabel = "ENDPOINT", description = "where the light is")
  private String endpoint = "";

  @Parameters(
      index = "1",
      paramLabel = "ACTION",
      description = "flash, status, report, stop or clear (its safe state)")
  private String action = "";

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "WORD",
      description = "for flash: POWER for DURATION; for report: the name of a flash")
  private @Nullable List<String> words;

  @Override
  public Integer call() throws InterruptedException {
    var bench = new AtTheBench(spec);
    if (!ACTIONS.contains(action)) {
      throw new IllegalArgumentException(
          "'" + action + "' cannot be done with a light; choose one of " + ACTIONS);
    }
    String text = words == null ? "" : String.join(" ", words);
    Flash flash = action.equals("flash") ? flash(text) : null;
    OperationId asked = action.equals("report") ? operation(text) : null;
    if (flash == null && asked == null && !text.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + text + "' is of no use to " + action + ": leave it out");
    }
    int code = done(bench, flash, asked);
    // Also an alarm that only the closing of the session brought.
    return bench.code(code);
  }

  private static Flash flash(String text) {
    Matcher parts = FLASH.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          (text.isEmpty() ? "nothing says how bright" : "'" + text + "' is no flash")
              + ": write power and duration, as in flash 2mW for 50ms");
    }
    return new Flash(Power.parse(parts.group(1)), duration(parts.group(2)));
  }

  /** {@code text} as whole microseconds. */
  private static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no duration; write it as in 500us, 50ms or 1.5s");
    }
    try {
      long micros =
          new BigDecimal(parts.group(1))
              .multiply(BigDecimal.valueOf(MICROS.getOrDefault(parts.group(2), 1)))
              .longValueExact();
      return Duration.ofNanos(Math.multiplyExact(micros, 1_000L));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a whole number of microseconds, or too many", e);
    }
  }

  private static OperationId operation(String text) {
    try {
      return new OperationId(HexFormat.fromHexDigitsToLong(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no name of a flash; write the 16 digits that flash has printed", e);
    }
  }

  private int done(AtTheBench bench, @Nullable Flash flash, @Nullable OperationId asked)
      throws InterruptedException {
    var signal = Signals.first();
    try (Instrument instrument = Instruments.open(driver, endpoint)) {
      var unused = instrument.onAlarm(bench::alarm);
      Light found =
          light == null ? instrument.device(Light.class) : instrument.device(Light.class, light);
      if (flash != null) {
        return flashed(bench, found.flash(flash), found, signal);
      }
      return asked != null ? reported(bench, found, asked) : told(bench, instrument, found);
    }
  }

  /** Waits for the end of {@code run}; the exit code. */
  private static int flashed(
      AtTheBench bench, FlashRun run, Light found, CompletableFuture<Integer> signal)
      throws InterruptedException {
    bench.say("flash " + run.operation() + ": " + run.applied() + ", " + run.applied().energy());
    boolean interrupted =
        AtTheBench.isSignalledBefore(
            run.report(),
            signal,
            run.applied().duration().multipliedBy(2).plus(SPARE),
            "the light does not say that it is out");
    if (interrupted) {
      found.stop();
    }
    FlashReport report = run.await();
    bench.say(line(report));
    if (interrupted) {
      return signal.getNow(ExitCode.FAILURE);
    }
    return report.end() == FlashReport.End.COMPLETE ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static String line(FlashReport report) {
    return report.end().toString().toLowerCase(Locale.ROOT).replace('_', ' ')
        + ": "
        + report.lit().toNanos() / 1_000
        + " µs at "
        + report.applied().power()
        + ", "
        + report.energy();
  }

  private static int reported(AtTheBench bench, Light found, OperationId asked) {
    var report = found.report(asked);
    bench.say(
        report
            .map(LightCommand::line)
            .orElse("the light knows of no flash " + asked + " since its last boot"));
    return report.isPresent() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private int told(AtTheBench bench, Instrument instrument, Light found) {
    if (action.equals("stop")) {
      found.stop();
      bench.say("stopped");
    } else if (action.equals("clear")) {
      instrument.clearSafeState();
      bench.say("cleared");
    } else {
      tell(bench, instrument, found);
    }
    return ExitCode.OK;
  }

  private static void tell(AtTheBench bench, Instrument instrument, Light found) {
    LightLimits limits = found.limits();
    bench.say(AtTheBench.instrument(instrument.info()));
    bench.say("light       " + found.name() + ", " + limits.wavelengthNanometers() + " nm");
    bench.say("powers      %s to %s in such steps".formatted(limits.step(), limits.maxPower()));
    bench.say(
        "flashes     1 µs to %d µs, at most %s each"
            .formatted(limits.maxDuration().toNanos() / 1_000, limits.maxEnergy()));
    bench.say(AtTheBench.safeState(instrument));
  }
}
