package org.wetstack.lab.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.recording.DoseOutcome;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recorder;
import org.wetstack.lab.recording.Recording;

class DoserTest {

  private static final Dose DOSE =
      new Dose(Volume.nanoliters(250), FlowRate.nanolitersPerMinute(60_000));
  private static final Volume BUDGET = Volume.nanoliters(600);
  private final DeviceException refused =
      new DeviceException(Reason.REJECTED, Outcome.NOT_DONE, "the lid is open");
  private final DeviceException lost =
      new DeviceException(Reason.LINK_LOST, Outcome.UNKNOWN, "unplugged");

  @TempDir private Path folder;
  private final Pump pump = mock(Pump.class);
  private final DoseRun run = mock(DoseRun.class);
  private final ArrayDeque<Runnable> hand = new ArrayDeque<>();
  private Recorder recorder;
  private Doser doser;

  @BeforeEach
  void fill() throws Exception {
    when(pump.name()).thenReturn("dopamine");
    when(pump.limits())
        .thenReturn(
            new PumpLimits(
                Volume.nanoliters(25),
                Volume.nanoliters(1_000),
                Volume.nanoliters(10_000),
                FlowRate.nanolitersPerMinute(1_000),
                FlowRate.nanolitersPerMinute(100_000),
                FlowRate.nanolitersPerMinute(1_000)));
    when(run.applied()).thenReturn(DOSE);
    recorder = Recordings.begin(folder);
    doser = new Doser(pump, DOSE, BUDGET, hand::add, recorder);
  }

  private static DoseReport report(DoseReport.End end, long atLeast, long atMost) {
    return new DoseReport(
        new OperationId(7),
        DOSE,
        new Delivered(Volume.nanoliters(atLeast), Volume.nanoliters(atMost)),
        end);
  }

  private List<Entry.Dose> written() throws Exception {
    recorder.close();
    List<Entry.Dose> doses = new ArrayList<>();
    Recording.open(folder.resolve("rec"))
        .read(
            entry -> {
              if (entry instanceof Entry.Dose dose) {
                doses.add(dose);
              }
            });
    return doses;
  }

  @Test
  void givesOneDoseAtATimeAndWritesDownBeginningAndEnd() throws Exception {
    when(pump.dispense(any(), any())).thenReturn(run);
    when(run.await()).thenReturn(report(DoseReport.End.COMPLETE, 250, 250));
    assertTrue(doser.give());
    assertFalse(doser.give(), "a second one while the first is under way");
    assertFalse(doser.idle().isDone());
    hand.remove().run();
    assertTrue(doser.idle().isDone());
    assertEquals(
        new Doser.Totals(1, 0, Delivered.exactly(Volume.nanoliters(250)), Optional.empty()),
        doser.totals());
    assertEquals(
        List.of(DoseOutcome.NOT_YET, DoseOutcome.COMPLETE),
        written().stream().map(Entry.Dose::outcome).toList());
  }

  @Test
  void aRecordingThatIsClosedWhileItFlowsEndsTheDosesAndThisOneCounts() throws Exception {
    when(pump.dispense(any(), any())).thenReturn(run);
    when(run.await())
        .thenAnswer(
            call -> {
              recorder.close();
              return report(DoseReport.End.COMPLETE, 250, 250);
            });
    doser.give();
    hand.remove().run();
    assertEquals(Delivered.exactly(Volume.nanoliters(250)), doser.totals().delivered());
    assertTrue(doser.totals().trouble().orElseThrow().contains("written down"));
    assertFalse(doser.give());
  }

  @Test
  void neverExceedsItsBudget() {
    when(pump.dispense(any(), any())).thenReturn(run);
    when(run.await()).thenReturn(report(DoseReport.End.COMPLETE, 250, 250));
    for (int i = 0; i < 2; i++) {
      assertTrue(doser.give());
      hand.remove().run();
    }
    assertFalse(doser.give(), "250 nL more than 600 nL hold");
    verify(pump, times(2)).dispense(any(), any());
  }

  @Test
  void aRefusedDoseIsCountedAndTheNextMayBeTried() throws Exception {
    when(pump.dispense(any(), any())).thenThrow(refused);
    doser.give();
    hand.remove().run();
    assertEquals(1, doser.totals().refused());
    assertEquals(Delivered.NOTHING, doser.totals().delivered());
    assertTrue(doser.give());
    assertEquals(List.of(), written());
  }

  @Test
  void whenTheAnswerIsLostThePumpsLedgerIsAskedAndNothingIsDosedAgain() throws Exception {
    when(pump.dispense(any(), any())).thenThrow(lost);
    when(pump.report(any())).thenReturn(Optional.of(report(DoseReport.End.COMPLETE, 250, 250)));
    doser.give();
    hand.remove().run();
    verify(pump, times(1)).dispense(any(), any());
    assertEquals(Delivered.exactly(Volume.nanoliters(250)), doser.totals().delivered());
    assertEquals(DoseOutcome.COMPLETE, written().get(0).outcome());
  }

  @Test
  void whenTheLedgerNeverHeardOfTheDoseItDidNotHappen() {
    when(pump.dispense(any(), any())).thenThrow(lost);
    when(pump.report(any())).thenReturn(Optional.empty());
    doser.give();
    hand.remove().run();
    assertEquals(1, doser.totals().refused());
    assertEquals(Delivered.NOTHING, doser.totals().delivered());
  }

  @Test
  void anUnknownDoseIsBookedInFullAndEndsDosing() throws Exception {
    when(pump.dispense(any(), any())).thenReturn(run);
    when(run.await()).thenThrow(lost);
    when(pump.report(any())).thenThrow(lost);
    doser.give();
    hand.remove().run();
    assertEquals(new Delivered(Volume.ZERO, Volume.nanoliters(250)), doser.totals().delivered());
    assertTrue(doser.totals().trouble().orElseThrow().contains("nobody knows"));
    assertFalse(doser.give());
    Entry.Dose last = written().get(1);
    assertEquals(DoseOutcome.UNKNOWN, last.outcome());
    assertEquals(doser.totals().delivered(), last.delivered());
  }

  @Test
  void aDoseThatEndsEarlyEndsDosing() {
    when(pump.dispense(any(), any())).thenReturn(run);
    when(run.await()).thenReturn(report(DoseReport.End.FAULT, 100, 125));
    doser.give();
    hand.remove().run();
    assertTrue(doser.totals().trouble().orElseThrow().contains("FAULT"));
    assertFalse(doser.give());
  }

  @Test
  void afterAHaltNothingThatWaitsIsDosed() {
    doser.give();
    doser.halt("the lab closes");
    hand.remove().run();
    verify(pump, times(0)).dispense(any(), any());
    assertFalse(doser.give());
    assertTrue(doser.idle().isDone());
  }

  @Test
  void withoutAHandItSaysSoInsteadOfFailingTheStream() {
    var handless =
        new Doser(
            pump,
            DOSE,
            BUDGET,
            task -> {
              throw new RejectedExecutionException("shut down");
            },
            recorder);
    assertFalse(handless.give());
    assertTrue(handless.idle().isDone());
    assertTrue(handless.totals().trouble().isPresent());
  }

  @Test
  void aBudgetMustHoldOneDose() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Doser(pump, DOSE, Volume.nanoliters(200), hand::add, recorder));
  }
}
