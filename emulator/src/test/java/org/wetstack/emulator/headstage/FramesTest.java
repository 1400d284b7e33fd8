package org.wetstack.emulator.headstage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.culture.Culture;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.tissue.Dish;

/**
 * Frames of which not all words are sent show what they would have shown with all of them. Somebody
 * listens on every bus of the one board, so that all of its words are sent.
 */
class FramesTest {

  private static final int RATE = 30_000;
  private static final int FORMAT = 1;
  private static final int WITH_FILTER = 0x0513;

  private final List<Headstages> both = new ArrayList<>();
  private final Random random = new Random(4);
  private long heard;

  @ParameterizedTest
  @CsvSource({"32, 20", "40, 20", "64, 0", "40, 0"})
  void notAllWordsNeedToBeSent(int channels, int step) {
    boolean stimulates = step > 0;
    for (int i = 0; i < 2; i++) {
      var made = new Headstages(7, channels, RATE, step, ChipParameters.usual(), culture(channels));
      made.boot();
      both.add(made);
    }
    for (int chip = 0; chip < both.get(1).chips(); chip++) {
      both.get(1).probe(chip, (mosi, miso) -> heard++);
    }
    int frames = pass(600);
    for (int round = 0; round < 24; round++) {
      int chip = random.nextInt(both.get(0).chips());
      if (stimulates && round % 2 == 0) {
        frames += pulse(random.nextInt(channels), 200 * (1 + random.nextInt(20)));
      } else if (round % 8 == 1) {
        // The filter has a state that only conversions carry on.
        each(chips -> chips.write(chip, stimulates ? FORMAT : 4, stimulates ? WITH_FILTER : 0x93));
        frames += pass(random.nextInt(400));
        each(chips -> chips.write(chip, stimulates ? FORMAT : 4, stimulates ? 0x0500 : 0x80));
      } else if (round % 8 == 3) {
        BusFault[] all = BusFault.values();
        BusFault fault = all[random.nextInt(all.length)];
        each(chips -> chips.fault(chip, fault));
        frames += pass(random.nextInt(2_000));
        each(chips -> chips.fault(chip, null));
      } else {
        each(chips -> chips.read(chip, 2 + random.nextInt(1)));
      }
      frames += pass(random.nextInt(1_500));
    }
    assertTrue(heard >= 20L * frames * both.get(0).chips(), heard + " words");
  }

  private int pulse(int electrode, int nanoamps) {
    int[] pair = {electrode, (electrode + 1) % 32};
    int[] electrodes = random.nextBoolean() ? pair : new int[] {electrode};
    each(chips -> chips.magnitude(electrodes, -nanoamps));
    each(chips -> chips.magnitude(electrodes, nanoamps));
    // If not all currents are written before, the last word of a frame switches them on.
    int frames = random.nextBoolean() ? pass(4) : 0;
    each(chips -> chips.settle(electrodes, true));
    each(chips -> chips.forgetCompliance(electrodes));
    boolean watched = random.nextBoolean();
    each(chips -> chips.watchCompliance(watched));
    for (int sign : new int[] {-1, 0, 1, 0}) {
      each(chips -> chips.drive(electrodes, sign));
      frames += pass(6);
    }
    each(chips -> chips.discharge(electrodes, true));
    frames += pass(30);
    each(chips -> chips.settle(electrodes, false));
    each(chips -> chips.discharge(electrodes, false));
    frames += pass(random.nextInt(4));
    each(chips -> chips.watchCompliance(false));
    return frames;
  }

  private void each(Consumer<Headstages> order) {
    both.forEach(order);
  }

  /** Both make so many frames, in pieces, and show the same. */
  private int pass(int frames) {
    Headstages some = both.get(0);
    Headstages all = both.get(1);
    int channels = 64;
    short[] got = new short[Headstages.MAX_FRAMES * channels];
    short[] wanted = new short[got.length];
    for (int made = 0; made < frames; ) {
      int count = Math.min(frames - made, 1 + random.nextInt(Headstages.MAX_FRAMES));
      some.frames(got, count);
      all.frames(wanted, count);
      assertArrayEquals(wanted, got);
      assertEquals(all.fault(), some.fault());
      assertEquals(all.takeExceeded(), some.takeExceeded());
      made += count;
    }
    for (int chip = 0; chip < all.chips(); chip++) {
      assertEquals(all.hasAnswer(chip), some.hasAnswer(chip));
      assertEquals(all.answer(chip), some.answer(chip));
    }
    return frames;
  }

  private static Culture culture(int channels) {
    Dish.Place[] places = new Dish.Place[channels];
    Arrays.setAll(places, i -> new Dish.Place(i / 8 * 4_000 + i % 4 * 200, i % 8 / 4 * 400));
    return new Culture(
        3, Profile.usual(), new Dish(RATE, Headstages.NANOVOLTS_PER_COUNT, List.of(places)));
  }
}
