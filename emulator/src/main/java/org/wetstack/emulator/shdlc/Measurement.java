package org.wetstack.emulator.shdlc;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.hal.spi.Timebase;

/**
 * What the cable does on its own: reads the sensor at even intervals, keeps samples until a host
 * fetches them, and sums them up. Called under the world's lock.
 */
final class Measurement {

  /** Samples that fit into one reply behind lost, remaining and signals. */
  static final int MOST_IN_REPLY = (255 - 8) / Sample.BYTES;

  private final World world;
  private final FlowChip chip;
  private final CableQuirks quirks;
  private final Deque<Sample> buffer = new ArrayDeque<>();
  private Timebase.@Nullable Timer timer;
  private @Nullable Sample last;
  private int wantedMillis;
  private int command;
  private long dueNanos;
  private long lost;
  private boolean totalizes;
  private long total;

  Measurement(World world, FlowChip chip, CableQuirks quirks) {
    this.world = world;
    this.chip = chip;
    this.quirks = quirks;
  }

  boolean running() {
    return timer != null;
  }

  /** As the host gave it; 0 for as often as the cable can. */
  int wantedMillis() {
    return wantedMillis;
  }

  /** Begins to read the sensor, which measures already. */
  void start(int everyMillis, int with) {
    wantedMillis = everyMillis;
    command = with;
    buffer.clear();
    lost = 0;
    last = null;
    dueNanos = world.nanos() + Math.max(intervalNanos(), FlowChip.firstSampleNanos());
    schedule();
  }

  /** The measurement command of the last start; 0 before the first. */
  int command() {
    return command;
  }

  /** Ends it; samples that wait can still be fetched. */
  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** As after power-on. */
  void forget() {
    stop();
    buffer.clear();
    lost = 0;
    last = null;
    command = 0;
    totalizes = false;
    total = 0;
  }

  @Nullable Sample last() {
    return last;
  }

  boolean isEmpty() {
    return buffer.isEmpty();
  }

  /** What waits, oldest first, as much as fits; it waits no more. */
  byte[] fetch() {
    int count = Math.min(buffer.size(), MOST_IN_REPLY);
    int unit = quirks.bufferCountsBytes() ? Sample.BYTES : 1;
    ByteBuffer reply = ByteBuffer.allocate(8 + count * Sample.BYTES);
    reply.putInt((int) (lost * unit));
    reply.putShort((short) ((buffer.size() - count) * unit));
    reply.putShort((short) Sample.SIGNALS);
    for (int i = 0; i < count; i++) {
      buffer.removeFirst().put(reply);
    }
    lost = 0;
    return reply.array();
  }

  boolean totalizes() {
    return totalizes;
  }

  void totalizes(boolean now) {
    totalizes = now;
  }

  /** The sum of all flows since the last reset, in ticks. */
  long total() {
    return total;
  }

  void resetTotal() {
    total = 0;
  }

  private long intervalNanos() {
    int millis = wantedMillis == 0 ? quirks.shortestIntervalMillis() : wantedMillis;
    return millis * 1_000_000L;
  }

  private void schedule() {
    timer = world.after(Duration.ofNanos(Math.max(0, dueNanos - world.nanos())), this::take);
  }

  /** In real time a timer may be late: then one reading stands for all that were due. */
  private void take() {
    if (chip.readable()) {
      Sample sample = chip.sample((int) (intervalNanos() / 1_000_000));
      while (dueNanos <= world.nanos()) {
        keep(sample);
        dueNanos += intervalNanos();
      }
    } else {
      // No sample: whoever asks for the last one is told why.
      dueNanos = world.nanos() + intervalNanos();
    }
    schedule();
  }

  private void keep(Sample sample) {
    last = sample;
    if (totalizes) {
      total += sample.flow();
    }
    buffer.addLast(sample);
    if (buffer.size() > quirks.bufferSamples()) {
      buffer.removeFirst();
      lost++;
    }
  }
}
