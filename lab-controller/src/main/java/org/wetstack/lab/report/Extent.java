package org.wetstack.lab.report;

import java.io.IOException;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recording;

/**
 * From when to when a recording goes, and how the host's clock lies on the samples: time 0 is the
 * first sample.
 *
 * @param firstSample the device's number of it
 * @param seconds from the first sample to the last thing recorded
 * @param sampleZeroNanos the host's time of the first sample, as early as any block allows
 * @param samplesPerSecond per channel
 */
record Extent(long firstSample, double seconds, long sampleZeroNanos, int samplesPerSecond) {

  private static final double NANOS = 1e9;

  static Extent of(Recording recording) throws IOException {
    var scan = new Scan(recording.info().layout().samplesPerSecond());
    recording.read(scan::see);
    return scan.extent();
  }

  double ofSample(long sample) {
    return (double) (sample - firstSample) / samplesPerSecond;
  }

  double ofNanos(long nanos) {
    return Math.max(0, (nanos - sampleZeroNanos) / NANOS);
  }

  private static final class Scan {
    private final int rate;
    private long first = -1;
    private long end;
    private long zeroNanos = Long.MAX_VALUE;
    private long lastNanos;

    Scan(int rate) {
      this.rate = rate;
    }

    void see(Entry entry) {
      lastNanos = Math.max(lastNanos, entry.nanos());
      if (entry instanceof Entry.Block block) {
        if (first < 0) {
          first = block.firstSample();
        }
        end = block.end();
        // A block comes late by chance, never early: the least late one tells where time 0 is.
        zeroNanos = Math.min(zeroNanos, entry.nanos() - Math.round((end - first) * NANOS / rate));
      }
    }

    Extent extent() {
      long zero = first < 0 ? 0 : zeroNanos;
      double samples = first < 0 ? 0 : (double) (end - first) / rate;
      return new Extent(
          Math.max(0, first), Math.max(samples, (lastNanos - zero) / NANOS), zero, rate);
    }
  }
}
