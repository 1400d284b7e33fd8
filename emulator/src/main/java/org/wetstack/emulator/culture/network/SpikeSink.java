package org.wetstack.emulator.culture.network;

/** Told of each spike of an {@link Organoid}, in the step in which it happens. */
@FunctionalInterface
public interface SpikeSink {

  /**
   * A neuron fires.
   *
   * @param neuron from 0 to {@link Organoid#neurons()} - 1
   * @param micros into the step, 0 to 999
   * @param evoked whether it answers a stimulus directly, not through synapses
   */
  void onSpike(int neuron, int micros, boolean evoked);
}
