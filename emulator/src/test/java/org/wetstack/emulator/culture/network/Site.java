package org.wetstack.emulator.culture.network;

import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.tissue.Dish;

/** Eight electrodes under one organoid, as on the usual board, and what each of them would show. */
final class Site {

  /** Cells so close to an electrode that a detector finds their spikes. */
  private static final double SEEN_MICROMETERS = 65;

  static final int ELECTRODES = 8;

  private Site() {}

  static List<Dish.Place> places() {
    List<Dish.Place> places = new ArrayList<>();
    for (int e = 0; e < ELECTRODES; e++) {
      places.add(new Dish.Place(e % 4 * 200, e / 4 * 400));
    }
    return places;
  }

  static Organoid organoid(long seed) {
    return new Organoid(seed, NetworkProfile.usual(), places());
  }

  /** One bit for each electrode that shows {@code neuron}. */
  static int seenBy(Organoid organoid, int neuron) {
    int electrodes = 0;
    for (int e = 0; e < ELECTRODES; e++) {
      if (distance(organoid, neuron, e) < SEEN_MICROMETERS) {
        electrodes |= 1 << e;
      }
    }
    return electrodes;
  }

  static double distance(Organoid organoid, int neuron, int electrode) {
    Dish.Place place = places().get(electrode);
    double dx = organoid.xMicrometers(neuron) - place.xMicrometers();
    double dy = organoid.yMicrometers(neuron) - place.yMicrometers();
    double dz = organoid.zMicrometers(neuron);
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }

  /** A symmetric pulse, cathodic first, of {@code nanoamps} for twice {@code micros}. */
  static void pulse(Organoid organoid, int electrode, int nanoamps, int micros) {
    organoid.stimulate(electrode, -nanoamps, micros, 100);
    organoid.stimulate(electrode, nanoamps, micros, 100 + micros);
  }
}
