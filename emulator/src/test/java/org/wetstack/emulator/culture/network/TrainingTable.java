package org.wetstack.emulator.culture.network;

import java.util.Arrays;
import org.wetstack.emulator.culture.network.Training.Condition;
import org.wetstack.emulator.culture.network.Training.Plan;
import org.wetstack.emulator.tissue.Dice;

/**
 * The whole experiment, over many seeds and with all controls, for the table in
 * docs/explanation/culture-network.md. Takes a quarter of an hour; not a test, run by hand.
 */
final class TrainingTable {

  private static final int QUARTERS = 4;

  private TrainingTable() {}

  /** Share of wanted answers, by condition, seed and quarter of the trials. */
  static double[][][] shares(int seeds, Plan plan, Condition... conditions) {
    double[][][] shares = new double[conditions.length][seeds][];
    for (int s = 0; s < seeds; s++) {
      double[][] ofSeed = shares(100L + s, plan, conditions);
      for (int c = 0; c < conditions.length; c++) {
        shares[c][s] = ofSeed[c];
      }
    }
    return shares;
  }

  /** The same of one seed; {@link Condition#RANDOM} comes after {@link Condition#REWARDED}. */
  static double[][] shares(long seed, Plan plan, Condition... conditions) {
    double[][] shares = new double[conditions.length][];
    boolean[] rewarded = new boolean[plan.trials()];
    for (int c = 0; c < conditions.length; c++) {
      boolean[] wanted = Training.run(seed, conditions[c], plan, shuffled(rewarded, seed));
      rewarded = conditions[c] == Condition.REWARDED ? wanted : rewarded;
      shares[c] = quarters(wanted);
    }
    return shares;
  }

  /** Last quarter less first, of each seed. */
  static double[] changes(double[][] shares) {
    double[] changes = new double[shares.length];
    for (int s = 0; s < changes.length; s++) {
      changes[s] = shares[s][QUARTERS - 1] - shares[s][0];
    }
    return changes;
  }

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Mean divided by deviation: Cohen's d of pairs. */
  static double effect(double[] differences) {
    double mean = mean(differences);
    double squares = 0;
    for (double d : differences) {
      squares += (d - mean) * (d - mean);
    }
    return mean / Math.sqrt(squares / (differences.length - 1));
  }

  /**
   * How likely a mean of this size, or beyond, is if each difference might as well have the other
   * sign: over all signs, two-sided; at most 24 differences.
   */
  static double chance(double[] differences) {
    double observed = Math.abs(mean(differences)) - 1e-12;
    int beyond = 0;
    int all = 1 << differences.length;
    for (int signs = 0; signs < all; signs++) {
      double sum = 0;
      for (int i = 0; i < differences.length; i++) {
        sum += (signs >> i & 1) == 0 ? differences[i] : -differences[i];
      }
      beyond += Math.abs(sum / differences.length) >= observed ? 1 : 0;
    }
    return beyond / (double) all;
  }

  private static boolean[] shuffled(boolean[] values, long seed) {
    var dice = new Dice(seed);
    boolean[] shuffled = values.clone();
    for (int i = shuffled.length - 1; i > 0; i--) {
      int j = dice.below(i + 1);
      boolean swapped = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = swapped;
    }
    return shuffled;
  }

  private static double[] quarters(boolean[] wanted) {
    double[] shares = new double[QUARTERS];
    int each = wanted.length / QUARTERS;
    for (int i = 0; i < each * QUARTERS; i++) {
      shares[i / each] += wanted[i] ? 1.0 / each : 0;
    }
    return shares;
  }

  /** Prints what each seed did, and the table; arguments are the number of seeds and the first. */
  public static void main(String[] arguments) {
    int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 200;
    Condition[] conditions = Condition.values();
    double[][][] shares = new double[conditions.length][seeds][];
    for (int s = 0; s < seeds; s++) {
      double[][] ofSeed = shares(first + s, new Plan(20, 160, 6_000), conditions);
      for (int c = 0; c < conditions.length; c++) {
        shares[c][s] = ofSeed[c];
        System.out.println(first + s + " " + conditions[c] + " " + Arrays.toString(ofSeed[c]));
      }
    }
    double[] learnt = changes(shares[0]);
    for (int c = 0; c < conditions.length; c++) {
      print(conditions[c], shares[c], learnt);
    }
  }

  private static void print(Condition condition, double[][] shares, double[] learnt) {
    double[] change = changes(shares);
    double[] less = new double[change.length];
    double[] mean = new double[QUARTERS];
    for (int s = 0; s < change.length; s++) {
      less[s] = learnt[s] - change[s];
      for (int q = 0; q < QUARTERS; q++) {
        mean[q] += shares[s][q] / shares.length;
      }
    }
    System.out.printf(
        "%s %s change %.3f d %.2f p %.6f; rewarded less this: d %.2f p %.6f%n",
        condition,
        Arrays.toString(mean),
        mean(change),
        effect(change),
        chance(change),
        effect(less),
        chance(less));
  }
}
