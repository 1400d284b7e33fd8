package org.wetstack.app;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.tissue.Drive;
import org.wetstack.emulator.tissue.Fluid;
import org.wetstack.emulator.tissue.Preparation;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recording;

/**
 * What a recording holds, under the electrodes of an emulated array once more. It answers to
 * nothing: pulses and fluids change nothing. Where samples are missing, and after the end, it shows
 * 0 V, since those who read it count samples without a gap.
 */
final class RecordedTissue implements Preparation {

  /** Read ahead, so that whoever steps this seldom waits for the disk. */
  private static final int AHEAD = 256;

  /** A disk that takes longer has failed. */
  private static final int DISK_SECONDS = 10;

  private static final int KILOOHMS = 100;

  private final Recording recording;
  private final int electrodes;
  private final int nanovoltsPerCount;

  /** An empty one is the end. */
  private final BlockingQueue<Optional<Entry.Block>> ahead = new ArrayBlockingQueue<>(AHEAD);

  private final short[] row;
  private Entry.@Nullable Block block;
  private long next = -1;
  private boolean over;

  /**
   * @param electrodes as many as the recording has channels, or more, which show 0 V
   */
  RecordedTissue(Recording recording, int electrodes) {
    this.recording = recording;
    this.electrodes = electrodes;
    this.nanovoltsPerCount = recording.info().layout().nanovoltsPerCount();
    this.row = new short[recording.info().layout().channels()];
  }

  /** Reads the recording; to be run on a thread that may wait, until the end or an interrupt. */
  void read() {
    try {
      recording.read(
          entry -> {
            if (entry instanceof Entry.Block one) {
              put(Optional.of(one));
            }
          });
    } catch (IOException e) {
      // What cannot be read is missing, as in every reading; 'recording verify' tells of it.
    }
    put(Optional.empty());
  }

  private void put(Optional<Entry.Block> one) {
    try {
      ahead.put(one);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("nobody plays it any more", e);
    }
  }

  @Override
  public int electrodes() {
    return electrodes;
  }

  @Override
  public void step(Drive drive, int[] nanovolts) {
    rest(drive, 1, nanovolts);
  }

  @Override
  public void rest(Drive drive, int samples, int[] nanovolts) {
    for (int i = 0; i < samples; i++) {
      show(nanovolts, i * electrodes);
    }
    drive.answered = false;
  }

  private void show(int[] nanovolts, int at) {
    Entry.Block now = now();
    Arrays.fill(nanovolts, at, at + electrodes, 0);
    if (now != null && next >= now.firstSample()) {
      now.counts().copy((int) (next - now.firstSample()), row, 0);
      for (int e = 0; e < row.length; e++) {
        nanovolts[at + e] = row[e] * nanovoltsPerCount;
      }
    }
    next++;
  }

  /** The block that holds the next sample, or a later one; null after the end. */
  private Entry.@Nullable Block now() {
    while (!over && (block == null || next >= block.end())) {
      Optional<Entry.Block> one = take();
      if (one.isEmpty()) {
        over = true;
        block = null;
      } else {
        block = one.get();
        next = next < 0 ? block.firstSample() : next;
      }
    }
    return block;
  }

  private Optional<Entry.Block> take() {
    try {
      Optional<Entry.Block> one = ahead.poll(DISK_SECONDS, TimeUnit.SECONDS);
      return one == null ? Optional.empty() : one;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public int kiloohms(int electrode) {
    return KILOOHMS;
  }

  @Override
  public int noiseNanovolts(int electrode) {
    return 0;
  }

  @Override
  public void infuse(Fluid fluid, long nanoliters) {}

  @Override
  public void injectSpike(int electrode, long samples) {
    throw new UnsupportedOperationException("what was recorded is not changed");
  }
}
