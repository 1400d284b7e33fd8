package org.wetstack.benchmarks;

import org.wetstack.protocol.Framing;

/** A stream of 30 kHz in blocks of as many samples as are wanted, or as the protocol allows. */
record Stream(int channels, int samples) {

  /** What a message holds beside its samples. */
  private static final int ENVELOPE = 512;

  /** The board repeats its noise, and a detector learns it from every 14th sample. */
  private static final int OUT_OF_STEP = 7;

  Stream {
    samples = Math.min(samples, (Framing.MAX_DEVICE_MESSAGE - ENVELOPE) / (2 * channels));
    if (samples % OUT_OF_STEP == 0) {
      samples--;
    }
  }

  /** How far apart the blocks are in real time. */
  long periodNanos() {
    return samples * 1_000_000_000L / ScriptedBoard.RATE;
  }

  /** Bytes of samples in a block. */
  int dataBytes() {
    return 2 * channels * samples;
  }

  @Override
  public String toString() {
    return channels + " ch x " + samples;
  }
}
