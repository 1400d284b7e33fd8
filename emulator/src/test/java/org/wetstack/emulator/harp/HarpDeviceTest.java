package org.wetstack.emulator.harp;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.emulator.harp.HarpLine.write;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.harp.HarpApplication.Core;

/** What all Harp devices share, on one that is nothing but a table of registers. */
class HarpDeviceTest {

  private static final String ACTIVE = write(10, 0x61);
  private static final String WHO_AM_I = "010400FF0206";

  private final HarpLine line = new HarpLine();

  /** Three analogue inputs, as a behaviour board has them. */
  private static final class Table implements HarpApplication {
    final Register first = new Register(32, PayloadType.U8, 1);
    final Register analog = new Register(44, PayloadType.S16, 3);
    @Nullable Core core;

    @Override
    public List<Register> registers() {
      return List.of(first, analog);
    }

    @Override
    public void started(Core started) {
      core = started;
    }
  }

  private final Table table = new Table();

  private HarpDevice device(int whoAmI) {
    return line.start(new HarpDevice(line.world, HarpSpec.of(whoAmI, "Table"), table));
  }

  private static String capture(String name) throws IOException {
    try (var in = HarpDeviceTest.class.getResourceAsStream("/harp/" + name)) {
      return HexFormat.of().withUpperCase().formatHex(requireNonNull(in).readAllBytes());
    }
  }

  private static String seconds(long seconds) {
    byte[] frame = {2, 8, 8, (byte) 0xFF, 4, 0, 0, 0, 0, 0};
    for (int i = 0; i < 4; i++) {
      frame[5 + i] = (byte) (seconds >> (8 * i));
    }
    frame[9] = HarpFrame.checksum(frame, 9);
    return HexFormat.of().formatHex(frame);
  }

  @Test
  void theReplyThatWasRecordedComesAgain() throws IOException {
    device(0);
    line.ask(seconds(0xE17BAFC8L), 1);
    assertEquals(capture("device_0.bin").substring(0, 18), line.ask(WHO_AM_I, 1).substring(0, 18));
    // The recorded device answered at a tick at which this core does not: its clock was another's.
    byte[] frame =
        HarpFrame.of(HarpFrame.READ, new Register(0, PayloadType.U16, 1), 0xE17BAFC8L, 14_075);
    assertEquals(capture("device_0.bin"), HexFormat.of().withUpperCase().formatHex(frame));
  }

  @Test
  void theEventThatWasRecordedComesAgain() throws IOException {
    device(1216);
    // 740.992 ms of second 0x2A78, on the very tick.
    line.ask(ACTIVE, 1);
    line.ask(seconds(0x2A78), 1);
    line.pass(740.992 - 2);
    table.analog.content(new byte[] {1, 0, 0, 0, 2, 0});
    line.said();
    line.world.run(() -> requireNonNull(table.core).event(table.analog));
    assertEquals(capture("device_44.bin"), line.said());
  }

  @Test
  void theWritesThatWereRecordedAreRefusedOneByOne() throws IOException {
    device(0);
    String writes = capture("write_0.bin");
    String replies = line.ask(writes, 10);
    assertEquals(4 * 28, replies.length());
    for (int i = 0; i < 4; i++) {
      String reply = replies.substring(i * 28, (i + 1) * 28);
      assertEquals("0A0C00FF12", reply.substring(0, 10));
      assertEquals(writes.substring(i * 16 + 10, i * 16 + 14), reply.substring(22, 26));
    }
  }

  @Test
  void aRequestMustBeWholeWithin50Milliseconds() {
    device(7);
    assertEquals("", line.ask("0104", 49));
    assertTrue(line.ask("00FF0206", 2).startsWith("010C00FF12"));
    assertEquals("", line.ask("0104", 51));
    assertEquals("", line.ask("00FF0206", 100), "06 begins nothing; 02 was waiting in vain");
    assertTrue(line.ask(WHO_AM_I, 2).startsWith("010C00FF12"));
  }

  @Test
  void whoDoesNotReadFor3SecondsPutsItIntoStandbyAndLosesWhatWaited() {
    HarpDevice device = device(7);
    line.ask(write(10, 0xE1), 10);
    device.holdBack(true);
    line.ask(WHO_AM_I, 2_900);
    device.holdBack(false);
    String late = line.said();
    assertTrue(late.startsWith("010C00FF12"), late);
    assertTrue(late.contains("030E08FF14"), "alive, too: " + late);
    device.holdBack(true);
    line.ask(WHO_AM_I, 3_100);
    device.holdBack(false);
    assertEquals("", line.said());
    line.pass(5_000);
    assertEquals("", line.said(), "no longer active");
    assertTrue(line.ask("01040AFF0110".substring(0, 10) + "0F", 2).contains("E0"));
  }

  @Test
  void aRingThatOverflowsLosesItsOldestBytes() {
    HarpDevice device = device(7);
    device.holdBack(true);
    for (int i = 0; i < 600; i++) {
      line.ask(WHO_AM_I, 1);
    }
    device.holdBack(false);
    String kept = line.said();
    assertEquals(2 * 5_119, kept.length());
    assertEquals("010C00FF12", kept.substring(18, 28), "the first message lost its head");
  }

  @Test
  void aSynchroniserSetsTheClockOnceTwoOfItsSecondsFit() {
    HarpDevice device = device(7);
    line.ask(ACTIVE, 123.4);
    byte[] first = HarpLine.bytes("AAAF10000000");
    byte[] second = HarpLine.bytes("AAAF11000000");
    device.hearClock(first);
    line.pass(1_000);
    assertTrue(line.ask(WHO_AM_I, 2).startsWith("010C00FF1201000000"), "one is none");
    line.pass(998);
    device.hearClock(first);
    assertTrue(line.ask(WHO_AM_I, 2).startsWith("010C00FF1202000000"), "the same again is no next");
    line.pass(998);
    device.hearClock(second);
    line.pass(0.572 + 0.384 + 0.001);
    line.said();
    String reply = line.ask(WHO_AM_I, 1);
    assertEquals("010C00FF12120000000F00", reply.substring(0, 22));
    // From 384 µs off it comes nearer by 64 µs a second.
    for (int i = 0; i < 6; i++) {
      line.pass(1_000 - (i == 0 ? 0.572 + 0.384 + 0.001 + 1 : 0));
      byte[] next = second.clone();
      next[2] += (byte) (i + 1);
      device.hearClock(next);
    }
    line.pass(0.573);
    assertEquals("010C00FF12180000000F00", line.ask(WHO_AM_I, 1).substring(0, 22));
  }

  @Test
  void aResetIsFollowedBySilenceAndAClockThatBeginsAnew() {
    device(7);
    line.ask(write(11, 1), 10);
    assertEquals("", line.ask(WHO_AM_I, 80), "boots");
    line.pass(20);
    assertTrue(line.ask(WHO_AM_I, 2).startsWith("010C00FF1200000000"), "its clock begins anew");
  }

  @Test
  void aClockThatIsFastStaysFast() {
    var drifting = HarpSpec.of(7, "Table").drifting(100);
    line.start(new HarpDevice(line.world, drifting, table));
    line.pass(20_000_000 + 0.1);
    line.said();
    // 100 ppm of 20,000 s are 2 s.
    assertTrue(line.ask(WHO_AM_I, 2).startsWith("010C00FF12224E0000"));
  }

  @Test
  void noBytesAtAllMakeItStumble() {
    for (long seed = 0; seed < 300; seed++) {
      var other = new HarpLine();
      var random = new Random(seed);
      var pump = other.start(new HarpSyringePump(other.world, SyringePumpSpec.of()));
      for (int i = 0; i < 60; i++) {
        byte[] bytes = new byte[1 + random.nextInt(12)];
        random.nextBytes(bytes);
        bytes[0] = (byte) (1 + random.nextInt(2));
        if (bytes.length > 5) {
          bytes[1] = (byte) (bytes.length - 2);
          bytes[2] = (byte) random.nextInt(60);
          bytes[3] = (byte) 0xFF;
          bytes[4] = (byte) (1 + random.nextInt(4));
          bytes[bytes.length - 1] = HarpFrame.checksum(bytes, bytes.length - 1);
        }
        other.hear(bytes);
        other.pass(random.nextInt(80));
      }
      pump.cyclePower();
      other.pass(200);
      other.said();
      String reply = other.ask(WHO_AM_I, 3);
      assertTrue(reply.startsWith("010C00FF12"), "seed " + seed + ": " + reply);
    }
  }
}
