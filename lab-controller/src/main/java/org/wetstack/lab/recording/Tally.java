package org.wetstack.lab.recording;

import java.nio.ByteBuffer;
import org.wetstack.hal.SampleBlock;

/** What a recording holds and what it had to lose. Under the lock of the queue. */
final class Tally {

  final RecordQueue.Payload gapPayload = this::putGap;

  private long samples;
  private long missed;
  private long lostSamples;
  private long lostEvents;
  private long gapFirst;
  private long gapSamples;
  private int gapBlocks;
  private int gapEvents;

  void kept(SampleBlock block) {
    samples += block.samples();
    missed += block.missedBefore();
  }

  void lost(SampleBlock block) {
    if (gapBlocks == 0) {
      gapFirst = block.firstSample() - block.missedBefore();
    }
    long count = block.missedBefore() + block.samples();
    gapBlocks++;
    gapSamples += count;
    lostSamples += count;
  }

  void lostEvent() {
    gapEvents++;
    lostEvents++;
  }

  /** A block that was {@link #kept} is in the recording no more. */
  void dropped(int blockSamples, long missedBefore) {
    samples -= blockSamples;
    missed -= missedBefore;
  }

  long lostSamples() {
    return lostSamples;
  }

  long lostEvents() {
    return lostEvents;
  }

  /** Whether something was lost that no gap tells of yet. */
  boolean owesGap() {
    return gapBlocks > 0 || gapEvents > 0;
  }

  private void putGap(ByteBuffer into) {
    into.putLong(gapFirst).putLong(gapSamples).putInt(gapBlocks).putInt(gapEvents);
    gapFirst = 0;
    gapSamples = 0;
    gapBlocks = 0;
    gapEvents = 0;
  }

  void putTotals(ByteBuffer into) {
    into.putLong(samples).putLong(missed).putLong(lostSamples).putLong(lostEvents);
  }
}
