package org.wetstack.drivers.fluidics;

import java.util.Optional;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.units.Volume;

/**
 * What a pump says of itself at one moment.
 *
 * @param motion what it does
 * @param moved what it has moved since the last {@link PumpMachine#prepare}, by its own counter and
 *     within that counter's resolution; at rest with nothing moved exactly {@link
 *     Delivered#NOTHING}; if it cannot know, all that is possible
 * @param trouble what is wrong, if anything
 */
public record Reading(Motion motion, Delivered moved, Optional<Trouble> trouble) {

  /** What a pump does. */
  public enum Motion {
    REST,
    INFUSING,
    WITHDRAWING,
    /** It was told by somebody else: purging, running a program, initialising. */
    OTHER
  }

  /** What may be wrong with a pump. */
  public enum Kind {
    OCCLUSION("occlusion"),
    EMPTY("reservoir-empty"),
    /** Something else that it found out itself. */
    FAULT("pump-fault"),
    /** It has stopped because it was not spoken to. */
    HOST_SILENT("host-silent"),
    /** It has been without power since this session began, or since the last dose. */
    POWER_LOST("power-lost");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /** The code of the alarm. */
    String code() {
      return code;
    }
  }

  /** Something that is wrong, in words for a person. */
  public record Trouble(Kind kind, String detail) {}

  /** All is well: {@code motion}, and {@code moved}. */
  public static Reading of(Motion motion, Delivered moved) {
    return new Reading(motion, moved, Optional.empty());
  }

  /** Whether what was to start since the counter was zeroed has certainly not begun. */
  boolean nothingBegan() {
    return motion == Motion.REST && trouble.isEmpty() && moved.equals(Delivered.NOTHING);
  }

  /** Whether it has certainly begun, or must be taken for it because something is wrong. */
  boolean somethingBegan() {
    return motion != Motion.REST
        || trouble.isPresent()
        || moved.atLeast().compareTo(Volume.ZERO) > 0;
  }

  boolean lostPower() {
    return trouble.isPresent() && trouble.get().kind() == Kind.POWER_LOST;
  }

  /** The same, but something is wrong. */
  public Reading with(Kind kind, String detail) {
    return new Reading(motion, moved, Optional.of(new Trouble(kind, detail)));
  }
}
