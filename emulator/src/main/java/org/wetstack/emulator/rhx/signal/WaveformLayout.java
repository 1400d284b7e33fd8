package org.wetstack.emulator.rhx.signal;

import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Channel.Band;
import org.wetstack.emulator.rhx.state.Group;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/**
 * Which words a frame on the waveform socket has, in their order, and whose spikes are told. Made
 * from the switches as they are; stays as it is when they change.
 */
final class WaveformLayout {

  /** Where a word comes from. */
  enum Source {
    WIDE,
    LOW,
    HIGH,
    DC,
    STIMULATION,
    AUXILIARY,
    SUPPLY,
    ANALOG_IN,
    ANALOG_OUT,
    DIGITAL_IN,
    DIGITAL_OUT
  }

  /**
   * One word of each frame.
   *
   * @param positive magnitude told while a positive current flows, in steps; for stimulation only
   * @param negative likewise
   */
  record Column(Source source, int index, int positive, int negative) {}

  private final List<Column> columns = new ArrayList<>();
  private final boolean[] tellsSpikes;
  private final List<String> outputs = new ArrayList<>();
  private boolean anything;

  WaveformLayout(State state) {
    tellsSpikes = new boolean[state.channels(SignalKind.AMPLIFIER).size()];
    for (Group group : state.groups()) {
      for (Channel channel : group.channels()) {
        add(channel, state);
      }
    }
  }

  private void add(Channel channel, State state) {
    for (Band band : Band.values()) {
      if (channel.sends(band)) {
        outputs.add(channel.nativeName() + "|" + band);
      }
    }
    boolean sends = channel.sends(Band.WIDE);
    switch (channel.kind()) {
      case AMPLIFIER -> addBands(channel, state);
      case AUXILIARY -> addIf(sends, Source.AUXILIARY, channel);
      case SUPPLY -> addIf(sends, Source.SUPPLY, channel);
      case ANALOG_IN -> addIf(sends, Source.ANALOG_IN, channel);
      case ANALOG_OUT -> addIf(sends, Source.ANALOG_OUT, channel);
      // All lines together have one word.
      case DIGITAL_IN -> addIf(sends && !has(Source.DIGITAL_IN), Source.DIGITAL_IN, channel);
      case DIGITAL_OUT -> addIf(sends && !has(Source.DIGITAL_OUT), Source.DIGITAL_OUT, channel);
    }
  }

  private void addBands(Channel channel, State state) {
    addIf(channel.sends(Band.WIDE), Source.WIDE, channel);
    addIf(channel.sends(Band.LOW), Source.LOW, channel);
    addIf(channel.sends(Band.HIGH), Source.HIGH, channel);
    tellsSpikes[channel.index()] = channel.sends(Band.SPIKE);
    anything |= tellsSpikes[channel.index()];
    if (state.controller().stimulates()) {
      addIf(channel.sends(Band.DC), Source.DC, channel);
      if (channel.sends(Band.STIM)) {
        double step = state.stimStepMicroamps();
        anything = true;
        columns.add(
            new Column(
                Source.STIMULATION,
                channel.index(),
                StimProgram.reportedMagnitude(channel.items(), false, step),
                StimProgram.reportedMagnitude(channel.items(), true, step)));
      }
    }
  }

  private void addIf(boolean wanted, Source source, Channel channel) {
    if (wanted) {
      anything = true;
      columns.add(new Column(source, channel.index(), 0, 0));
    }
  }

  private boolean has(Source source) {
    return columns.stream().anyMatch(each -> each.source() == source);
  }

  List<Column> columns() {
    return columns;
  }

  /** Whether {@code other} was made from the same switches, be its magnitudes what they may. */
  boolean hasOutputsOf(WaveformLayout other) {
    return outputs.equals(other.outputs);
  }

  /** Whether there is nothing to send at all, spikes neither. */
  boolean isEmpty() {
    return !anything;
  }

  boolean tellsSpikes(int amplifier) {
    return tellsSpikes[amplifier];
  }

  /** Bytes of a frame: its timestamp and its words. */
  int bytesPerFrame() {
    return 4 + 2 * columns.size();
  }

  /** Bytes of 128 frames with the number before them. */
  int bytesPerBlock() {
    return 4 + DataBlock.FRAMES * bytesPerFrame();
  }
}
