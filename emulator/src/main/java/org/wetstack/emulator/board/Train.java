package org.wetstack.emulator.board;

import org.wetstack.protocol.v1.StimulusStatus;
import org.wetstack.protocol.v1.StimulusStatus.State;
import org.wetstack.protocol.v1.Waveform;

/** One triggered stimulus, from its trigger to its end. */
final class Train {

  final long operation;
  final int slot;
  final long atSample;
  final long firstSample;
  final Waveform waveform;
  State state;

  /** Pulses handed to the tissue so far, and after the end. */
  int pulsesBegun;

  Train(long operation, int slot, long atSample, long firstSample, Waveform waveform, State state) {
    this.operation = operation;
    this.slot = slot;
    this.atSample = atSample;
    this.firstSample = firstSample;
    this.waveform = waveform;
    this.state = state;
  }

  boolean live() {
    return state == State.STATE_SCHEDULED || state == State.STATE_RUNNING;
  }

  long nextPulse() {
    return firstSample + (long) pulsesBegun * waveform.getPeriodTicks();
  }

  /** The sample after the last one that this train takes, recovery included. */
  long endSample() {
    return firstSample
        + (waveform.getPulses() - 1L) * waveform.getPeriodTicks()
        + Waveforms.pulseTicks(waveform)
        + Waveforms.restTicks(waveform);
  }

  StimulusStatus status() {
    return StimulusStatus.newBuilder()
        .setOperationId(operation)
        .setState(state)
        .setFirstSample(firstSample)
        .setPulsesBegun(pulsesBegun)
        .build();
  }
}
