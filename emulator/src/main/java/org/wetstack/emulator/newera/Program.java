package org.wetstack.emulator.newera;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.emulator.fluidics.SyringeDrive.End;
import org.wetstack.emulator.newera.Phase.Heading;
import org.wetstack.hal.spi.Timebase;

/** The pumping program as it runs. */
final class Program {

  /** What the pump does. */
  enum State {
    STOPPED,
    PAUSED,
    PUMPING,
    RESTING,
    WAITING,
    PURGING
  }

  private static final Duration BREATH = Duration.ofMillis(10);
  private static final int PHASES_AT_ONCE = 100;
  private static final long NEW_PHASE_NANOS = 1_000_000;

  private final World world;
  private final NewEraSpec spec;
  private final Settings settings;
  private final Consumer<Alarm> onAlarm;
  private final Pumping pumping;
  private final Buzzer buzzer;
  private final Control control;
  private final Pins pins;

  private State state = State.STOPPED;

  /** What goes on after a pause. */
  private State held = State.STOPPED;

  private boolean lostPower;
  private int current = 1;
  private int selected = 1;
  private @Nullable BigDecimal changedRate;
  private long restNanos;
  private long sinceNanos;
  private long advancedNanos = Long.MIN_VALUE / 2;
  private Timebase.@Nullable Timer timer;

  Program(World world, NewEraSpec spec, Settings settings, Motor motor, Consumer<Alarm> onAlarm) {
    this.world = world;
    this.spec = spec;
    this.settings = settings;
    this.onAlarm = onAlarm;
    pumping = new Pumping(settings, motor, this::pumped);
    buzzer = new Buzzer(world);
    pins = new Pins(world, this::motorOutput, () -> pumping.direction() == Direction.INFUSE);
    control = new Control(new Loops(spec.options().loopsInAll()), pins, buzzer, pumping);
  }

  Pins pins() {
    return pins;
  }

  Buzzer buzzer() {
    return buzzer;
  }

  Pumping pumping() {
    return pumping;
  }

  State state() {
    return state;
  }

  /** Whether it runs, whatever it does. */
  boolean operating() {
    return state != State.STOPPED && state != State.PAUSED;
  }

  /** Whether the motor turns for a phase. */
  boolean inRatePhase() {
    return state == State.PUMPING;
  }

  /** Refuses, unless settings may be changed in what it does now. */
  void requireSettable() {
    boolean settable =
        state == State.STOPPED || (state == State.PAUSED && spec.options().setsWhilePaused());
    if (!settable) {
      throw Refusal.notApplicable();
    }
  }

  /** The letter of the status. */
  char letter() {
    return switch (state) {
      case STOPPED -> 'S';
      case PAUSED -> 'P';
      case PUMPING -> pumping.direction() == Direction.INFUSE ? 'I' : 'W';
      case RESTING -> 'T';
      case WAITING -> 'U';
      case PURGING -> 'X';
    };
  }

  private boolean motorOutput() {
    return state == State.PUMPING
        || state == State.PURGING
        || (state == State.RESTING && settings.on("ROM"));
  }

  /** The phase that settings are of: the one that runs, otherwise the selected one. */
  int selected() {
    return operating() ? current : selected;
  }

  void select(int phase) {
    selected = phase;
  }

  /** The rate set while pumping, until the phase ends. */
  @Nullable BigDecimal changedRate() {
    return changedRate;
  }

  /** Starts at {@code phase}. */
  void run(int phase) {
    forget();
    enter(phase);
    advancedNanos = Long.MIN_VALUE / 2;
  }

  /** Starts, goes on after a pause, or ends a wait for the user. */
  void start() {
    if (state == State.PAUSED) {
      resume();
    } else if (state == State.WAITING && phase().function == PhaseFunction.PAS) {
      enter(current + 1);
    } else if (state == State.STOPPED) {
      run(1);
    }
  }

  /** A user at the keypad selects a program for which a phase waits. */
  void choose(int program) {
    if (state == State.WAITING && phase().function == PhaseFunction.PRI) {
      for (int at = 1; at <= spec.phases(); at++) {
        Phase label = settings.phase(at);
        if (label.function == PhaseFunction.PRL && label.wholeNumber() == program) {
          enter(at);
          return;
        }
      }
      fail(Alarm.E);
    }
  }

  /** Pauses, or, where it is paused, stops and goes back to the first phase. */
  void stop() {
    if (state == State.PURGING) {
      reset();
    } else if (state == State.PAUSED) {
      reset();
    } else if (state != State.STOPPED) {
      if (state == State.RESTING) {
        restNanos -= world.nanos() - sinceNanos;
      }
      held = state;
      cancel();
      pumping.pause();
      state = State.PAUSED;
    }
  }

  /** At top speed until it is stopped. */
  void purge() {
    Phase of = settings.phase(selected);
    reset();
    state = State.PURGING;
    double top = spec.model().topNanolitersPerMinute(settings.diameter.doubleValue());
    pumping.begin(top, direction(of.function.pumps() ? of.heading : Heading.STK), 0);
  }

  /** Ends it, wherever it is. */
  void reset() {
    cancel();
    pumping.pause();
    forget();
    state = State.STOPPED;
    current = 1;
    selected = 1;
  }

  /** The power goes; what runs may go on when it is back. */
  void losePower() {
    buzzer.silence();
    if (operating() && state != State.PURGING && settings.on("PF")) {
      stop();
      lostPower = true;
    } else {
      reset();
    }
    if (!spec.options().keepsDispensed()) {
      pumping.clear(Direction.INFUSE);
      pumping.clear(Direction.WITHDRAW);
    }
  }

  /** The power is back. */
  void regainPower() {
    if (lostPower) {
      lostPower = false;
      if (spec.options().resumesAfterPower()) {
        resume();
      } else {
        run(1);
      }
    }
  }

  private void forget() {
    control.forget();
    changedRate = null;
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void resume() {
    state = held;
    switch (held) {
      case PUMPING -> {
        Phase now = phase();
        double rate = now.unit.nanolitersPerMinute(changedRate == null ? now.rate : changedRate);
        if (now.function != PhaseFunction.RAT) {
          rate = pumping.nanolitersPerMinute();
        }
        if (!now.function.pumps()) {
          enter(current);
        } else if (!settings.possible(rate)) {
          fail(Alarm.O);
        } else if (!pumping.resume(rate, settings.volumeUnit.nanoliters(now.volume))) {
          enter(current + 1);
        }
      }
      case RESTING -> rest(restNanos);
      case WAITING -> start();
      default -> throw new AssertionError(held);
    }
  }

  private Phase phase() {
    return settings.phase(current);
  }

  /** Another rate while it pumps; gone when the phase ends. */
  void changeRate(BigDecimal rate) {
    refuseAtNewPhase();
    changedRate = rate;
    pumping.rate(phase().unit.nanolitersPerMinute(rate));
  }

  /** Another direction while it pumps without end. */
  void changeDirection(Direction to) {
    refuseAtNewPhase();
    pumping.turn(to);
  }

  private void refuseAtNewPhase() {
    if (world.nanos() - advancedNanos < NEW_PHASE_NANOS) {
      throw Refusal.ignored();
    }
  }

  private void enter(int phase) {
    cancel();
    advancedNanos = world.nanos();
    int next = phase;
    for (int count = 0; next > 0; count++) {
      if (next > spec.phases()) {
        fail(Alarm.O);
        return;
      }
      changedRate = null;
      current = next;
      if (count >= PHASES_AT_ONCE && instant(phase().function)) {
        // A loop in which nothing takes time: the pump is busy with it, and still can be stopped.
        state = State.RESTING;
        rest(BREATH.toNanos());
        return;
      }
      next = perform(phase());
    }
  }

  private static boolean instant(PhaseFunction function) {
    return !function.pumps() && function != PhaseFunction.PAS;
  }

  /** Does a phase; the one to go on with, or 0 if that shows later. */
  private int perform(Phase now) {
    return switch (now.function) {
      case RAT, INC, DEC -> pump(now);
      case STP -> ended();
      case PRI -> waiting();
      case PAS -> pass(now);
      default -> {
        int next = control.next(now, current);
        yield next == Control.WRONG ? failed(Alarm.E) : next;
      }
    };
  }

  private int ended() {
    reset();
    if (settings.on("AL")) {
      buzzer.sound();
    }
    return 0;
  }

  private int waiting() {
    state = State.WAITING;
    return 0;
  }

  private int pump(Phase now) {
    double rate = now.unit.nanolitersPerMinute(now.rate);
    if (now.function == PhaseFunction.INC) {
      rate = pumping.nanolitersPerMinute() + rate;
    } else if (now.function == PhaseFunction.DEC) {
      rate = pumping.nanolitersPerMinute() - rate;
    }
    if (!settings.possible(rate)) {
      return failed(Alarm.O);
    }
    state = State.PUMPING;
    double volume = settings.volumeUnit.nanoliters(now.volume);
    return pumping.begin(rate, direction(now.heading), volume) ? 0 : current + 1;
  }

  private Direction direction(Heading heading) {
    return switch (heading) {
      case INF -> Direction.INFUSE;
      case WDR -> Direction.WITHDRAW;
      case STK -> operating() && current > 1 ? pumping.direction() : directionInput();
    };
  }

  private Direction directionInput() {
    // A low level is infuse, unless DIN turns it round.
    boolean low = !pins.input(Pins.DIRECTION);
    return low != settings.on("DIN") ? Direction.INFUSE : Direction.WITHDRAW;
  }

  private int pass(Phase now) {
    if (now.seconds() == 0) {
      state = State.WAITING;
      if (settings.on("AL")) {
        buzzer.sound();
      }
    } else {
      state = State.RESTING;
      rest(Math.round(now.seconds() * 1e9));
    }
    return 0;
  }

  private void rest(long nanos) {
    restNanos = nanos;
    sinceNanos = world.nanos();
    boolean busy = phase().function != PhaseFunction.PAS;
    timer = world.after(Duration.ofNanos(nanos), () -> enter(busy ? current : current + 1));
  }

  private void pumped(End end) {
    if (end != End.DONE) {
      fail(Alarm.S);
    } else {
      enter(current + 1);
    }
  }

  private int failed(Alarm why) {
    fail(why);
    return 0;
  }

  private void fail(Alarm why) {
    reset();
    onAlarm.accept(why);
  }

  /** What the trigger input does at present. */
  Trigger trigger() {
    Trigger override = control.override();
    return override == null ? settings.trigger : override;
  }

  /** An event: goes on where the program has set a trap for it; false if it has not. */
  boolean event() {
    int to = operating() && state != State.PURGING ? control.takeTrap() : 0;
    if (to == 0) {
      return false;
    }
    pumping.pause();
    enter(to);
    return true;
  }

  boolean trapsBothEdges() {
    return control.trapsBothEdges();
  }
}
