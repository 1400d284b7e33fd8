package org.wetstack.emulator.rhx.command;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.rhx.state.RunMode;
import org.wetstack.emulator.rhx.state.State;
import org.wetstack.hal.spi.Timebase;

/** Starts and stops the controller. Used under the world's lock. */
final class Runs {

  static final String NOT_RUNNING = "Board must be running in order to stop";

  /** How long the threads of a stopped run need to end. */
  private static final Duration WINDING_DOWN = Duration.ofMillis(20);

  /** A program that stops by itself asks itself to stop so often, in two bursts. */
  private static final int FIRST_STRAYS = 41;

  private static final int LATER_STRAYS = 13;
  private static final Duration BETWEEN_STRAYS = Duration.ofMillis(100);

  private final World world;
  private final Equipment equipment;
  private final State state;
  private final Consumer<String> replies;
  private final Runnable onEnded;
  private boolean active;
  private boolean savingThreadGone;
  private long lastTimestamp;
  private Timebase.@Nullable Timer windingDown;

  /**
   * @param onEnded called when nothing of a run is left
   */
  Runs(World world, Equipment equipment, Consumer<String> replies, Runnable onEnded) {
    this.world = world;
    this.equipment = equipment;
    this.state = equipment.state();
    this.replies = replies;
    this.onEnded = onEnded;
  }

  /** Whether a run is going on or winding down. */
  boolean active() {
    return active;
  }

  /** As {@code set runmode} does. */
  Pause set(String mode) {
    return switch (mode) {
      case "run" -> start(RunMode.RUN, "running", "");
      case "record" -> start(RunMode.RECORD, "recording", "recording");
      case "trigger" -> start(RunMode.TRIGGER, "trigger", "triggered recording");
      case "stop" -> {
        if (state.running()) {
          stop();
        } else {
          replies.accept(NOT_RUNNING);
        }
        // Whoever is told that it has stopped may rely on it.
        CompletionStage<Void> settled = equipment.board().settled();
        yield Pause.isOver(settled) ? Pause.NONE : Pause.work(Duration.ZERO, settled, () -> {});
      }
      default -> {
        replies.accept("Invalid value for SetRunMode command");
        yield Pause.NONE;
      }
    };
  }

  /** As {@code get runmode} tells it. */
  String mode() {
    return switch (state.toldMode()) {
      case STOP -> "Stop";
      case RUN -> "Run";
      case RECORD -> "Record";
      case TRIGGER -> "Trigger";
    };
  }

  /** The newest sample, or the last one before while a run has none yet; -1 while stopped. */
  long timestamp() {
    if (!state.running()) {
      return -1;
    }
    long newest = equipment.board().timestamp();
    return newest >= 0 ? newest : lastTimestamp;
  }

  private Pause start(RunMode mode, String what, String files) {
    if (state.running()) {
      replies.accept("Board must be stopped in order to start " + what);
      return Pause.NONE;
    }
    if (!files.isEmpty() && !state.recordings().complete()) {
      replies.accept(
          "Filename.BaseFilename and Filename.Path must both be specified before "
              + files
              + " can occur");
      return Pause.NONE;
    }
    if (savingThreadGone) {
      savingThreadGone = false;
      throw new CrashException("Error - Not started: the recording before could not be written");
    }
    state.mode(mode);
    if (state.globals().get("UploadInProgress").isTrue()) {
      // The mode stays as if it ran: so does the real program.
      replies.accept(
          "Error - To avoid data corruption, controller cannot start running until previously"
              + " started upload function completes");
      return Pause.NONE;
    }
    if (!files.isEmpty() && !equipment.storage().begin()) {
      state.mode(RunMode.STOP);
      savingThreadGone = true;
      return Pause.NONE;
    }
    if (windingDown != null) {
      windingDown.cancel();
    }
    active = true;
    equipment.board().begin();
    return Pause.RUN;
  }

  /** Ends the run, if there is one, without a word. */
  void stop() {
    boolean ran = equipment.board().timestamp() >= 0;
    if (ran) {
      lastTimestamp = equipment.board().timestamp();
    }
    boolean files = state.recordingOrArmed();
    state.mode(RunMode.STOP);
    if (!active) {
      return;
    }
    equipment.board().end();
    if (files) {
      equipment.storage().end();
    }
    windingDown = world.after(WINDING_DOWN, this::ended);
  }

  private void ended() {
    active = false;
    onEnded.run();
  }

  /** A buffer overran: the program stops by itself, and its requests to do so become stray text. */
  void overrun() {
    if (!active || !state.running()) {
      return;
    }
    stop();
    strays(FIRST_STRAYS);
    var unused = world.after(BETWEEN_STRAYS, () -> strays(LATER_STRAYS));
  }

  /** A recording cannot go on: the program stops by itself and does not survive the next start. */
  void recordingFailed() {
    if (state.recordingOrArmed()) {
      stop();
      savingThreadGone = true;
    }
  }

  private void strays(int count) {
    for (int i = 0; i < count; i++) {
      replies.accept(NOT_RUNNING);
    }
  }
}
