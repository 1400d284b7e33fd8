package org.wetstack.emulator.rhx.signal;

import java.util.List;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Channel.Band;
import org.wetstack.emulator.rhx.state.Item;
import org.wetstack.emulator.rhx.state.Items;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/**
 * The program's own processing of the amplifier words: notch, low-pass and high-pass, and the
 * spikes in the latter. What nobody wants is not computed.
 */
final class Bands {

  private static final List<String> FILTER_PARAMETERS =
      List.of(
          "NotchFilterFreqHertz",
          "LowpassFilterOrder",
          "LowpassFilterType",
          "LowpassFilterCutoffFreqHertz",
          "HighpassFilterOrder",
          "HighpassFilterType",
          "HighpassFilterCutoffFreqHertz");
  private static final double MICROVOLTS_PER_COUNT = 0.195;
  private static final double LARGEST_MICROVOLTS = 6_389;
  private static final int MID = 32_768;
  private static final char LARGEST = word(LARGEST_MICROVOLTS);
  private static final char SMALLEST = word(-LARGEST_MICROVOLTS);

  private final State state;
  private final List<Channel> channels;
  private final SpikeFinder spikes;
  private final Cascade notch;
  private final Cascade low;
  private final Cascade high;
  private final boolean[] hadLow;
  private final boolean[] hadHigh;
  private final Item[] thresholds;
  private final Wanted[] wanted;
  private final double[] input = new double[DataBlock.FRAMES];
  private final double[] output = new double[DataBlock.FRAMES];
  private final Item notchFrequency;
  private final Item[] filterItems;
  private final String[] filterTexts;
  private final double[] filterNumbers;
  private final Item saveLow;
  private final Item saveHigh;
  private final Item saveSpikes;
  private final Item artefactsEnabled;
  private final Item artefactLimit;
  private boolean notched;

  /** The switches that decide whether a channel's bands are wanted. */
  private record Wanted(Item low, Item high, Item spike) {}

  Bands(State state) {
    this.state = state;
    channels = state.channels(SignalKind.AMPLIFIER);
    int count = channels.size();
    spikes = new SpikeFinder(count);
    notch = new Cascade(count);
    low = new Cascade(count);
    high = new Cascade(count);
    hadLow = new boolean[count];
    hadHigh = new boolean[count];
    thresholds =
        channels.stream()
            .map(each -> each.items().get("SpikeThresholdMicroVolts"))
            .toArray(Item[]::new);
    wanted = channels.stream().map(Bands::wanted).toArray(Wanted[]::new);
    Items globals = state.globals();
    notchFrequency = globals.get("NotchFilterFreqHertz");
    filterItems = FILTER_PARAMETERS.stream().map(globals::get).toArray(Item[]::new);
    filterTexts = new String[filterItems.length];
    filterNumbers = new double[filterItems.length];
    saveLow = globals.get("SaveLowpassAmplifierWaveforms");
    saveHigh = globals.get("SaveHighpassAmplifierWaveforms");
    saveSpikes = globals.get("SaveSpikeData");
    artefactsEnabled = globals.get("ArtifactSuppressionEnabled");
    artefactLimit = globals.get("ArtifactSuppressionThresholdMicroVolts");
  }

  private static Wanted wanted(Channel channel) {
    Items items = channel.items();
    return new Wanted(
        items.get(Band.LOW.parameter()),
        items.get(Band.HIGH.parameter()),
        items.get(Band.SPIKE.parameter()));
  }

  SpikeFinder spikes() {
    return spikes;
  }

  /** A run begins: filters are at rest. */
  void restart() {
    spikes.restart();
    for (int i = 0; i < channels.size(); i++) {
      notch.reset(i);
      hadLow[i] = false;
      hadHigh[i] = false;
    }
  }

  /** Fills the bands of {@code present}, whose {@code wide} holds the words of the chips. */
  void process(DataBlock before, DataBlock present) {
    if (changed()) {
      design();
    }
    boolean saving = state.recordingOrArmed();
    boolean savesLow = saving && saveLow.isTrue();
    boolean savesHigh = saving && (saveHigh.isTrue() || saveSpikes.isTrue());
    double artefact = artefactsEnabled.isTrue() ? artefactLimit.number() : Double.POSITIVE_INFINITY;
    spikes.next();
    for (int i = 0; i < channels.size(); i++) {
      Wanted switches = wanted[i];
      // Also of channels that are disabled now: a file keeps the channels that it began with.
      boolean wantsLow = switches.low().isTrue() || savesLow;
      boolean wantsHigh = switches.high().isTrue() || switches.spike().isTrue() || savesHigh;
      if (notched || wantsLow || wantsHigh) {
        takeIn(i, present);
      } else {
        clip(present.wide[i]);
      }
      if (wantsLow) {
        band(low, i, hadLow, present.low[i]);
      }
      hadLow[i] = wantsLow;
      if (wantsHigh) {
        boolean had = hadHigh[i];
        band(high, i, hadHigh, present.high[i]);
        find(i, had, before, present, artefact);
      }
      hadHigh[i] = wantsHigh;
    }
  }

  private void find(int i, boolean had, DataBlock before, DataBlock present, double artefact) {
    if (!had) {
      spikes.reset(i);
    }
    spikes.search(i, before, present, output, thresholds[i].number(), artefact);
  }

  /** Through the notch filter, if it is on, into {@code input} and the wide band. */
  private void takeIn(int channel, DataBlock present) {
    char[] words = present.wide[channel];
    for (int i = 0; i < input.length; i++) {
      input[i] = MICROVOLTS_PER_COUNT * (words[i] - MID);
    }
    if (!notched) {
      clip(words);
    } else {
      notch.apply(channel, input);
      putOut(input, words);
    }
  }

  private void band(Cascade filter, int channel, boolean[] had, char[] words) {
    if (!had[channel]) {
      filter.reset(channel);
    }
    System.arraycopy(input, 0, output, 0, input.length);
    filter.apply(channel, output);
    putOut(output, words);
  }

  private static void putOut(double[] microvolts, char[] words) {
    for (int i = 0; i < words.length; i++) {
      words[i] = word(microvolts[i]);
    }
  }

  private static char word(double microvolts) {
    double clipped = Math.max(-LARGEST_MICROVOLTS, Math.min(LARGEST_MICROVOLTS, microvolts));
    return (char) (clipped / MICROVOLTS_PER_COUNT + MID + 0.5);
  }

  private static void clip(char[] words) {
    for (int i = 0; i < words.length; i++) {
      char word = words[i];
      words[i] = word > LARGEST ? LARGEST : word < SMALLEST ? SMALLEST : word;
    }
  }

  /** Whether any filter is to be other than it is; notes what it is to be. */
  private boolean changed() {
    boolean changed = false;
    for (int i = 0; i < filterItems.length; i++) {
      String text = filterItems[i].text();
      double number = filterItems[i].number();
      if (!text.equals(filterTexts[i]) || number != filterNumbers[i]) {
        filterTexts[i] = text;
        filterNumbers[i] = number;
        changed = true;
      }
    }
    return changed;
  }

  private void design() {
    double rate = state.setup().sampleRate();
    String frequency = notchFrequency.text();
    notched = !frequency.equals("None");
    if (notched) {
      notch.set(FilterDesign.notch(Double.parseDouble(frequency), rate));
    }
    low.set(pass(false, 1, rate));
    high.set(pass(true, 4, rate));
  }

  private double[][] pass(boolean isHigh, int first, double rate) {
    return FilterDesign.pass(
        isHigh,
        filterTexts[first + 1].equals("Bessel"),
        (int) filterNumbers[first],
        filterNumbers[first + 2],
        rate);
  }
}
