package org.wetstack.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.board.LightBench;
import org.wetstack.emulator.rig.CultureBench;
import org.wetstack.emulator.rig.ReservoirBench;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.FlashRun;
import org.wetstack.hal.Light;
import org.wetstack.hal.units.Power;

/** Tests can take what lives in a rig, and what fluid and light come to it. */
class LivingBenchesTest {

  private static final String LIVING = "rigs/living.yaml";

  @Test
  @EmulatedRig(file = LIVING, time = EmulatedRig.Time.VIRTUAL)
  void culturesOfOneNameAreToldApartByTheirBoard(
      @Called("left/slab") CultureBench left, @Called("right/slab") CultureBench right, Rig rig) {
    assertEquals(10, left.profile().life().daysInVitro());
    assertEquals(20, right.profile().life().daysInVitro());
    assertSame(rig.culture("slab"), left);
  }

  @Test
  @EmulatedRig(file = LIVING, time = EmulatedRig.Time.VIRTUAL)
  void onlyPumpsThatFeedAnArrayHaveAReservoir(ReservoirBench reservoir, Rig rig) {
    assertSame(rig.reservoir("dopamine"), reservoir);
    double nanomolar = reservoir.fluid().dopamineNanomolar();
    assertTrue(nanomolar > 3_900 && nanomolar <= 4_000, nanomolar + " nM");
  }

  @Test
  @EmulatedRig(file = LIVING, time = EmulatedRig.Time.VIRTUAL)
  void lightsAreToldApartByTheirName(
      @Called("uv") LightBench uv, @Called("right/lamp") LightBench lamp) {
    assertNotSame(uv, lamp);
    assertEquals(0, uv.microwatts());
  }

  @Test
  @EmulatedRig(file = LIVING, time = EmulatedRig.Time.VIRTUAL)
  void aLightIsADeviceThatFlashes(
      @Called("uv") Light light, @Called("uv") LightBench uv, @Called("lamp") LightBench lamp) {
    FlashRun run = light.flash(new Flash(Power.microwatts(500), Duration.ofMillis(20)));
    assertEquals(500, uv.microwatts());
    assertEquals(FlashReport.End.COMPLETE, run.await().end());
    assertEquals(1, uv.timesBegun(run.operation().value()));
    assertEquals(List.of(), lamp.shines());
  }

  @Test
  @EmulatedRig(time = EmulatedRig.Time.VIRTUAL)
  void theOnlyCultureOfTheUsualRigNeedsNoName(CultureBench culture, ReservoirBench reservoir) {
    assertTrue(culture.viability() > 0);
    assertTrue(reservoir.fluid().dopamineNanomolar() > 0);
  }

  @EmulatedRig(file = LIVING, time = EmulatedRig.Time.VIRTUAL)
  @InTrial
  static class Wrong {
    @Test
    void severalLive(CultureBench culture) {}

    @Test
    void nothingLivesThere(@Called("salt") CultureBench culture) {}

    @Test
    void feedsNothing(@Called("right/dopamine") ReservoirBench reservoir) {}

    @Test
    void severalLights(LightBench light) {}
  }

  @Test
  void whatCannotBeToldIsRefused() {
    Trial trial = Trial.of(Wrong.class);
    assertEquals(List.of(), trial.passed());
    String all = String.join("\n", trial.failures());
    for (String expected :
        List.of(
            "severalLive asks for CultureBench, but there are 2; say which, as in"
                + " @Called(\"left/slab\").",
            "nothingLivesThere asks for CultureBench, but none is called 'salt'.",
            "feedsNothing asks for ReservoirBench, but none is called 'right/dopamine'.",
            "severalLights asks for LightBench, but there are 2; say which")) {
      assertTrue(all.contains(expected), all);
    }
  }
}
