package org.wetstack.emulator.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.emulator.board.RawHost.ARRAY;
import static org.wetstack.emulator.board.RawHost.PUMP;
import static org.wetstack.emulator.board.RawHost.SENSOR;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.World;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.protocol.v1.ArmStimulus;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.LoadStimulus;
import org.wetstack.protocol.v1.Phase;
import org.wetstack.protocol.v1.ReadRegister;
import org.wetstack.protocol.v1.ReadSensor;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.Samples;
import org.wetstack.protocol.v1.StartStream;
import org.wetstack.protocol.v1.StimulusLoaded;
import org.wetstack.protocol.v1.Stop;
import org.wetstack.protocol.v1.StopStream;
import org.wetstack.protocol.v1.Trigger;
import org.wetstack.protocol.v1.Waveform;
import org.wetstack.protocol.v1.WriteRegister;

/** SPEC.md, sections 9 to 11 and 13, held against the emulated board by a host of few words. */
class InstrumentSpecTest {

  private static final int BLOCK = 256;
  private static final Duration TIMERS_LATE = Duration.ofMillis(2);
  private static final Waveform PULSE =
      Waveform.newBuilder()
          .addElectrodes(3)
          .addPhases(Phase.newBuilder().setNanoamps(-1_000).setTicks(6))
          .addPhases(Phase.newBuilder().setNanoamps(1_000).setTicks(6))
          .setPulses(1)
          .build();

  private final RawHost host = RawHost.inSession();

  /** As on a busy computer, where time passes between any two steps. */
  @Test
  void samplesFollowTheAnswerThatAnnouncesThem() {
    var time = new VirtualTimebase();
    RawHost busy = busyHost(time);
    busy.ask(busy.to(0).setStartStream(StartStream.newBuilder().setSamplesPerBlock(1)));
    assertTrue(busy.events().isEmpty(), () -> busy.events().size() + " before the answer");
  }

  @Test
  void blocksThatLeaveLateAreCounted() {
    host.ask(host.to(ARRAY).setStartStream(StartStream.newBuilder().setSamplesPerBlock(30)));
    host.live(Duration.ofMillis(100));
    assertEquals(
        new Pacing(100, 0, Duration.ZERO, Duration.ZERO), host.board.array("mea").pacing());
    var time = new VirtualTimebase();
    RawHost busy = busyHost(time);
    busy.ask(busy.to(0).setStartStream(StartStream.newBuilder().setSamplesPerBlock(3)));
    time.advance(Duration.ofMillis(20));
    Pacing pacing = busy.board.array("mea").pacing();
    assertTrue(pacing.blocks() > 0 && pacing.late() > 0, pacing::toString);
    assertTrue(pacing.longest().compareTo(TIMERS_LATE) >= 0, pacing::toString);
  }

  /**
   * In session with a board whose timers are late, and whose clock runs on with each look at it.
   */
  private static RawHost busyHost(VirtualTimebase time) {
    var hurried =
        new Timebase() {
          private long ahead;

          @Override
          public long nanoTime() {
            ahead += 60_000;
            return time.nanoTime() + ahead;
          }

          @Override
          public Instant now() {
            return time.now();
          }

          @Override
          public Timer after(Duration delay, Runnable task) {
            return time.after(delay.plus(TIMERS_LATE), task);
          }

          @Override
          public <T> T await(CompletableFuture<T> future, Duration limit)
              throws TimeoutException, InterruptedException {
            return time.await(future, limit);
          }
        };
    var board =
        new EmulatedBoard(
            new World(hurried, 1, 1),
            BoardSpec.of("board-1", ArraySpec.fourByEight("mea", new QuietTissue(32))));
    RawHost busy = RawHost.of(time, board);
    busy.hello();
    return busy;
  }

  @Test
  void blocksThatTheLinkDoesNotTakeAreDiscardedWholeAndAnnounced() {
    host.ask(host.to(ARRAY).setStartStream(StartStream.newBuilder().setSamplesPerBlock(BLOCK)));
    host.live(Duration.ofMillis(100));
    host.full = true;
    host.time.advance(Duration.ofMillis(55));
    host.full = false;
    host.live(Duration.ofMillis(100));
    host.ask(host.to(ARRAY).setStopStream(StopStream.getDefaultInstance()));
    long expected = blocks().get(0).getFirstSample();
    long discarded = 0;
    for (Samples block : blocks()) {
      assertEquals(expected + block.getDiscardedBefore(), block.getFirstSample());
      assertEquals(BLOCK, block.getSampleCount());
      expected = block.getFirstSample() + BLOCK;
      discarded += block.getDiscardedBefore();
    }
    assertTrue(discarded >= 5 * BLOCK && discarded % BLOCK == 0, discarded + " samples discarded");
    int heard = blocks().size();
    host.live(Duration.ofMillis(100));
    assertEquals(heard, blocks().size(), "no samples after the stop");
  }

  private List<Samples> blocks() {
    return host.heard.stream()
        .filter(DeviceMessage::hasSamples)
        .map(DeviceMessage::getSamples)
        .toList();
  }

  @Test
  void aWaveformThatChangedInTheDeviceCannotBeArmed() {
    StimulusLoaded loaded = load(0, PULSE).getStimulusLoaded();
    assertEquals(PULSE, loaded.getWaveform());
    host.board.array("mea").corruptSlot(0);
    host.refused(Reason.REASON_WAVEFORM_MISMATCH, arm(0, loaded.getWaveformCrc()));
    host.refused(Reason.REASON_NOT_ARMED, trigger(0, 1));
    host.refused(Reason.REASON_WAVEFORM_MISMATCH, arm(1, loaded.getWaveformCrc()));
    assertEquals(0, host.board.array("mea").totalPulses());
  }

  @Test
  void theDeviceChecksWaveformsForItself() {
    for (Waveform.Builder senseless :
        List.of(
            PULSE.toBuilder().clearElectrodes(),
            PULSE.toBuilder().addElectrodes(3),
            PULSE.toBuilder().clearPhases(),
            PULSE.toBuilder().setPulses(0),
            PULSE.toBuilder().setPulses(2),
            PULSE.toBuilder().setPeriodTicks(1_000))) {
      refusedLoad(Reason.REASON_MALFORMED, senseless);
    }
    for (Waveform.Builder beyond :
        List.of(
            PULSE.toBuilder().addElectrodes(32),
            PULSE.toBuilder().setPhases(0, phase(-1_000, 7)),
            PULSE.toBuilder().setPhases(0, phase(-1_010, 6)).setPhases(1, phase(1_010, 6)),
            PULSE.toBuilder().setPhases(0, phase(-5_010, 6)).setPhases(1, phase(5_010, 6)),
            PULSE.toBuilder().setPhases(0, phase(-5_000, 25)).setPhases(1, phase(5_000, 25)),
            PULSE.toBuilder().setPulses(2).setPeriodTicks(149),
            PULSE.toBuilder().setPulses(257).setPeriodTicks(300),
            PULSE.toBuilder().setPulses(2).setPeriodTicks(300).setRecoveryTicks(289),
            PULSE.toBuilder().setSettleTicks(10_000_001))) {
      refusedLoad(Reason.REASON_OUT_OF_RANGE, beyond);
    }
    load(0, PULSE.toBuilder().setPulses(2).setPeriodTicks(300).setRecoveryTicks(288).build());
    load(
        1,
        PULSE.toBuilder().setPhases(0, phase(-5_000, 24)).setPhases(1, phase(5_000, 24)).build());
  }

  private static Phase phase(int nanoamps, int ticks) {
    return Phase.newBuilder().setNanoamps(nanoamps).setTicks(ticks).build();
  }

  private void refusedLoad(Reason reason, Waveform.Builder waveform) {
    host.refused(
        reason, host.to(ARRAY).setLoadStimulus(LoadStimulus.newBuilder().setWaveform(waveform)));
  }

  @Test
  void theBenchKeepsAPulseOfTwentyMinutesByItsPhases() {
    Waveform longest =
        PULSE.toBuilder()
            .clearPhases()
            .addPhases(phase(-500, 6))
            .addPhases(phase(1_000, 6))
            .addPhases(phase(-500, 6))
            .setInterphaseTicks(10_000_000)
            .build();
    host.ask(arm(0, load(0, longest).getStimulusLoaded().getWaveformCrc()));
    host.ask(trigger(0, 77));
    host.live(Duration.ofMillis(10));
    assertEquals(
        List.of(
            new ArrayBench.Phase(0, 6, -500),
            new ArrayBench.Phase(10_000_006, 6, 1_000),
            new ArrayBench.Phase(20_000_012, 6, -500)),
        host.board.array("mea").pulses(77).get(0).phases());
  }

  @Test
  void aTriggerFiresOnceAndAnotherUnderItsIdIsAConflict() {
    int crc = load(0, PULSE).getStimulusLoaded().getWaveformCrc();
    host.ask(arm(0, crc));
    DeviceMessage first = host.ask(trigger(0, 77));
    assertEquals(
        first.getStimulusStatus().getFirstSample(),
        host.ask(trigger(0, 77)).getStimulusStatus().getFirstSample());
    host.refused(Reason.REASON_OPERATION_CONFLICT, trigger(1, 77));
    assertEquals(1, host.board.array("mea").totalPulses());
  }

  @Test
  void registersAreReadAndWrittenButNotWhileAnythingIsArmed() {
    assertEquals(0x494E, read(251), "the chip says so itself");
    assertEquals(99, host.ask(write(3, 99)).getRegisterValue().getValue());
    assertEquals(99, read(3));
    host.refused(
        Reason.REASON_UNSUPPORTED, host.to(PUMP).setReadRegister(ReadRegister.newBuilder()));
    host.refused(Reason.REASON_MALFORMED, write(3, 1).setNotAfterMicros(0));
    host.ask(arm(0, load(0, PULSE).getStimulusLoaded().getWaveformCrc()));
    host.refused(Reason.REASON_BUSY, write(3, 1));
    host.refused(Reason.REASON_OUT_OF_RANGE, write(9, 1));
    host.refused(Reason.REASON_OUT_OF_RANGE, write(3, 0x10000));
    host.ask(host.to(ARRAY).setStop(Stop.getDefaultInstance()));
    assertEquals(1, host.ask(write(3, 1)).getRegisterValue().getValue());
  }

  private int read(int address) {
    return host.ask(host.to(ARRAY).setReadRegister(ReadRegister.newBuilder().setAddress(address)))
        .getRegisterValue()
        .getValue();
  }

  private HostMessage.Builder write(int address, int value) {
    return host.to(ARRAY)
        .setWriteRegister(WriteRegister.newBuilder().setAddress(address).setValue(value));
  }

  @Test
  void aSensorTellsWhatTheBenchSetAndWhen() {
    host.board.sensor("bath", 3_650);
    host.time.advance(Duration.ofMillis(123));
    var reading =
        host.ask(host.to(SENSOR).setReadSensor(ReadSensor.getDefaultInstance())).getSensorReading();
    assertEquals(3_650, reading.getCounts());
    assertEquals(123_000, reading.getMeasuredMicros());
  }

  @Test
  void anEmptyReservoirEndsTheDoseWithWhatThereWas() {
    host.ask(host.prepare(1, 1_000_000));
    host.ask(host.commit(1));
    host.live(Duration.ofSeconds(1));
    host.board.pump("dopamine").emptyReservoir();
    host.live(Duration.ofMillis(100));
    DoseStatus end = host.queryDose(1).getDoseStatus();
    assertEquals(DoseStatus.State.STATE_FAULT, end.getState());
    assertEquals(host.board.pump("dopamine").pumpedNanoliters(), end.getDeliveredLowerNanoliters());
    assertEquals(
        "reservoir-empty", host.events().get(host.events().size() - 1).getAlarm().getCode());
  }

  @Test
  void onceTheLedgerHasForgottenAnUnknownDoseIsTooOld() {
    assertEquals(DoseStatus.State.STATE_NEVER_SEEN, host.queryDose(1).getDoseStatus().getState());
    for (int operation = 1; operation <= 257; operation++) {
      host.ask(host.prepare(operation, 1_000));
    }
    assertEquals(Reason.REASON_OPERATION_TOO_OLD, host.queryDose(1).getRefused().getReason());
    host.refused(Reason.REASON_OPERATION_TOO_OLD, host.commit(1));
    assertEquals(DoseStatus.State.STATE_NEVER_SEEN, host.queryDose(2).getDoseStatus().getState());
    assertEquals(DoseStatus.State.STATE_PREPARED, host.queryDose(257).getDoseStatus().getState());
  }

  private DeviceMessage load(int slot, Waveform waveform) {
    DeviceMessage answer =
        host.ask(
            host.to(ARRAY)
                .setLoadStimulus(LoadStimulus.newBuilder().setSlot(slot).setWaveform(waveform)));
    assertTrue(answer.hasStimulusLoaded(), answer::toString);
    return answer;
  }

  private HostMessage.Builder arm(int slot, int crc) {
    return host.to(ARRAY)
        .setArmStimulus(ArmStimulus.newBuilder().setSlot(slot).setWaveformCrc(crc));
  }

  private HostMessage.Builder trigger(int slot, long operation) {
    return host.to(ARRAY).setTrigger(Trigger.newBuilder().setSlot(slot).setOperationId(operation));
  }
}
