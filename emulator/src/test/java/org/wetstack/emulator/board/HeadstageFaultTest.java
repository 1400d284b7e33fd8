package org.wetstack.emulator.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.emulator.World;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.headstage.BusFault;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.protocol.v1.Alarm;
import org.wetstack.protocol.v1.ArmStimulus;
import org.wetstack.protocol.v1.ClearSafeState;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.LoadStimulus;
import org.wetstack.protocol.v1.Phase;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.SafeState;
import org.wetstack.protocol.v1.Samples;
import org.wetstack.protocol.v1.StartStream;
import org.wetstack.protocol.v1.StimulusStatus;
import org.wetstack.protocol.v1.Trigger;
import org.wetstack.protocol.v1.Waveform;

/**
 * What is wrong on the bus of a chip is noticed, stops stimulation, and is gone when it is gone.
 */
class HeadstageFaultTest {

  private static final Duration NOTICED = Duration.ofMillis(100);
  private static final int ARRAY = 0;
  private static final Waveform TRAIN =
      Waveform.newBuilder()
          .addElectrodes(3)
          .addPhases(Phase.newBuilder().setNanoamps(-500).setTicks(1))
          .addPhases(Phase.newBuilder().setNanoamps(500).setTicks(1))
          .setPulses(200)
          .setPeriodTicks(50)
          .build();

  private final VirtualTimebase time = new VirtualTimebase();

  private RawHost host(int samplesPerSecond, boolean stimulates) {
    ArraySpec usual = ArraySpec.grid("mea", 8, 6, new QuietTissue(48));
    var array =
        new ArraySpec(
            "mea",
            samplesPerSecond,
            usual.sites(),
            stimulates,
            usual.stimulator(),
            ChipParameters.flat(),
            usual.preparation());
    var board = new EmulatedBoard(new World(time, 1, 1), BoardSpec.of("board-1", array));
    return RawHost.of(time, board);
  }

  @ParameterizedTest
  @CsvSource({
    "BIT_DROPOUT, 30000, true", "LATE_SAMPLING, 1000, true", "ALL_ZEROS, 1000, true",
    "ALL_ONES, 1000, true", "WRONG_ID, 1000, true", "BIT_DROPOUT, 1000, true",
    "BIT_DROPOUT, 1000, false", "LATE_SAMPLING, 1000, false", "ALL_ZEROS, 1000, false",
    "ALL_ONES, 1000, false", "WRONG_ID, 30000, false"
  })
  void aFaultIsToldWithinATenthOfASecondAndCanBeClearedOnceItIsGone(
      BusFault fault, int samplesPerSecond, boolean stimulates) {
    RawHost host = host(samplesPerSecond, stimulates);
    host.hello();
    host.live(Duration.ofMillis(333));
    assertEquals(List.of(), host.events());
    host.board.array("mea").breakHeadstage(1, fault);
    host.live(NOTICED);
    Alarm alarm = host.events().get(0).getAlarm();
    assertEquals("headstage", alarm.getCode());
    assertTrue(alarm.getDetail().startsWith("chip 1: RH"), alarm::getDetail);
    assertEquals(SafeState.Cause.CAUSE_FAULT, alarm.getSafeState().getCause());
    host.live(Duration.ofMillis(200));
    host.refused(Reason.REASON_FAULT, clear(host));
    host.board.array("mea").mendHeadstage(1);
    host.live(NOTICED);
    assertTrue(host.ask(clear(host)).hasDone());
    host.live(Duration.ofMillis(500));
    assertEquals(1, host.events().size(), "and nothing more: " + host.events());
  }

  @ParameterizedTest
  @CsvSource({"BIT_DROPOUT", "LATE_SAMPLING", "ALL_ZEROS", "ALL_ONES", "WRONG_ID"})
  void aFaultAtTheStartIsThereWhenTheHostComesAndOutlivesTheBoot(BusFault fault) {
    RawHost host = host(20_000, true);
    host.board.array("mea").breakHeadstage(0, fault);
    host.board.bench().powerCycle(Duration.ofMillis(10));
    host.time.advance(Duration.ofMillis(20));
    host.hello();
    SafeState state = host.heartbeat().getHeartbeatReply().getSafeState();
    assertEquals(SafeState.Cause.CAUSE_FAULT, state.getCause());
    assertTrue(state.getDetail().startsWith("chip 0: RHS2116 answered"), state::getDetail);
  }

  @Test
  void aTrainEndsWithTheFaultAndNothingIsArmedUntilItIsCleared() {
    RawHost host = host(10_000, true);
    host.hello();
    int crc = load(host);
    host.ask(arm(host, crc));
    host.ask(host.to(ARRAY).setTrigger(Trigger.newBuilder().setOperationId(9)));
    host.live(Duration.ofMillis(52));
    host.board.array("mea").breakHeadstage(2, BusFault.ALL_ZEROS);
    host.live(NOTICED);
    StimulusStatus ended =
        host.events().stream()
            .filter(DeviceMessage::hasStimulusStatus)
            .map(DeviceMessage::getStimulusStatus)
            .reduce((first, second) -> second)
            .orElseThrow();
    assertEquals(StimulusStatus.State.STATE_FAULT, ended.getState());
    assertEquals(11, ended.getPulsesBegun(), "no pulse was due between the fault and its notice");
    host.refused(Reason.REASON_SAFE_STATE, arm(host, crc));
    host.live(Duration.ofSeconds(1));
    assertEquals(11, host.board.array("mea").totalPulses());
    host.board.array("mea").mendHeadstage(2);
    host.live(NOTICED);
    host.refused(Reason.REASON_SAFE_STATE, arm(host, crc));
    host.ask(clear(host));
    assertTrue(host.ask(arm(host, crc)).hasDone());
  }

  @Test
  void currentEndsTwoSamplesAfterAnyChipFailedHoweverLongItsPhaseIs() {
    RawHost host = host(30_000, true);
    host.hello();
    Waveform slow =
        TRAIN.toBuilder()
            .setPhases(0, Phase.newBuilder().setNanoamps(-100).setTicks(300))
            .setPhases(1, Phase.newBuilder().setNanoamps(100).setTicks(300))
            .setPulses(1)
            .setPeriodTicks(0)
            .build();
    host.ask(arm(host, load(host, slow)));
    host.ask(host.to(ARRAY).setStartStream(StartStream.newBuilder().setSamplesPerBlock(100)));
    host.ask(host.to(ARRAY).setTrigger(Trigger.newBuilder().setOperationId(9)));
    host.time.advance(Duration.ofMillis(3));
    long broken = host.board.array("mea").sampleCounter();
    host.board.array("mea").breakHeadstage(2, BusFault.ALL_ZEROS);
    host.live(NOTICED);
    long last = 0;
    for (DeviceMessage event : host.events()) {
      Samples block = event.getSamples();
      var data =
          block.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
      for (int i = 0; i < block.getSampleCount(); i++) {
        last = data.get(48 * i + 3) == -100 ? block.getFirstSample() + i : last;
      }
    }
    assertEquals(broken + 1, last, "the frame that failed, and the one in which it is told to end");
  }

  @Test
  void whatIsAskedBeforeTheNoticeIsRefusedAsWell() {
    RawHost host = host(10_000, true);
    host.hello();
    int crc = load(host);
    host.board.array("mea").breakHeadstage(0, BusFault.ALL_ONES);
    host.time.advance(Duration.ofMillis(1));
    host.refused(Reason.REASON_SAFE_STATE, arm(host, crc));
  }

  @Test
  void samplesOfADeadChipGoOnAndAreWhatTheWireSays() {
    RawHost host = host(10_000, true);
    host.hello();
    host.ask(host.to(ARRAY).setStartStream(StartStream.newBuilder().setSamplesPerBlock(100)));
    host.board.array("mea").breakHeadstage(0, BusFault.ALL_ZEROS);
    host.board.array("mea").breakHeadstage(1, BusFault.ALL_ONES);
    host.live(Duration.ofMillis(50));
    var data =
        host.events().stream()
            .filter(DeviceMessage::hasSamples)
            .reduce((first, second) -> second)
            .orElseThrow()
            .getSamples()
            .getData()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asShortBuffer();
    assertEquals(-32_768, data.get(99 * 48));
    assertEquals(32_767, data.get(99 * 48 + 16));
    assertEquals(0, data.get(99 * 48 + 32));
  }

  private static int load(RawHost host) {
    return load(host, TRAIN);
  }

  private static int load(RawHost host, Waveform waveform) {
    return host.ask(host.to(ARRAY).setLoadStimulus(LoadStimulus.newBuilder().setWaveform(waveform)))
        .getStimulusLoaded()
        .getWaveformCrc();
  }

  private static HostMessage.Builder arm(RawHost host, int crc) {
    return host.to(ARRAY).setArmStimulus(ArmStimulus.newBuilder().setWaveformCrc(crc));
  }

  private static HostMessage.Builder clear(RawHost host) {
    return host.to(ARRAY).setClearSafeState(ClearSafeState.getDefaultInstance());
  }
}
