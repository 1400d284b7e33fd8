package org.wetstack.emulator.rhx.files;

import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.rhx.signal.DataBlock;

/**
 * The latest blocks of a run, kept for what a trigger wants saved from before it came. Bounded in
 * time and in memory: what is older than either allows is forgotten, and then less is saved.
 */
final class History {

  private static final int MOST_SECONDS = 30;
  private static final long MOST_BYTES = 256L << 20;

  /** For the waveforms of spikes just before what is saved: up to 9 ms. */
  private static final int EXTRA_BLOCKS = 4;

  private final Wants wants;
  private final List<Frames> ring = new ArrayList<>();
  private final int limit;
  private int next;
  private long bytes;

  /** Keeps {@code seconds} of samples. */
  History(Wants wants, int seconds, double samplesPerSecond) {
    this.wants = wants;
    double blocks = Math.min(seconds, MOST_SECONDS) * samplesPerSecond / DataBlock.FRAMES;
    this.limit = (int) Math.ceil(blocks) + 1 + EXTRA_BLOCKS;
  }

  /** Copies {@code frames}, over the oldest if there is no room. */
  void add(Frames frames) {
    if (ring.size() < limit && bytes < MOST_BYTES && next == ring.size()) {
      var room = new Frames();
      room.copy(frames, wants);
      bytes += room.bytes();
      ring.add(room);
      next = ring.size();
      return;
    }
    next %= ring.size();
    ring.get(next).copy(frames, wants);
    next++;
  }

  /** How many blocks there are. */
  int size() {
    return ring.size();
  }

  /** The block {@code back} before the one that comes next, from 1. */
  Frames back(int back) {
    return ring.get(Math.floorMod(next - back, ring.size()));
  }
}
