package org.wetstack.emulator.rhx.signal;

import java.util.Arrays;

/** One filter, for the waveforms of many channels. Allocates nothing for a block. */
final class Cascade {

  private static final int MAX_SECTIONS = 4;
  private static final int MEMORY = 4;

  private final double[] memory;
  private double[][] sections = {};

  Cascade(int channels) {
    memory = new double[channels * MAX_SECTIONS * MEMORY];
  }

  /** Filters differently from now on, and forgets nothing. */
  void set(double[][] next) {
    sections = next;
  }

  /** Lets {@code channel} begin anew, as if it had been at zero for ever. */
  void reset(int channel) {
    int from = channel * MAX_SECTIONS * MEMORY;
    Arrays.fill(memory, from, from + MAX_SECTIONS * MEMORY, 0);
  }

  /** Filters the next samples of {@code channel} in place. */
  void apply(int channel, double[] samples) {
    for (int i = 0; i < sections.length; i++) {
      apply(sections[i], (channel * MAX_SECTIONS + i) * MEMORY, samples);
    }
  }

  private void apply(double[] section, int at, double[] samples) {
    double b0 = section[0];
    double b1 = section[1];
    double b2 = section[2];
    double a1 = section[3];
    double a2 = section[4];
    double x1 = memory[at];
    double x2 = memory[at + 1];
    double y1 = memory[at + 2];
    double y2 = memory[at + 3];
    for (int i = 0; i < samples.length; i++) {
      double x = samples[i];
      double y = b2 * x2 + b1 * x1 + b0 * x - a2 * y2 - a1 * y1;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      samples[i] = y;
    }
    memory[at] = x1;
    memory[at + 1] = x2;
    memory[at + 2] = y1;
    memory[at + 3] = y2;
  }
}
