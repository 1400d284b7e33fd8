package org.wetstack.emulator.rhx.signal;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/**
 * The controller with its headstages: takes one block after the other from the tissue and from the
 * lines, while the sequencers do what they are told. Allocates nothing for a block.
 */
final class Chips {

  private static final int MID = 32_768;

  /** An input whose cable is pulled floats, and a differential receiver then reads ones. */
  private static final char FLOATING = 0xFFFF;

  private static final char FLOATING_DC = 0x3FF;
  private static final double VOLTS_PER_SUPPLY_COUNT = 74.8e-6;
  private static final double VOLTS_PER_AUXILIARY_COUNT = 37.4e-6;
  private static final double SUPPLY_VOLTS = 3.3;
  private static final double AUXILIARY_VOLTS = 1.7;
  private static final double SWAY_VOLTS = 0.02;
  private static final double SWAY_HERTZ = 0.25;

  private final AmplifiedTissue tissue;
  private final Inputs inputs;
  private final @Nullable Stimulators stimulators;
  private final double sampleRate;
  private final int channels;
  private final List<Channel> amplifiers;
  private final List<Channel> auxiliaries;
  private final List<Channel> supplies;
  private final boolean demonstratesInputs;
  private final Set<Character> unplugged = new TreeSet<>();
  private final boolean[] clamped;
  private final Sensed sensed;
  private long tissueSample;

  /**
   * @param stimulators null on a recording controller
   */
  Chips(
      State state,
      AcquisitionSpec spec,
      AmplifiedTissue tissue,
      Inputs inputs,
      @Nullable Stimulators stimulators) {
    this.tissue = tissue;
    demonstratesInputs = spec.demonstratesInputs();
    this.inputs = inputs;
    this.stimulators = stimulators;
    sampleRate = state.setup().sampleRate();
    amplifiers = state.channels(SignalKind.AMPLIFIER);
    auxiliaries = state.channels(SignalKind.AUXILIARY);
    supplies = state.channels(SignalKind.SUPPLY);
    // A preparation without an electrode cannot be had.
    channels = Math.max(1, amplifiers.size());
    clamped = new boolean[channels * DataBlock.FRAMES];
    sensed = new Sensed(channels);
  }

  /** The tissue's own number of its next sample, which goes on from run to run. */
  long tissueSample() {
    return tissueSample;
  }

  /** Pulls the cable at {@code port}, or plugs it in again. */
  void plug(char port, boolean in) {
    if (in) {
      unplugged.remove(port);
    } else {
      unplugged.add(port);
    }
  }

  /**
   * The next frames, of which {@code block} has room for 128.
   *
   * @param frame number of the first one in this run, lost ones included
   */
  void sample(long frame, int frames, DataBlock block) {
    block.timestamp(frame & 0xFFFF_FFFFL);
    int from = 0;
    Arrays.fill(clamped, false);
    for (int i = 0; i < frames; i++) {
      boolean changed = inputs.advance(frame + i);
      sampleLines(i, block);
      if (demonstratesInputs) {
        DemonstratedInputs.show(frame + i, sampleRate, i, block);
      }
      if (stimulators == null) {
        continue;
      }
      if (stimulators.idle()) {
        if (changed || i == 0) {
          stimulators.notice(inputs.triggers());
        }
        stimulators.rest(i, block);
      } else {
        // What the sequencers do now reaches the tissue before this sample of it is taken.
        sense(from, i - from);
        from = i;
        stimulators.step(i, inputs.triggers(), block.timestamp() + i, tissueSample, block);
        for (int c = 0; c < amplifiers.size(); c++) {
          clamped[i * channels + c] = stimulators.clamped(c);
        }
      }
    }
    sense(from, frames - from);
    fillAmplifiers(block);
    if (stimulators != null) {
      fillAnswers(block);
    }
    fillSlow(frame, block);
  }

  private void sampleLines(int frame, DataBlock block) {
    block.digitalIn[frame] = (char) inputs.digital();
    for (int line = 0; line < block.analogIn.length; line++) {
      block.analogIn[line][frame] = (char) inputs.analog(line);
    }
  }

  private void sense(int first, int samples) {
    tissue.sense(tissueSample, samples, sensed, first);
    tissueSample += samples;
  }

  private void fillAmplifiers(DataBlock block) {
    for (int c = 0; c < amplifiers.size(); c++) {
      char[] words = block.wide[c];
      if (!unplugged.isEmpty() && isUnplugged(amplifiers.get(c))) {
        Arrays.fill(words, FLOATING);
        continue;
      }
      for (int i = 0, at = c; i < words.length; i++, at += channels) {
        words[i] = (char) (clamped[at] ? MID : sensed.counts[at] + MID);
      }
    }
  }

  /** What the electrodes answer to the stimulators. */
  private void fillAnswers(DataBlock block) {
    for (int c = 0; c < amplifiers.size(); c++) {
      boolean floats = !unplugged.isEmpty() && isUnplugged(amplifiers.get(c));
      for (int i = 0, at = c; i < DataBlock.FRAMES; i++, at += channels) {
        block.dc[c][i] = floats ? FLOATING_DC : sensed.dc[at];
        if (sensed.exceeded[at]) {
          block.stimulation[c][i] = (char) (block.stimulation[c][i] | DataBlock.COMPLIANCE_LIMIT);
        }
      }
    }
  }

  /** Supply voltages, and auxiliary inputs as of accelerometers that sway a little. */
  private void fillSlow(long frame, DataBlock block) {
    for (Channel channel : supplies) {
      block.supply[channel.index()] =
          isUnplugged(channel)
              ? FLOATING
              : (char) Math.round(SUPPLY_VOLTS / VOLTS_PER_SUPPLY_COUNT);
    }
    for (Channel channel : auxiliaries) {
      char[] samples = block.auxiliary[channel.index()];
      boolean floats = isUnplugged(channel);
      for (int i = 0; i < samples.length; i++) {
        double turns = (frame + 4L * i) / sampleRate * SWAY_HERTZ + channel.index() / 8.0;
        double volts = AUXILIARY_VOLTS + SWAY_VOLTS * StrictMath.sin(2 * Math.PI * (turns % 1));
        samples[i] = floats ? FLOATING : (char) Math.round(volts / VOLTS_PER_AUXILIARY_COUNT);
      }
    }
  }

  private boolean isUnplugged(Channel channel) {
    return unplugged.contains(channel.nativeName().charAt(0));
  }

  /** The controller has stopped, and what still flowed in the tissue comes to its end unseen. */
  void stop() {
    if (stimulators == null) {
      return;
    }
    long until = stimulators.stop();
    while (tissueSample < until) {
      sense(0, (int) Math.min(DataBlock.FRAMES, until - tissueSample));
    }
  }
}
