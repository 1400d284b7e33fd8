package org.wetstack.drivers.newera;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wetstack.drivers.fluidics.PumpMachine;
import org.wetstack.drivers.fluidics.Reading;
import org.wetstack.drivers.fluidics.Reading.Motion;
import org.wetstack.drivers.fluidics.Reading.Trouble;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Dose;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.units.Volume;

/**
 * A dose is a pumping program of one phase, {@code FUN RAT} with a rate in µL/min and a volume in
 * µL, and a second one that stops. How much of it is done, {@code DIS} tells, which is zeroed
 * before.
 */
final class NewEraMachine implements PumpMachine {

  private static final Pattern DISPENSED = Pattern.compile("I(\\d*\\.\\d*)W(\\d*\\.\\d*)(UL|ML)");

  private final Talk talk;
  private final NewEraOptions options;
  private volatile PumpLimits limits;

  /** What the pump has told once and then forgotten: an alarm is acknowledged by being sent. */
  private volatile @Nullable Trouble trouble;

  private volatile Dose prepared;
  private volatile Direction direction = Direction.INFUSE;
  private volatile boolean halted;

  NewEraMachine(Talk talk, NewEraOptions options) {
    this.talk = talk;
    this.options = options;
    this.limits = options.limits();
    this.prepared = new Dose(limits.step(), limits.maxRate());
    talk.onAlarm(reply -> trouble = reply.trouble());
  }

  @Override
  public CompletableFuture<DeviceInfo> greet() {
    return talk.enter(options.silenceSeconds())
        .thenCompose(done -> talk.data("VER", Talk.VERSION))
        .thenApply(
            version -> {
              int at = version.indexOf('V');
              return new DeviceInfo(
                  "New Era " + version.substring(0, at),
                  "address " + options.address(),
                  version.substring(at + 1),
                  0,
                  false);
            });
  }

  @Override
  public PumpLimits limits() {
    return limits;
  }

  @Override
  public Set<Ability> abilities() {
    return options.silenceSeconds() > 0
        ? EnumSet.of(Ability.STOPS_WHEN_HOST_IS_SILENT)
        : EnumSet.noneOf(Ability.class);
  }

  @Override
  public CompletableFuture<Void> prepare(Direction wanted, Dose dose) {
    String rate = Numbers.microliters(dose.rate().nanolitersPerMinute());
    String volume = Numbers.microliters(dose.volume().nanoliters());
    String way = wanted == Direction.INFUSE ? "INF" : "WDR";
    String diameter = Numbers.text(options.diameterMillimeters());
    prepared = dose;
    direction = wanted;
    halted = false;
    return talk.data("DIA", Talk.NUMBER)
        .thenCompose(
            is ->
                new BigDecimal(is).compareTo(options.diameterMillimeters()) == 0
                    ? talk.done()
                    : talk.set("DIA" + diameter))
        // The second phase first, so that the first is selected in the end.
        .thenCompose(done -> talk.set("PHN2"))
        .thenCompose(done -> talk.set("FUNSTP"))
        .thenCompose(done -> talk.set("PHN1"))
        .thenCompose(done -> talk.set("FUNRAT"))
        .thenCompose(done -> talk.set("VOLUL"))
        .thenCompose(done -> talk.set("RAT" + rate + "UM"))
        .thenCompose(done -> talk.set("VOL" + volume))
        .thenCompose(done -> talk.set("DIR" + way))
        .thenCompose(done -> talk.set("CLDINF"))
        .thenCompose(done -> talk.set("CLDWDR"))
        .thenCompose(done -> readBack("DIA", diameter, ""))
        .thenCompose(done -> readBack("RAT", rate, "UM"))
        .thenCompose(done -> readBack("VOL", volume, "UL"))
        .thenCompose(done -> talk.data("DIR", Talk.WORD))
        .thenAccept(is -> require("DIR", is.equals(way), way, is));
  }

  private CompletableFuture<Void> readBack(String command, String number, String unit) {
    return talk.data(command, Talk.NUMBER_AND_UNIT)
        .thenAccept(
            is -> {
              boolean same =
                  is.endsWith(unit)
                      && new BigDecimal(is.substring(0, is.length() - unit.length()))
                              .compareTo(new BigDecimal(number))
                          == 0;
              require(command, same, number + unit, is);
            });
  }

  private static void require(String command, boolean right, String wanted, String is) {
    if (!right) {
      throw new DeviceException(
          Reason.PROTOCOL,
          Outcome.NOT_DONE,
          "the pump was told " + command + " " + wanted + ", but has " + is);
    }
  }

  @Override
  public CompletableFuture<Void> start(Direction wanted, Dose dose) {
    String running = wanted == Direction.INFUSE ? "I" : "W";
    return talk.start("RUN", running);
  }

  @Override
  public CompletableFuture<Reading> read() {
    return talk.status().thenCompose(this::withCounter);
  }

  private CompletableFuture<Reading> withCounter(Reply status) {
    return talk.data("DIS", DISPENSED)
        .thenApply(
            text -> {
              // The state after the counter: what rests now was at rest when it is read next.
              Delivered moved = moved(text, status.motion());
              return new Reading(status.motion(), moved, Optional.ofNullable(trouble));
            });
  }

  private Delivered moved(String text, Motion motion) {
    Matcher parts = DISPENSED.matcher(text);
    if (!parts.matches()) {
      throw new DeviceException(Reason.PROTOCOL, Outcome.UNKNOWN, "DIS gave '" + text + "'");
    }
    String number = parts.group(direction == Direction.INFUSE ? 1 : 2);
    BigDecimal scale = BigDecimal.valueOf(parts.group(3).equals("UL") ? 1_000 : 1_000_000);
    BigDecimal shown = new BigDecimal(number).multiply(scale);
    boolean whole = shown.compareTo(BigDecimal.valueOf(prepared.volume().nanoliters())) == 0;
    boolean untouched = shown.signum() == 0 && !halted && trouble == null;
    if (motion == Motion.REST && (whole || untouched)) {
      return Delivered.exactly(Volume.nanoliters(shown.longValue()));
    }
    // Whether the pump rounds or cuts what it shows, no manual at hand says.
    BigDecimal place = Numbers.lastPlace(number).multiply(scale);
    return new Delivered(
        Volume.nanoliters(down(shown.subtract(place))), Volume.nanoliters(up(shown.add(place))));
  }

  private static long down(BigDecimal nanoliters) {
    return Math.max(0, nanoliters.setScale(0, RoundingMode.FLOOR).longValue());
  }

  private static long up(BigDecimal nanoliters) {
    return nanoliters.setScale(0, RoundingMode.CEILING).longValue();
  }

  @Override
  public CompletableFuture<Void> halt() {
    halted = true;
    // The first pauses, the second ends the program, so that the next dose begins at its beginning.
    return talk.stop().thenCompose(done -> talk.stop());
  }

  @Override
  public CompletableFuture<Void> clear() {
    return talk.status()
        .thenCompose(status -> status.motion() == Motion.REST ? talk.stop() : talk.done())
        .thenAccept(done -> trouble = null);
  }

  /** Leaves it in basic mode, as it comes from the shop: nobody will speak to it in time. */
  @Override
  public CompletableFuture<Void> part() {
    return options.silenceSeconds() > 0 ? talk.enter(0) : talk.done();
  }
}
