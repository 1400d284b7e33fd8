package org.wetstack.tests;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.wetstack.conformance.ElectrodeArrayConformance;
import org.wetstack.conformance.LightConformance;
import org.wetstack.conformance.PumpConformance;
import org.wetstack.conformance.RealTime;
import org.wetstack.conformance.Subject;

/** The rules on a culture behind a lab controller and its API. */
class RemoteTest {

  @Nested
  @RealTime
  @DisplayName("remote rig")
  class PumpOfARig extends PumpConformance {
    @Override
    protected Subject subject() {
      return new RemoteRig();
    }
  }

  @Nested
  @RealTime
  @DisplayName("light of a remote rig")
  class LightOfARig extends LightConformance {
    @Override
    protected Subject subject() {
      return new RemoteRig();
    }
  }

  @Nested
  @RealTime
  @DisplayName("remote rig")
  class ArrayOfARig extends ElectrodeArrayConformance {
    @Override
    protected Subject subject() {
      return new RemoteRig();
    }
  }
}
