package org.wetstack.emulator.culture.network;

import java.util.Arrays;
import org.wetstack.emulator.tissue.Dice;

/**
 * Who has a synapse with whom, and how long a spike takes to it, from the seed. Synapses are in the
 * order of the cell they come from and, of one cell, of their delay; those of exciting cells, which
 * are plastic, come first.
 */
final class Wiring {

  /** The longest delay, in milliseconds; the shortest is 1. */
  static final int DELAYS = 20;

  private static final int BITS = 12;
  private static final int ROW = DELAYS + 1;

  final int neurons;
  final int excitatory;

  /** How many synapses come from exciting cells. */
  final int plastic;

  /** The cell each synapse is at. */
  final short[] to;

  private final int[] begin;
  private final int[] incoming;
  private final int[] incomingBegin;

  Wiring(Dice dice, NetworkProfile profile, Anatomy anatomy, int excitatory) {
    neurons = anatomy.neurons();
    this.excitatory = excitatory;
    int each = profile.synapses();
    plastic = excitatory * each;
    to = new short[neurons * each];
    begin = new int[neurons * ROW + 1];
    begin[neurons * ROW] = to.length;
    for (int n = 0; n < neurons; n++) {
      connect(n, n * each, targets(n, each, dice, profile, anatomy));
    }
    incomingBegin = new int[neurons + 1];
    for (int s = 0; s < plastic; s++) {
      incomingBegin[to[s] + 1]++;
    }
    for (int n = 0; n < neurons; n++) {
      incomingBegin[n + 1] += incomingBegin[n];
    }
    incoming = new int[plastic];
    int[] next = incomingBegin.clone();
    for (int s = 0; s < plastic; s++) {
      incoming[next[to[s]]++] = s;
    }
  }

  /** The first synapse of {@code from} that is reached after {@code delay} ms or more. */
  int begin(int from, int delay) {
    return begin[from * ROW + delay];
  }

  /** The synapse after the last of {@code from} that is reached after {@code delay} ms. */
  int end(int from, int delay) {
    return begin[from * ROW + delay + 1];
  }

  int incomingBegin(int neuron) {
    return incomingBegin[neuron];
  }

  int incomingEnd(int neuron) {
    return incomingBegin[neuron + 1];
  }

  /** A plastic synapse, by its place among those of the cells they are at. */
  int incoming(int i) {
    return incoming[i];
  }

  /** Delay and target of each synapse of {@code n}; inhibiting cells only reach exciting ones. */
  private int[] targets(int n, int each, Dice dice, NetworkProfile profile, Anatomy anatomy) {
    int[] pick = new int[neurons];
    int count = 0;
    for (int i = 0; i < (n < excitatory ? neurons : excitatory); i++) {
      if (i != n) {
        pick[count++] = i;
      }
    }
    int[] keyed = new int[each];
    for (int i = 0; i < each; i++) {
      int at = i + dice.below(count - i);
      int target = pick[at];
      pick[at] = pick[i];
      double millis =
          profile.synapticMillis() + anatomy.distance(n, target) / profile.micrometersPerMilli();
      // Rounded up or down by chance, so that the mean is right.
      int delay = (int) Math.min(DELAYS, Math.floor(millis + dice.uniform()));
      keyed[i] = delay << BITS | target;
    }
    Arrays.sort(keyed);
    return keyed;
  }

  private void connect(int n, int first, int[] keyed) {
    int delay = 0;
    for (int i = 0; i < keyed.length; i++) {
      for (; delay <= keyed[i] >> BITS; delay++) {
        begin[n * ROW + delay] = first + i;
      }
      to[first + i] = (short) (keyed[i] & ((1 << BITS) - 1));
    }
    for (; delay <= DELAYS; delay++) {
      begin[n * ROW + delay] = first + keyed.length;
    }
  }
}
