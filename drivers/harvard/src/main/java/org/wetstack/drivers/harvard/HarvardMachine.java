package org.wetstack.drivers.harvard;

import java.math.BigDecimal;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wetstack.drivers.fluidics.PumpMachine;
import org.wetstack.drivers.fluidics.Reading;
import org.wetstack.drivers.fluidics.Reading.Kind;
import org.wetstack.drivers.fluidics.Reading.Motion;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Dose;
import org.wetstack.hal.PumpLimits;

/**
 * What a Harvard pump must be told. A dose is a target volume: the pump itself stops at it. That it
 * lost its power shows by its having left the mode {@code poll on}, in which a session puts it and
 * which it forgets.
 */
final class HarvardMachine implements PumpMachine {

  private static final Pattern POLL =
      Pattern.compile("(?:Polling mode is )?(ON|OFF|REMOTE)", Pattern.CASE_INSENSITIVE);
  private static final Pattern DIAMETER = Pattern.compile("(\\d+\\.\\d{4}) mm");
  private static final Pattern VOLUME = Pattern.compile("(\\d*\\.?\\d+) ([munp]l)");
  private static final Pattern RATE = Pattern.compile("(\\d*\\.?\\d+) ([munp]l)/(hr|min|sec)");
  private static final Pattern RATES =
      Pattern.compile(
          "(\\d*\\.?\\d+) ([munp]l)/(hr|min|sec) to (\\d*\\.?\\d+) ([munp]l)/(hr|min|sec)");
  private final Talk talk;
  private final HarvardSettings settings;
  private volatile @Nullable Rates rates;
  private volatile @Nullable PumpLimits limits;
  private volatile Direction expected = Direction.INFUSE;
  // Written by what answers, one at a time, and by a person's decision.
  private volatile boolean lostPower;

  /** A limit switch stays pressed until the plunger has gone back: a person has seen it. */
  private volatile boolean seenAtLimit;

  HarvardMachine(Talk talk, HarvardSettings settings) {
    this.talk = talk;
    this.settings = settings;
  }

  @Override
  public CompletableFuture<DeviceInfo> greet() {
    return talk.askTwice("poll", POLL)
        .thenAccept(mode -> lostPower = mode.group(1).equalsIgnoreCase("OFF"))
        .thenCompose(done -> talk.set("poll on"))
        .thenCompose(done -> talk.set("echo off"))
        .thenCompose(done -> talk.trySet("nvram none"))
        .thenCompose(done -> talk.version())
        .thenCompose(
            version ->
                fitSyringe()
                    .thenCompose(done -> learnLimits())
                    .thenApply(
                        done -> new DeviceInfo(version.group(1), "", version.group(2), 0, false)));
  }

  /** The pump computes volumes with the diameter that it was told. */
  private CompletableFuture<Void> fitSyringe() {
    BigDecimal wanted = settings.diameterMillimeters();
    return diameter()
        .thenCompose(
            now ->
                now.compareTo(wanted) == 0
                    ? CompletableFuture.completedFuture(null)
                    : talk.set("diameter " + wanted.toPlainString()))
        .thenCompose(done -> requireDiameter())
        .thenCompose(done -> talk.ask("svolume", VOLUME))
        .thenCompose(
            now ->
                nanoliters(now).compareTo(BigDecimal.valueOf(syringe())) == 0
                    ? CompletableFuture.completedFuture(null)
                    : talk.set("svolume " + Figures.volume(syringe())));
  }

  private long syringe() {
    return settings.syringe().nanoliters();
  }

  private CompletableFuture<BigDecimal> diameter() {
    return talk.ask("diameter", DIAMETER).thenApply(line -> new BigDecimal(line.group(1)));
  }

  private CompletableFuture<Void> requireDiameter() {
    return talk.settle(
        () -> CompletableFuture.completedFuture(null),
        "diameter",
        DIAMETER,
        line -> new BigDecimal(line.group(1)).compareTo(settings.diameterMillimeters()) == 0,
        settings.diameterMillimeters().toPlainString() + " mm");
  }

  private CompletableFuture<Void> learnLimits() {
    return talk.ask("irate lim", RATES)
        .thenAccept(
            line ->
                rates =
                    new Rates(
                        Figures.nanolitersPerMinute(line.group(1), line.group(2), line.group(3)),
                        Figures.nanolitersPerMinute(line.group(4), line.group(5), line.group(6))));
  }

  /** What the pump says it can with this syringe, in nL/min. */
  private record Rates(BigDecimal slowest, BigDecimal fastest) {}

  @Override
  public PumpLimits limits() {
    PumpLimits known = limits;
    if (known != null) {
      return known;
    }
    Rates can = rates;
    if (can == null) {
      throw new IllegalStateException("the pump has not been greeted");
    }
    PumpLimits found = settings.limits(can.slowest(), can.fastest());
    limits = found;
    return found;
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of();
  }

  @Override
  public CompletableFuture<Void> prepare(Direction direction, Dose dose) {
    expected = direction;
    String letter = direction == Direction.INFUSE ? "i" : "w";
    BigDecimal rate = BigDecimal.valueOf(dose.rate().nanolitersPerMinute());
    BigDecimal volume = BigDecimal.valueOf(dose.volume().nanoliters());
    String setRate = letter + "rate " + Figures.rate(dose.rate().nanolitersPerMinute());
    String setVolume = "tvolume " + Figures.volume(dose.volume().nanoliters());
    return requireDiameter()
        // Without a target time there are no ramps, either.
        .thenCompose(done -> talk.set("cttime"))
        .thenCompose(
            done ->
                talk.settle(
                    () -> talk.set(setRate),
                    letter + "rate",
                    RATE,
                    line -> Figures.agree(rate, nanolitersPerMinute(line)),
                    String.valueOf(dose.rate())))
        .thenCompose(
            done ->
                talk.settle(
                    () -> talk.set(setVolume),
                    "tvolume",
                    VOLUME,
                    line -> nanoliters(line).compareTo(volume) == 0,
                    String.valueOf(dose.volume())))
        .thenCompose(done -> talk.set("c" + letter + "volume"));
  }

  private static BigDecimal nanolitersPerMinute(Matcher line) {
    return Figures.nanolitersPerMinute(line.group(1), line.group(2), line.group(3));
  }

  private static BigDecimal nanoliters(Matcher line) {
    return Figures.nanoliters(line.group(1), line.group(2));
  }

  @Override
  public CompletableFuture<Void> start(Direction direction, Dose dose) {
    return talk.start(direction == Direction.INFUSE ? "irun" : "wrun")
        .thenAccept(done -> seenAtLimit = false);
  }

  @Override
  public CompletableFuture<Reading> read() {
    Direction way = expected;
    return talk.confirmedStatus()
        .thenCompose(
            status -> {
              lostPower = lostPower || !status.polled();
              if (status.direction() == way) {
                return CompletableFuture.completedFuture(reading(status, way, status.moved()));
              }
              // The status is of the other direction: its counter says nothing of this one.
              String query = way == Direction.INFUSE ? "ivolume" : "wvolume";
              return talk.ask(query, VOLUME)
                  .thenApply(line -> reading(status, way, Figures.printed(nanoliters(line))));
            });
  }

  private Reading reading(Status status, Direction way, Delivered moved) {
    Motion motion = status.motion(way);
    Reading reading = Reading.of(motion, moved);
    if (lostPower) {
      return reading.with(
          Kind.POWER_LOST, "it no longer is in the mode in which an earlier session left it");
    }
    if (status.stalled()) {
      return reading.with(
          Kind.OCCLUSION, "the motor has stalled: the line is closed, or the plunger at its end");
    }
    if (status.atLimit() && !status.running() && !seenAtLimit) {
      return reading.with(Kind.EMPTY, "the plunger has met a limit switch");
    }
    return reading;
  }

  @Override
  public CompletableFuture<Void> halt() {
    return talk.stop();
  }

  @Override
  public CompletableFuture<Void> clear() {
    boolean wasLost = lostPower;
    lostPower = false;
    seenAtLimit = true;
    // After a loss of power nothing moves by itself; a run that goes on is somebody's at the pump.
    return wasLost ? CompletableFuture.completedFuture(null) : talk.stop();
  }

  /** A target that is left would end somebody's run by hand at it. */
  @Override
  public CompletableFuture<Void> part() {
    return talk.set("ctvolume").thenCompose(done -> talk.leave());
  }
}
