package org.wetstack.emulator.culture.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.wetstack.emulator.tissue.Dice;
import org.wetstack.emulator.tissue.Stateful;

/**
 * The membranes of all cells: the two equations of Izhikevich (2003), a millisecond in two halves
 * for the potential, and the noise that drives them.
 */
final class Membranes implements Stateful {

  private static final float PEAK = 30f;
  private static final float RESET = -65f;
  private static final float SENSITIVITY = 0.2f;
  private static final double SIXTEEN_BITS = 32_768;

  /** What synapses and noise add in this step, in millivolts a millisecond. */
  final float[] input;

  private final int neurons;
  private final float[] before;
  private final float[] half;
  private final float[] potential;
  private final float[] recovery;
  private final float[] rate;
  private final float[] step;
  private final float[] noise;
  private final double sway;
  private final double keepSway;
  private Dice dice;
  private long noiseState;
  private double swaying;

  Membranes(Dice dice, NetworkProfile profile, int excitatory) {
    neurons = profile.neurons();
    int padded = (neurons + 3) & ~3;
    input = new float[padded];
    before = new float[padded];
    half = new float[padded];
    potential = new float[padded];
    recovery = new float[padded];
    rate = new float[padded];
    step = new float[padded];
    noise = new float[padded];
    Arrays.fill(potential, RESET);
    Arrays.fill(recovery, SENSITIVITY * RESET);
    double organoid = StrictMath.exp(profile.organoidSpread() * dice.gaussian());
    for (int n = 0; n < neurons; n++) {
      boolean excites = n < excitatory;
      rate[n] = (float) (excites ? profile.excitatoryRate() : profile.inhibitoryRate());
      step[n] = (float) (excites ? profile.excitatoryStep() : profile.inhibitoryStep());
      double own = StrictMath.exp(profile.noiseSpread() * dice.gaussian());
      double share = excites ? 1 : profile.inhibitoryNoise();
      noise[n] = (float) (profile.noise() * organoid * own * share / SIXTEEN_BITS);
    }
    sway = profile.sway();
    keepSway = StrictMath.exp(-10 / profile.swayMillis());
    noiseState = dice.next();
    this.dice = new Dice(dice.next());
  }

  /**
   * Each 10 ms: the noise of all cells grows or falls a little, as an Ornstein-Uhlenbeck process.
   */
  void sway() {
    swaying = swaying * keepSway + Math.sqrt(1 - keepSway * keepSway) * dice.gaussian();
  }

  /** Adds noise to {@link #input}, and takes away from it what cells are too weak for. */
  void agitate(double excitation, float[] awake) {
    float factor = (float) (excitation * Math.max(0, 1 + sway * swaying));
    long state = noiseState;
    for (int n = 0; n < input.length; n += 4) {
      state += Dice.GOLDEN;
      long h = Dice.mix(state);
      input[n] = awake[n] * (input[n] + factor * noise[n] * (short) h);
      input[n + 1] = awake[n + 1] * (input[n + 1] + factor * noise[n + 1] * (short) (h >> 16));
      input[n + 2] = awake[n + 2] * (input[n + 2] + factor * noise[n + 2] * (short) (h >> 32));
      input[n + 3] = awake[n + 3] * (input[n + 3] + factor * noise[n + 3] * (short) (h >> 48));
    }
    noiseState = state;
  }

  /** One millisecond; {@link #input} is used up. */
  void step() {
    // One loop for each result, for that is what the compiler turns into vector instructions.
    System.arraycopy(potential, 0, before, 0, before.length);
    advance(before, recovery, input, half);
    advance(half, recovery, input, potential);
    recover(potential, recovery, rate);
    Arrays.fill(input, 0);
  }

  private static void advance(float[] from, float[] recovery, float[] input, float[] to) {
    for (int n = 0; n < to.length; n++) {
      to[n] = from[n] + 0.5f * ((0.04f * from[n] + 5f) * from[n] + 140f - recovery[n] + input[n]);
    }
  }

  private static void recover(float[] potential, float[] recovery, float[] rate) {
    for (int n = 0; n < recovery.length; n++) {
      recovery[n] += rate[n] * (SENSITIVITY * Math.min(potential[n], PEAK) - recovery[n]);
    }
  }

  /** The first cell from {@code n} on that fires; the number of cells if there is none. */
  int next(int n) {
    int next = n;
    while (next < neurons && potential[next] < PEAK) {
      next++;
    }
    return next;
  }

  boolean fires(int n) {
    return potential[n] >= PEAK;
  }

  /** When in the step just made the potential of a cell that fires went through the peak, in µs. */
  int micros(int n) {
    float middle = half[n];
    float at =
        middle >= PEAK
            ? 500 * (PEAK - before[n]) / (middle - before[n])
            : 500 + 500 * (PEAK - middle) / (potential[n] - middle);
    return (int) Math.max(0, Math.min(999, at));
  }

  /** A cell has fired, by itself or made to. */
  void reset(int n) {
    potential[n] = RESET;
    recovery[n] += step[n];
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(noiseState);
    out.writeLong(dice.state());
    out.writeDouble(swaying);
    Floats.write(out, potential);
    Floats.write(out, recovery);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    noiseState = in.readLong();
    dice = new Dice(in.readLong());
    swaying = Floats.finite(in.readDouble());
    Floats.read(in, potential);
    Floats.read(in, recovery);
  }
}
