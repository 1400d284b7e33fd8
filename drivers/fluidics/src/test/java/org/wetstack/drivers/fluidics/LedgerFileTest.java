package org.wetstack.drivers.fluidics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

class LedgerFileTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final OperationId ONE = new OperationId(1);
  private static final OperationId TWO = new OperationId(-2);
  private static final Dose DOSE =
      new Dose(Volume.nanoliters(500), FlowRate.nanolitersPerMinute(2_000));

  @TempDir private Path folder;

  private Ledger open() {
    return Ledger.inFile(folder.resolve("ledger"));
  }

  private static DoseReport report(OperationId operation, End end, long least, long most) {
    return new DoseReport(
        operation, DOSE, new Delivered(Volume.nanoliters(least), Volume.nanoliters(most)), end);
  }

  @Test
  void whatWasWrittenIsKnownToTheNextSession() {
    DoseReport ended = report(ONE, End.STOPPED, 100, 110);
    DoseReport running = report(TWO, End.NOT_YET, 20, 500);
    var safe = Optional.of(new SafeState(SafeState.Cause.FAULT, "the motor has stalled"));
    try (Ledger first = open()) {
      first.begin(ONE, DOSE, NOW);
      first.note(ended, NOW.plusSeconds(1));
      first.begin(TWO, DOSE, NOW.plusSeconds(2));
      first.note(running, NOW.plusSeconds(3));
      first.safe(safe, NOW);
    }
    try (Ledger second = open()) {
      assertEquals(Optional.of(ended), second.find(ONE));
      assertEquals(Optional.of(running), second.open());
      assertEquals(safe, second.safe());
      assertEquals(Volume.nanoliters(610), second.lastHour(NOW));
      assertEquals(
          Volume.nanoliters(500),
          second.lastHour(NOW.plus(Duration.ofHours(2))),
          "one without an end counts for ever");
      second.drop(TWO, NOW);
      second.safe(Optional.empty(), NOW);
    }
    try (Ledger third = open()) {
      assertEquals(Optional.empty(), third.find(TWO));
      assertEquals(Optional.empty(), third.open());
      assertEquals(Optional.empty(), third.safe());
    }
  }

  @Test
  void aLineThatWasNotFinishedWasNeverWritten() throws IOException {
    try (Ledger first = open()) {
      first.begin(ONE, DOSE, NOW);
    }
    Files.writeString(
        folder.resolve("ledger"), NOW + " COMPLETE 0000000000000001 5", StandardOpenOption.APPEND);
    try (Ledger second = open()) {
      assertTrue(second.open().isPresent());
      second.note(report(ONE, End.COMPLETE, 500, 500), NOW);
    }
    try (Ledger third = open()) {
      assertEquals(End.COMPLETE, third.find(ONE).orElseThrow().end());
    }
  }

  @Test
  void aFileThatIsNoLedgerIsLeftAlone() throws IOException {
    Path file = folder.resolve("ledger");
    Files.writeString(file, "my thesis\nchapter 1\n");
    var refused = assertThrows(IllegalArgumentException.class, this::open);
    assertTrue(String.valueOf(refused.getMessage()).contains("first line"), refused::getMessage);
    assertEquals("my thesis\nchapter 1\n", Files.readString(file));
  }

  @Test
  void aDamagedLineIsNamed() throws IOException {
    try (Ledger first = open()) {
      first.begin(ONE, DOSE, NOW);
    }
    Files.writeString(
        folder.resolve("ledger"), NOW + " COMPLETE what\n", StandardOpenOption.APPEND);
    var refused = assertThrows(IllegalArgumentException.class, this::open);
    assertTrue(String.valueOf(refused.getMessage()).contains("line 3"), refused::getMessage);
  }

  @Test
  void aLedgerIsOpenOnce() {
    try (Ledger first = open()) {
      assertTrue(first.lasting());
      assertThrows(DeviceException.class, this::open);
    }
    open().close();
  }
}
