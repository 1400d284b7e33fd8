package org.wetstack.emulator.fluidics;

import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.emulator.fluidics.SyringeDrive.Motion;
import org.wetstack.emulator.fluidics.SyringeDrive.Port;

/** The motions of a drive, oldest first; at most so many that it cannot fill a computer. */
final class MotionLog {

  static final int MAX_MOTIONS = 100_000;

  private final List<Motion> motions = new ArrayList<>();

  void begin(Direction direction, Port port, long nowNanos) {
    if (motions.size() < MAX_MOTIONS) {
      motions.add(new Motion(direction, port, 0, nowNanos));
    }
  }

  /** The latest motion has made {@code steps} so far. */
  void made(long steps) {
    int last = motions.size() - 1;
    if (motions.size() < MAX_MOTIONS) {
      Motion begun = motions.get(last);
      motions.set(last, new Motion(begun.direction(), begun.port(), steps, begun.beganNanos()));
    }
  }

  List<Motion> all() {
    return List.copyOf(motions);
  }
}
