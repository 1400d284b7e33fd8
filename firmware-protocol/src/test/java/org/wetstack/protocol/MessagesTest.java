package org.wetstack.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wetstack.protocol.v1.Alarm;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Done;
import org.wetstack.protocol.v1.Heartbeat;
import org.wetstack.protocol.v1.Hello;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.LoadStimulus;
import org.wetstack.protocol.v1.Mark;
import org.wetstack.protocol.v1.Samples;
import org.wetstack.protocol.v1.Waveform;

class MessagesTest {

  @Test
  void sampleDataAreAViewOfTheBuffer() throws Exception {
    byte[] data = new byte[1_000];
    ByteBuffer frame = ByteBuffer.allocate(2_000);
    frame.position(7);
    frame.put(samples(data).toByteArray()).flip().position(7);
    ByteString view = Messages.device(frame.slice()).getSamples().getData();
    assertEquals(1_000, view.size());
    frame.put(frame.limit() - 1, (byte) 42);
    assertEquals(42, view.byteAt(999));
    assertEquals(7, frame.position());
  }

  @Test
  void directBuffersAreReadToo() throws Exception {
    byte[] encoded = samples(new byte[] {1, 2}).toByteArray();
    ByteBuffer direct = ByteBuffer.allocateDirect(encoded.length).put(encoded).flip();
    assertArrayEquals(
        new byte[] {1, 2}, Messages.device(direct).getSamples().getData().toByteArray());
  }

  @Test
  void fieldsOfLaterVersionsAreIgnored() throws Exception {
    var later = UnknownFieldSet.Field.newBuilder().addFixed64(3).addVarint(1).build();
    var unknown = UnknownFieldSet.newBuilder().addField(55, later).build();
    var message =
        HostMessage.newBuilder()
            .setRequestId(3)
            .setHeartbeat(Heartbeat.newBuilder().setHostNanos(-1).setUnknownFields(unknown))
            .setUnknownFields(unknown)
            .build();
    HostMessage read = Messages.host(message.toByteString().asReadOnlyByteBuffer());
    assertEquals(HostMessage.BodyCase.HEARTBEAT, read.getBodyCase());
    assertEquals(-1, read.getHeartbeat().getHostNanos());
  }

  @Test
  void whatFirmwareCouldNotHoldIsUnreadable() {
    refused(hello("x".repeat(33)));
    refused(hello("µ".repeat(17)));
    var electrodes = Waveform.newBuilder();
    for (int i = 0; i < 33; i++) {
      electrodes.addElectrodes(i);
    }
    var load = LoadStimulus.newBuilder().setWaveform(electrodes);
    refused(HostMessage.newBuilder().setLoadStimulus(load).build());
    refused(samples(new byte[61_441]));
    var marks = Samples.newBuilder();
    for (int i = 0; i < 17; i++) {
      marks.addMarks(Mark.newBuilder().setOffset(i));
    }
    refused(DeviceMessage.newBuilder().setSamples(marks).build());
    var alarm = Alarm.newBuilder().setCode("occlusion").setDetail("x".repeat(81));
    refused(DeviceMessage.newBuilder().setAlarm(alarm).build());
  }

  @Test
  void whatJustFitsIsRead() throws Exception {
    assertEquals(32, read(hello("x".repeat(32))).getHello().getHostName().length());
    assertEquals(16, read(hello("µ".repeat(16))).getHello().getHostName().length());
    var full = samples(new byte[61_440]);
    assertEquals(full, Messages.device(full.toByteString().asReadOnlyByteBuffer()));
  }

  @Test
  void trailingBytesGroupsAndDeepNestingAreUnreadable() {
    byte[] done =
        DeviceMessage.newBuilder().setDone(Done.getDefaultInstance()).build().toByteArray();
    refusedAsDevice(concat(done, new byte[] {0}));
    refusedAsDevice(concat(done, new byte[] {0x0C}));
    byte[] groups = new byte[400];
    Arrays.fill(groups, (byte) 0x0B);
    refusedAsDevice(groups);
    refusedAsDevice(new byte[Framing.MAX_DEVICE_MESSAGE + 1]);
    assertThrows(UnreadableMessageException.class, () -> Messages.host(ByteBuffer.allocate(513)));
  }

  @Test
  void randomAndMutilatedBytesThrowTheOneExceptionOnly() {
    int unreadable = 0;
    byte[] good = samples(new byte[300]).toByteArray();
    for (int seed = 0; seed < 40_000; seed++) {
      var random = new Random(seed);
      byte[] bytes;
      if (seed % 2 == 0) {
        bytes = good.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
          bytes[random.nextInt(40)] = (byte) random.nextInt();
        }
      } else {
        bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
      }
      unreadable += refuses(bytes, seed);
    }
    assertTrue(unreadable > 20_000, unreadable + " unreadable");
  }

  private static int refuses(byte[] bytes, int seed) {
    int refused = 0;
    try {
      Messages.device(ByteBuffer.wrap(bytes));
    } catch (UnreadableMessageException e) {
      refused = 1;
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
    try {
      Messages.host(ByteBuffer.wrap(bytes));
    } catch (UnreadableMessageException e) {
      return refused;
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
    return refused;
  }

  private static HostMessage read(HostMessage message) throws UnreadableMessageException {
    return Messages.host(ByteBuffer.wrap(message.toByteArray()));
  }

  private static void refused(HostMessage message) {
    assertThrows(UnreadableMessageException.class, () -> read(message));
  }

  private static void refused(DeviceMessage message) {
    refusedAsDevice(message.toByteArray());
  }

  private static void refusedAsDevice(byte[] bytes) {
    assertThrows(UnreadableMessageException.class, () -> Messages.device(ByteBuffer.wrap(bytes)));
  }

  private static HostMessage hello(String hostName) {
    return HostMessage.newBuilder()
        .setRequestId(1)
        .setHello(Hello.newBuilder().setHostName(hostName))
        .build();
  }

  private static DeviceMessage samples(byte[] data) {
    var samples = Samples.newBuilder().setFirstSample(5).setData(ByteString.copyFrom(data));
    return DeviceMessage.newBuilder().setEpoch(7).setSamples(samples).build();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
