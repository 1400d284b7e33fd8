package org.wetstack.lab.train;

import java.util.Locale;
import org.wetstack.lab.loop.Decision;

/** What becomes of the decisions of an experiment: what is tested, and its controls. */
public enum Arm {
  /** What was decided. */
  REWARD("a reward after what deserves it, pulses after what does not"),
  /** As decided, but never a reward. */
  NONE("no reward at all; pulses after what deserves them"),
  /** As many rewards and pulses as the rewarded culture of the same seed got, in other trials. */
  RANDOM("as many rewards and pulses as were earned, in trials drawn at random"),
  /** Reward and correction exchanged. */
  SWAPPED("pulses after what deserves a reward, a reward after what deserves pulses");

  private final String meaning;

  Arm(String meaning) {
    this.meaning = meaning;
  }

  /** What a culture in this arm gets. */
  public String meaning() {
    return meaning;
  }

  /**
   * What follows in this arm.
   *
   * @param deserved by the experiment's decision
   * @param drawn at random for this trial; used in {@link #RANDOM} only
   */
  Decision consequence(Decision deserved, Decision drawn) {
    return switch (this) {
      case REWARD -> deserved;
      case NONE -> deserved == Decision.REWARD ? Decision.NOTHING : deserved;
      case RANDOM -> drawn;
      case SWAPPED ->
          switch (deserved) {
            case REWARD -> Decision.CORRECT;
            case CORRECT -> Decision.REWARD;
            case NOTHING -> Decision.NOTHING;
          };
    };
  }

  /** As it is written: in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
