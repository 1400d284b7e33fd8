package org.wetstack.emulator.rhx.signal;

import java.util.Arrays;
import java.util.List;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/**
 * All sequencers of a stimulation controller, frame by frame, and what they do: currents into the
 * tissue, settled amplifiers, discharged electrodes, analog and digital outputs.
 */
final class Stimulators {

  private static final int MID = 32_768;
  private static final int IDLE = DataBlock.NEGATIVE;
  private static final int LONGEST_PULSE = 4_096;

  private final State state;
  private final AmplifiedTissue tissue;
  private final PulseHistory history;
  private final int nanoampsPerStep;
  private final List<Channel> amplifiers;
  private final int[] portBit;
  private final StimSequencer[] current;
  private final StimSequencer[] analogOut;
  private final StimSequencer[] digitalOut;
  private final int[] positiveNanoamps;
  private final int[] negativeNanoamps;
  private final boolean[] settled;
  private final int[] future = new int[LONGEST_PULSE];
  private boolean fastSettle;
  private boolean settlesHeadstage;
  private long flowsUntil;

  /** For the channels of {@code state}, whose step is what the chips have from the start on. */
  Stimulators(State state, AmplifiedTissue tissue, boolean lateRepeats) {
    this.state = state;
    this.tissue = tissue;
    amplifiers = state.channels(SignalKind.AMPLIFIER);
    history = new PulseHistory(amplifiers.stream().map(Channel::nativeName).toList());
    nanoampsPerStep = (int) Math.round(state.stimStepMicroamps() * 1_000);
    portBit =
        amplifiers.stream().mapToInt(each -> 1 << (each.nativeName().charAt(0) - 'A')).toArray();
    current = sequencers(amplifiers.size(), lateRepeats);
    analogOut = sequencers(state.channels(SignalKind.ANALOG_OUT).size(), lateRepeats);
    digitalOut = sequencers(state.channels(SignalKind.DIGITAL_OUT).size(), lateRepeats);
    positiveNanoamps = new int[current.length];
    negativeNanoamps = new int[current.length];
    settled = new boolean[current.length];
  }

  private static StimSequencer[] sequencers(int count, boolean lateRepeats) {
    var sequencers = new StimSequencer[count];
    Arrays.setAll(sequencers, i -> new StimSequencer(lateRepeats));
    return sequencers;
  }

  PulseHistory history() {
    return history;
  }

  /** Writes the registers of {@code channel}'s sequencer; nothing for other kinds of channel. */
  void upload(Channel channel) {
    double rate = state.setup().sampleRate();
    switch (channel.kind()) {
      case AMPLIFIER -> {
        int index = channel.index();
        StimProgram.write(channel, rate, current[index].registers);
        double step = state.stimStepMicroamps();
        positiveNanoamps[index] =
            nanoampsPerStep * StimProgram.magnitude(channel.items(), false, step);
        negativeNanoamps[index] =
            -nanoampsPerStep * StimProgram.magnitude(channel.items(), true, step);
      }
      case ANALOG_OUT -> StimProgram.write(channel, rate, analogOut[channel.index()].registers);
      case DIGITAL_OUT -> StimProgram.write(channel, rate, digitalOut[channel.index()].registers);
      default -> {}
    }
  }

  /**
   * How amplifiers are settled: clamped to the baseline, or only with a higher lower bandwidth; and
   * whether all of a headstage are when one is.
   */
  void settleMode(boolean fast, boolean wholeHeadstage) {
    fastSettle = fast;
    settlesHeadstage = wholeHeadstage;
  }

  /** Nothing flows any more; returns until before which sample of the tissue pulses were to. */
  long stop() {
    reset(current);
    reset(analogOut);
    reset(digitalOut);
    history.endAll();
    for (int i = 0; i < current.length; i++) {
      tissue.settle(i, false);
    }
    return flowsUntil;
  }

  private static void reset(StimSequencer[] sequencers) {
    for (StimSequencer each : sequencers) {
      each.reset();
    }
  }

  /** Whether all is at rest and stays so: no frame has to be stepped. */
  boolean idle() {
    return idle(current) && idle(analogOut) && idle(digitalOut);
  }

  private static boolean idle(StimSequencer[] sequencers) {
    for (StimSequencer each : sequencers) {
      if (!each.idle()) {
        return false;
      }
    }
    return true;
  }

  /** While all is at rest: shows the sequencers the trigger lines, which they remember. */
  void notice(int triggers) {
    notice(current, triggers);
    notice(analogOut, triggers);
    notice(digitalOut, triggers);
  }

  private static void notice(StimSequencer[] sequencers, int triggers) {
    for (StimSequencer each : sequencers) {
      each.step(triggers);
    }
  }

  /** The words of a frame in which all is at rest. */
  void rest(int frame, DataBlock block) {
    for (int i = 0; i < current.length; i++) {
      block.stimulation[i][frame] = (char) IDLE;
    }
    for (char[] out : block.analogOut) {
      out[frame] = (char) MID;
    }
    block.digitalOut[frame] = 0;
  }

  /**
   * The next frame.
   *
   * @param triggers all 32 trigger lines
   * @param sample the tissue's own number of this frame, which it has not been asked for yet
   */
  void step(int frame, int triggers, long timestamp, long sample, DataBlock block) {
    int settlingPorts = 0;
    for (int i = 0; i < current.length; i++) {
      current[i].step(triggers);
      settlingPorts |= settlesHeadstage && current[i].settling() ? portBit[i] : 0;
    }
    for (int i = 0; i < current.length; i++) {
      settled[i] = current[i].settling() || (settlingPorts & portBit[i]) != 0;
      stepChannel(i, frame, timestamp, sample, block);
    }
    for (int i = 0; i < analogOut.length; i++) {
      analogOut[i].step(triggers);
      block.analogOut[i][frame] = (char) level(analogOut[i]);
    }
    int lines = 0;
    for (int i = 0; i < digitalOut.length; i++) {
      digitalOut[i].step(triggers);
      lines |= digitalOut[i].enabled() && digitalOut[i].on() ? 1 << i : 0;
    }
    block.digitalOut[frame] = (char) lines;
  }

  private void stepChannel(int i, int frame, long timestamp, long sample, DataBlock block) {
    StimSequencer sequencer = current[i];
    if (sequencer.ended()) {
      history.end(i);
    }
    if (sequencer.began() && !sequencer.ended()) {
      history.begin(i, timestamp);
      pulse(i, sample);
    }
    history.add(i, nanoamps(i, sequencer));
    tissue.settle(i, settled[i]);
    if (sequencer.recovering()) {
      tissue.recover(i, sample + 1);
    }
    block.stimulation[i][frame] =
        (char)
            ((sequencer.recovering() ? DataBlock.CHARGE_RECOVERY : 0)
                | (settled[i] ? DataBlock.AMP_SETTLE : 0)
                | (sequencer.on() ? DataBlock.STIM_ON : 0)
                | (sequencer.positive() ? 0 : DataBlock.NEGATIVE));
  }

  private int nanoamps(int channel, StimSequencer sequencer) {
    if (!sequencer.on()) {
      return 0;
    }
    return sequencer.positive() ? positiveNanoamps[channel] : negativeNanoamps[channel];
  }

  private static int level(StimSequencer sequencer) {
    if (!sequencer.enabled()) {
      return MID;
    }
    int[] registers = sequencer.registers;
    if (!sequencer.on()) {
      return registers[StimProgram.BASELINE];
    }
    return registers[sequencer.positive() ? StimProgram.POSITIVE : StimProgram.NEGATIVE];
  }

  /** Tells the tissue of the pulse that has just begun, by looking ahead until its end. */
  private void pulse(int channel, long sample) {
    StimSequencer sequencer = current[channel];
    StimSequencer twin = sequencer.twin();
    twin.copy(sequencer);
    int length = 0;
    boolean flows = false;
    do {
      future[length] = nanoamps(channel, twin);
      flows |= future[length] != 0;
      length++;
      twin.step(0);
    } while (length < LONGEST_PULSE && !twin.ended() && !twin.began());
    if (flows) {
      tissue.pulse(sample, channel, Arrays.copyOf(future, length));
      flowsUntil = Math.max(flowsUntil, sample + length);
    }
  }

  /** Whether amplifier {@code channel} is clamped to its baseline in the frame just stepped. */
  boolean clamped(int channel) {
    return fastSettle && settled[channel];
  }
}
