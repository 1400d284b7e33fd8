package org.wetstack.emulator.culture.electrode;

import java.util.Arrays;
import java.util.List;
import org.wetstack.emulator.tissue.Dish;

/**
 * What each electrode feels of the current of others: ρ / 2πd from a point on a plane that does not
 * conduct, as far as the fluid of the well reaches.
 */
final class Neighbours {

  /** For each electrode, which ones feel its current. */
  final int[][] who;

  /** In the order of {@link #who}: microvolts for each nanoamp, which is kiloohms. */
  final double[][] kiloohms;

  Neighbours(ElectrodeProfile profile, List<Dish.Place> places) {
    int count = places.size();
    who = new int[count][];
    kiloohms = new double[count][];
    int[] found = new int[count];
    double radius = profile.diameterMicrometers() / 2;
    double reach = profile.reachMicrometers();
    for (int e = 0; e < count; e++) {
      int many = 0;
      for (int other = 0; other < count; other++) {
        if (other != e && places.get(e).squareTo(places.get(other)) <= reach * reach) {
          found[many++] = other;
        }
      }
      who[e] = Arrays.copyOf(found, many);
      kiloohms[e] = new double[many];
      for (int i = 0; i < many; i++) {
        double d = Math.sqrt((double) places.get(e).squareTo(places.get(who[e][i])));
        kiloohms[e][i] = profile.ohmMeters() / (2 * Math.PI * Math.max(radius, d) * 1e-6) / 1_000;
      }
    }
  }
}
