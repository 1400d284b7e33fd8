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
  final Pattern pattern;
  State state;

  /** Pulses ordered from the chips so far, and after the end. */
  int pulsesBegun;

  /** Whether the first currents are on their way to the chips. */
  boolean loaded;

  /** Whether its host knows that a stimulator ran out of voltage. */
  boolean exceeded;

  private int pulse;
  private int step;

  Train(long operation, int slot, long atSample, long firstSample, Waveform waveform, State state) {
    this.operation = operation;
    this.slot = slot;
    this.atSample = atSample;
    this.firstSample = firstSample;
    this.waveform = waveform;
    this.pattern = new Pattern(waveform);
    this.state = state;
  }

  boolean live() {
    return state == State.STATE_SCHEDULED || state == State.STATE_RUNNING;
  }

  /** The sample with which the next step begins; there is none after the last pulse. */
  long nextStepSample() {
    return pulse == waveform.getPulses()
        ? Long.MAX_VALUE
        : firstSample + (long) pulse * waveform.getPeriodTicks() + pattern.steps.get(step).tick();
  }

  /** Whether the next step is the first of a pulse. */
  boolean beginsPulse() {
    return step == 0;
  }

  /** The next step, which is behind then. */
  Pattern.Step takeStep() {
    Pattern.Step taken = pattern.steps.get(step);
    step++;
    if (step == pattern.steps.size()) {
      step = 0;
      pulse++;
    }
    return taken;
  }

  /** From which sample on its first currents have to be written. */
  long loadSample() {
    return firstSample - pattern.framesToLoad();
  }

  /** The sample after the last one that this train takes, recovery included. */
  long endSample() {
    return firstSample
        + (waveform.getPulses() - 1L) * waveform.getPeriodTicks()
        + Waveforms.pulseTicks(waveform)
        + Waveforms.restTicks(waveform);
  }

  /**
   * How many samples must lie between the end of this one and the start of {@code next}: none if
   * the chips hold its currents already, all the time.
   */
  long samplesUntil(Train next) {
    boolean held = pattern.even() && waveform.equals(next.waveform);
    return held ? 0 : next.pattern.framesToLoad() + 1;
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
