package org.wetstack.emulator.rig;

import java.util.Arrays;
import java.util.List;
import org.wetstack.emulator.board.ArraySpec;
import org.wetstack.emulator.board.QuietTissue;

/** The electrode layouts that an array of an emulated rig can have. */
public enum Layout {
  /** One site of eight electrodes around an organoid. */
  ONE_BY_EIGHT("1x8"),
  /** Four sites of eight electrodes, each around its own organoid. */
  FOUR_BY_EIGHT("4x8"),
  /** One site of 32 electrodes in eight columns. */
  ONE_BY_32("1x32"),
  /** 64 electrodes in a square. */
  EIGHT_BY_EIGHT("8x8"),
  /** 128 electrodes, eight rows of 16. */
  EIGHT_BY_16("8x16"),
  /** 1,024 electrodes in a square. */
  THIRTY_TWO_BY_32("32x32");

  private final String text;

  Layout(String text) {
    this.text = text;
  }

  /**
   * The layout that is written as {@code text}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Layout parse(String text) {
    return Arrays.stream(values())
        .filter(layout -> layout.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no layout is called '" + text + "': choose one of " + List.of(values())));
  }

  /** An array of this layout, in saline. */
  ArraySpec array(String name) {
    return switch (this) {
      case ONE_BY_EIGHT -> ArraySpec.organoids(name, 1, new QuietTissue(8));
      case FOUR_BY_EIGHT -> ArraySpec.fourByEight(name, new QuietTissue(32));
      case ONE_BY_32 -> ArraySpec.grid(name, 8, 4, new QuietTissue(32));
      case EIGHT_BY_EIGHT -> ArraySpec.grid(name, 8, 8, new QuietTissue(64));
      case EIGHT_BY_16 -> ArraySpec.grid(name, 16, 8, new QuietTissue(128));
      case THIRTY_TWO_BY_32 -> ArraySpec.grid(name, 32, 32, new QuietTissue(1_024));
    };
  }

  /** As it is written: {@code 1x8}, {@code 4x8}, {@code 1x32}, {@code 8x8} and so on. */
  @Override
  public String toString() {
    return text;
  }
}
