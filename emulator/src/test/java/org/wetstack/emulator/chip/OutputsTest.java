package org.wetstack.emulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an RHS2116 does to its electrodes. */
class OutputsTest {

  private final Rhs2116 chip = new Rhs2116(30_000, ChipParameters.flat(), 3);
  private final int[] microvolts = new int[16];
  private final boolean[] exceeded = new boolean[16];

  @BeforeEach
  void powerUp() {
    for (String[] line : Vectors.of("rhs2116-power-up.txt")) {
      chip.exchange(Integer.parseUnsignedInt(line[0], 16));
    }
    send(0xF0FF0000);
  }

  @Test
  void aPulseNeedsBothKeysThePinAndU() {
    send(0x806000FF | 128 << 8);
    send(0x802C0001);
    send(0x802A0001);
    assertTrue(chip.quiet(), "without U");
    send(0xE0FF0000);
    assertEquals(255_000, chip.nanoamps(0), 1e-6);
    assertEquals(0, chip.nanoamps(1));
    chip.stimulationEnabledPin(false);
    assertTrue(chip.quiet(), "without the pin");
    chip.stimulationEnabledPin(true);
    send(0x8020AAAB);
    assertTrue(chip.quiet(), "with a wrong key");
    send(0x8020AAAA);
    send(0x802100FE);
    assertTrue(chip.quiet(), "with another wrong key");
    send(0x802100FF);
    assertFalse(chip.quiet());
  }

  @Test
  void trimAndBiasAndPolarityMakeTheCurrent() {
    send(0x80400064 | 228 << 8);
    send(0xA02A0001);
    assertEquals(-100_000 * 1.22, chip.nanoamps(0), 1e-6);
    send(0xA0400064 | 28 << 8);
    assertEquals(-100_000 * 0.8, chip.nanoamps(0), 1e-6);
    send(0xA0408064);
    // Two below what is recommended, of the sinks; the sources' is not asked for.
    send(0x80230008);
    assertEquals(-100_000 * 0.9, chip.nanoamps(0), 1e-6);
  }

  @Test
  void theComplianceMonitorIsStickyAndOnlyMClearsIt() {
    send(0xA0408064);
    send(0xA02A0001);
    exceeded[0] = true;
    exceeded[1] = true;
    chip.answer(microvolts, exceeded, 0);
    Arrays.fill(exceeded, false);
    chip.answer(microvolts, exceeded, 0);
    assertEquals(1, send(0xC0280000));
    assertEquals(1, send(0xD0280000));
    assertEquals(0, send(0xC0280000));
  }

  @Test
  void theDcAmplifierInvertsAndEndsWhereItsSuppliesDo() {
    int[] expected = {512, 460, 564, 179, 814};
    int[] volts = {0, 1_000_000, -1_000_000, 7_000_000, -7_000_000};
    for (int i = 0; i < volts.length; i++) {
      microvolts[3] = volts[i];
      chip.answer(microvolts, exceeded, 0);
      assertEquals(expected[i], send(0x08030000) & 0xFFFF);
    }
    send(0x8026FFF7);
    assertEquals(512, send(0x08030000) & 0xFFFF);
  }

  @Test
  void limitedRecoveryDrivesTowardsItsTargetWithItsLimit() {
    send(0x80250009); // 1 µA
    send(0xA0300002);
    microvolts[1] = 500_000;
    for (int i = 0; i < 100; i++) {
      chip.answer(microvolts, exceeded, 0);
    }
    assertEquals(-1_000, chip.nanoamps(1), 1e-6);
    assertEquals(0, chip.nanoamps(0));
    microvolts[1] = 1_000;
    for (int i = 0; i < 100; i++) {
      chip.answer(microvolts, exceeded, 0);
    }
    // 75 mV for the limit: 1 mV / 75 kΩ.
    assertEquals(-1_000 / 75.0, chip.nanoamps(1), 0.01);
  }

  @Test
  void theImpedanceCheckPutsTheListedCurrentIntoOneElectrode() {
    send(0x80020559); // on, powered, channel 5, 10 pF
    int[] quiet = new int[16];
    double squares = 0;
    for (int i = 0; i < 600; i++) {
      int dac = (int) Math.floor(128 * Math.sin(2 * Math.PI * i / 30) + 128);
      send(0x80030000 | Math.min(255, dac));
      double nanoamps = chip.nanoamps(5);
      assertEquals(0, chip.nanoamps(4));
      chip.sense(quiet, 0);
      squares += i < 300 ? 0 : nanoamps * nanoamps;
    }
    // 38 nA at 1 kHz, by 2πf Cs V.
    assertEquals(38.5, Math.sqrt(2 * squares / 300), 0.4);
  }

  @Test
  void theFaultDetectorIsLive() {
    chip.faultCurrent(-25);
    assertEquals(1, send(0xC0320000));
    chip.faultCurrent(15);
    assertEquals(0, send(0xC0320000));
  }

  @Test
  void shortingAnElectrodeIsSeenAndStimEnableIsNotNeededForIt() {
    chip.stimulationEnabledPin(false);
    send(0xA02E0004);
    assertTrue(chip.recovers(2));
    assertFalse(chip.recovers(1));
    assertFalse(chip.quiet());
  }

  @Test
  void amplifiersWithoutDcPowerCostWhatTheSheetWarnsOf() {
    double with = chip.supply(600_000).vddMicroamps();
    send(0x8026FFFE);
    assertEquals(with + 1_930, chip.supply(600_000).vddMicroamps(), 1e-6);
  }

  @Test
  void theFormatRegisterSetsThePins() {
    send(0x8001051A);
    assertEquals(new Pins(Pins.Level.FLOATING, Pins.Level.FLOATING, false, false), chip.pins());
    send(0x80011880);
    assertEquals(new Pins(Pins.Level.LOW, Pins.Level.HIGH, true, true), chip.pins());
  }

  /** The reply to {@code word}. */
  private int send(int word) {
    chip.exchange(word);
    chip.exchange(0xC0FF0000);
    return chip.exchange(0xC0FF0000);
  }
}
