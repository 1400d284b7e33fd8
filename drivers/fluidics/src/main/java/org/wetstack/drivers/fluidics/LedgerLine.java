package org.wetstack.drivers.fluidics;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** The lines of a ledger's file, which people may read too: time, word, operation, nanolitres. */
final class LedgerLine {

  private LedgerLine() {}

  static String begin(OperationId operation, Dose dose, Instant now) {
    return "%s begin %s %d nL %d nL/min"
        .formatted(now, operation, dose.volume().nanoliters(), dose.rate().nanolitersPerMinute());
  }

  static String drop(OperationId operation, Instant now) {
    return now + " drop " + operation;
  }

  static String note(DoseReport report, Instant now) {
    Delivered delivered = report.delivered();
    return "%s %s %s %d to %d nL"
        .formatted(
            now,
            report.end(),
            report.operation(),
            delivered.atLeast().nanoliters(),
            delivered.atMost().nanoliters());
  }

  static String safe(Optional<SafeState> state, Instant now) {
    return state
        .map(is -> now + " safe " + is.cause() + " " + is.detail().replaceAll("\\s+", " ").strip())
        .orElse(now + " clear");
  }

  /**
   * Takes {@code line} into {@code ledger}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static void read(String line, Ledger ledger) {
    String[] words = line.split(" ", 4);
    try {
      Instant at = Instant.parse(words[0]);
      switch (words[1]) {
        case "begin" -> {
          String[] dose = words[3].split(" ", -1);
          ledger.begun(
              operation(words[2]),
              new Dose(
                  Volume.nanoliters(Long.parseLong(dose[0])),
                  FlowRate.nanolitersPerMinute(Long.parseLong(dose[2]))),
              at);
        }
        case "drop" -> ledger.dropped(operation(words[2]));
        case "safe" ->
            ledger.wasSafe(
                Optional.of(
                    new SafeState(
                        SafeState.Cause.valueOf(words[2]), words.length > 3 ? words[3] : "")));
        case "clear" -> ledger.wasSafe(Optional.empty());
        default -> note(words, ledger, at);
      }
    } catch (DateTimeException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a line of a ledger", e);
    }
  }

  private static void note(String[] words, Ledger ledger, Instant at) {
    OperationId operation = operation(words[2]);
    String[] volumes = words[3].split(" ", -1);
    DoseReport known =
        ledger
            .find(operation)
            .orElseThrow(() -> new IllegalArgumentException(operation + " was never begun"));
    ledger.noted(
        new DoseReport(
            operation,
            known.applied(),
            new Delivered(
                Volume.nanoliters(Long.parseLong(volumes[0])),
                Volume.nanoliters(Long.parseLong(volumes[2]))),
            End.valueOf(words[1])),
        at);
  }

  private static OperationId operation(String text) {
    return new OperationId(HexFormat.fromHexDigitsToLong(text));
  }
}
