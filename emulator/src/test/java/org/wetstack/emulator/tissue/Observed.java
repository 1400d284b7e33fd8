package org.wetstack.emulator.tissue;

import java.util.ArrayList;
import java.util.List;

/** A culture under observation: what it was, what it showed, and the truth about its spikes. */
final class Observed {

  static final int RATE = 30_000;
  static final int NANOVOLTS = 195;

  /** One line of what the culture told of itself. */
  record Spike(int channel, int neuron, long trough, boolean evoked) {}

  final Culture culture;
  final int channels;
  final List<Spike> spikes = new ArrayList<>();
  long now;

  Observed(long seed, int channels) {
    this(seed, dish(channels));
  }

  Observed(long seed, Dish dish) {
    this.channels = dish.electrodes().size();
    culture = new Culture(seed, dish);
    culture.onSpike(
        (channel, neuron, trough, evoked) ->
            spikes.add(new Spike(channel, neuron, trough, evoked)));
  }

  /** Electrodes in a row, 200 µm apart. */
  static Dish dish(int channels) {
    List<Dish.Place> places = new ArrayList<>();
    for (int i = 0; i < channels; i++) {
      places.add(new Dish.Place(200 * i, 0));
    }
    return new Dish(RATE, NANOVOLTS, places);
  }

  static int micros(long micros) {
    return (int) (micros * RATE / 1_000_000);
  }

  /** A balanced pulse, cathodic first. */
  static int[] biphasic(int nanoamps, int microsPerPhase) {
    int phase = micros(microsPerPhase);
    int[] pulse = new int[2 * phase];
    for (int i = 0; i < pulse.length; i++) {
      pulse[i] = i < phase ? -nanoamps : nanoamps;
    }
    return pulse;
  }

  /** All electrodes of an array with that many. */
  static int[] all(int channels) {
    int[] all = new int[channels];
    for (int i = 0; i < channels; i++) {
      all[i] = i;
    }
    return all;
  }

  /** The next samples. */
  short[] sense(int samples) {
    short[] counts = new short[samples * channels];
    culture.sense(now, samples, counts);
    now += samples;
    return counts;
  }

  /** The next samples, in which only the spikes are of interest. */
  void pass(long samples) {
    short[] counts = new short[512 * channels];
    for (long end = now + samples; now < end; ) {
      int count = (int) Math.min(512, end - now);
      culture.sense(now, count, counts);
      now += count;
    }
  }

  /** The first channel without units. */
  int silentChannel() {
    for (int channel = 0; channel < channels; channel++) {
      if (culture.ratesMillihertz(channel).isEmpty()) {
        return channel;
      }
    }
    throw new AssertionError("no channel is silent; take another seed");
  }
}
