package org.wetstack.emulator.tissue;

import java.util.List;

/**
 * The electrodes a tissue lies on, as far as it matters to the tissue.
 *
 * @param nanovoltsPerCount of the amplifiers
 * @param electrodes in channel order
 */
public record Dish(int samplesPerSecond, int nanovoltsPerCount, List<Place> electrodes) {

  private static final int FARTHEST = 100_000;

  /** Where an electrode is, at most 100 mm from the origin along either axis. */
  public record Place(int xMicrometers, int yMicrometers) {

    public Place {
      if (Math.abs((long) xMicrometers) > FARTHEST || Math.abs((long) yMicrometers) > FARTHEST) {
        throw new IllegalArgumentException(
            "an electrode at ("
                + xMicrometers
                + " µm, "
                + yMicrometers
                + " µm) is more than "
                + FARTHEST
                + " µm out");
      }
    }

    /** The square of the distance to {@code other}, in µm². */
    public long squareTo(Place other) {
      long dx = (long) xMicrometers - other.xMicrometers;
      long dy = (long) yMicrometers - other.yMicrometers;
      return dx * dx + dy * dy;
    }
  }

  public Dish {
    electrodes = List.copyOf(electrodes);
    if (electrodes.isEmpty() || electrodes.size() > 1_024) {
      throw new IllegalArgumentException(
          "a dish has 1 to 1024 electrodes, not " + electrodes.size());
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

  /** The whole part of the square root. */
  static int root(long square) {
    int root = 0;
    for (int bit = 1 << 20; bit > 0; bit >>= 1) {
      if ((long) (root + bit) * (root + bit) <= square) {
        root += bit;
      }
    }
    return root;
  }
}
