package org.wetstack.emulator.rhx.signal;

import java.util.List;
import java.util.Random;

/** Parameters of one random stimulus, in samples, and what they mean, drawn on a time line. */
final class DrawnStimulus {

  /** What one frame should look like: current -1, 0 or 1, amplifier settled, charge recovered. */
  record Frame(int sign, boolean settled, boolean recovered) {
    static final Frame REST = new Frame(0, false, false);
  }

  final String shape;
  final boolean negativeFirst;
  final int delay;
  final int first;
  final int second;
  final int gap;
  final int pulses;
  final int period;
  private final boolean late;
  final int refractory;
  final boolean settles;
  final boolean maintains;
  final int before;
  final int after;
  final boolean recovers;
  final int recoveryOn;
  final int recoveryOff;

  DrawnStimulus(Random random, boolean late) {
    this.late = late;
    shape = List.of("Biphasic", "BiphasicWithInterphaseDelay", "Triphasic").get(random.nextInt(3));
    negativeFirst = random.nextBoolean();
    first = 1 + random.nextInt(20);
    second = 1 + random.nextInt(20);
    gap = 1 + random.nextInt(20);
    delay = 5 + random.nextInt(40);
    pulses = random.nextBoolean() ? 1 : 2 + random.nextInt(6);
    before = random.nextInt(5);
    after = 1 + random.nextInt(20);
    period = length() + before + 21 + random.nextInt(60);
    settles = random.nextBoolean();
    maintains = random.nextBoolean();
    recovers = random.nextBoolean();
    recoveryOn = 1 + random.nextInt(10);
    recoveryOff = recoveryOn + 1 + random.nextInt(20);
    refractory = 40 + random.nextInt(60);
  }

  int length() {
    return switch (shape) {
      case "Biphasic" -> first + second;
      case "Triphasic" -> 2 * first + second;
      default -> first + gap + second;
    };
  }

  /** From pulse to pulse: the sample in which the counter jumps back may take time, too. */
  int pitch() {
    return late ? period + 1 : period;
  }

  /** When the last pulse ends, counted from the trigger. */
  int end() {
    return delay + (pulses - 1) * pitch() + length();
  }

  /** When it waits for the next trigger again. */
  int over() {
    return end() + refractory;
  }

  private int sign(int inPulse) {
    int own = negativeFirst ? -1 : 1;
    if (inPulse < 0 || inPulse >= length()) {
      return 0;
    }
    if (inPulse < first) {
      return own;
    }
    return switch (shape) {
      case "Biphasic" -> -own;
      case "Triphasic" -> inPulse < first + second ? -own : own;
      default -> inPulse < first + gap ? 0 : -own;
    };
  }

  Frame at(int time) {
    int sign = 0;
    for (int pulse = 0; pulse < pulses; pulse++) {
      int now = sign(time - delay - pulse * pitch());
      sign = now != 0 ? now : sign;
    }
    boolean recovered = recovers && time >= end() + recoveryOn && time < end() + recoveryOff;
    return new Frame(sign, settles && settled(time), recovered);
  }

  private boolean settled(int time) {
    if (time < delay - before || time >= end() + after) {
      return false;
    }
    if (maintains || pulses == 1) {
      return true;
    }
    // Between pulses of a train it is released where the program's own arithmetic says: so long
    // after the counter's zero, which is at the trigger and moves on with each pulse.
    for (int pulse = 0; pulse < pulses - 1; pulse++) {
      int zero = pulse * pitch();
      // From the second pulse on the counter begins at the delay.
      boolean reached =
          pulse == 0 ? after > delay - before : after > delay || (after == delay && before > 0);
      if (reached && time >= zero + after && time < zero + delay + period - before) {
        return false;
      }
    }
    return true;
  }
}
