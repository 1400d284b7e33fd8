package org.wetstack.benchmarks;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.lab.signal.DetectorSettings;
import org.wetstack.lab.signal.SpikeDetector;
import org.wetstack.protocol.Framing;
import org.wetstack.protocol.SampleFrame;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Samples;

/** What is done with each block of 1 ms, piece by piece, for JMH; see {@link KernelSpeed}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Kernels {

  private static final int RATE = 30_000;
  private static final int NANOVOLTS = 195;
  private static final int FRAMES = 30;
  private static final int FEW = 128;
  private static final int MANY = 1_024;

  private final Detecting few = new Detecting(FEW);
  private final Detecting many = new Detecting(MANY);
  private final short[] decoded = new short[FRAMES * FEW];
  private final byte[] data = bytes(few.blocks[0]);
  private final ByteBuffer message = ByteBuffer.wrap(message(data));
  private final SampleFrame frame = new SampleFrame();
  private final CRC32C crc = new CRC32C();
  private final Framing cobs = Framing.cobs(Framing.MAX_DEVICE_MESSAGE);
  private final ByteBuffer stuffed = cobs.wrap(message.duplicate());
  private final Heard heard = new Heard();

  @Benchmark
  public int detect128() {
    return few.next();
  }

  @Benchmark
  public int detect1024() {
    return many.next();
  }

  /** Reads a message of samples where it lies, and copies them out. */
  @Benchmark
  public int decode() {
    if (!frame.read(message)) {
      throw new IllegalStateException("not a plain message of samples");
    }
    byte[] bytes = frame.bytes();
    int at = frame.dataAt();
    for (int i = 0; i < decoded.length; i++, at += 2) {
      decoded[i] = (short) ((bytes[at] & 0xFF) | (bytes[at + 1] << 8));
    }
    return decoded[decoded.length - 1];
  }

  @Benchmark
  public long crc() {
    crc.reset();
    crc.update(data);
    return crc.getValue();
  }

  @Benchmark
  public int cobsEncode() {
    return cobs.wrap(message.rewind()).remaining();
  }

  @Benchmark
  public int cobsDecode() throws Exception {
    cobs.feed(stuffed.rewind(), heard);
    return heard.bytes;
  }

  private static final class Heard implements Consumer<ByteBuffer> {

    private int bytes;

    @Override
    public void accept(ByteBuffer whole) {
      bytes += whole.remaining();
    }
  }

  /** A detector that knows its noise, and blocks without spikes that come again and again. */
  private static final class Detecting {

    private static final int BLOCKS = 33;

    private final short[][] blocks = new short[BLOCKS][];
    private final SpikeDetector detector;
    private long number;

    Detecting(int channels) {
      var random = new Random(channels);
      for (int i = 0; i < BLOCKS; i++) {
        blocks[i] = new short[FRAMES * channels];
        for (int j = 0; j < blocks[i].length; j++) {
          blocks[i][j] = (short) (random.nextInt(41) - 20);
        }
      }
      var sites =
          IntStream.range(0, channels).mapToObj(i -> new ArrayLayout.Site(i, 200 * i, 0)).toList();
      detector =
          new SpikeDetector(
              new ArrayLayout(RATE, NANOVOLTS, FRAMES, sites), DetectorSettings.USUAL);
      while (!detector.ready()) {
        var unused = next();
      }
    }

    int next() {
      short[] block = blocks[(int) (number % BLOCKS)];
      return detector.detect(FRAMES * number++, block, FRAMES).count();
    }
  }

  private static byte[] bytes(short[] counts) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * counts.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(counts);
    return bytes.array();
  }

  private static byte[] message(byte[] data) {
    return DeviceMessage.newBuilder()
        .setEpoch(1)
        .setSamples(
            Samples.newBuilder()
                .setFirstSample(1L << 42)
                .setSampleCount(FRAMES)
                .setData(ByteString.copyFrom(data)))
        .build()
        .toByteArray();
  }
}
