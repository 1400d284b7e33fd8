package org.wetstack.emulator.fluidics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.emulator.fluidics.SyringeDrive.Motion;
import org.wetstack.emulator.fluidics.SyringeDrive.Port;

/** The latest motions of a drive, oldest first. */
final class MotionLog {

  static final int MAX_MOTIONS = 100_000;

  private final Deque<Motion> motions = new ArrayDeque<>();

  void begin(Direction direction, Port port, long nowNanos) {
    if (motions.size() == MAX_MOTIONS) {
      motions.removeFirst();
    }
    motions.addLast(new Motion(direction, port, 0, nowNanos));
  }

  /** The latest motion has made {@code steps} so far. */
  void made(long steps) {
    Motion begun = motions.removeLast();
    motions.addLast(new Motion(begun.direction(), begun.port(), steps, begun.beganNanos()));
  }

  List<Motion> all() {
    return List.copyOf(motions);
  }
}
