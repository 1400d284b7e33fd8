package org.wetstack.emulator.newera;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** The loops that a program is in, one within the other. */
final class Loops {

  private static final int MOST = 3;

  private final boolean roundsInAll;
  private final Deque<Integer> starts = new ArrayDeque<>();
  private final Map<Integer, Integer> left = new TreeMap<>();

  Loops(boolean roundsInAll) {
    this.roundsInAll = roundsInAll;
  }

  void clear() {
    starts.clear();
    left.clear();
  }

  /** Enters a loop whose first phase is {@code start}; false if there are too many already. */
  boolean enter(int start) {
    if (starts.contains(start)) {
      // Come upon again by a jump: what was within it is left.
      while (starts.element() != start) {
        starts.remove();
      }
      return true;
    }
    if (starts.size() == MOST) {
      return false;
    }
    starts.push(start);
    return true;
  }

  /** Where the innermost loop starts; 0 if there is none. */
  int start() {
    return starts.isEmpty() ? 0 : starts.element();
  }

  /**
   * At phase {@code at}, which ends a loop of {@code rounds}.
   *
   * @return the phase to go on with
   */
  int again(int at, int rounds) {
    int rest = left.getOrDefault(at, roundsInAll ? rounds - 1 : rounds);
    if (rest > 0) {
      left.put(at, rest - 1);
      return Math.max(1, start());
    }
    left.remove(at);
    if (!starts.isEmpty()) {
      starts.remove();
    }
    return at + 1;
  }
}
