package org.wetstack.emulator.rhx.program;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.wetstack.emulator.World;
import org.wetstack.emulator.rhx.state.RunMode;

/** Where tests disturb an emulated Intan RHX program. All methods may be called from any thread. */
public final class RhxBench {

  private final EmulatedRhx program;
  private final World world;

  RhxBench(EmulatedRhx program, World world) {
    this.program = program;
    this.world = world;
  }

  /** Sends {@code text} on the command socket that nobody asked for. */
  public void stray(String text) {
    alive(life -> life.conversation().stray(text));
  }

  /**
   * Keeps the program from reading commands for {@code duration} of world time, as drawing does.
   * What arrives meanwhile is then read as one message.
   */
  public void stallGui(Duration duration) {
    alive(life -> life.conversation().stall(duration));
  }

  /**
   * Does at once what {@code commands} say, as an operator does it with mouse and keys in the
   * program's window: no client is answered.
   */
  public void operate(String commands) {
    alive(life -> life.conversation().operate(commands));
  }

  /** Stops the run as a buffer overrun does, with its stray texts; no effect while stopped. */
  public void selfStop() {
    alive(life -> life.conversation().overrun());
  }

  /** The program dies: all connections end, and nobody listens. */
  public void kill() {
    program.kill();
  }

  /**
   * Starts the program anew, killing it first if it is alive: all settings are at their defaults.
   *
   * @throws IOException if somebody has taken the command port meanwhile
   */
  public void restart() throws IOException {
    program.restart();
  }

  /** Whether the program lives: it may have crashed. */
  public boolean lives() {
    return world.ask(() -> program.life() != null);
  }

  /** What the controller was told to do; stopped if the program is dead. */
  public RunMode mode() {
    return world.ask(
        () -> {
          Life life = program.life();
          return life == null ? RunMode.STOP : life.state().mode();
        });
  }

  private void alive(Consumer<Life> disturbance) {
    world.run(
        () -> {
          Life life = program.life();
          if (life == null) {
            throw new IllegalStateException(
                "the emulated RHX program is dead: restart it before disturbing it");
          }
          disturbance.accept(life);
        });
  }
}
