package org.wetstack.tests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;

/**
 * Compares what a caller was told with what the bench measured. It knows neither drivers nor
 * boards: only what was asked, what came back, and what flowed and was played.
 */
final class Accountant {

  /**
   * A flow that the bench saw, begin to end.
   *
   * @param operation that the board was carrying out
   */
  record Pour(long operation, long nanoliters, long beganNanos, long endedNanos) {}

  /** A pulse that the bench saw, in a given power-up of the board. */
  record Played(long operation, long sample, int boot) {}

  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private static final class Told {
    final int pulses;
    final @Nullable Dose asked;
    final int boot;
    @Nullable Dose applied;
    @Nullable Outcome failed;
    @Nullable Receipt receipt;
    final List<Optional<DoseReport>> reports = new ArrayList<>();
    final List<Optional<Receipt>> receiptsLater = new ArrayList<>();

    Told(@Nullable Dose asked, int pulses, int boot) {
      this.asked = asked;
      this.pulses = pulses;
      this.boot = boot;
    }
  }

  private final Map<Long, Told> doses = new LinkedHashMap<>();
  private final Map<Long, Told> pulses = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  void asksForDose(OperationId operation, Dose dose) {
    Told told = doses.computeIfAbsent(operation.value(), first -> new Told(dose, 0, 0));
    // That it was unknown before it was asked for again says nothing about this time.
    told.reports.removeIf(Optional::isEmpty);
  }

  void doseBegan(OperationId operation, Dose applied) {
    Told told = dose(operation);
    if (told.applied != null && !told.applied.equals(applied)) {
      faults.add(operation + " was applied as " + told.applied + " and then as " + applied);
    }
    told.applied = applied;
  }

  /** A repeat that fails says nothing about the first attempt, unless that failed, too. */
  void doseFailed(OperationId operation, Outcome outcome) {
    Told told = dose(operation);
    if (told.applied == null && told.failed != Outcome.UNKNOWN) {
      told.failed = outcome;
    }
  }

  void reported(OperationId operation, Optional<DoseReport> report) {
    dose(operation).reports.add(report);
  }

  void asksForPulses(OperationId operation, int count, int boot) {
    pulses.put(operation.value(), new Told(null, count, boot));
  }

  void pulsesBegan(Receipt receipt) {
    pulse(receipt.operation()).receipt = receipt;
  }

  void pulsesFailed(OperationId operation, Outcome outcome) {
    pulse(operation).failed = outcome;
  }

  /** What the board said of an earlier trigger, when asked in the same power-up. */
  void receiptLater(OperationId operation, Optional<Receipt> receipt) {
    pulse(operation).receiptsLater.add(receipt);
  }

  /** Operations whose caller was told UNKNOWN. */
  List<OperationId> unknownDoses() {
    return unknown(doses);
  }

  List<OperationId> unknownPulses(int boot) {
    return unknown(pulses).stream().filter(id -> pulse(id).boot == boot).toList();
  }

  List<OperationId> doses() {
    return doses.keySet().stream().map(OperationId::new).toList();
  }

  long unknowns() {
    return (long) unknown(doses).size() + unknown(pulses).size();
  }

  long resolvedUnknowns() {
    return doses.values().stream()
            .filter(told -> told.failed == Outcome.UNKNOWN && !told.reports.isEmpty())
            .count()
        + pulses.values().stream()
            .filter(told -> told.failed == Outcome.UNKNOWN && !told.receiptsLater.isEmpty())
            .count();
  }

  /** Everything that does not add up; empty if all does. */
  List<String> audit(List<Pour> poured, List<Played> played, long hourlyNanoliters) {
    List<String> found = new ArrayList<>(faults);
    Map<Long, List<Pour>> byDose = new LinkedHashMap<>();
    poured.forEach(
        pour -> byDose.computeIfAbsent(pour.operation(), none -> new ArrayList<>()).add(pour));
    byDose.forEach(
        (operation, pours) -> {
          if (!doses.containsKey(operation)) {
            found.add("flow that nobody asked for: " + pours);
          }
          if (pours.size() > 1) {
            found.add("DOUBLE DOSE: " + pours);
          }
        });
    doses.forEach((id, told) -> auditDose(id, told, byDose.getOrDefault(id, List.of()), found));
    auditHours(poured, hourlyNanoliters, found);
    auditPulses(played, found);
    return found;
  }

  private static void auditDose(long id, Told told, List<Pour> pours, List<String> found) {
    long truth = pours.stream().mapToLong(Pour::nanoliters).sum();
    String name = new OperationId(id) + " (" + told.asked + ")";
    if (told.failed == Outcome.NOT_DONE && told.applied == null && !pours.isEmpty()) {
      found.add(name + " was said not to be done, but flowed: " + pours);
    }
    if (told.reports.isEmpty()) {
      found.add(name + " was never reported on");
    }
    if (told.applied != null && told.asked != null) {
      if (told.applied.volume().compareTo(told.asked.volume()) > 0) {
        found.add(name + " was applied as more than asked: " + told.applied);
      }
    }
    for (Optional<DoseReport> report : told.reports) {
      if (report.isEmpty()) {
        if (!pours.isEmpty() || told.applied != null) {
          found.add("UNREPORTED: " + name + " is unknown to the board, but flowed: " + pours);
        }
        continue;
      }
      auditReport(name, told, report.get(), truth, found);
    }
  }

  private static void auditReport(
      String name, Told told, DoseReport report, long truth, List<String> found) {
    long atLeast = report.delivered().atLeast().nanoliters();
    long atMost = report.delivered().atMost().nanoliters();
    long applied = report.applied().volume().nanoliters();
    boolean ended = report.end() != DoseReport.End.NOT_YET;
    if (atLeast > truth || (ended && truth > atMost) || atMost > applied) {
      found.add("WRONG BOUNDS: " + name + " delivered " + truth + " nL, reported " + report);
    }
    if (report.end() == DoseReport.End.COMPLETE && truth != applied) {
      found.add("NOT COMPLETE: " + name + " delivered " + truth + " nL of " + applied);
    }
    if (told.applied != null && !told.applied.equals(report.applied())) {
      found.add(name + " began as " + told.applied + " and was reported as " + report);
    }
  }

  private static void auditHours(List<Pour> poured, long limit, List<String> found) {
    for (Pour last : poured) {
      long sum = 0;
      for (Pour pour : poured) {
        boolean within =
            pour.endedNanos() > last.endedNanos() - HOUR_NANOS
                && pour.endedNanos() <= last.endedNanos();
        sum += within ? pour.nanoliters() : 0;
      }
      if (sum > limit) {
        found.add("HOURLY LIMIT: " + sum + " nL in the hour before " + last);
      }
    }
  }

  private void auditPulses(List<Played> played, List<String> found) {
    Map<Long, List<Played>> byTrain = new LinkedHashMap<>();
    played.forEach(
        pulse -> byTrain.computeIfAbsent(pulse.operation(), none -> new ArrayList<>()).add(pulse));
    byTrain.keySet().stream()
        .filter(id -> !pulses.containsKey(id))
        .forEach(id -> found.add("pulses that nobody asked for: " + byTrain.get(id)));
    pulses.forEach((id, told) -> auditTrain(id, told, byTrain.getOrDefault(id, List.of()), found));
  }

  private static void auditTrain(long id, Told told, List<Played> train, List<String> found) {
    String name = "stimulus " + new OperationId(id);
    if (train.size() > told.pulses) {
      found.add("DOUBLE STIMULUS: " + name + " of " + told.pulses + " pulses: " + train);
    }
    for (int i = 0; i < train.size(); i++) {
      boolean elsewhere = train.get(i).boot() != told.boot;
      boolean backwards = i > 0 && train.get(i).sample() <= train.get(i - 1).sample();
      if (elsewhere || backwards) {
        found.add("PLAYED AGAIN: " + name + " asked in boot " + told.boot + ": " + train);
        break;
      }
    }
    if (told.failed == Outcome.NOT_DONE && !train.isEmpty()) {
      found.add(name + " was said not to be done, but was played: " + train);
    }
    Receipt receipt = told.receipt;
    if (receipt != null && (train.isEmpty() || train.get(0).sample() != receipt.firstSample())) {
      found.add("WRONG RECEIPT: " + name + " " + receipt + ", played " + train);
    }
    for (Optional<Receipt> later : told.receiptsLater) {
      if (later.isPresent() == train.isEmpty()) {
        found.add("UNREPORTED: " + name + " remembered as " + later + ", played " + train);
      }
    }
  }

  private List<OperationId> unknown(Map<Long, Told> all) {
    return all.entrySet().stream()
        .filter(each -> each.getValue().failed == Outcome.UNKNOWN)
        .map(each -> new OperationId(each.getKey()))
        .toList();
  }

  private Told dose(OperationId operation) {
    return told(doses, operation);
  }

  private Told pulse(OperationId operation) {
    return told(pulses, operation);
  }

  private static Told told(Map<Long, Told> all, OperationId operation) {
    Told told = all.get(operation.value());
    if (told == null) {
      throw new IllegalStateException("nobody asked for " + operation);
    }
    return told;
  }
}
