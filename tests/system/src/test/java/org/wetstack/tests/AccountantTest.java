package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.tests.Accountant.Played;
import org.wetstack.tests.Accountant.Pour;

/** An accountant that overlooks something would make the simulation worthless. */
class AccountantTest {

  private static final OperationId A = new OperationId(1);
  private static final Dose DOSE =
      new Dose(Volume.nanoliters(100), FlowRate.nanolitersPerMinute(1_000));

  private final Accountant accountant = new Accountant();

  @Test
  void acceptsADoseThatIsAsReported() {
    begun(report(End.COMPLETE, 100, 100));
    assertEquals(List.of(), audit(new Pour(1, 100, 0, 5)));
  }

  @Test
  void findsTheSameDoseTwice() {
    begun(report(End.STOPPED, 100, 100));
    expect("DOUBLE DOSE", audit(new Pour(1, 50, 0, 5), new Pour(1, 50, 6, 9)));
  }

  @Test
  void findsAFlowThatNobodyAskedFor() {
    expect("nobody asked", audit(new Pour(7, 1, 0, 5)));
  }

  @Test
  void findsATruthOutsideTheBounds() {
    begun(report(End.STOPPED, 40, 50));
    expect("WRONG BOUNDS", audit(new Pour(1, 51, 0, 5)));
    expect("WRONG BOUNDS", audit(new Pour(1, 39, 0, 5)));
    assertEquals(List.of(), audit(new Pour(1, 45, 0, 5)));
  }

  @Test
  void findsACompleteDoseThatIsNot() {
    begun(report(End.COMPLETE, 90, 100));
    expect("NOT COMPLETE", audit(new Pour(1, 95, 0, 5)));
  }

  @Test
  void findsADoseSaidNotToBeDone() {
    accountant.asksForDose(A, DOSE);
    accountant.doseFailed(A, Outcome.NOT_DONE);
    accountant.reported(A, Optional.empty());
    expect("said not to be done", audit(new Pour(1, 0, 0, 5)));
    assertEquals(List.of(), audit());
  }

  @Test
  void findsADoseThatTheBoardForgot() {
    accountant.asksForDose(A, DOSE);
    accountant.doseFailed(A, Outcome.UNKNOWN);
    accountant.reported(A, Optional.empty());
    expect("UNREPORTED", audit(new Pour(1, 10, 0, 5)));
    assertEquals(List.of(), audit());
  }

  @Test
  void findsTooMuchInAnHour() {
    accountant.asksForDose(A, DOSE);
    accountant.doseBegan(A, DOSE);
    accountant.reported(A, Optional.of(report(End.COMPLETE, 100, 100)));
    List<Pour> pours = List.of(new Pour(1, 100, 0, 5));
    expect("HOURLY", accountant.audit(pours, List.of(), 99));
    assertEquals(List.of(), accountant.audit(pours, List.of(), 100));
  }

  @Test
  void findsAStimulusPlayedTwiceOrElsewhere() {
    accountant.asksForPulses(A, 1, 0);
    accountant.pulsesBegan(new Receipt(A, 10));
    assertEquals(List.of(), played(new Played(1, 10, 0)));
    expect("DOUBLE STIMULUS", played(new Played(1, 10, 0), new Played(1, 20, 0)));
    expect("PLAYED AGAIN", played(new Played(1, 10, 1)));
    expect("WRONG RECEIPT", played(new Played(1, 11, 0)));
    expect("WRONG RECEIPT", played());
    expect("nobody asked", played(new Played(1, 10, 0), new Played(2, 30, 0)));
  }

  @Test
  void findsAStimulusSaidNotToBeDoneOrForgotten() {
    accountant.asksForPulses(A, 1, 0);
    accountant.pulsesFailed(A, Outcome.NOT_DONE);
    expect("said not to be done", played(new Played(1, 10, 0)));
    accountant.pulsesFailed(A, Outcome.UNKNOWN);
    accountant.receiptLater(A, Optional.empty());
    expect("UNREPORTED", played(new Played(1, 10, 0)));
    assertEquals(List.of(), played());
  }

  private void begun(DoseReport report) {
    accountant.asksForDose(A, DOSE);
    accountant.doseBegan(A, DOSE);
    accountant.reported(A, Optional.of(report));
  }

  private static DoseReport report(End end, long atLeast, long atMost) {
    var delivered = new Delivered(Volume.nanoliters(atLeast), Volume.nanoliters(atMost));
    return new DoseReport(A, DOSE, delivered, end);
  }

  private List<String> audit(Pour... pours) {
    return accountant.audit(List.of(pours), List.of(), 1_000);
  }

  private List<String> played(Played... pulses) {
    return accountant.audit(List.of(), List.of(pulses), 1_000);
  }

  private static void expect(String what, List<String> found) {
    assertTrue(found.stream().anyMatch(each -> each.contains(what)), found::toString);
  }
}
