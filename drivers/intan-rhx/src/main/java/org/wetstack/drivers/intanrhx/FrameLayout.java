package org.wetstack.drivers.intanrhx;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which word of a frame is what. The stream does not say: RHX sends the enabled words by port, then
 * by channel number, and of a channel WIDE, LOW, HIGH and STIM in this order.
 */
final class FrameLayout {

  /** Samples in one RHX block. */
  static final int FRAMES = 128;

  /** Bytes of the timestamp that each frame begins with. */
  static final int TIMESTAMP = 4;

  private static final int[] NOTHING = {};

  private final int samplesPerSecond;
  private final List<ChannelName> channels;
  private final List<ChannelName> stimulated;
  private final Set<Band> bands;
  private final Map<Band, int[]> bandOffsets = new EnumMap<>(Band.class);
  private final int[] stimulusOffsets;
  private final int frameBytes;

  /**
   * @param channels recorded, in order of electrode numbers
   * @param bands of each recorded channel
   * @param stimulated those of {@code channels} whose STIM word is sent, in the same order
   */
  FrameLayout(
      int samplesPerSecond,
      List<ChannelName> channels,
      List<Band> bands,
      List<ChannelName> stimulated) {
    this.samplesPerSecond = samplesPerSecond;
    this.channels = List.copyOf(channels);
    this.stimulated = List.copyOf(stimulated);
    this.bands = EnumSet.copyOf(bands);
    this.stimulusOffsets = new int[stimulated.size()];
    var withStimulus = new HashSet<>(stimulated);
    for (Band band : this.bands) {
      bandOffsets.put(band, new int[channels.size()]);
    }
    int offset = TIMESTAMP;
    int stimuli = 0;
    for (int channel = 0; channel < channels.size(); channel++) {
      for (Band band : this.bands) {
        offsets(band)[channel] = offset;
        offset += 2;
      }
      if (withStimulus.contains(channels.get(channel))) {
        stimulusOffsets[stimuli++] = offset;
        offset += 2;
      }
    }
    frameBytes = offset;
  }

  int samplesPerSecond() {
    return samplesPerSecond;
  }

  List<ChannelName> channels() {
    return channels;
  }

  List<ChannelName> stimulated() {
    return stimulated;
  }

  int frameBytes() {
    return frameBytes;
  }

  /** Bytes of one RHX block, its magic number included. */
  int blockBytes() {
    return 4 + FRAMES * frameBytes;
  }

  /** Where in a frame the channels of {@code band} are, in bytes. Not to be written to. */
  int[] offsets(Band band) {
    return bandOffsets.getOrDefault(band, NOTHING);
  }

  /** Where in a frame the STIM words of {@link #stimulated} are, in bytes. */
  int[] stimulusOffsets() {
    return stimulusOffsets;
  }

  /** How long {@code blocks} RHX blocks last. */
  Duration write(int blocks) {
    return Duration.ofNanos(Math.multiplyFull(blocks, FRAMES) * 1_000_000_000L / samplesPerSecond);
  }

  /** The channel parameters that make RHX send this layout and nothing else. */
  List<String> outputs() {
    var outputs = new ArrayList<String>();
    for (ChannelName channel : channels) {
      bands.forEach(band -> outputs.add(channel.parameter(band.output())));
    }
    stimulated.forEach(channel -> outputs.add(channel.parameter("tcpdataoutputenabledstim")));
    return outputs;
  }
}
