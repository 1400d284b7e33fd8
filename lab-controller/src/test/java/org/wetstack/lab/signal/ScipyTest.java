package org.wetstack.lab.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.lab.MadeUpStream;

/** Filters and spikes are those of scipy, of recorded and of random samples. */
class ScipyTest {

  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path RECORDED =
      Path.of("../emulator/src/test/resources/org/wetstack/emulator/rhx/signal");
  private static final int RATE = 30_000;
  private static final int BLOCK = 128;

  /** Of the root mean square of a channel. */
  private static final double TOLERANCE = 1e-4;

  private static final DetectorSettings SHORT =
      DetectorSettings.USUAL.withNoise(Duration.ofMillis(100), Duration.ZERO);

  @TempDir private Path folder;

  @BeforeAll
  static void scipyIsThere() throws Exception {
    boolean there =
        Files.isExecutable(PYTHON)
            && new ProcessBuilder(PYTHON.toString(), "-c", "import scipy.signal")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor()
                == 0;
    if (!there) {
      assertFalse(Boolean.parseBoolean(System.getenv("CI")), "python3-scipy must be there in CI");
      Assumptions.abort("python3-scipy is not installed");
    }
  }

  @Test
  void ofARecordedStream() throws Exception {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(RECORDED.resolve("waveform-1-channel.bin")))
            .order(ByteOrder.LITTLE_ENDIAN);
    // A magic number, then 128 times a timestamp and a word whose zero is in the middle.
    int blocks = bytes.capacity() / 772;
    short[] samples = new short[blocks * 128];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (bytes.getShort(i / 128 * 772 + 4 + i % 128 * 6 + 4) ^ 0x8000);
    }
    // Three spikes stand out; at 3 sigma the noise gives more to compare.
    int found = compare(samples, 1, SHORT.withThreshold(3));
    assertTrue(found > 5, "only " + found + " spikes were compared");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 300, 6000, 1, 0",
    "2, 300, 6000, 2, 0",
    "3, 250, 5000, 3, 0",
    "5, 300, 7500, 4, 0",
    "2, 300, 6000, 5, 2000",
    "4, 300, 3000, 6, 500"
  })
  void ofRandomSamplesWithOffsetAndSpikes(
      int order, double low, double high, long seed, int memoryMillis) throws Exception {
    int channels = 19;
    var random = new Random(seed);
    short[] samples = new short[3 * RATE * channels];
    for (int i = 0; i < samples.length; i++) {
      int frame = i / channels;
      double drift = 300 * Math.sin(frame * 2e-3) - 40 * (i % channels);
      samples[i] = (short) Math.round(drift + 12 * random.nextGaussian());
    }
    for (int n = 0; n < 1_500; n++) {
      int at = random.nextInt(samples.length / channels - 20) * channels + n % channels;
      int depth = 40 + random.nextInt(400);
      for (int i = 0; i < 16; i++) {
        samples[at + i * channels] -= (short) (depth * Math.sin(i * 0.4) * Math.exp(-i / 8.0));
      }
    }
    DetectorSettings settings =
        SHORT.withBand(order, low, high).withNoise(SHORT.warmUp(), Duration.ofMillis(memoryMillis));
    int found = compare(samples, channels, settings);
    assertTrue(found > 500, "only " + found + " spikes were compared");
  }

  /** Returns how many spikes both have found. */
  private int compare(short[] samples, int channels, DetectorSettings settings) throws Exception {
    Path filtered = folder.resolve("filtered");
    Path spikes = folder.resolve("spikes");
    scipy(samples, channels, settings, filtered, spikes);
    var detector = new SpikeDetector(MadeUpStream.layout(channels, RATE, BLOCK), settings);
    List<String> ours = new ArrayList<>();
    int frames = samples.length / channels;
    double[] theirs = new double[samples.length];
    ByteBuffer.wrap(Files.readAllBytes(filtered))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asDoubleBuffer()
        .get(theirs);
    double[] squares = new double[channels];
    double[] worst = new double[channels];
    short[] block = new short[BLOCK * channels];
    for (int from = 0; from < frames; from += BLOCK) {
      int count = Math.min(BLOCK, frames - from);
      System.arraycopy(samples, from * channels, block, 0, count * channels);
      Spikes found = detector.detect(from, block, count);
      for (int i = 0; i < found.count(); i++) {
        ours.add(found.sample(i) + " " + found.channel(i));
      }
      for (int i = 0; i < count * channels; i++) {
        double expected = theirs[from * channels + i];
        float got = detector.filtered(i / channels, i % channels);
        assertEquals(Double.isNaN(expected), Float.isNaN(got), "held from " + from);
        if (!Double.isNaN(expected)) {
          squares[i % channels] += expected * expected;
          worst[i % channels] = Math.max(worst[i % channels], Math.abs(expected - got));
        }
      }
    }
    for (int c = 0; c < channels; c++) {
      double relative = worst[c] / Math.sqrt(squares[c] / frames);
      assertTrue(relative < TOLERANCE, relative + " of the RMS of channel " + c);
    }
    assertEquals(Files.readAllLines(spikes), ours);
    return ours.size();
  }

  private void scipy(
      short[] samples, int channels, DetectorSettings settings, Path filtered, Path spikes)
      throws IOException, InterruptedException {
    ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    Path raw = Files.write(folder.resolve("raw"), bytes.array());
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(
                PYTHON.toString(),
                "-B",
                Path.of("src", "test", "python", "find_spikes.py").toString(),
                raw.toString(),
                "" + channels,
                "" + RATE,
                "" + settings.order(),
                "" + settings.lowHertz(),
                "" + settings.highHertz(),
                "" + settings.thresholdSigmas(),
                "" + SpikeDetector.samples(settings.deadTime(), RATE),
                "" + SpikeDetector.samples(settings.blanking(), RATE),
                "" + SpikeDetector.samples(settings.settling(), RATE),
                "" + SpikeDetector.samples(settings.warmUp(), RATE),
                "" + SpikeDetector.samples(settings.noiseMemory(), RATE),
                filtered.toString(),
                spikes.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "python3 hangs");
      assertEquals(0, process.exitValue(), Files.readString(said));
    } finally {
      process.destroyForcibly();
    }
  }
}
