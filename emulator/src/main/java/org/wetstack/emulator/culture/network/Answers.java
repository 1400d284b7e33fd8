package org.wetstack.emulator.culture.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.wetstack.emulator.tissue.Dice;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.Stateful;

/**
 * Which cells a stimulus makes fire directly, and when. The strongest phase of each electrode
 * within a millisecond counts, those of several electrodes add up; a cell has one answer pending at
 * most, and what comes meanwhile is lost on it.
 */
final class Answers implements Stateful {

  /** A phase is told of when it has ended, which may be steps after it began. */
  static final int EARLIEST_MICROS = -20_000;

  private static final int NONE = Integer.MAX_VALUE;
  private static final double ANODIC = 0.5;

  private final int neurons;
  private final int electrodes;
  private final double[] reach;
  private final double[] half;
  private final double[] latency;
  private final double[] freshening;
  private final double jitter;
  private final double fatigue;
  private final double steepness;

  private final double[] picocoulombs;
  private final int[] began;
  private final double[] fresh;

  /** Microseconds from the beginning of the next step to the answer, or NONE. */
  private final int[] due;

  private Dice dice;
  private int pending;
  private boolean stimulated;

  Answers(Dice dice, NetworkProfile profile, Anatomy anatomy, List<Dish.Place> places) {
    neurons = anatomy.neurons();
    electrodes = places.size();
    reach = new double[electrodes * neurons];
    for (int e = 0; e < electrodes; e++) {
      for (int n = 0; n < neurons; n++) {
        double relative = anatomy.distance(n, places.get(e)) / profile.reachMicrometers();
        reach[e * neurons + n] = 1 / (1 + relative * relative);
      }
    }
    half = new double[neurons];
    latency = new double[neurons];
    fresh = new double[neurons];
    freshening = new double[neurons];
    due = new int[neurons];
    double least = profile.leastLatencyMillis();
    double range = profile.mostLatencyMillis() - least;
    double decades = StrictMath.log(profile.mostFatigueMillis() / profile.leastFatigueMillis());
    for (int n = 0; n < neurons; n++) {
      half[n] = profile.halfPicocoulombs() * StrictMath.exp(profile.halfSpread() * dice.gaussian());
      latency[n] = 1_000 * (least + range * dice.uniform());
      double millis = profile.leastFatigueMillis() * StrictMath.exp(decades * dice.uniform());
      freshening[n] = 1 - StrictMath.exp(-10 / millis);
    }
    Arrays.fill(fresh, 1);
    Arrays.fill(due, NONE);
    picocoulombs = new double[electrodes];
    began = new int[electrodes];
    jitter = profile.jitterMicros();
    fatigue = profile.fatigueShare();
    steepness = profile.answerSteepness();
    this.dice = new Dice(dice.next());
  }

  void stimulate(int electrode, double nanoamps, double micros, int microsIntoStep) {
    double charge = Math.abs(nanoamps) * micros / 1_000 * (nanoamps < 0 ? 1 : ANODIC);
    if (charge > picocoulombs[electrode]) {
      picocoulombs[electrode] = charge;
      began[electrode] = microsIntoStep;
      stimulated = true;
    }
  }

  /** A step begins: cells take up what was stimulated for it. */
  void excite(double threshold, float[] awake) {
    if (stimulated) {
      for (int n = 0; n < neurons; n++) {
        excite(n, threshold, awake[n]);
      }
      Arrays.fill(picocoulombs, 0);
      stimulated = false;
    }
  }

  private void excite(int n, double threshold, float awake) {
    double sum = 0;
    double most = 0;
    int begin = 0;
    for (int e = 0; e < electrodes; e++) {
      double part = picocoulombs[e] * reach[e * neurons + n];
      sum += part;
      if (part > most) {
        most = part;
        begin = began[e];
      }
    }
    double ratio = sum / (half[n] * threshold);
    if (answers(ratio, awake * fresh[n], dice.uniform()) && due[n] == NONE) {
      due[n] = (int) Math.max(0, begin + latency[n] + jitter * dice.gaussian());
      fresh[n] *= 1 - fatigue;
      pending++;
    }
  }

  /** Whether {@code drawn} is below the chance, which is {@code most} with all charge there is. */
  private boolean answers(double ratio, double most, double drawn) {
    // Far from an electrode the ratio is small, and the chance less: the power is not needed.
    if (drawn >= most || (ratio < 1 && steepness >= 1 && drawn >= ratio)) {
      return false;
    }
    double power = StrictMath.pow(ratio, steepness);
    // 1 - 1 / (1 + power) rather than power / (1 + power), which is none if power is infinite.
    return drawn < most * (1 - 1 / (1 + power));
  }

  boolean pending() {
    return pending > 0;
  }

  /** Microseconds into this step when {@code n} answers, or -1 if it does not. */
  int take(int n) {
    int micros = due[n];
    if (micros == NONE) {
      return -1;
    }
    if (micros >= 1_000) {
      due[n] = micros - 1_000;
      return -1;
    }
    due[n] = NONE;
    pending--;
    return micros;
  }

  /** Ten milliseconds pass. */
  void rest() {
    for (int n = 0; n < fresh.length; n++) {
      fresh[n] += (1 - fresh[n]) * freshening[n];
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(dice.state());
    for (int e = 0; e < electrodes; e++) {
      out.writeDouble(picocoulombs[e]);
      out.writeInt(began[e]);
    }
    for (int n = 0; n < neurons; n++) {
      out.writeDouble(fresh[n]);
      out.writeInt(due[n]);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    dice = new Dice(in.readLong());
    stimulated = false;
    for (int e = 0; e < electrodes; e++) {
      picocoulombs[e] = Floats.finite(in.readDouble());
      began[e] = Floats.within(in.readInt(), EARLIEST_MICROS, 999);
      stimulated |= picocoulombs[e] > 0;
    }
    pending = 0;
    for (int n = 0; n < neurons; n++) {
      fresh[n] = Floats.finite(in.readDouble());
      due[n] = Floats.within(in.readInt(), 0, NONE);
      pending += due[n] == NONE ? 0 : 1;
    }
  }
}
