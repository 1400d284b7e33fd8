package org.wetstack.emulator.rhx.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds spikes in the high-pass band as the program does: a sample beyond the threshold begins one,
 * and the 50 samples from it on are its snippet. A snippet must be complete, so the last 50 samples
 * of a block are searched together with the next one.
 */
final class SpikeFinder {

  static final int SNIPPET = 50;
  private static final int UNIT = 1;
  private static final int ARTEFACT = 0x80;
  private static final double MICROVOLTS_PER_COUNT = 0.195;
  private static final int MID = 32_768;

  private final int[] searchFrom;
  private final double[] joined = new double[SNIPPET + DataBlock.FRAMES];
  private List<Spike> ofBlockBefore = new ArrayList<>();
  private List<Spike> ofBlock = new ArrayList<>();

  SpikeFinder(int channels) {
    searchFrom = new int[channels];
  }

  /** A run begins: nothing was before. */
  void restart() {
    Arrays.fill(searchFrom, 0);
    ofBlockBefore.clear();
    ofBlock.clear();
  }

  /** The next block begins: what was found in the present one becomes that of the block before. */
  void next() {
    List<Spike> free = ofBlockBefore;
    ofBlockBefore = ofBlock;
    ofBlock = free;
    ofBlock.clear();
  }

  /** All that was found in the block before the present one, by time and then by channel. */
  List<Spike> found() {
    // Sorted by insertion: they are few, and nearly sorted already.
    for (int i = 1; i < ofBlockBefore.size(); i++) {
      Spike spike = ofBlockBefore.get(i);
      int to = i;
      while (to > 0 && follows(ofBlockBefore.get(to - 1), spike)) {
        ofBlockBefore.set(to, ofBlockBefore.get(to - 1));
        to--;
      }
      ofBlockBefore.set(to, spike);
    }
    return ofBlockBefore;
  }

  private static boolean follows(Spike one, Spike other) {
    return one.timestamp() != other.timestamp()
        ? one.timestamp() > other.timestamp()
        : one.amplifier() > other.amplifier();
  }

  /** What is left to search of a channel that nobody wanted until now is nothing. */
  void reset(int channel) {
    searchFrom[channel] = SNIPPET;
  }

  /**
   * Searches one channel until 50 samples before the end of the present block.
   *
   * @param before high-pass words of the block before
   * @param high the band itself, in microvolts
   * @param artefact from which positive voltage on it is likely an artefact, in microvolts
   */
  void search(
      int channel,
      DataBlock before,
      DataBlock present,
      double[] high,
      double threshold,
      double artefact) {
    char[] words = before.high[channel];
    for (int i = 0; i < SNIPPET; i++) {
      joined[i] = MICROVOLTS_PER_COUNT * (words[DataBlock.FRAMES - SNIPPET + i] - MID);
    }
    System.arraycopy(high, 0, joined, SNIPPET, DataBlock.FRAMES);
    int at = searchFrom[channel];
    searchFrom[channel] = 0;
    while (at < DataBlock.FRAMES) {
      if (!beyond(joined[at], threshold)) {
        at++;
        continue;
      }
      int id = isArtefact(at, artefact) ? ARTEFACT : UNIT;
      if (at < SNIPPET) {
        int offset = DataBlock.FRAMES - SNIPPET + at;
        ofBlockBefore.add(new Spike(channel, time(before, offset), id));
      } else {
        ofBlock.add(new Spike(channel, time(present, at - SNIPPET), id));
      }
      at += SNIPPET;
      if (at >= DataBlock.FRAMES) {
        searchFrom[channel] = at - DataBlock.FRAMES;
      } else {
        // As the program counts: one more, unless the snippet reaches the part searched next time.
        at++;
      }
    }
  }

  private static long time(DataBlock block, long offset) {
    return (block.timestamp() + offset) & 0xFFFF_FFFFL;
  }

  private static boolean beyond(double microvolts, double threshold) {
    return threshold >= 0 ? microvolts > threshold : microvolts < threshold;
  }

  private boolean isArtefact(int from, double limit) {
    for (int i = from; i < from + SNIPPET; i++) {
      if (joined[i] >= limit) {
        return true;
      }
    }
    return false;
  }
}
