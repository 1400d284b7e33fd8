package org.wetstack.emulator.cavro;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CavroPumpTest {

  private final Wire wire = new Wire();

  private CavroPump pump(CavroSpec spec) {
    return wire.plug(new CavroPump(wire.world(), spec));
  }

  /** A pump of 1 mL, initialised and full. */
  private CavroPump full() {
    CavroPump pump = pump(CavroSpec.xcalibur(0, 1_000));
    assertEquals("@", wire.ask("YIR"));
    wire.pass(1_000);
    assertEquals("@", wire.ask("YOA3000IR"));
    wire.pass(7_000);
    assertEquals("`3000", wire.ask("?"));
    return pump;
  }

  @Test
  void everyIncrementDeliversItsVolume() {
    CavroPump pump = full();
    assertEquals(0, pump.bench().pumpedNanoliters());
    wire.ask("A2700R");
    wire.pass(2_000);
    assertEquals("`2700", wire.ask("?"));
    assertEquals(100_000, pump.bench().pumpedNanoliters());
    wire.ask("N1D8R");
    wire.pass(500);
    assertEquals(100_333, pump.bench().pumpedNanoliters(), "8 microsteps are 1 increment");
  }

  @Test
  void anInitialisationExpelsIntoTheOutput() {
    CavroPump pump = pump(CavroSpec.xcalibur(0, 1_000));
    wire.ask("ZR");
    wire.pass(1_000);
    long gap = pump.bench().pumpedNanoliters();
    assertTrue(gap >= 16_666 && gap <= 16_668, "50 increments, but " + gap);
    wire.ask("YR");
    wire.pass(1_000);
    assertEquals(gap, pump.bench().pumpedNanoliters(), "Y has its output on the other side");
  }

  @Test
  void speedsAndSlopesTakeTheTimeTheyTake() {
    full();
    wire.ask("v1000V1000c1000A2500R");
    wire.pass(990);
    assertEquals("@", wire.ask("Q"), "500 increments are 1000 pulses");
    wire.pass(10);
    assertEquals("`", wire.ask("Q"));
    // 50 to 1050 pulses a second at 2500 per second squared: 0.4 s and 220 pulses, twice.
    wire.ask("V1050v50c50L1A1975R");
    wire.pass(1_370);
    assertEquals("@", wire.ask("Q"), "0.8 s and 610 pulses at 1050 a second");
    wire.pass(12);
    assertEquals("`", wire.ask("Q"));
  }

  @Test
  void theBacklashIsTakenUpWhenTheSyringeFills() {
    CavroPump pump = full();
    wire.ask("K12A2000R");
    wire.pass(3_000);
    int before = pump.bench().motions().size();
    wire.ask("P100R");
    wire.pass(3_000);
    var motions = pump.bench().motions();
    assertEquals(112 * 8, motions.get(before).steps());
    assertEquals(12 * 8, motions.get(before + 1).steps());
    assertEquals("`2100", wire.ask("?"));
  }

  @Test
  void aClosedLineIsAnOverloadUntilItIsInitialised() {
    CavroPump pump = full();
    pump.bench().occlude();
    wire.ask("A2000R");
    wire.pass(500);
    assertEquals("i", wire.ask("Q"));
    assertEquals("g", wire.ask("Q"), "told once, then it wants an initialisation");
    assertEquals("i", wire.ask("A2000R"));
    assertEquals("i", wire.ask("OR"));
    assertEquals("`2990", wire.ask("?"), "what the firmware believes");
    assertEquals("`3000", wire.ask("?4"), "what the encoder knows");
    pump.bench().open();
    wire.ask("zR");
    assertEquals("`3000", wire.ask("?"));
    wire.ask("A2000R");
    wire.pass(3_000);
    assertEquals("`2000", wire.ask("?"));
  }

  @Test
  void anInitialisationAgainstAClosedLineFails() {
    CavroPump pump = full();
    pump.bench().occlude();
    wire.ask("ZR");
    wire.pass(3_000);
    assertEquals("a", wire.ask("Q"));
    assertEquals("g", wire.ask("A0R"));
  }

  @Test
  void aJammedValveIsAnOverloadToo() {
    CavroPump pump = full();
    pump.jamValve(true);
    wire.ask("OR");
    wire.pass(500);
    assertEquals("j", wire.ask("Q"));
    assertEquals("j", wire.ask("A0R"));
    pump.jamValve(false);
    wire.ask("YR");
    wire.pass(8_500);
    assertEquals("`", wire.ask("Q"));
  }

  @Test
  void aMemoryThatCannotBeWrittenSaysSo() {
    CavroPump pump = pump(CavroSpec.xcalibur(0, 1_000));
    pump.breakMemory(true);
    assertEquals("f", wire.ask("s1A0R"));
    wire.ask("U8R");
    assertEquals("f", wire.ask("Q"));
  }

  @Test
  void powerLossStopsItAndOnlyTheMemoryIsKept() {
    CavroPump pump = full();
    wire.ask("s3A100R");
    wire.ask("U8R");
    wire.ask("V100K5A0R");
    wire.pass(2_000);
    long delivered = pump.bench().pumpedNanoliters();
    pump.cyclePower();
    wire.say(Wire.oem(0x31, 1, false, "Q"));
    wire.pass(900);
    assertArrayEquals(new byte[0], wire.take(), "silent while it starts");
    wire.pass(200);
    assertEquals("g", wire.ask("Q"));
    assertEquals(delivered, pump.bench().pumpedNanoliters());
    assertEquals("`1400", wire.ask("?2"));
    assertEquals("`12", wire.ask("?12"));
    assertEquals("`2", wire.ask("?15"), "counters are kept");
    assertEquals("`", wire.ask("R"), "nothing is left in the buffer");
    wire.ask("Z0,1,2R");
    wire.pass(8_000);
    assertEquals("`2", wire.ask("?6"), "the new configuration is in effect");
    wire.ask("e3R");
    wire.pass(1_000);
    assertEquals("`100", wire.ask("?"));
  }

  @Test
  void afterPowerLossTheSequenceIsForgottenAndBothProtocolsWorkAgain() {
    CavroPump pump = full();
    wire.exchange(0x31, 3, false, "P1R");
    pump.cyclePower();
    wire.pass(1_100);
    assertEquals("g", wire.exchange(0x31, 3, true, "A5R"), "new to it");
    pump.cyclePower();
    wire.pass(1_100);
    wire.say("/1Q\r".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    wire.pass(5);
    assertEquals("/0g\3\r\n", new String(wire.take(), java.nio.charset.StandardCharsets.US_ASCII));
  }

  @Test
  void aStandalonePumpRunsTheStringOfItsAddress() {
    CavroOptions alone = CavroOptions.usual(Model.XCALIBUR).withStoredStringAtPowerUp();
    CavroPump pump = pump(CavroSpec.xcalibur(2, 1_000).with(alone));
    wire.ask(0x33, "s2ZA30R");
    pump.cyclePower();
    wire.pass(3_000);
    assertEquals("`30", wire.ask(0x33, "?"));
  }

  @Test
  void aProgramWaitsForItsInputAndSetsItsOutputs() {
    CavroPump pump = full();
    wire.ask("J5H2J2H1J0R");
    assertEquals(5, pump.outputs());
    pump.input(1, false);
    assertEquals(5, pump.outputs());
    assertEquals("@0", wire.ask("?13"));
    pump.input(2, false);
    assertEquals(2, pump.outputs());
    assertEquals("@0", wire.ask("?14"));
    pump.input(1, true);
    assertEquals("@1", wire.ask("?13"));
    pump.input(1, false);
    assertEquals(0, pump.outputs());
    assertEquals("`", wire.ask("Q"));
    assertThrows(IllegalArgumentException.class, () -> pump.input(3, true));
  }

  @Test
  void pumpsOnOneLineAnswerOnlyForThemselves() {
    var first = new CavroPump(wire.world(), CavroSpec.xcalibur(0, 1_000));
    var second = new CavroPump(wire.world(), CavroSpec.xcalibur(1, 1_000));
    wire.plug(List.of(first, second));
    wire.ask(0x41, "ZR");
    wire.pass(1_000);
    wire.ask(0x31, "A10R");
    wire.ask(0x32, "A20R");
    wire.pass(1_000);
    assertEquals("`10", wire.ask(0x31, "?"));
    assertEquals("`20", wire.ask(0x32, "?"));
    assertEquals("", wire.ask(0x33, "?"));
    // Each remembers the sequence of what was for it.
    wire.exchange(0x31, 5, false, "P1R");
    wire.exchange(0x32, 5, false, "P1R");
    wire.pass(500);
    wire.exchange(0x31, 5, true, "P1R");
    wire.pass(500);
    assertEquals("`11", wire.ask(0x31, "?"));
  }

  @Test
  void optionsChangeWhatSheetsLeaveOpen() {
    CavroOptions usual = CavroOptions.usual(Model.XCALIBUR);
    var other =
        new CavroOptions(true, true, false, false, "o", usual.powerUp(), usual.answersAfter());
    pump(CavroSpec.xcalibur(0, 1_000).with(other));
    wire.say(Wire.oem(0x31, 1, false, "V9999R"));
    wire.pass(5);
    assertArrayEquals(new byte[] {(byte) 0xFF, 2, '0', 'c', 3, 'R'}, wire.take());
    wire.say(Wire.oem(0x31, 2, false, "?6"));
    wire.pass(5);
    assertArrayEquals(
        new byte[] {(byte) 0xFF, 2, '0', '`', 'o', 3, 2 ^ '0' ^ '`' ^ 'o' ^ 3}, wire.take());
    wire.say(Wire.oem(0x31, 2, true, "?6"));
    wire.pass(5);
    assertArrayEquals(
        new byte[] {(byte) 0xFF, 2, '0', '`', 3, 2 ^ '0' ^ '`' ^ 3},
        wire.take(),
        "only acknowledged");
  }

  @Test
  void specsThatCannotBeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> CavroSpec.xcalibur(15, 1_000));
    assertThrows(IllegalArgumentException.class, () -> CavroSpec.xcalibur(0, 5));
    assertThrows(
        IllegalArgumentException.class,
        () -> CavroSpec.distributing(Model.XCALIBUR, 0, 1_000, ValveType.DISTRIBUTION_3, 4, 1));
  }

  @Test
  void noiseNeverThrowsAndIsForgotten() {
    for (long seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var noisy = new Wire();
      noisy.plug(new CavroPump(noisy.world(), CavroSpec.xcalibur(0, 1_000)));
      String letters = "ZYWwzIOBEAaPpDdVvcCLSKkNGgMHJeUsRXTQF?&#0123456789,.";
      for (int i = 0; i < 100; i++) {
        var text = new StringBuilder();
        for (int j = random.nextInt(12); j > 0; j--) {
          text.append(letters.charAt(random.nextInt(letters.length())));
        }
        byte[] noise = new byte[random.nextInt(20)];
        random.nextBytes(noise);
        noisy.say(random.nextBoolean() ? noise : Wire.oem(0x31, i % 8, false, text + "R"));
        noisy.pass(random.nextInt(400));
      }
      noisy.ask("T");
      noisy.take();
      assertTrue(noisy.ask("?").matches("[`@a-o]-?[0-9]+"), "seed " + seed);
    }
  }
}
