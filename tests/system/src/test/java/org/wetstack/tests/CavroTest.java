package org.wetstack.tests;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.wetstack.conformance.PumpConformance;
import org.wetstack.conformance.Subject;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.cavro.CavroSpec;
import org.wetstack.emulator.cavro.Model;
import org.wetstack.emulator.cavro.ValveType;

/** The rules on an emulated XCalibur, on all that carries its bytes. */
class CavroTest {

  private static final String OPTIONS = "syringe=1000";

  @Nested
  @DisplayName("virtual")
  class OnCable extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedCavros.onCable(CavroSpec.xcalibur(0, 1_000), OPTIONS, CableFaults.none());
    }
  }

  @Nested
  @DisplayName("distribution valve, small syringe, address 3")
  class WithDistributionValve extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedCavros.onCable(
          CavroSpec.distributing(Model.XCALIBUR, 3, 50, ValveType.DISTRIBUTION_9, 7, 4),
          "syringe=50&address=3&valve=9&outlet=7&reservoir=4",
          CableFaults.none());
    }
  }

  @Nested
  @DisplayName("noisy line")
  class OnNoisyLine extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedCavros.onCable(CavroSpec.xcalibur(0, 1_000), OPTIONS, CableFaults.noisyLine());
    }
  }

  @Nested
  @Patient
  @DisplayName("serial port")
  class OnSerialPort extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedCavros.onSerialPort(CavroSpec.xcalibur(0, 1_000), OPTIONS);
    }
  }
}
