package org.wetstack.emulator.rhx.command;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;

/**
 * Takes in what clients send and obeys it, as the real program's only thread does: a command that
 * starts a run does not return before the run has ended, so the rest of its message waits, while
 * later messages are served in between, last in, first out. Used under the world's lock.
 */
public final class Conversation {

  /** What may wait while the program is blocked. The kernel would take about as much. */
  static final int MAX_WAITING_BYTES = 1 << 20;

  /** How deep runs may lie in one another; the real program's stack ends somewhere, too. */
  static final int MAX_SUSPENDED = 1_000;

  /** What becomes of the program. */
  public interface Fate {

    /** Something was sent that the real program dies of: {@link Conversation#die} follows. */
    void crashed();

    /** The client sent more than the program takes in while it is blocked. */
    void overwhelmed();
  }

  /** The rest of a message, and what it waits for. */
  private record Suspended(Iterator<Message.Command> rest, Pause.Kind kind) {}

  private final World world;
  private final Consumer<String> replies;
  private final Fate fate;
  private final boolean crashes;
  private final Runs runs;
  private final Interpreter interpreter;
  private final Interpreter operator;
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private final Deque<Suspended> suspended = new ArrayDeque<>();
  private @Nullable Iterator<Message.Command> blocked;
  private long blockedUntilNanos = Long.MIN_VALUE;
  private int working;
  private boolean dead;

  /**
   * A conversation that nobody takes part in yet.
   *
   * @param replies takes each answer; must not call back
   * @param crashes whether it dies of what the real program dies of; otherwise it refuses that, in
   *     words the real program does not have
   */
  public Conversation(
      World world, Equipment equipment, Consumer<String> replies, Fate fate, boolean crashes) {
    this.world = world;
    this.replies =
        text -> {
          if (!dead) {
            replies.accept(text);
          }
        };
    this.fate = fate;
    this.crashes = crashes;
    runs = new Runs(world, equipment, this.replies, this::goOn);
    interpreter = new Interpreter(equipment, runs, this.replies);
    operator = new Interpreter(equipment, runs, answer -> {});
  }

  /** Takes what one read brought. */
  public void receive(ByteBuffer read) {
    if (dead) {
      return;
    }
    if (waiting.size() + read.remaining() > MAX_WAITING_BYTES) {
      waiting.reset();
      fate.overwhelmed();
      return;
    }
    while (read.hasRemaining()) {
      waiting.write(read.get());
    }
    goOn();
  }

  /** Whether a run is going on or winding down. */
  public boolean running() {
    return runs.active();
  }

  /** Reads nothing and answers nothing for {@code duration}: the program draws, say. */
  public void stall(Duration duration) {
    blockedUntilNanos = Math.max(blockedUntilNanos, world.nanos() + duration.toNanos());
    wakeUpAfter(duration);
  }

  private void wakeUpAfter(Duration duration) {
    var unused = world.after(duration, this::wakeUp);
  }

  private void wakeUp() {
    long leftNanos = blockedUntilNanos - world.nanos();
    if (leftNanos > 0) {
      wakeUpAfter(Duration.ofNanos(leftNanos));
    } else {
      goOn();
    }
  }

  /** Sends {@code text} that nobody asked for. */
  public void stray(String text) {
    replies.accept(text);
  }

  /** Does what {@code commands} say as an operator does it: at once, and nobody is answered. */
  public void operate(String commands) {
    for (Message.Command command : Message.commands(commands.getBytes(StandardCharsets.UTF_8))) {
      try {
        Pause pause = operator.obey(command);
        if (pause.kind() == Pause.Kind.WORK) {
          work(pause);
        } else if (pause.kind() == Pause.Kind.BLOCKED) {
          stall(pause.duration());
        }
      } catch (CrashException e) {
        throw new IllegalArgumentException("no operator can do this: " + commands, e);
      }
    }
  }

  /** The controller's or the program's buffers overran. */
  public void overrun() {
    runs.overrun();
  }

  /** The files of a recording cannot be written any more. */
  public void recordingFailed() {
    runs.recordingFailed();
  }

  /** The program is gone: its run ends, and nothing is answered any more. */
  public void die() {
    dead = true;
    runs.stop();
    waiting.reset();
    suspended.clear();
    blocked = null;
  }

  /** Does what can be done now: a blocked message first, then new ones, then suspended ones. */
  private void goOn() {
    while (!dead && world.nanos() >= blockedUntilNanos) {
      if (blocked != null) {
        Iterator<Message.Command> rest = blocked;
        blocked = null;
        obey(rest);
      } else if (waiting.size() > 0) {
        byte[] read = waiting.toByteArray();
        waiting.reset();
        obey(Message.commands(read).iterator());
      } else if (!suspended.isEmpty() && over(suspended.peek().kind())) {
        obey(suspended.pop().rest());
      } else {
        return;
      }
    }
  }

  private boolean over(Pause.Kind kind) {
    return kind == Pause.Kind.RUN ? !runs.active() : working == 0;
  }

  private void obey(Iterator<Message.Command> commands) {
    while (!dead && commands.hasNext()) {
      Pause pause = attempt(commands.next());
      switch (pause.kind()) {
        case NONE -> {
          continue;
        }
        case RUN -> suspend(commands, pause);
        case WORK -> {
          work(pause);
          suspend(commands, pause);
        }
        case BLOCKED -> {
          blocked = commands;
          stall(pause.duration());
        }
      }
      return;
    }
  }

  private Pause attempt(Message.Command command) {
    try {
      return interpreter.obey(command);
    } catch (CrashException e) {
      crash(e.refusal());
      return Pause.NONE;
    }
  }

  private void crash(String refusal) {
    if (crashes) {
      fate.crashed();
    } else {
      replies.accept(refusal);
    }
  }

  private void work(Pause pause) {
    working++;
    if (Pause.isOver(pause.until())) {
      workOn(pause);
    } else {
      // What is done elsewhere may fail: it says so itself, and is over.
      var unused = pause.until().whenComplete((done, failure) -> workOn(pause));
    }
  }

  private void workOn(Pause pause) {
    var unused =
        world.after(
            pause.duration(),
            () -> {
              working--;
              if (!dead) {
                pause.end().run();
                goOn();
              }
            });
  }

  private void suspend(Iterator<Message.Command> rest, Pause pause) {
    if (!rest.hasNext()) {
      return;
    }
    if (suspended.size() == MAX_SUSPENDED) {
      crash("Error - Too many messages wait for the end of a run");
      return;
    }
    suspended.push(new Suspended(rest, pause.kind()));
  }
}
