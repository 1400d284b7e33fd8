package org.wetstack.drivers.cavro;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.wetstack.drivers.fluidics.PumpMachine;
import org.wetstack.drivers.fluidics.Question;
import org.wetstack.drivers.fluidics.Reading;
import org.wetstack.drivers.fluidics.Reading.Kind;
import org.wetstack.drivers.fluidics.Reading.Motion;
import org.wetstack.drivers.fluidics.Seat;
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
 * An XCalibur: doses are moves of the plunger, in microsteps, from where it is. What it was told
 * since its last power-up is read from its backlash setting, which this driver sets to values of
 * its own: so a power loss is told from an overload whose one and only report was lost on the way.
 */
final class CavroMachine implements PumpMachine {

  /** The backlash of a pump that this driver has initialised, in microsteps; usual is 96. */
  private static final long INITIALIZED_MARK = 100;

  /** That of one that this driver has met, or a person has cleared, and that is to initialise. */
  private static final long MET_MARK = 101;

  private static final int FILLING_PULSES = 1_400;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int MAX_POLLS = 450;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MAX_READINGS = 6;
  private static final long UNKNOWN = -1;

  private final Seat seat;
  private final int address;
  private final Syringe syringe;
  private final Plumbing plumbing;
  private final PumpLimits limits;
  private int sequence;
  private volatile long from = UNKNOWN;
  private volatile long target;
  private volatile boolean started;
  private final AtomicInteger halts = new AtomicInteger();

  CavroMachine(Seat seat, int address, Syringe syringe, Plumbing plumbing, PumpLimits limits) {
    this.seat = seat;
    this.address = address;
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

  private synchronized int nextSequence() {
    sequence = sequence % 7 + 1;
    return sequence;
  }

  private CompletableFuture<Answer> report(String data, Predicate<byte[]> isAnswer) {
    byte[] text = OemCodec.request(address, nextSequence(), false, data);
    return seat.ask(Question.safe(text, isAnswer)).thenApply(Answer::of);
  }

  /** A number that may move on, or have lost two digits without the checksum noticing. */
  private CompletableFuture<Long> glance(String data) {
    return report(data, Answer::isNumber).thenApply(answer -> Long.parseLong(answer.data()));
  }

  /** A number that rests: read until two readings in turn agree. */
  private CompletableFuture<Long> number(String data) {
    return glance(data).thenCompose(first -> confirmed(data, first, MAX_READINGS));
  }

  private CompletableFuture<Long> confirmed(String data, long last, int left) {
    return glance(data)
        .thenCompose(
            next -> {
              if (next == last) {
                return CompletableFuture.completedFuture(next);
              }
              if (left == 0) {
                throw new DeviceException(
                    Reason.PROTOCOL,
                    Outcome.NOT_DONE,
                    "the pump answers " + data + " differently each time: last " + next);
              }
              return confirmed(data, next, left - 1);
            });
  }

  private CompletableFuture<Answer> query() {
    return report("Q", Answer::isStatus);
  }

  /** Sends a command with a number by which the pump knows it again, and checks the answer. */
  private CompletableFuture<Void> command(String data) {
    int number = nextSequence();
    return seat.ask(
            Question.marked(
                OemCodec.request(address, number, false, data),
                OemCodec.request(address, number, true, data),
                Answer::isStatus))
        .thenAccept(frame -> check(Answer.of(frame), data));
  }

  private static void check(Answer answer, String data) {
    if (answer.error() != 0) {
      // Busy it may be with this very command, if a link delivers twice.
      Outcome outcome = answer.error() == Answer.OVERFLOW ? Outcome.UNKNOWN : Outcome.NOT_DONE;
      throw new DeviceException(
          Reason.REJECTED, outcome, "the pump refuses " + data + ": " + answer.words());
    }
  }

  @Override
  public CompletableFuture<DeviceInfo> greet() {
    return report("?76", Answer::isWords)
        .thenCompose(
            configuration ->
                report("&", frame -> !Answer.isStatus(frame))
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
    long steps = syringe.microsteps(dose.volume());
    long pulses = syringe.pulses(dose.rate());
    return query()
        .thenCompose(this::initializedFirst)
        .thenCompose(done -> number("?"))
        .thenCompose(
            position -> {
              requireNotHalted(haltsSeen);
              return position(direction, position, steps);
            })
        .thenCompose(done -> run(settings() + plumbing.toOutlet() + Syringe.speeds(pulses) + "R"))
        .thenCompose(done -> verify(direction, steps, pulses));
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
    return number("?12")
        .thenCompose(
            mark -> {
              if (mark == INITIALIZED_MARK && state.error() == 0) {
                return CompletableFuture.completedFuture(null);
              }
              return run(plumbing.initialize() + "R")
                  .thenCompose(done -> command("N1K" + INITIALIZED_MARK + "R"));
            });
  }

  /**
   * Fills or empties the syringe if the dose does not fit. The valve first, by itself, and only
   * when it is seen to be there the plunger: of a string with a hole whose checksum fits by chance
   * the plunger might move with the valve at the culture.
   */
  private CompletableFuture<Void> position(Direction direction, long position, long steps) {
    boolean infuse = direction == Direction.INFUSE;
    boolean fits = infuse ? position >= steps : position + steps <= Syringe.STROKE;
    if (fits) {
      return CompletableFuture.completedFuture(null);
    }
    long to = infuse ? Syringe.STROKE : 0;
    return run(settings() + Syringe.speeds(FILLING_PULSES) + plumbing.toReservoir() + "R")
        .thenCompose(done -> report("?6", Answer::isPosition))
        .thenCompose(
            valve -> {
              if (valve.data().equals(plumbing.reportedOutlet())) {
                throw new DeviceException(
                    Reason.PROTOCOL, Outcome.NOT_DONE, "the valve is still at the culture");
              }
              return run("A" + to + "R");
            });
  }

  private static String settings() {
    return "N1K" + INITIALIZED_MARK + "L14";
  }

  private CompletableFuture<Void> verify(Direction direction, long steps, long pulses) {
    return number("?2")
        .thenCombine(number("?12"), (top, mark) -> top == pulses && mark == INITIALIZED_MARK)
        .thenCombine(
            report("?6", Answer::isPosition),
            (same, valve) -> same && valve.data().equals(plumbing.reportedOutlet()))
        .thenCombine(
            number("?"),
            (same, position) -> {
              boolean infuse = direction == Direction.INFUSE;
              long to = infuse ? position - steps : position + steps;
              if (!same || to < 0 || to > Syringe.STROKE) {
                throw new DeviceException(
                    Reason.PROTOCOL,
                    Outcome.NOT_DONE,
                    "the pump is not as it was told: plunger at " + position + " microsteps");
              }
              from = position;
              target = to;
              return null;
            });
  }

  /** Executes a string, and waits until the pump rests. */
  private CompletableFuture<Void> run(String data) {
    return command(data).thenCompose(done -> untilRest(0));
  }

  private CompletableFuture<Void> untilRest(int polls) {
    return query()
        .thenCompose(
            answer -> {
              if (answer.error() != 0) {
                throw new DeviceException(Reason.FAULT, Outcome.NOT_DONE, answer.words());
              }
              if (answer.ready()) {
                return CompletableFuture.completedFuture(null);
              }
              if (polls >= MAX_POLLS) {
                throw new DeviceException(
                    Reason.TIMEOUT, Outcome.NOT_DONE, "the pump does not come to rest");
              }
              var later = new CompletableFuture<Void>();
              var unused = seat.time().after(POLL, () -> later.complete(null));
              return later.thenCompose(done -> untilRest(polls + 1));
            });
  }

  @Override
  public CompletableFuture<Void> start(Direction direction, Dose dose) {
    started = true;
    // Relative, not to a target: the checksum does not notice a pair of equal digits that is lost,
    // and a number that is shortened must never make more of a dose.
    return command((target < from ? "D" : "P") + Math.abs(target - from) + "R");
  }

  /** Position first: its answer cannot be mistaken, so that of the query after it is genuine. */
  @Override
  public CompletableFuture<Reading> read() {
    return glance("?").thenCompose(before -> query().thenCompose(now -> told(before, now)));
  }

  private CompletableFuture<Reading> told(long before, Answer now) {
    if (now.error() == Answer.NOT_INITIALIZED) {
      return number("?12").thenCombine(number("?"), this::uninitialized);
    }
    if (now.error() != 0) {
      Kind kind = now.overloaded() ? Kind.OCCLUSION : Kind.FAULT;
      return number("?")
          .thenApply(
              position ->
                  new Reading(Motion.REST, atMost(position), Optional.empty())
                      .with(kind, now.words()));
    }
    if (now.ready()) {
      return number("?").thenApply(position -> Reading.of(Motion.REST, moved(position)));
    }
    if (from != UNKNOWN) {
      return glance("?").thenApply(after -> Reading.of(motion(), between(before, after)));
    }
    return report("?6", Answer::isPosition)
        .thenApply(
            valve ->
                Reading.of(
                    valve.data().equals(plumbing.reportedOutlet()) ? Motion.INFUSING : Motion.OTHER,
                    moved(before)));
  }

  private Reading uninitialized(long mark, long position) {
    if (mark == MET_MARK) {
      return Reading.of(Motion.REST, Delivered.NOTHING);
    }
    Reading reading = Reading.of(Motion.REST, atMost(position));
    return mark == INITIALIZED_MARK
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
    return syringe.volume(Math.max(0, Math.min(steps, Math.abs(target - from))));
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
    byte[] text = OemCodec.request(address, nextSequence(), false, "T");
    return seat.ask(Question.urgent(text, Answer::isStatus)).thenApply(frame -> null);
  }

  @Override
  public CompletableFuture<Void> clear() {
    return command("N1K" + MET_MARK + "R");
  }

  @Override
  public CompletableFuture<Void> part() {
    return CompletableFuture.completedFuture(null);
  }
}
