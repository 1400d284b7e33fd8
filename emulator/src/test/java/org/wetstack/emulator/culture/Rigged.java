package org.wetstack.emulator.culture;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.Drive;

/** A culture with what drives it, and the truth about its spikes. */
final class Rigged {

  static final int RATE = 30_000;

  /** One line of what the culture told of itself. */
  record Spike(int channel, int neuron, long trough, boolean evoked) {}

  final Culture culture;
  final Drive drive;
  final int[] nanovolts;
  final List<Spike> spikes = new ArrayList<>();
  private final CRC32C hash = new CRC32C();

  Rigged(Culture culture) {
    this.culture = culture;
    drive = new Drive(culture.electrodes(), -5_800_000, 6_400_000);
    nanovolts = new int[culture.electrodes()];
    culture.onSpike(
        (channel, neuron, trough, evoked) ->
            spikes.add(new Spike(channel, neuron, trough, evoked)));
  }

  Rigged(long seed) {
    this(new Culture(seed, Profile.usual(), fourByEight()));
  }

  /** Four sites of eight electrodes, 4 mm apart. */
  static Dish fourByEight() {
    List<Dish.Place> places = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      places.add(new Dish.Place(i / 8 * 4_000 + i % 4 * 200, i % 8 / 4 * 400));
    }
    return new Dish(RATE, 195, places);
  }

  void step() {
    culture.step(drive, nanovolts);
    for (int value : nanovolts) {
      hash.update(value);
      hash.update(value >> 8);
      hash.update(value >> 16);
      hash.update(value >> 24);
    }
  }

  void rest(int samples) {
    for (int i = 0; i < samples; i++) {
      step();
    }
  }

  void drive(int electrode, double nanoamps, int samples) {
    drive.active = true;
    drive.nanoamps[electrode] = nanoamps;
    rest(samples);
    drive.nanoamps[electrode] = 0;
    drive.active = false;
  }

  /** Cathodic first, the same charge back; 200 µs each. */
  void pulse(int electrode, double nanoamps) {
    drive(electrode, -nanoamps, 6);
    drive(electrode, nanoamps, 6);
  }

  /** Of all that was shown since the beginning. */
  long hash() {
    return hash.getValue();
  }
}
