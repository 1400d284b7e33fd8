package org.wetstack.lab.signal;

import java.util.Arrays;

/** Until when nothing is heard: dead time, pulses and gaps, artefacts. */
final class Deafness {

  private final long deadSamples;
  private final long blankingSamples;
  private final long settlingSamples;
  private final long[] deafUntil;
  private final long[] artefactUntil;
  private final long[] lastBelow;
  private long heldUntil;
  private long settledAt;
  private long artefacts;

  Deafness(int channels, long deadSamples, long blankingSamples, long settlingSamples) {
    this.deadSamples = deadSamples;
    this.blankingSamples = blankingSamples;
    this.settlingSamples = settlingSamples;
    deafUntil = new long[channels];
    artefactUntil = new long[channels];
    lastBelow = new long[channels];
    Arrays.fill(lastBelow, Long.MIN_VALUE);
  }

  /** A pulse, or what follows a gap, begins: all filters are at rest for a while. */
  void hold(long from) {
    heldUntil = Math.max(heldUntil, from + blankingSamples);
    settledAt = heldUntil + settlingSamples;
  }

  long heldUntil() {
    return heldUntil;
  }

  /** From here on all channels are heard, but those that are deaf by themselves. */
  long settledAt() {
    return settledAt;
  }

  /**
   * Takes note that {@code channel} is below its threshold.
   *
   * @return whether that begins a spike; the channel is dead from then on for a while
   */
  boolean begins(int channel, long sample) {
    boolean crosses = lastBelow[channel] != sample - 1;
    lastBelow[channel] = sample;
    if (!crosses || sample < deafUntil[channel]) {
      return false;
    }
    deafUntil[channel] = sample + deadSamples;
    return true;
  }

  /** Makes {@code channel} deaf until an artefact at {@code sample} has decayed. */
  void artefact(int channel, long sample) {
    if (sample >= artefactUntil[channel]) {
      artefacts++;
    }
    artefactUntil[channel] = sample + blankingSamples + settlingSamples;
    deafUntil[channel] = Math.max(deafUntil[channel], artefactUntil[channel]);
  }

  long artefacts() {
    return artefacts;
  }
}
