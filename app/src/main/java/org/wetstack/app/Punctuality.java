package org.wetstack.app;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.wetstack.emulator.board.ArrayBench;
import org.wetstack.emulator.board.Pacing;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.emulator.rig.RigSpec;
import org.wetstack.hal.spi.Timebase;

/**
 * Says so when this computer does not keep up with the arrays of an emulated rig: what a program
 * measures there is then the computer, and not the program.
 */
final class Punctuality {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration BEHIND = Duration.ofMillis(500);
  private static final Duration WORTH_TELLING = Duration.ofMillis(50);

  private final Map<String, ArrayBench> arrays = new LinkedHashMap<>();
  private final Set<String> behind = new HashSet<>();
  private final Timebase time;
  private final PrintWriter err;

  /** Looks at all arrays of {@code rig} every second, as long as the process lives. */
  Punctuality(RigSpec spec, Rig rig, Timebase time, PrintWriter err) {
    this.time = time;
    this.err = err;
    for (RigSpec.Board board : spec.boards()) {
      for (RigSpec.Part part : board.parts()) {
        if (part instanceof RigSpec.Array array) {
          arrays.put(array.name(), rig.board(board.name()).array(array.name()));
        }
      }
    }
    if (!arrays.isEmpty()) {
      lookLater();
    }
  }

  private void lookLater() {
    time.after(LOOK_EVERY, this::look);
  }

  private void look() {
    arrays.forEach(
        (name, array) -> {
          Duration now = array.pacing().behind();
          if (now.compareTo(BEHIND) < 0) {
            behind.remove(name);
          } else if (behind.add(name)) {
            say(name + " is " + now.toMillis() + " ms behind: this computer does not keep up");
          }
        });
    lookLater();
  }

  /** Tells of what was late, if it was late enough to matter. */
  void summarise() {
    arrays.forEach(
        (name, array) -> {
          Pacing all = array.pacing();
          if (all.longest().compareTo(WORTH_TELLING) > 0) {
            say(
                "%s sent %d of %d blocks late, the latest by %d ms"
                    .formatted(name, all.late(), all.blocks(), all.longest().toMillis()));
          }
        });
  }

  private void say(String what) {
    err.println("wetstack: " + what);
    err.flush();
  }
}
