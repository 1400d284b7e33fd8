package org.wetstack.tests;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.wetstack.conformance.PumpConformance;
import org.wetstack.conformance.Subject;
import org.wetstack.emulator.CableFaults;

/** The rules for pumps on an emulated Harp syringe pump. */
class HarpPumpTest {

  @Nested
  @DisplayName("harp, virtual")
  class OnCable extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedHarps.onCable(CableFaults.none());
    }
  }

  @Nested
  @DisplayName("harp, noisy line")
  class OnNoisyLine extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedHarps.onCable(CableFaults.noisyLine());
    }
  }

  @Nested
  @Patient
  @DisplayName("harp, serial (pty)")
  class OnSerial extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedHarps.onSerial();
    }
  }
}
