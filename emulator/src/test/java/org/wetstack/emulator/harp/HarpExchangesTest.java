package org.wetstack.emulator.harp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.wetstack.emulator.harp.HarpSpec.Core;
import org.wetstack.emulator.harp.SyringePumpSpec.Dialect;

/** Every register, message and error of the syringe pump, byte by byte. */
class HarpExchangesTest {

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/harp/exchanges.tsv",
      delimiter = '\t',
      numLinesToSkip = 1,
      maxCharsPerColumn = 10_000,
      emptyValue = "")
  void answersAsTheFirmwareDoes(
      String name, String source, String pump, String before, String request, String replies) {
    var line = new HarpLine();
    HarpSyringePump device = line.start(new HarpSyringePump(line.world, spec(pump)));
    if (pump.equals("fw-empty")) {
      device.bench().emptyReservoir();
    }
    line.pass(100);
    double passed = 100;
    if (before != null) {
      for (String each : before.split(" ", -1)) {
        line.hear(HarpLine.bytes(each));
        line.pass(2);
        passed += 2;
      }
    }
    if (pump.equals("fw-reboot")) {
      // Carried out 0.5 ms after it was sent, rebooted 1.5 ms later, up 100 ms after that.
      line.pass(100);
      passed = 0;
    }
    line.pass(1_000 - passed - 0.000_001);
    line.said();
    line.pass(0.000_001);
    if (request != null) {
      line.hear(HarpLine.bytes(request));
    }
    line.pass(950);
    assertEquals(replies == null ? "" : replies.replace(" ", ""), line.said(), source);
  }

  private static SyringePumpSpec spec(String pump) {
    SyringePumpSpec usual = SyringePumpSpec.of();
    return switch (pump) {
      case "core15" -> usual.on(usual.device().on(Core.V1_15));
      case "yml" -> usual.speaking(Dialect.DEVICE_YML);
      case "keeps" -> usual.on(usual.device().keepingDelayedWithinSecond());
      default -> usual;
    };
  }
}
