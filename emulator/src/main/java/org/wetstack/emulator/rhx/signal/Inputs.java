package org.wetstack.emulator.rhx.signal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The lines into the controller: digital and analog inputs, and the keys F1 to F8. A change is seen
 * from the frame on that is being sampled when it comes. A key that is pressed and released at once
 * is seen pressed for one frame, as the two messages to the controller take longer than a frame.
 */
final class Inputs {

  static final int ANALOG_LINES = 8;
  private static final int DIGITAL_LINES = 16;
  private static final int KEYS = 8;
  private static final int FIRST_COMPARATOR = 16;
  private static final int FIRST_KEY = 24;
  private static final int MAX_WAITING = 4_096;

  /** 1.65 V, which the program sets when it starts and never again. */
  private static final int COMPARATOR_CODE = 38_048;

  private record Change(long frame, long order, Runnable act) {}

  private final PriorityQueue<Change> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Change::frame).thenComparingLong(Change::order));
  private final int[] analog = new int[ANALOG_LINES];
  private final long[] keyFrame = new long[KEYS];
  private long order;
  private int digital;
  private int keys;

  /**
   * @param restCode what an analog input reads that nothing is connected to
   */
  Inputs(int restCode) {
    Arrays.fill(analog, restCode);
  }

  void digital(long frame, int line, boolean high) {
    int bit = bit(line, DIGITAL_LINES, "digital input");
    plan(frame, () -> digital = high ? digital | bit : digital & ~bit);
  }

  void analog(long frame, int line, int code) {
    bit(line, ANALOG_LINES, "analog input");
    if (code < 0 || code > 0xFFFF) {
      throw new IllegalArgumentException("an analog input reads 0 to 65535, not " + code);
    }
    plan(frame, () -> analog[line] = code);
  }

  void key(long frame, int key, boolean down) {
    int bit = bit(key, KEYS, "key");
    long seen = Math.max(frame, keyFrame[key] + 1);
    keyFrame[key] = seen;
    plan(seen, () -> keys = down ? keys | bit : keys & ~bit);
  }

  private static int bit(int line, int lines, String what) {
    if (line < 0 || line >= lines) {
      throw new IllegalArgumentException(
          "there is no " + what + " " + line + ", counted from 0; there are " + lines);
    }
    return 1 << line;
  }

  private void plan(long frame, Runnable act) {
    if (waiting.size() >= MAX_WAITING) {
      // A host that changes lines faster than they are sampled loses the earliest moments.
      waiting.remove().act().run();
    }
    waiting.add(new Change(frame, order++, act));
  }

  /** Frames are counted anew, and what has not been seen yet is as it is. */
  void restart() {
    while (!waiting.isEmpty()) {
      waiting.remove().act().run();
    }
    Arrays.fill(keyFrame, -1);
  }

  /** Goes on to {@code frame}, and returns whether anything changed. */
  boolean advance(long frame) {
    boolean changed = false;
    while (!waiting.isEmpty() && waiting.element().frame() <= frame) {
      waiting.remove().act().run();
      changed = true;
    }
    return changed;
  }

  int digital() {
    return digital;
  }

  int analog(int line) {
    return analog[line];
  }

  /** The 32 trigger lines of the sequencers. */
  int triggers() {
    int comparators = 0;
    for (int line = 0; line < ANALOG_LINES; line++) {
      comparators |= analog[line] >= COMPARATOR_CODE ? 1 << line : 0;
    }
    return digital | comparators << FIRST_COMPARATOR | keys << FIRST_KEY;
  }
}
