package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wetstack.drivers.firmware.FirmwareDriver;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.ArraySpec;
import org.wetstack.emulator.board.BoardSpec;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.board.QuietTissue;
import org.wetstack.emulator.headstage.BusFault;
import org.wetstack.emulator.tissue.Drive;
import org.wetstack.emulator.tissue.Fluid;
import org.wetstack.emulator.tissue.Preparation;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Current;

/** What a program sees, through the real driver, of chips that fail and electrodes that are bad. */
class HeadstageTest {

  private static final Duration NOTICED = Duration.ofMillis(110);

  private final VirtualTimebase time = new VirtualTimebase();
  private final List<Alarm> alarms = new ArrayList<>();

  private EmulatedBoard board(Preparation preparation) {
    return new EmulatedBoard(
        new World(time, 1, 1), BoardSpec.of("board-1", ArraySpec.fourByEight("mea", preparation)));
  }

  private Instrument open(EmulatedBoard board) {
    var cable = new Cable(time, 1, Link.Delivery.MESSAGES, CableFaults.none());
    Instrument open =
        new FirmwareDriver()
            .seeded(1)
            .open(URI.create("cable:board-1"), cable.provider(board::plug), time);
    open.onAlarm(alarms::add);
    return open;
  }

  private static LoadedStimulus train(Instrument open) {
    return open.device(ElectrodeArray.class)
        .stimulator()
        .orElseThrow()
        .load(
            Stimulus.biphasic(List.of(3), Current.microamps(-2), Duration.ofNanos(200_000))
                .train(200, Duration.ofMillis(10)));
  }

  @ParameterizedTest
  @EnumSource(BusFault.class)
  void aFailingChipIsAnAlarmAndEndsStimulationUntilItIsMendedAndCleared(BusFault fault) {
    EmulatedBoard board = board(new QuietTissue(32));
    Instrument open = open(board);
    LoadedStimulus train = train(open);
    CompletableFuture<Receipt> receipt = train.trigger().toCompletableFuture();
    time.advance(Duration.ofMillis(205));
    assertTrue(receipt.isDone());
    board.array("mea").breakHeadstage(1, fault);
    time.advance(NOTICED);
    long pulses = board.array("mea").totalPulses();
    assertEquals(1, alarms.size(), alarms::toString);
    assertEquals("headstage", alarms.get(0).code());
    assertTrue(alarms.get(0).detail().contains("chip 1: RHS2116 answered"), alarms::toString);
    assertTrue(alarms.get(0).safe() && open.safeState().isPresent(), alarms::toString);
    time.advance(Duration.ofSeconds(1));
    assertEquals(pulses, board.array("mea").totalPulses());
    refused(train::arm);
    refused(open::clearSafeState);
    board.array("mea").mendHeadstage(1);
    time.advance(NOTICED);
    refused(train::arm);
    open.clearSafeState();
    train.arm();
    train.trigger();
    time.advance(Duration.ofMillis(100));
    assertTrue(board.array("mea").totalPulses() > pulses, "it works again");
  }

  private static void refused(Runnable call) {
    DeviceException refused = assertThrows(DeviceException.class, call::run);
    assertEquals(Outcome.NOT_DONE, refused.outcome(), refused::toString);
    assertTrue(
        refused.reason() == Reason.FAULT || refused.reason() == Reason.REJECTED, refused::toString);
  }

  @Test
  void aStimulatorOutOfVoltageIsAnAlarmOnceATrainThatStopsNothing() {
    EmulatedBoard board = board(new Dry());
    Instrument open = open(board);
    LoadedStimulus train = train(open);
    for (int i = 1; i <= 2; i++) {
      CompletableFuture<Receipt> receipt = train.trigger().toCompletableFuture();
      time.advance(Duration.ofMillis(2_100));
      assertTrue(receipt.isDone(), receipt::toString);
      assertEquals(200L * i, board.array("mea").totalPulses());
      assertEquals(i, alarms.size(), alarms::toString);
    }
    assertEquals("compliance", alarms.get(1).code());
    assertTrue(alarms.get(1).detail().endsWith("electrodes 3"), alarms::toString);
    assertFalse(alarms.get(1).safe());
    assertTrue(open.safeState().isEmpty());
  }

  /** Electrodes in air: no current flows, and every stimulator is at the end of its voltage. */
  private static final class Dry implements Preparation {
    @Override
    public int electrodes() {
      return 32;
    }

    @Override
    public void step(Drive drive, int[] nanovolts) {
      drive.answered = drive.active;
      for (int i = 0; i < electrodes(); i++) {
        drive.exceeded[i] = drive.active && drive.nanoamps[i] != 0;
        drive.microvolts[i] = drive.exceeded[i] ? drive.lowestMicrovolts : 0;
      }
    }

    @Override
    public void rest(Drive drive, int samples, int[] nanovolts) {
      step(drive, nanovolts);
    }

    @Override
    public int kiloohms(int electrode) {
      return 1_000_000;
    }

    @Override
    public int noiseNanovolts(int electrode) {
      return 0;
    }

    @Override
    public void infuse(Fluid fluid, long nanoliters) {}

    @Override
    public void injectSpike(int electrode, long samples) {}
  }
}
