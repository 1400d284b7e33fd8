package org.wetstack.emulator.culture.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.wetstack.emulator.tissue.Dice;
import org.wetstack.emulator.tissue.Stateful;

/**
 * The weights of synapses and how they learn: the times of arrivals and spikes make a synapse
 * eligible, dopamine makes its weight follow (Izhikevich 2007). Of several arrivals the last
 * counts, and so it is with spikes. What a cell gives altogether is conserved.
 */
final class Synapses implements Stateful {

  static final int DELAYS = Wiring.DELAYS;

  /** Longer ago, in milliseconds, than anything that still has an effect. */
  static final int LONG_AGO = 1_000;

  private static final int PAIRED = 256;

  private final Wiring wiring;
  private final float[] weight;
  private final float[] eligibility;
  private final int[] arrival;
  private final float[] pairing = new float[PAIRED];
  private final float[] budget;
  private final float potentiation;
  private final float depression;
  private final float keep;
  private final float largest;
  private final float conservation;

  Synapses(Dice dice, NetworkProfile profile, Wiring wiring) {
    this.wiring = wiring;
    weight = new float[wiring.to.length];
    eligibility = new float[wiring.plastic];
    arrival = new int[wiring.plastic];
    Arrays.fill(arrival, -LONG_AGO);
    largest = (float) profile.largestWeight();
    for (int s = 0; s < weight.length; s++) {
      double factor = StrictMath.exp(profile.weightSpread() * dice.gaussian());
      weight[s] =
          s < wiring.plastic
              ? Math.min(largest, (float) (profile.startWeight() * factor))
              : (float) (-profile.inhibitoryWeight() * factor);
    }
    budget = new float[wiring.excitatory];
    for (int n = 0; n < budget.length; n++) {
      budget[n] = given(n);
    }
    for (int i = 0; i < PAIRED; i++) {
      pairing[i] = (float) StrictMath.exp(-i / profile.pairingMillis());
    }
    potentiation = (float) profile.potentiation();
    depression = (float) profile.depression();
    keep = (float) StrictMath.exp(-10 / profile.eligibilityMillis());
    conservation = (float) profile.conservation();
  }

  /**
   * What {@code from} sent {@code delay} ms ago arrives.
   *
   * @param strength of the axon, 1 if it is not tired
   * @param last when each cell fired last
   */
  void arrive(int from, int delay, float strength, int now, int[] last, float[] input) {
    short[] to = wiring.to;
    int end = wiring.end(from, delay);
    for (int s = wiring.begin(from, delay); s < end; s++) {
      input[to[s]] += weight[s] * strength;
    }
    if (from < wiring.excitatory) {
      for (int s = wiring.begin(from, delay); s < end; s++) {
        arrival[s] = now;
        int since = now - last[to[s]];
        if (since < PAIRED) {
          eligibility[s] -= depression * pairing[since];
        }
      }
    }
  }

  /** {@code neuron} fires: what has arrived shortly before had a share in it. */
  void fired(int neuron, int now) {
    int end = wiring.incomingEnd(neuron);
    for (int i = wiring.incomingBegin(neuron); i < end; i++) {
      int s = wiring.incoming(i);
      int since = now - arrival[s];
      if (since < PAIRED) {
        eligibility[s] += potentiation * pairing[since];
      }
    }
  }

  /** Ten milliseconds pass, in which weights take over the share {@code rate} of eligibility. */
  void learn(float rate) {
    float most = largest;
    float kept = keep;
    float[] weights = weight;
    float[] eligible = eligibility;
    for (int s = 0; s < eligible.length; s++) {
      weights[s] = Math.max(0f, Math.min(most, weights[s] + rate * eligible[s]));
    }
    for (int s = 0; s < eligible.length; s++) {
      // Rounded to multiples of 2^-23, lest it fade into denormal numbers, which are slow.
      eligible[s] = (eligible[s] * kept + 1f) - 1f;
    }
  }

  /** Each second: brings what each cell gives nearer to what it gave at first. */
  void conserve(int now) {
    for (int n = 0; n < budget.length; n++) {
      float given = given(n);
      float factor = given > 0 ? 1 + conservation * (budget[n] / given - 1) : 1;
      int end = wiring.end(n, DELAYS);
      for (int s = wiring.begin(n, 0); s < end; s++) {
        weight[s] = Math.min(largest, weight[s] * factor);
      }
    }
    forget(arrival, now);
  }

  /** Keeps times within reach of {@code now}, which may overflow. */
  static void forget(int[] times, int now) {
    for (int i = 0; i < times.length; i++) {
      if (now - times[i] > LONG_AGO) {
        times[i] = now - LONG_AGO;
      }
    }
  }

  private float given(int n) {
    float sum = 0;
    int end = wiring.end(n, DELAYS);
    for (int s = wiring.begin(n, 0); s < end; s++) {
      sum += weight[s];
    }
    return sum;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (int s = 0; s < wiring.plastic; s++) {
      out.writeFloat(weight[s]);
      out.writeInt(arrival[s]);
    }
    Floats.write(out, eligibility);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    for (int s = 0; s < wiring.plastic; s++) {
      weight[s] = (float) Floats.finite(in.readFloat());
      arrival[s] = in.readInt();
    }
    Floats.read(in, eligibility);
  }
}
