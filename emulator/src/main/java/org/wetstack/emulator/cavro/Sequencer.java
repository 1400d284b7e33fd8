package org.wetstack.emulator.cavro;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.hal.spi.Timebase;

/** Carries out a program step by step, in the world's time. */
final class Sequencer {

  /** Does one step, and calls its consumer when that is done. */
  interface Hand {
    void perform(Step step, Consumer<Fault> done) throws Refusal;

    /** Goes on with the step that was terminated. */
    void finish(Step step, Consumer<Fault> done);
  }

  /** A loop that does nothing takes time, too. */
  private static final Duration LOOP = Duration.ofMillis(1);

  private static final long MAX_LOOPS = 30_000;
  private static final long MAX_DELAY_MILLIS = 30_000;
  private static final long USUAL_DELAY_MILLIS = 5;
  private static final long DELAY_GRAIN_MILLIS = 5;

  private final World world;
  private final Hand hand;
  private @Nullable Program program;
  private long[] loopsLeft = {};
  private int at;
  private boolean running;
  private boolean terminated;
  private int halt = -1;
  private int run;
  private Fault pending = Fault.NONE;
  private Timebase.@Nullable Timer timer;

  Sequencer(World world, Hand hand) {
    this.world = world;
    this.hand = hand;
  }

  boolean running() {
    return running;
  }

  /** Whether there is something left to do. */
  boolean unfinished() {
    return program != null;
  }

  /** What went wrong in the last program and was not asked for yet. */
  Fault takePending() {
    Fault fault = pending;
    pending = Fault.NONE;
    return fault;
  }

  void start(Program next) {
    program = next;
    loopsLeft = new long[next.size()];
    at = 0;
    pending = Fault.NONE;
    terminated = false;
    go();
  }

  /** Goes on after a termination or a halt; nothing otherwise. */
  void resume() {
    Program now = program;
    if (now == null || (running && halt < 0)) {
      return;
    }
    if (halt >= 0) {
      halt = -1;
      next();
    } else if (terminated) {
      terminated = false;
      running = true;
      int mine = ++run;
      hand.finish(now.step(at), fault -> done(mine, fault));
    }
  }

  /** Stops where it is, such that {@link #resume} can go on. */
  void terminate() {
    if (running) {
      running = false;
      terminated = true;
      halt = -1;
      run++;
      cancel();
    }
  }

  /** Forgets everything: the power is gone. */
  void reset() {
    run++;
    cancel();
    program = null;
    running = false;
    terminated = false;
    halt = -1;
    pending = Fault.NONE;
  }

  /** An input has gone low: a program that waits for it goes on. */
  void inputLow(int number) {
    if (halt == 0 || halt == number) {
      resume();
    }
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void go() {
    Program now = program;
    if (now == null || at >= now.size()) {
      end(Fault.NONE);
      return;
    }
    running = true;
    int mine = ++run;
    Step step = now.step(at);
    try {
      switch (step.letter()) {
        case 'g' -> done(mine, Fault.NONE);
        case 'G' -> loop(now, step);
        case 'M' -> after(delay(step), this::next);
        case 'H' -> halt = (int) within(step.only(0), 2);
        default -> hand.perform(step, fault -> done(mine, fault));
      }
    } catch (Refusal refusal) {
      end(refusal.fault());
    }
  }

  private void done(int mine, Fault fault) {
    if (mine != run) {
      return;
    }
    if (fault != Fault.NONE) {
      end(fault);
    } else {
      next();
    }
  }

  private void next() {
    at++;
    go();
  }

  private void end(Fault fault) {
    program = null;
    running = false;
    run++;
    if (fault != Fault.NONE) {
      pending = fault;
    }
  }

  private void loop(Program now, Step step) throws Refusal {
    long times = within(step.only(0), MAX_LOOPS);
    boolean again = times == 0;
    if (!again) {
      loopsLeft[at] = (loopsLeft[at] == 0 ? times : loopsLeft[at]) - 1;
      again = loopsLeft[at] > 0;
    }
    int to = again ? now.loopStart(at) : at + 1;
    after(
        LOOP,
        () -> {
          at = to;
          go();
        });
  }

  private static Duration delay(Step step) throws Refusal {
    long millis = within(step.only(USUAL_DELAY_MILLIS), MAX_DELAY_MILLIS);
    return Duration.ofMillis(Math.round((double) millis / DELAY_GRAIN_MILLIS) * DELAY_GRAIN_MILLIS);
  }

  private static long within(long value, long most) throws Refusal {
    if (value > most) {
      throw new Refusal(Fault.INVALID_OPERAND);
    }
    return value;
  }

  private void after(Duration delay, Runnable task) {
    int mine = run;
    timer =
        world.after(
            delay,
            () -> {
              if (mine == run) {
                task.run();
              }
            });
  }
}
