package org.wetstack.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Pump;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** The example of README.md, with something in it. */
@EmulatedRig(seed = 7)
class MyExperimentTest {
  @Test
  void rewardsTheRightGroup(ElectrodeArray array, Pump dopamine) {
    var samples = new AtomicLong();
    var reward = new Dose(Volume.nanoliters(250), FlowRate.microlitersPerMinute(60));
    try (var recording = array.record(30, block -> samples.addAndGet(block.samples()))) {
      DoseReport report = dopamine.dispense(reward).await();
      assertEquals(DoseReport.End.COMPLETE, report.end());
      assertEquals(Volume.nanoliters(250), report.delivered().atLeast());
    }
    assertEquals(0, samples.get() % 30);
  }
}
