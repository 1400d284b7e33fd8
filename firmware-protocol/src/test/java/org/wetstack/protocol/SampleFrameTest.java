package org.wetstack.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wetstack.protocol.v1.Alarm;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Mark;
import org.wetstack.protocol.v1.Samples;

/** What is read by hand is what the generated parser reads. */
class SampleFrameTest {

  private final SampleFrame frame = new SampleFrame();

  @Test
  void goldenVectorsAreReadAsTheParserReadsThem() throws Exception {
    for (String name : new String[] {"samples", "samples-largest", "samples-silence"}) {
      String text = Files.readString(Path.of("vectors", "device-" + name + ".hex"));
      String first = text.lines().findFirst().orElseThrow();
      byte[] message = HexFormat.of().parseHex(first.substring("message ".length()));
      boolean event =
          DeviceMessage.parseFrom(message).getInReplyTo() == 0
              && DeviceMessage.parseFrom(message).getEventNumber() == 0;
      assertEquals(event, readsAsTheParser(message, 0), name);
    }
  }

  @Test
  void randomMessagesAreReadAsTheParserReadsThem() throws Exception {
    for (int seed = 0; seed < 3_000; seed++) {
      var random = new Random(seed);
      assertTrue(readsAsTheParser(samples(random).build().toByteArray(), seed), "seed " + seed);
    }
  }

  @Test
  void whatIsMutilatedIsReadAsTheParserReadsItOrLeftToIt() throws Exception {
    int read = 0;
    int left = 0;
    for (int seed = 0; seed < 60_000; seed++) {
      var random = new Random(seed);
      byte[] bytes = samples(random).build().toByteArray();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        bytes[random.nextInt(Math.min(60, bytes.length))] = (byte) random.nextInt();
      }
      if (random.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
      }
      if (readsAsTheParser(bytes, seed)) {
        read++;
      } else {
        left++;
      }
    }
    assertTrue(read > 5_000, read + " read");
    assertTrue(left > 5_000, left + " left");
  }

  @Test
  void whatIsNoEventWithSamplesIsLeft() {
    var samples = Samples.newBuilder().setFirstSample(1);
    assertLeft(DeviceMessage.newBuilder().setInReplyTo(3).setSamples(samples));
    assertLeft(DeviceMessage.newBuilder().setEventNumber(3).setSamples(samples));
    assertLeft(DeviceMessage.newBuilder().setAlarm(Alarm.newBuilder().setCode("x")));
    assertLeft(DeviceMessage.newBuilder());
    for (int i = 0; i <= Bounds.MARKS; i++) {
      samples.addMarks(Mark.newBuilder().setOffset(i));
    }
    assertLeft(DeviceMessage.newBuilder().setSamples(samples));
    assertLeft(
        DeviceMessage.newBuilder()
            .setSamples(
                Samples.newBuilder().setData(ByteString.copyFrom(new byte[Bounds.DATA + 1]))));
  }

  @Test
  void samplesSentTwiceInOneMessageAreLeft() throws Exception {
    byte[] once = samples(new Random(1)).build().toByteArray();
    byte[] twice = ByteBuffer.allocate(2 * once.length).put(once).put(once).array();
    assertFalse(readsAsTheParser(twice, 1));
  }

  private void assertLeft(DeviceMessage.Builder message) {
    assertFalse(frame.read(ByteBuffer.wrap(message.build().toByteArray())), message::toString);
  }

  /** Whether it was read; if so it must be what the parser makes of it. */
  private boolean readsAsTheParser(byte[] message, int seed) throws Exception {
    ByteBuffer buffer = ByteBuffer.allocate(message.length + 9).position(9).slice();
    buffer.put(message).flip();
    if (!frame.read(buffer)) {
      return false;
    }
    assertEquals(0, buffer.position());
    DeviceMessage parsed = Messages.device(buffer);
    assertSame(parsed, frame, seed);
    var copied = new SampleFrame();
    copied.take(parsed);
    assertSame(parsed, copied, seed);
    return true;
  }

  private static void assertSame(DeviceMessage parsed, SampleFrame read, int seed) {
    String what = "seed " + seed;
    Samples samples = parsed.getSamples();
    assertTrue(parsed.hasSamples(), what);
    assertEquals(0, parsed.getInReplyTo(), what);
    assertEquals(0, parsed.getEventNumber(), what);
    assertEquals(parsed.getEpoch(), read.epoch(), what);
    assertEquals(parsed.getDevice(), read.device(), what);
    assertEquals(samples.getFirstSample(), read.firstSample(), what);
    assertEquals(samples.getSampleCount(), read.sampleCount(), what);
    assertEquals(samples.getMarksCount(), read.marks(), what);
    for (int i = 0; i < read.marks(); i++) {
      assertEquals(samples.getMarks(i).getOffset(), read.markOffset(i), what);
      assertEquals(samples.getMarks(i).getOperationId(), read.markOperation(i), what);
    }
    assertArrayEquals(
        samples.getData().toByteArray(),
        Arrays.copyOfRange(read.bytes(), read.dataAt(), read.dataAt() + read.dataBytes()),
        what);
  }

  private static DeviceMessage.Builder samples(Random random) {
    byte[] data = new byte[random.nextInt(200)];
    random.nextBytes(data);
    var samples =
        Samples.newBuilder()
            .setFirstSample(random.nextLong() >>> random.nextInt(64))
            .setSampleCount(random.nextInt() >>> random.nextInt(32))
            .setDiscardedBefore(random.nextInt(3))
            .setData(ByteString.copyFrom(data));
    for (int i = random.nextInt(4); i > 0; i--) {
      samples.addMarks(
          Mark.newBuilder().setOffset(random.nextInt(300)).setOperationId(random.nextLong()));
    }
    return DeviceMessage.newBuilder()
        .setEpoch(random.nextInt())
        .setDevice(random.nextInt(20))
        .setDeviceMicros(random.nextLong())
        .setSamples(samples);
  }
}
