package org.wetstack.drivers.intanrhx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whole frames are the same samples as single ones, however the words of a band lie. */
class RhxBlockTest {

  private static final int FRAMES = 3;
  private static final short UNTOUCHED = 77;

  @Test
  void framesSideBySide() {
    copiesWhatIsThere(128, channel -> 0);
  }

  @Test
  void framesWithOneWordBetween() {
    copiesWhatIsThere(128, channel -> channel > 0 ? 1 : 0);
    copiesWhatIsThere(128, channel -> channel > 90 ? 1 : 0);
  }

  @Test
  void framesWithAWordBehindEachChannel() {
    copiesWhatIsThere(64, channel -> channel);
  }

  @Test
  void oneChannel() {
    copiesWhatIsThere(1, channel -> 0);
  }

  private interface WordsBefore {
    int of(int channel);
  }

  /**
   * @param between how many words that are not of the band come before that of a channel
   */
  private static void copiesWhatIsThere(int channels, WordsBefore between) {
    int[] offsets = new int[channels];
    Arrays.setAll(offsets, c -> FrameLayout.TIMESTAMP + 2 * (c + between.of(c)));
    int frameBytes = offsets[channels - 1] + 4;
    byte[] frames = new byte[(FRAMES + 1) * frameBytes];
    new Random(channels).nextBytes(frames);
    var block = new RhxBlock(offsets, frameBytes, new PulseMarks(16));
    for (int pass = 0; pass < 2; pass++) {
      block.wrap(frames, frameBytes, 0, 0, FRAMES);
      for (int sample = 0; sample < FRAMES; sample++) {
        short[] expected = new short[channels + 2];
        short[] copied = new short[channels + 2];
        Arrays.fill(expected, UNTOUCHED);
        Arrays.fill(copied, UNTOUCHED);
        for (int c = 0; c < channels; c++) {
          int at = (sample + 1) * frameBytes + offsets[c];
          int word = (frames[at] & 0xff) | ((frames[at + 1] & 0xff) << 8);
          expected[1 + c] = (short) (word - 32_768);
          assertEquals(expected[1 + c], block.raw(sample, c));
        }
        block.copy(sample, copied, 1);
        assertArrayEquals(expected, copied);
      }
      short[] into = new short[channels];
      assertThrows(IndexOutOfBoundsException.class, () -> block.copy(FRAMES, into, 0));
      block.release();
      assertThrows(IndexOutOfBoundsException.class, () -> block.copy(0, into, 0));
      // Another store, as after a new session: what was seen before must not be shown again.
      frames = frames.clone();
      new Random(pass).nextBytes(frames);
    }
  }
}
