package org.wetstack.emulator.tissue;

import java.util.List;

/**
 * The electrodes a tissue lies on, as far as it matters to the tissue.
 *
 * @param nanovoltsPerCount of the amplifiers
 * @param electrodes in channel order
 */
public record Dish(int samplesPerSecond, int nanovoltsPerCount, List<Place> electrodes) {

  /** Where an electrode is. */
  public record Place(int xMicrometers, int yMicrometers) {

    long squareTo(Place other) {
      long dx = (long) xMicrometers - other.xMicrometers;
      long dy = (long) yMicrometers - other.yMicrometers;
      return dx * dx + dy * dy;
    }
  }

  public Dish {
    electrodes = List.copyOf(electrodes);
    if (electrodes.isEmpty()) {
      throw new IllegalArgumentException("a dish needs at least one electrode");
    }
    if (samplesPerSecond < 1_000 || samplesPerSecond > 100_000) {
      throw new IllegalArgumentException(
          "samples per second must be 1000 to 100000, not " + samplesPerSecond);
    }
    if (nanovoltsPerCount < 1 || nanovoltsPerCount > 100_000) {
      throw new IllegalArgumentException(
          "nanovolts per count must be 1 to 100000, not " + nanovoltsPerCount);
    }
  }
}
