package org.wetstack.emulator.culture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.wetstack.emulator.tissue.Dish;

/**
 * Which electrodes an organoid lies on: beginning with the first that has none, each site takes the
 * nearest others that are free, nowhere farther than two millimetres; organoids share a site by
 * turns.
 */
final class Sites {

  private static final long REACH = 2_000L * 2_000;

  private Sites() {}

  /** The channels of each organoid, each list in ascending order. */
  static List<int[]> of(List<Dish.Place> places, RecordingProfile profile) {
    List<int[]> organoids = new ArrayList<>();
    boolean[] taken = new boolean[places.size()];
    for (int first = 0; first < taken.length; first++) {
      if (!taken[first]) {
        int[] site = nearest(places, taken, first, profile.electrodesPerSite());
        share(site, Math.min(site.length, profile.organoidsPerSite()), organoids);
      }
    }
    return organoids;
  }

  private static int[] nearest(List<Dish.Place> places, boolean[] taken, int first, int most) {
    Dish.Place here = places.get(first);
    List<Integer> free = new ArrayList<>();
    for (int c = first; c < taken.length; c++) {
      if (!taken[c] && here.squareTo(places.get(c)) <= REACH) {
        free.add(c);
      }
    }
    free.sort(Comparator.comparingLong(c -> here.squareTo(places.get(c))));
    int[] site = new int[Math.min(most, free.size())];
    for (int i = 0; i < site.length; i++) {
      site[i] = free.get(i);
      taken[site[i]] = true;
    }
    Arrays.sort(site);
    return site;
  }

  private static void share(int[] site, int parts, List<int[]> organoids) {
    for (int part = 0; part < parts; part++) {
      int from = site.length * part / parts;
      organoids.add(Arrays.copyOfRange(site, from, site.length * (part + 1) / parts));
    }
  }
}
