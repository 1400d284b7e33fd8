package org.wetstack.tests;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.wetstack.conformance.PumpConformance;
import org.wetstack.conformance.Subject;
import org.wetstack.emulator.CableFaults;

/** The rules on a pump of another maker that a bridge puts under the firmware protocol. */
class BridgedPumpTest {

  @Nested
  @DisplayName("XCalibur behind a bridge, virtual")
  class OnCable extends PumpConformance {
    @Override
    protected Subject subject() {
      return BridgedPumps.onCable(CableFaults.none());
    }
  }
}
