package org.wetstack.tests;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wetstack.conformance.PumpConformance;
import org.wetstack.conformance.Subject;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.host.SerialHost;
import org.wetstack.emulator.host.TcpHost;
import org.wetstack.hal.spi.SystemTimebase;

/**
 * The rules on an emulated pump of each maker, on all that carries its bytes. Those in real time
 * take minutes in which hardly anything is computed, so each rule runs beside others.
 */
class LabPumpTest {

  private static Subject virtual(LabPumps.Pump pump) {
    return LabPumps.onCable(pump, CableFaults.none());
  }

  private static Subject onNoisyLine(LabPumps.Pump pump) {
    return LabPumps.onCable(pump, CableFaults.noisyLine());
  }

  private static Subject onSerialPort(LabPumps.Pump pump) {
    return LabPumps.hosted(pump, line -> SerialHost.open(line.plug(), null));
  }

  private static Subject onTcp(LabPumps.Pump pump) {
    return LabPumps.hosted(pump, line -> TcpHost.open(line::plug, 0, SystemTimebase.shared()));
  }

  @Nested
  @DisplayName("New Era, virtual")
  class NewEra extends PumpConformance {
    @Override
    protected Subject subject() {
      return virtual(LabPumps.NEW_ERA);
    }
  }

  @Nested
  @DisplayName("New Era, noisy line")
  class NewEraOnNoisyLine extends PumpConformance {
    @Override
    protected Subject subject() {
      return onNoisyLine(LabPumps.NEW_ERA);
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  @DisplayName("New Era, serial (pty)")
  class NewEraOnSerialPort extends PumpConformance {
    @Override
    protected Subject subject() {
      return onSerialPort(LabPumps.NEW_ERA);
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  @DisplayName("New Era, TCP")
  class NewEraOnTcp extends PumpConformance {
    @Override
    protected Subject subject() {
      return onTcp(LabPumps.NEW_ERA);
    }
  }

  @Nested
  @DisplayName("Harvard 11 Elite, virtual")
  class HarvardElite extends PumpConformance {
    @Override
    protected Subject subject() {
      return virtual(LabPumps.HARVARD);
    }
  }

  @Nested
  @DisplayName("Harvard PHD ULTRA in a chain, virtual")
  class HarvardUltra extends PumpConformance {
    @Override
    protected Subject subject() {
      return virtual(LabPumps.HARVARD_ULTRA.at(12));
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  @DisplayName("Harvard 11 Elite, serial (pty)")
  class HarvardOnSerialPort extends PumpConformance {
    @Override
    protected Subject subject() {
      return onSerialPort(LabPumps.HARVARD);
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  @DisplayName("Harvard PHD ULTRA, TCP")
  class HarvardOnTcp extends PumpConformance {
    @Override
    protected Subject subject() {
      return onTcp(LabPumps.HARVARD_ULTRA);
    }
  }

  @Nested
  @DisplayName("Cavro XCalibur, virtual")
  class Cavro extends PumpConformance {
    @Override
    protected Subject subject() {
      return virtual(LabPumps.CAVRO);
    }
  }

  @Nested
  @DisplayName("Cavro XCalibur, distribution valve, address 3")
  class CavroWithDistributionValve extends PumpConformance {
    @Override
    protected Subject subject() {
      return virtual(LabPumps.CAVRO_WITH_DISTRIBUTION_VALVE.at(3));
    }
  }

  @Nested
  @DisplayName("Cavro XCalibur, noisy line")
  class CavroOnNoisyLine extends PumpConformance {
    @Override
    protected Subject subject() {
      return onNoisyLine(LabPumps.CAVRO);
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  @DisplayName("Cavro XCalibur, serial (pty)")
  class CavroOnSerialPort extends PumpConformance {
    @Override
    protected Subject subject() {
      return onSerialPort(LabPumps.CAVRO);
    }
  }

  @Nested
  @DisplayName("Cavro Centris, virtual")
  class Centris extends PumpConformance {
    @Override
    protected Subject subject() {
      return virtual(LabPumps.CENTRIS);
    }
  }

  @Nested
  @DisplayName("Harp, virtual")
  class Harp extends PumpConformance {
    @Override
    protected Subject subject() {
      return virtual(LabPumps.HARP);
    }
  }

  @Nested
  @DisplayName("Harp, noisy line")
  class HarpOnNoisyLine extends PumpConformance {
    @Override
    protected Subject subject() {
      return onNoisyLine(LabPumps.HARP);
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  @DisplayName("Harp, serial (pty)")
  class HarpOnSerialPort extends PumpConformance {
    @Override
    protected Subject subject() {
      return onSerialPort(LabPumps.HARP);
    }
  }
}
