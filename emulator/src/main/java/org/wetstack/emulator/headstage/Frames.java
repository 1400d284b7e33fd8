package org.wetstack.emulator.headstage;

import java.util.List;
import org.wetstack.emulator.chip.Amplifiers;
import org.wetstack.emulator.chip.Chip;
import org.wetstack.emulator.tissue.Preparation;

/**
 * Makes the frames of an array: chips drive, the preparation answers, words go out. Words that can
 * neither change anything nor bring anything that is not known are not sent one by one; nobody can
 * tell, for whoever listens on a bus has them all sent. Not thread-safe.
 */
final class Frames {

  private final int channels;
  private final List<Port> ports;
  private final Chip[] chips;
  private final Amplifiers amplifiers;
  private final Currents currents;
  private final Preparation preparation;
  private final int channelsPerChip;
  private final int padded;
  private final int[] nanovolts;

  /** The same for all channels of all chips, with electrodes or without. */
  private final int[] sensed;

  private final short[] codes;

  /**
   * @param channels those with electrodes; the last chip may have more
   * @param amplifiers of all chips
   */
  Frames(
      int channels,
      List<Port> ports,
      Chip[] chips,
      Amplifiers amplifiers,
      Currents currents,
      Preparation preparation) {
    this.channels = channels;
    this.ports = ports;
    this.chips = chips;
    this.amplifiers = amplifiers;
    this.currents = currents;
    this.preparation = preparation;
    channelsPerChip = chips[0].channels();
    padded = chips.length * channelsPerChip;
    nanovolts = new int[Headstages.MAX_FRAMES * channels];
    sensed = padded == channels ? nanovolts : new int[Headstages.MAX_FRAMES * padded];
    codes = new short[Headstages.MAX_FRAMES * padded];
  }

  /** {@link Headstages#frames}. */
  void make(short[] counts, int count) {
    int made = 0;
    while (made < count && !idle()) {
      frame(counts, made++ * channels);
    }
    if (made < count) {
      rest(counts, made * channels, count - made);
    }
  }

  /** Whether nothing is driven, and no word of the coming frames can change anything. */
  private boolean idle() {
    for (int i = 0; i < chips.length; i++) {
      if (!ports.get(i).idle() || !chips[i].showsCodes()) {
        return false;
      }
    }
    return currents.none();
  }

  private void frame(short[] counts, int at) {
    for (Port port : ports) {
      port.firstWord();
    }
    currents.pass();
    preparation.step(currents.drive(), nanovolts);
    currents.answer();
    amplify(1);
    for (int i = 0; i < chips.length; i++) {
      otherWords(i, 0, counts, at);
    }
  }

  /**
   * The same for frames in which nothing is driven: what replies to conversions would say is taken
   * from the amplifiers, and only the words of the last frame are sent.
   */
  private void rest(short[] counts, int at, int count) {
    currents.pass();
    preparation.rest(currents.drive(), count, nanovolts);
    currents.answer();
    amplify(count);
    int last = count - 1;
    for (int k = 0; k < last; k++) {
      System.arraycopy(codes, k * padded, counts, at + k * channels, channels);
    }
    for (int i = 0; i < chips.length; i++) {
      ports.get(i).skip(last);
      ports.get(i).firstWord();
      otherWords(i, last, counts, at + last * channels);
    }
  }

  /** What electrodes show in so many samples goes through the amplifiers of all chips. */
  private void amplify(int samples) {
    for (Chip chip : chips) {
      chip.pass(samples);
    }
    for (int k = 0; k < samples && sensed != nanovolts; k++) {
      System.arraycopy(nanovolts, k * channels, sensed, k * padded, channels);
    }
    amplifiers.amplify(sensed, codes, samples);
  }

  /** The words of a chip after the first in frame {@code frame} of those made at once. */
  private void otherWords(int chip, int frame, short[] counts, int at) {
    int first = chip * channelsPerChip;
    chips[chip].converts(codes, frame * padded + first);
    ports.get(chip).otherWords(counts, at + first, Math.min(channelsPerChip, channels - first));
  }
}
