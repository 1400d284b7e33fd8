package org.wetstack.app.study;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a culture gets for the response that is wanted of it. */
enum Condition {
  /** A dose of dopamine. */
  REWARD("dopamine after each wanted response; pulses after others"),
  /** Nothing. */
  NONE("no dose at all; pulses after unwanted responses"),
  /** As many doses as the culture of the same seed earned, whatever the response; else pulses. */
  RANDOM("as many doses as were earned, in trials drawn at random; pulses in the others"),
  /** The same dose from a reservoir without dopamine. */
  DEPLETED("a dose of plain medium after each wanted response; pulses after others");

  private final String meaning;

  Condition(String meaning) {
    this.meaning = meaning;
  }

  String meaning() {
    return meaning;
  }

  /** As it is written: in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The conditions named in {@code text}, in the order of the experiment.
   *
   * @throws IllegalArgumentException if one is unknown, or {@code reward} is missing
   */
  static List<Condition> parse(String text) {
    List<String> names = List.of(text.split(",", -1));
    for (String name : names) {
      if (Arrays.stream(values()).noneMatch(each -> each.toString().equals(name))) {
        throw new IllegalArgumentException(
            "--conditions names '" + name + "': choose from " + Arrays.toString(values()));
      }
    }
    if (!names.contains(REWARD.toString())) {
      throw new IllegalArgumentException(
          "--conditions needs 'reward': the others are compared with it");
    }
    return Arrays.stream(values()).filter(each -> names.contains(each.toString())).toList();
  }
}
