package org.wetstack.lab.signal;

import java.util.Random;
import java.util.zip.CRC32C;
import org.wetstack.lab.MadeUpStream;

/**
 * Runs a detector over random streams of all shapes; a program of its own, so that a newer Java can
 * run it. Prints the path and, for each stream, checksums of all filtered values and of all spikes.
 */
final class Trial {

  private static final int RATE = 30_000;
  private static final int BLOCK = 60;

  private Trial() {}

  /** Prints to standard output. */
  public static void main(String[] args) {
    System.out.println(Kernels.choice().path());
    System.out.print(run(Kernels.choice()));
  }

  static String run(Kernels.Choice choice) {
    var said = new StringBuilder();
    int[] channels = {1, 7, 16, 33, 128};
    for (int i = 0; i < channels.length; i++) {
      said.append(run(channels[i], 1 + i, choice)).append('\n');
    }
    return said.toString();
  }

  private static String run(int channels, int order, Kernels.Choice choice) {
    var random = new Random(channels);
    MadeUpStream stream = new MadeUpStream(channels, RATE).noise(10, random);
    for (int s = RATE / 2; s < RATE - 100; s += 1 + random.nextInt(60)) {
      int channel = random.nextInt(channels);
      stream.add(s, channel, -80 - random.nextInt(400));
      int artefact = random.nextInt(20) == 0 ? 4 : 0;
      for (int i = 0; i < artefact; i++) {
        stream.add(s + i, channel, i < 2 ? 30_000 : -30_000);
      }
      if (random.nextInt(200) == 0) {
        stream.mark(s, s);
      }
    }
    var detector =
        new SpikeDetector(
            MadeUpStream.layout(channels, RATE, BLOCK),
            DetectorSettings.USUAL.withBand(order, 300, 6_000),
            choice);
    var filtered = new CRC32C();
    var found = new CRC32C();
    int count = 0;
    for (int from = 0; from < RATE; ) {
      int to = Math.min(RATE, from + 1 + random.nextInt(BLOCK));
      Spikes spikes = detector.detect(stream.block(from, to, 0));
      for (int i = 0; i < spikes.count(); i++) {
        add(found, (int) (spikes.sample(i) - MadeUpStream.START));
        add(found, spikes.channel(i));
      }
      count += spikes.count();
      for (int i = 0; i < to - from; i++) {
        for (int c = 0; c < channels; c++) {
          add(filtered, Float.floatToIntBits(detector.filtered(i, c)));
        }
      }
      from = to;
    }
    return "%d channels: %08x, %d spikes %08x, %d artefacts, noise %x"
        .formatted(
            channels,
            filtered.getValue(),
            count,
            found.getValue(),
            detector.artefacts(),
            Double.doubleToLongBits(detector.noiseCounts(channels - 1)));
  }

  private static void add(CRC32C sum, int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      sum.update(value >>> shift);
    }
  }
}
