package org.wetstack.emulator.culture.electrode;

import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.Drive;

/** Electrodes 200 µm apart in a row, without cells, and what drives them. */
final class Bath {

  static final int RATE = 30_000;

  final Electrodes electrodes;
  final Drive drive;
  final int[] nanovolts;
  long sample;

  /** Never driven; the same noise. */
  private final Electrodes twin;

  private final Drive idle;
  private final int[] noise;
  private final float[] still;

  Bath(ElectrodeProfile profile, int count) {
    this(profile, count, 7_000_000);
  }

  Bath(ElectrodeProfile profile, int count, int limitMicrovolts) {
    electrodes = new Electrodes(1, profile, dish(count));
    drive = new Drive(count, -limitMicrovolts, limitMicrovolts);
    nanovolts = new int[count];
    twin = new Electrodes(1, profile, dish(count));
    idle = new Drive(count, -limitMicrovolts, limitMicrovolts);
    noise = new int[count];
    still = new float[count];
  }

  static Dish dish(int count) {
    List<Dish.Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      places.add(new Dish.Place(200 * i, 0));
    }
    return new Dish(RATE, 195, places);
  }

  /** No spread, and no noise but that of heat. */
  static ElectrodeProfile plain(Material material) {
    ElectrodeProfile usual = ElectrodeProfile.usual();
    return new ElectrodeProfile(
        material,
        30,
        0,
        0.72,
        1_000,
        2_000,
        590,
        0,
        0,
        0,
        0,
        Pickup.GOOD,
        50,
        4,
        1,
        usual.harm(),
        usual.driftPerDay(),
        usual.driftPerMillicoulomb());
  }

  void step() {
    twin.step(sample, idle, still, 0, noise);
    electrodes.step(sample++, drive, still, 0, nanovolts);
  }

  /** What {@code electrode} shows beside its noise, in nanovolts. */
  int shown(int electrode) {
    return nanovolts[electrode] - noise[electrode];
  }

  /** {@code samples} samples with that current through electrode 0. */
  void drive(double nanoamps, int samples) {
    drive.active = true;
    drive.nanoamps[0] = nanoamps;
    for (int i = 0; i < samples; i++) {
      step();
    }
    drive.nanoamps[0] = 0;
    drive.active = false;
  }

  void rest(int samples) {
    for (int i = 0; i < samples; i++) {
      step();
    }
  }

  /** Cathodic first, the same charge back. */
  void pulse(double nanoamps, int samples) {
    drive(-nanoamps, samples);
    drive(nanoamps, samples);
  }
}
