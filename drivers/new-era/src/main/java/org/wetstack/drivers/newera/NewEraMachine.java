package org.wetstack.drivers.newera;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wetstack.drivers.fluidics.PumpMachine;
import org.wetstack.drivers.fluidics.PumpOptions;
import org.wetstack.drivers.fluidics.Question;
import org.wetstack.drivers.fluidics.Reading;
import org.wetstack.drivers.fluidics.Reading.Kind;
import org.wetstack.drivers.fluidics.Reading.Motion;
import org.wetstack.drivers.fluidics.Reading.Trouble;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Dose;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.units.Volume;

/**
 * A New Era pump. A dose is its program of two phases: one that pumps, one that stops. An alarm is
 * told by the pump once, instead of an answer, and kept here until a person clears it.
 */
final class NewEraMachine implements PumpMachine {

  private static final Pattern VERSION = Pattern.compile("(NE\\d+[A-Z]?\\d?)V(\\d+\\.\\d+)");
  private static final Pattern FUNCTION = Pattern.compile("(?!INF|WDR|STK|NE)[A-Z]{2}.*");
  private static final Pattern SWITCH = Pattern.compile("[01]");
  private static final Pattern NUMBER = Pattern.compile("\\d*\\.\\d*");
  private static final Pattern RATE = Pattern.compile("\\d*\\.\\d*[UM][MH]");
  private static final Pattern VOLUME = Pattern.compile("\\d*\\.\\d*[UM]L");
  private static final Pattern HEADING = Pattern.compile("INF|WDR|STK");
  private static final Pattern COUNTERS = Pattern.compile("I(\\d*\\.\\d*)W(\\d*\\.\\d*)(UL|ML)");

  /** To pause, to stop, and an alarm before each. */
  private static final int STOPS = 4;

  private final Talk pump;
  private final Alarms alarms;
  private final BigDecimal diameter;
  private final int silenceSeconds;
  private final int stepNanometers;
  private final PumpOptions options;
  private volatile @Nullable String model;
  private volatile @Nullable PumpLimits limits;
  private volatile Direction direction = Direction.INFUSE;
  private volatile @Nullable Volume ordered;

  NewEraMachine(
      Talk pump,
      Alarms alarms,
      BigDecimal diameter,
      int silenceSeconds,
      int stepNanometers,
      PumpOptions options) {
    this.pump = pump;
    this.alarms = alarms;
    this.diameter = diameter;
    this.silenceSeconds = silenceSeconds;
    this.stepNanometers = stepNanometers;
    this.options = options;
  }

  @Override
  public CompletableFuture<DeviceInfo> greet() {
    return pump.ask("SAF" + silenceSeconds, Talk::bare, Question::safe)
        .thenCompose(told -> pump.query("VER", data -> data.startsWith("NE")))
        .thenApply(this::met);
  }

  private DeviceInfo met(String version) {
    Matcher match = VERSION.matcher(version);
    if (!match.matches()) {
      throw pump.failure(
          Reason.PROTOCOL, "this version is of no pump this driver knows: " + version);
    }
    String told = match.group(1);
    model = told;
    return new DeviceInfo(told.replace("NE", "NE-"), "", match.group(2), 0, false);
  }

  @Override
  public PumpLimits limits() {
    PumpLimits known = limits;
    if (known != null) {
      return known;
    }
    String which = model;
    if (which == null) {
      throw new IllegalStateException("greet first");
    }
    PumpLimits found = NewEraLimits.of(which, diameter, stepNanometers, options);
    limits = found;
    return found;
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of(Ability.STOPS_WHEN_HOST_IS_SILENT);
  }

  @Override
  public CompletableFuture<Void> prepare(Direction to, Dose dose) {
    String unit = NewEraLimits.large(limits().maxVolume().nanoliters()) ? "ML" : "UL";
    long volume = dose.volume().nanoliters() / (unit.equals("ML") ? 1_000 : 1);
    boolean fast = NewEraLimits.large(limits().maxRate().nanolitersPerMinute());
    long rate = dose.rate().nanolitersPerMinute() / (fast ? 1_000 : 1);
    String rateText = Digits.text(rate) + (fast ? "MM" : "UM");
    String volumeText = Digits.text(volume);
    String way = to == Direction.INFUSE ? "INF" : "WDR";
    return rest()
        .thenCompose(ready -> pump.set("PHN2"))
        .thenCompose(ready -> pump.ensure("FUN", FUNCTION, "STP", "FUNSTP"))
        .thenCompose(ready -> pump.set("PHN1"))
        .thenCompose(ready -> pump.ensure("FUN", FUNCTION, "RAT", "FUNRAT"))
        .thenCompose(ready -> pump.ensure("PF", SWITCH, "0", "PF0"))
        .thenCompose(ready -> pump.ensure("DIA", NUMBER, diameterText(), "DIA" + diameterText()))
        .thenCompose(ready -> pump.ensure("RAT", RATE, rateText, "RAT" + rateText))
        // The unit first: it changes what the number means.
        .thenCompose(
            ready ->
                pump.ensure("VOL", VOLUME, volumeText + unit, "VOL" + unit, "VOL" + volumeText))
        .thenCompose(ready -> pump.ensure("DIR", HEADING, way, "DIR" + way))
        .thenCompose(ready -> pump.set("CLDINF"))
        .thenCompose(ready -> pump.set("CLDWDR"))
        .thenRun(
            () -> {
              direction = to;
              ordered = dose.volume();
            });
  }

  private String diameterText() {
    return Digits.text(diameter.movePointRight(3).longValueExact());
  }

  /** That it does not move, and is at the beginning of its program. */
  private CompletableFuture<Void> rest() {
    return read()
        .thenCompose(
            reading ->
                reading.motion() == Motion.REST
                    ? halt()
                    : CompletableFuture.failedFuture(
                        pump.failure(Reason.REJECTED, "it is moving, and not by this session")));
  }

  @Override
  public CompletableFuture<Void> start(Direction to, Dose dose) {
    return pump.once("RUN", Talk::bare, Question::once)
        .thenAccept(
            told -> {
              if (told.alarmed()) {
                throw pump.failure(Reason.REJECTED, "instead of starting it told an alarm");
              }
              pump.done("RUN", told);
            });
  }

  @Override
  public CompletableFuture<Reading> read() {
    return pump.ask("DIS", a -> a.checked() && COUNTERS.matcher(a.data()).matches(), Question::safe)
        .thenApply(told -> reading(pump.done("DIS", told)));
  }

  private Reading reading(Answer told) {
    Motion motion =
        switch (told.state()) {
          case 'I' -> Motion.INFUSING;
          case 'W' -> Motion.WITHDRAWING;
          case 'S', 'P' -> Motion.REST;
          default -> Motion.OTHER;
        };
    Matcher match = COUNTERS.matcher(told.data());
    if (!match.matches()) {
      throw pump.failure(Reason.PROTOCOL, "no counters in " + told.data());
    }
    var number = new BigDecimal("0" + match.group(direction == Direction.INFUSE ? 1 : 2) + "0");
    int places = match.group(3).equals("ML") ? 6 : 3;
    long counted = number.movePointRight(places).longValue();
    Trouble wrong = alarms.trouble().orElse(null);
    if (wrong == null) {
      var moved = Delivered.exactly(Volume.nanoliters(whole(motion, counted)));
      return Reading.of(motion, moved);
    }
    // Before it stalled it may have counted what only stretched the tube.
    var moved = new Delivered(Volume.ZERO, Volume.nanoliters(counted));
    return Reading.of(
            motion, wrong.kind() == Kind.OCCLUSION ? moved : Delivered.exactly(moved.atMost()))
        .with(wrong.kind(), wrong.detail());
  }

  /** A counter that ends within a motor step of what was ordered has counted all of it. */
  private long whole(Motion motion, long counted) {
    Volume all = ordered;
    if (motion != Motion.REST || all == null) {
      return counted;
    }
    long missing = all.nanoliters() - counted;
    boolean near = counted > 0 && missing > 0 && missing <= limits().tolerance().nanoliters();
    return near ? all.nanoliters() : counted;
  }

  @Override
  public CompletableFuture<Void> halt() {
    return halt(STOPS);
  }

  private CompletableFuture<Void> halt(int triesLeft) {
    return pump.once("STP", Talk::bare, Question::urgent)
        .thenCompose(
            told -> {
              boolean stopped =
                  (told.state() == 'S' && told.error().isEmpty())
                      || told.error().equals(Optional.of("NA"));
              if (stopped) {
                return CompletableFuture.completedFuture(null);
              }
              if (triesLeft == 0 || (told.error().isPresent() && !told.alarmed())) {
                return CompletableFuture.failedFuture(
                    pump.failure(Reason.FAULT, "it does not stop; cut its power"));
              }
              return halt(triesLeft - 1);
            });
  }

  @Override
  public CompletableFuture<Void> clear() {
    return read().thenAccept(reading -> alarms.clear());
  }

  @Override
  public CompletableFuture<Void> part() {
    // The answer is in the mode that was asked for.
    return pump.ask("SAF0", a -> !a.checked() && a.bare(), Question::safe).thenAccept(told -> {});
  }
}
