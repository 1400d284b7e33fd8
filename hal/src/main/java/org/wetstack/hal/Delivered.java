package org.wetstack.hal;

import org.wetstack.hal.units.Volume;

/**
 * A delivered volume as far as it is known: at least this, at most that. Equal when it is known
 * exactly. Count {@code atMost} against limits, {@code atLeast} as given to the culture.
 */
public record Delivered(Volume atLeast, Volume atMost) {

  public static final Delivered NOTHING = new Delivered(Volume.ZERO, Volume.ZERO);

  public Delivered {
    if (atLeast.compareTo(atMost) > 0) {
      throw new IllegalArgumentException("at least " + atLeast + " but at most " + atMost);
    }
  }

  public static Delivered exactly(Volume volume) {
    return new Delivered(volume, volume);
  }

  public boolean exact() {
    return atLeast.equals(atMost);
  }

  public Delivered plus(Delivered other) {
    return new Delivered(atLeast.plus(other.atLeast), atMost.plus(other.atMost));
  }

  @Override
  public String toString() {
    return exact() ? atLeast.toString() : atLeast + " to " + atMost;
  }
}
