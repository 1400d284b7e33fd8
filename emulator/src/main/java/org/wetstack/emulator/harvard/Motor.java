package org.wetstack.emulator.harvard;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.Profile;
import org.wetstack.emulator.fluidics.SyringeDrive;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.emulator.fluidics.SyringeDrive.End;
import org.wetstack.hal.spi.Timebase;

/**
 * The part of the firmware that turns the motor and counts what it did. Volumes are steps times
 * what the pump believes a step to move.
 */
final class Motor {

  /** What the prompt tells. */
  enum State {
    IDLE,
    RUNNING,
    STALLED,
    TARGET_REACHED
  }

  private static final double NANOS_PER_SECOND = 1e9;

  private final World world;
  private final SyringeDrive drive;
  private final HarvardSpec spec;
  private final Settings settings;
  private final Runnable onEvent;
  private final Counter infused = new Counter();
  private final Counter withdrawn = new Counter();
  private Direction direction = Direction.INFUSE;
  private State state = State.IDLE;
  private @Nullable Direction switchHit;
  private boolean ramping;
  private boolean replacing;
  private Timebase.@Nullable Timer clock;
  private long turnedBefore;
  private long lookedNanos;

  /** What has gone one way since it was cleared. */
  private static final class Counter {
    double femtoliters;
    long nanos;

    void clear() {
      femtoliters = 0;
      nanos = 0;
    }
  }

  /**
   * A motor at rest.
   *
   * @param onEvent is called when a run ends by itself
   */
  Motor(World world, SyringeDrive drive, HarvardSpec spec, Settings settings, Runnable onEvent) {
    this.world = world;
    this.drive = drive;
    this.spec = spec;
    this.settings = settings;
    this.onEvent = onEvent;
  }

  State state() {
    drive.turned();
    return state;
  }

  boolean running() {
    return state() == State.RUNNING;
  }

  Direction direction() {
    return direction;
  }

  /** Which way runs go that say none, while none is under way. */
  void direction(Direction next) {
    if (!running()) {
      direction = next;
    }
  }

  /** The limit switch at which the last run ended, or null. */
  @Nullable Direction switchHit() {
    return switchHit;
  }

  /** What the pump believes that it moved this way. */
  double femtoliters(Direction way) {
    count();
    return counter(way).femtoliters;
  }

  long nanos(Direction way) {
    count();
    return counter(way).nanos;
  }

  /** The speed at this instant, as the pump believes. */
  double femtolitersPerSecond() {
    return drive.hz() * femtolitersPerStep();
  }

  void clearVolume(Direction way) {
    count();
    counter(way).femtoliters = 0;
    replan();
  }

  void clearTime(Direction way) {
    count();
    counter(way).nanos = 0;
    replan();
  }

  /** Begins a run, or turns one round that goes the other way. */
  void run(Direction way) {
    if (running() && direction == way) {
      return;
    }
    Ramp ramp = settings.ramp(way);
    if (ramp == null && settings.rate(way).none()) {
      throw RefusedException.command("Rate not set");
    }
    halt();
    direction = way;
    state = State.RUNNING;
    switchHit = null;
    ramping = ramp != null;
    turnedBefore = drive.turned();
    lookedNanos = world.nanos();
    go();
  }

  /** Ends a run; silences a stall, and forgets that a target was reached. */
  void stop() {
    halt();
    state = State.IDLE;
  }

  /** A target has changed: one that was reached is no more. */
  void retarget() {
    replan();
    if (state == State.TARGET_REACHED) {
      state = State.IDLE;
    }
  }

  /** What a run has before it has changed. A ramp goes on as it was set up. */
  private void replan() {
    if (running() && !ramping) {
      halt();
      go();
    }
  }

  /** The rate of the direction has changed; a ramp goes on as it was set up. */
  void respeed(Direction way) {
    if (running() && way == direction && !ramping) {
      drive.speed(Profile.even(hz(settings.rate(way))));
    }
  }

  /** Power went: everything counted is lost. */
  void powerDown() {
    stop();
    infused.clear();
    withdrawn.clear();
    direction = Direction.INFUSE;
    switchHit = null;
  }

  private void halt() {
    if (running()) {
      count();
      cancelClock();
      replacing = true;
      drive.halt();
      replacing = false;
    }
  }

  private void go() {
    Ramp ramp = ramping ? settings.ramp(direction) : null;
    Counter counter = counter(direction);
    double steps = Long.MAX_VALUE;
    double seconds = Double.POSITIVE_INFINITY;
    Amount target = settings.target;
    if (target != null) {
      // A hair less, so that a target of whole steps is not one more by rounding.
      steps = Math.ceil((target.femtoliters() - counter.femtoliters) / femtolitersPerStep() - 1e-6);
    }
    BigDecimal targetSeconds = settings.targetSeconds;
    if (targetSeconds != null) {
      seconds = targetSeconds.doubleValue() - counter.nanos / NANOS_PER_SECOND;
    }
    Profile profile;
    if (ramp == null) {
      profile = Profile.even(hz(settings.rate(direction)));
    } else {
      profile = profile(ramp);
      steps = Math.min(steps, wholeSteps(ramp));
    }
    cancelClock();
    if (steps < 1 || seconds <= 0) {
      // As a run that ends at once: its prompt comes after that of the command.
      clock = world.after(Duration.ZERO, () -> end(State.TARGET_REACHED));
      return;
    }
    drive.move(direction, (long) steps, profile, this::ended);
    if (seconds < Double.POSITIVE_INFINITY) {
      long nanos = (long) Math.min(seconds * NANOS_PER_SECOND, Long.MAX_VALUE / 4.0);
      clock = world.after(Duration.ofNanos(nanos), this::timeIsUp);
    }
  }

  private void timeIsUp() {
    if (running()) {
      halt();
      end(State.TARGET_REACHED);
    }
  }

  private void ended(End why) {
    if (replacing) {
      return;
    }
    cancelClock();
    boolean atSwitch = why == End.END_OF_TRAVEL && spec.quirks().limitSwitches();
    if (atSwitch) {
      switchHit = direction;
    }
    boolean blocked = why == End.STALLED || why == End.END_OF_TRAVEL;
    end(atSwitch ? State.IDLE : blocked ? State.STALLED : State.TARGET_REACHED);
  }

  private void end(State next) {
    count();
    state = next;
    onEvent.run();
  }

  private void cancelClock() {
    if (clock != null) {
      clock.cancel();
      clock = null;
    }
  }

  /** Adds to the counters what has been done since the last look. */
  private void count() {
    long turned = drive.turned();
    if (state == State.RUNNING) {
      Counter counter = counter(direction);
      counter.femtoliters += (turned - turnedBefore) * femtolitersPerStep();
      counter.nanos += world.nanos() - lookedNanos;
    }
    turnedBefore = turned;
    lookedNanos = world.nanos();
  }

  private Counter counter(Direction way) {
    return way == Direction.INFUSE ? infused : withdrawn;
  }

  private double femtolitersPerStep() {
    return spec.model().femtolitersPerStep(settings.diameterMillimeters);
  }

  private double hz(Rate rate) {
    return rate.femtolitersPerSecond() / femtolitersPerStep();
  }

  private Profile profile(Ramp ramp) {
    double from = hz(ramp.from());
    double to = hz(ramp.to());
    double change = Math.abs(to - from) / ramp.seconds().doubleValue();
    return new Profile(from, Math.max(from, to), to, change);
  }

  private double wholeSteps(Ramp ramp) {
    double seconds = ramp.seconds().doubleValue();
    return Math.max(1, Math.rint((hz(ramp.from()) + hz(ramp.to())) / 2 * seconds));
  }
}
