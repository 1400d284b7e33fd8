package org.wetstack.emulator.shdlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A cable on a line with others, without power, and among rubbish. */
class CableTest {

  private static final String START = "7E 00 33 04 00 0A 36 08 80 7E";
  private static final String LAST = "7E 00 35 01 03 C6 7E";
  private static final String TOTAL_ON = "7E 00 37 01 01 C6 7E";

  @Test
  void severalShareALineAndEachAnswersForItself() {
    var wire = new Wire(1, ShdlcSpec.exact(0), ShdlcSpec.exact(3), ShdlcSpec.exact(4));
    wire.pass(100);
    assertEquals("7E 00 90 00 01 00 6E 7E", wire.ask("7E 00 90 00 6F 7E"));
    assertEquals("7E 03 90 00 01 03 68 7E", wire.ask("7E 03 90 00 6C 7E"));
    assertEquals("-", wire.ask("7E 05 90 00 6A 7E"));
    // Told to all: nobody answers, all measure.
    assertEquals("-", wire.ask("7E FF 33 04 00 0A 36 08 81 7E"));
    assertEquals("7E 04 33 00 02 00 0A BC 7E", wire.ask("7E 04 33 00 C8 7E"));
  }

  @Test
  void whatIsNotKnownOfTheCableIsAnOption() {
    CableQuirks likely = CableQuirks.likely();
    Wire wire = Wire.with(ShdlcSpec.exact(0).withQuirks(likely.silentAtWrongChecksum()));
    assertEquals("-", wire.ask("7E 00 D1 00 2F 7E"));
    wire = Wire.with(ShdlcSpec.exact(0).withQuirks(likely.countingSamples()));
    wire.ask("7E 00 33 04 00 01 36 08 89 7E");
    wire.pass(299 + 60);
    String reply = wire.ask("7E 00 36 01 03 C5 7E");
    assertTrue(reply.startsWith("7E 00 36 00 FE 00 00 00 5D 00 D7 00 03 "), reply);
    wire = Wire.with(ShdlcSpec.exact(0).withQuirks(likely.startingWhenAsked()));
    assertEquals("7E 00 35 00 00 CA 7E", wire.ask(LAST));
    wire.pass(20);
    assertEquals("7E 00 35 00 06 00 00 7D 31 F8 00 00 BB 7E", wire.ask(LAST));
  }

  @Test
  void powerLossForgetsTheMeasurementAndAnswersUnderWay() {
    Wire wire = Wire.with(ShdlcSpec.exact(0));
    wire.ask(TOTAL_ON);
    wire.ask(START);
    wire.pass(50);
    wire.hear(Wire.bytes(LAST));
    wire.world.run(() -> wire.sensor().cyclePower());
    wire.pass(99);
    assertEquals("-", wire.heard());
    assertEquals("-", wire.ask(LAST), "it boots");
    assertEquals("7E 00 35 24 00 A6 7E", wire.ask(LAST));
    assertEquals("7E 00 37 00 01 00 C7 7E", wire.ask("7E 00 37 00 C8 7E"));
  }

  @Test
  void whateverIsHeardItGoesOn() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      Wire wire = Wire.with(ShdlcSpec.exact(0));
      for (int n = 0; n < 60; n++) {
        wire.hear(random.nextInt(3) == 0 ? noise(random) : request(random));
        wire.pass(random.nextInt(5));
      }
      wire.hear(Wire.bytes("7E FF 90 01 00 6F 7E 7E 00 65 00 9A 7E"));
      wire.pass(70_000);
      String unused = wire.heard();
      wire.world.run(() -> wire.sensor().cyclePower());
      wire.pass(101);
      wire.hear(Wire.bytes("7E FF 95 02 00 00 69 7E FF 90 01 00 6F 7E"));
      wire.pass(200);
      assertEquals(
          "7E 00 D1 00 07 01 07 00 01 00 01 00 1D 7E",
          wire.ask("7E 00 D1 00 2E 7E"),
          "seed " + seed);
    }
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A frame that is right, with any command and data. */
  private static byte[] request(Random random) {
    byte[] data = new byte[random.nextInt(8)];
    random.nextBytes(data);
    int command = random.nextInt(256);
    int address = random.nextBoolean() ? 0 : 255;
    var out = new ByteArrayOutputStream();
    out.write(0x7E);
    int sum = address + command + data.length;
    stuff(out, address);
    stuff(out, command);
    stuff(out, data.length);
    for (byte each : data) {
      stuff(out, each & 0xFF);
      sum += each & 0xFF;
    }
    stuff(out, ~sum & 0xFF);
    out.write(0x7E);
    return out.toByteArray();
  }

  private static void stuff(ByteArrayOutputStream out, int value) {
    if (value == 0x7E || value == 0x7D || value == 0x11 || value == 0x13) {
      out.write(0x7D);
      out.write(value ^ 0x20);
    } else {
      out.write(value);
    }
  }
}
