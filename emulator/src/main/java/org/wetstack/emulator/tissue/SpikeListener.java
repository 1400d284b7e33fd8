package org.wetstack.emulator.tissue;

/** Told the truth about every spike, so that tests can judge a detector. */
@FunctionalInterface
public interface SpikeListener {

  /**
   * A spike. Called under the world's lock, while the samples with its beginning are made.
   *
   * @param neuron counted from 0 under each electrode; -1 for an injected spike
   * @param trough sample of its lowest point
   * @param evoked whether it answers a pulse
   */
  void onSpike(int channel, int neuron, long trough, boolean evoked);
}
