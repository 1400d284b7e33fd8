package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wetstack.emulator.CableFaults;

/** No loss on the line makes a second dose, whatever the pump: 10,000 losses each, from a seed. */
class PumpLossTest {

  private static final long LOSSES = 10_000;

  /** One message in twelve vanishes whole, either way. */
  private static final CableFaults WHOLE = new CableFaults(300_000, 0, 0, 0, 0, 12, 0, 0);

  /** One crumb in sixty vanishes, so that commands and answers arrive with holes. */
  private static final CableFaults HOLES = new CableFaults(300_000, 0, 0, 6, 0, 60, 0, 0);

  static Stream<LabPumps.Pump> pumps() {
    return LabPumps.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pumps")
  void lostMessagesNeverMakeASecondDose(LabPumps.Pump pump) {
    run(pump, WHOLE, 5);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pumps")
  void holesInMessagesNeverMakeASecondDose(LabPumps.Pump pump) {
    run(pump, HOLES, 6);
  }

  private static void run(LabPumps.Pump pump, CableFaults faults, long seed) {
    LabPumps.Cabled cabled = LabPumps.cabled(pump, faults, seed);
    try {
      var run = new LossRun(cabled.rig(), cabled.cable(), seed);
      run.until(LOSSES / 2);
      assertTrue(run.losses() >= LOSSES / 2, run::toString);
      System.out.println(pump + ": " + run);
    } finally {
      cabled.rig().close();
    }
  }
}
