package org.wetstack.drivers.cavro;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.wetstack.drivers.fluidics.PumpMachine;
import org.wetstack.drivers.fluidics.Reading;
import org.wetstack.drivers.fluidics.Reading.Kind;
import org.wetstack.drivers.fluidics.Reading.Motion;
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
 * An XCalibur or Centris: doses are moves of the plunger from where it is. What it was told since
 * its last power-up is read from a mark, one of its settings, which this driver sets to values of
 * its own: so a power loss is told from an overload whose one and only report was lost on the way.
 */
final class CavroMachine implements PumpMachine {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long UNKNOWN = -1;

  private final Talk pump;
  private final Model model;
  private final Syringe syringe;
  private final Plumbing plumbing;
  private final PumpLimits limits;
  private volatile long from = UNKNOWN;
  private volatile long target;
  private volatile Volume ordered = Volume.ZERO;
  private volatile boolean started;
  private final AtomicInteger halts = new AtomicInteger();

  CavroMachine(Talk pump, Syringe syringe, Plumbing plumbing, PumpLimits limits) {
    this.pump = pump;
    this.model = syringe.model();
    this.syringe = syringe;
    this.plumbing = plumbing;
    this.limits = limits;
  }

  @Override
  public PumpLimits limits() {
    return limits;
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.noneOf(Ability.class);
  }

  @Override
  public Duration patience() {
    return PATIENCE;
  }

  @Override
  public CompletableFuture<DeviceInfo> greet() {
    return pump.report("?76", Answer::isWords)
        .thenCompose(
            configuration ->
                pump.report("&", frame -> !Answer.isStatus(frame))
                    .thenApply(
                        version ->
                            new DeviceInfo(
                                "Tecan Cavro, " + configuration.data(),
                                "",
                                version.data(),
                                0,
                                false)));
  }

  @Override
  public CompletableFuture<Void> prepare(Direction direction, Dose dose) {
    int haltsSeen = halts.get();
    started = false;
    long steps = syringe.steps(dose.volume());
    long pulses = syringe.pulses(dose.rate());
    return pump.query()
        .thenCompose(this::initializedFirst)
        .thenCompose(done -> pump.number(model.askPosition))
        .thenCompose(
            position -> {
              requireNotHalted(haltsSeen);
              return position(direction, position, steps);
            })
        .thenCompose(done -> pump.run(model.settings(pulses) + plumbing.toOutlet()))
        .thenCompose(done -> verify(direction, dose.volume(), pulses));
  }

  private void requireNotHalted(int haltsSeen) {
    if (halts.get() != haltsSeen) {
      throw new DeviceException(Reason.REJECTED, Outcome.NOT_DONE, "stopped while it was prepared");
    }
  }

  private CompletableFuture<Void> initializedFirst(Answer state) {
    if (!state.ready()) {
      throw new DeviceException(
          Reason.REJECTED, Outcome.NOT_DONE, "the pump is moving; stop it first");
    }
    return pump.number(model.askMark)
        .thenCompose(
            mark -> {
              if (mark == model.initialized && state.error() == 0) {
                return CompletableFuture.completedFuture(null);
              }
              return pump.run(plumbing.initialize())
                  .thenCompose(done -> pump.command(model.mark(model.initialized) + "R"));
            });
  }

  /**
   * Fills or empties the syringe if the dose does not fit. The valve first, by itself, and only
   * when it is seen to be there the plunger: of a string with a hole whose checksum fits by chance
   * the plunger might move with the valve at the culture.
   */
  private CompletableFuture<Void> position(Direction direction, long position, long steps) {
    boolean infuse = direction == Direction.INFUSE;
    boolean fits = infuse ? position >= steps : position + steps <= model.stroke;
    if (fits) {
      return CompletableFuture.completedFuture(null);
    }
    long to = infuse ? model.stroke : 0;
    return pump.run(model.settings(model.filling) + plumbing.toReservoir())
        .thenCompose(done -> pump.report(model.askValve, Answer::isPosition))
        .thenCompose(
            valve -> {
              if (valve.data().equals(plumbing.reportedOutlet())) {
                throw new DeviceException(
                    Reason.PROTOCOL, Outcome.NOT_DONE, "the valve is still at the culture");
              }
              return pump.run("A" + to);
            });
  }

  private CompletableFuture<Void> verify(Direction direction, Volume volume, long pulses) {
    long steps = syringe.steps(volume);
    return pump.number(model.askTopSpeed)
        .thenCombine(
            pump.number(model.askMark), (top, mark) -> top == pulses && mark == model.initialized)
        .thenCombine(
            pump.report(model.askValve, Answer::isPosition),
            (same, valve) -> same && valve.data().equals(plumbing.reportedOutlet()))
        .thenCombine(
            pump.number(model.askPosition),
            (same, position) -> {
              boolean infuse = direction == Direction.INFUSE;
              long to = infuse ? position - steps : position + steps;
              if (!same || to < 0 || to > model.stroke) {
                throw new DeviceException(
                    Reason.PROTOCOL,
                    Outcome.NOT_DONE,
                    "the pump is not as it was told: its plunger is at " + position);
              }
              from = position;
              target = to;
              ordered = volume;
              return null;
            });
  }

  @Override
  public CompletableFuture<Void> start(Direction direction, Dose dose) {
    started = true;
    // Relative, not to a target: the checksum does not notice a pair of equal digits that is lost,
    // and a number that is shortened must never make more of a dose.
    return pump.command((target < from ? "D" : "P") + Math.abs(target - from) + "R");
  }

  /** Position first: its answer cannot be mistaken, so that of the query after it is genuine. */
  @Override
  public CompletableFuture<Reading> read() {
    return pump.glance(model.askPosition)
        .thenCompose(before -> pump.query().thenCompose(now -> told(before, now)));
  }

  private CompletableFuture<Reading> told(long before, Answer now) {
    if (now.error() == Answer.NOT_INITIALIZED) {
      return pump.number(model.askMark)
          .thenCombine(pump.number(model.askPosition), this::uninitialized);
    }
    if (now.error() != 0) {
      Kind kind = now.overloaded() ? Kind.OCCLUSION : Kind.FAULT;
      return pump.number(model.askPosition)
          .thenApply(
              position ->
                  new Reading(Motion.REST, atMost(position), Optional.empty())
                      .with(kind, now.words()));
    }
    if (now.ready()) {
      return pump.number(model.askPosition)
          .thenApply(position -> Reading.of(Motion.REST, moved(position)));
    }
    if (from != UNKNOWN) {
      return pump.glance(model.askPosition)
          .thenApply(after -> Reading.of(motion(), between(before, after)));
    }
    return pump.report(model.askValve, Answer::isPosition)
        .thenApply(
            valve ->
                Reading.of(
                    valve.data().equals(plumbing.reportedOutlet()) ? Motion.INFUSING : Motion.OTHER,
                    moved(before)));
  }

  private Reading uninitialized(long mark, long position) {
    if (mark == model.met) {
      return Reading.of(Motion.REST, Delivered.NOTHING);
    }
    Reading reading = Reading.of(Motion.REST, atMost(position));
    return mark == model.initialized
        ? reading.with(Kind.OCCLUSION, "it had an overload, and must be initialised")
        : reading.with(Kind.POWER_LOST, "it is not initialised");
  }

  private Motion motion() {
    if (!started) {
      return Motion.OTHER;
    }
    return target < from ? Motion.INFUSING : Motion.WITHDRAWING;
  }

  private Delivered moved(long position) {
    if (from == UNKNOWN) {
      return new Delivered(Volume.ZERO, syringe.stroke());
    }
    long steps = target < from ? from - position : position - from;
    long all = Math.abs(target - from);
    return steps >= all ? Delivered.exactly(ordered) : syringe.volume(Math.max(0, steps));
  }

  /** While it moves: if one of two readings lost digits, the truth is at the other one. */
  private Delivered between(long before, long after) {
    Delivered one = moved(before);
    Delivered other = moved(after);
    return new Delivered(
        one.atLeast().compareTo(other.atLeast()) < 0 ? one.atLeast() : other.atLeast(),
        one.atMost().compareTo(other.atMost()) > 0 ? one.atMost() : other.atMost());
  }

  /** After an overload the position is what the motor was told, not what it did. */
  private Delivered atMost(long position) {
    return new Delivered(Volume.ZERO, moved(position).atMost());
  }

  @Override
  public CompletableFuture<Void> halt() {
    halts.incrementAndGet();
    return pump.halt();
  }

  @Override
  public CompletableFuture<Void> clear() {
    return pump.command(model.mark(model.met) + "R");
  }

  @Override
  public CompletableFuture<Void> part() {
    return CompletableFuture.completedFuture(null);
  }
}
