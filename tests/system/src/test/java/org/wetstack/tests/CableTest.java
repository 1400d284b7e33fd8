package org.wetstack.tests;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.wetstack.conformance.ElectrodeArrayConformance;
import org.wetstack.conformance.PumpConformance;
import org.wetstack.conformance.Subject;
import org.wetstack.emulator.CableFaults;
import org.wetstack.hal.spi.Link.Delivery;

/** The rules on an emulated board in virtual time, on every kind of cable. */
class CableTest {

  /** A line that carries an array's samples, and now and then spoils a block of them. */
  private static final CableFaults NOISY_BUT_FAST =
      new CableFaults(500_000, 200_000, 0, 64, 1_500, 3_000, 0, 0);

  @Nested
  @DisplayName("virtual, bytes")
  class PumpOnBytes extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedBoards.pumpOnCable(Delivery.RAW_BYTES, CableFaults.none());
    }
  }

  @Nested
  @DisplayName("virtual, bytes")
  class ArrayOnBytes extends ElectrodeArrayConformance {
    @Override
    protected Subject subject() {
      return EmulatedBoards.onCable(Delivery.RAW_BYTES, CableFaults.none());
    }
  }

  @Nested
  @DisplayName("virtual, stream")
  class PumpOnStream extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedBoards.pumpOnCable(Delivery.RELIABLE_BYTES, CableFaults.none());
    }
  }

  @Nested
  @DisplayName("virtual, stream")
  class ArrayOnStream extends ElectrodeArrayConformance {
    @Override
    protected Subject subject() {
      return EmulatedBoards.onCable(Delivery.RELIABLE_BYTES, CableFaults.none());
    }
  }

  @Nested
  @DisplayName("virtual, messages")
  class PumpOnMessages extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedBoards.pumpOnCable(Delivery.MESSAGES, CableFaults.none());
    }
  }

  @Nested
  @DisplayName("virtual, messages")
  class ArrayOnMessages extends ElectrodeArrayConformance {
    @Override
    protected Subject subject() {
      return EmulatedBoards.onCable(Delivery.MESSAGES, CableFaults.none());
    }
  }

  @Nested
  @DisplayName("noisy line")
  class PumpOnNoisyLine extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedBoards.pumpOnCable(Delivery.RAW_BYTES, CableFaults.noisyLine());
    }
  }

  @Nested
  @DisplayName("noisy line")
  class ArrayOnNoisyLine extends ElectrodeArrayConformance {
    @Override
    protected Subject subject() {
      return EmulatedBoards.onCable(Delivery.RAW_BYTES, NOISY_BUT_FAST);
    }
  }

  @Nested
  @DisplayName("slow stream")
  class PumpOnSlowStream extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedBoards.pumpOnCable(Delivery.RELIABLE_BYTES, CableFaults.slowStream());
    }
  }

  @Nested
  @DisplayName("slow stream")
  class ArrayOnSlowStream extends ElectrodeArrayConformance {
    @Override
    protected Subject subject() {
      return EmulatedBoards.onCable(Delivery.RELIABLE_BYTES, CableFaults.slowStream());
    }
  }

  @Nested
  @DisplayName("lossy broker")
  class PumpOnLossyBroker extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedBoards.pumpOnCable(Delivery.MESSAGES, CableFaults.lossyBroker());
    }
  }

  @Nested
  @DisplayName("lossy broker")
  class ArrayOnLossyBroker extends ElectrodeArrayConformance {
    @Override
    protected Subject subject() {
      return EmulatedBoards.onCable(Delivery.MESSAGES, CableFaults.lossyBroker());
    }
  }
}
