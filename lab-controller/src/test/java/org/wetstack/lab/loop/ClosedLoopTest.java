package org.wetstack.lab.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Current;
import org.wetstack.lab.MadeUpStream;
import org.wetstack.lab.recording.Recorder;
import org.wetstack.lab.signal.DetectorSettings;

class ClosedLoopTest {

  private static final int RATE = Recordings.RATE;
  private static final int WINDOW = RATE / 10;
  private static final int BLOCK = 50;

  @TempDir private Path folder;
  private final LoadedStimulus correction = mock(LoadedStimulus.class);
  private final Doser doser = mock(Doser.class);
  private final List<Integer> judged = new ArrayList<>();
  private final MadeUpStream stream =
      new MadeUpStream(Recordings.CHANNELS, 3 * RATE).noise(10, new Random(1));
  private final VirtualTimebase time = new VirtualTimebase();
  private Recorder recorder;
  private Windows windows;

  @BeforeEach
  void prepare() throws Exception {
    recorder = Recordings.begin(folder);
    windows = windows(this::count);
    when(correction.applied())
        .thenReturn(
            new AppliedStimulus(
                List.of(2),
                List.of(new AppliedStimulus.Phase(Current.nanoamps(-1_000), 4)),
                0,
                1,
                0,
                0,
                0,
                RATE));
    when(correction.trigger(any(OperationId.class))).thenReturn(new CompletableFuture<>());
    when(correction.triggerAt(any(OperationId.class), anyLong()))
        .thenReturn(new CompletableFuture<>());
  }

  @AfterEach
  void close() throws Exception {
    recorder.close();
  }

  private ClosedLoop loop(Judge judge) {
    windows = windows(judge);
    return loop(windows, Duration.ofSeconds(1));
  }

  private Windows windows(Judge judge) {
    return new Windows(Recordings.LAYOUT, Duration.ofMillis(100), judge, correction, doser);
  }

  private ClosedLoop loop(Rule rule, Duration deadline) {
    return new ClosedLoop(
        Recordings.LAYOUT, DetectorSettings.USUAL, deadline, rule, Optional.of(recorder), time);
  }

  /** Counts the spikes of each window that is judged. */
  private Decision count(Window window) {
    int spikes = 0;
    for (int channel = 0; channel < window.channels(); channel++) {
      spikes += window.spikes(channel);
    }
    judged.add(spikes);
    return Decision.NOTHING;
  }

  private void feed(ClosedLoop loop, int from, int to) {
    for (int at = from; at < to; at += BLOCK) {
      loop.onBlock(stream.block(at, at + BLOCK, 0));
    }
  }

  private void spike(int sample, int channel) {
    int[] shape = {-60, -160, -250, -160, -60};
    for (int i = 0; i < shape.length; i++) {
      stream.add(sample + i, channel, shape[i]);
    }
  }

  @Test
  void eachSpikeCountsInTheWindowItFellInto() {
    ClosedLoop loop = loop(this::count);
    feed(loop, 0, RATE);
    assertTrue(loop.counts().ready());
    int seen = judged.size();
    // Windows begin where the detector was ready; find the next boundary from the outside.
    int boundary = boundary(loop);
    spike(boundary + 300, 0);
    spike(boundary + WINDOW + 300, 1);
    spike(boundary + WINDOW + 900, 2);
    feed(loop, boundary, boundary + 3 * WINDOW);
    List<Integer> fresh = judged.subList(seen, judged.size());
    int first = fresh.indexOf(1);
    assertEquals(List.of(1, 2, 0), fresh.subList(first, first + 3), fresh::toString);
    assertEquals(1, loop.spikes(1));
  }

  /** The first sample after RATE at which a window begins. */
  private int boundary(ClosedLoop loop) {
    int before = judged.size();
    int at = RATE;
    while (judged.size() == before) {
      loop.onBlock(stream.block(at, at + BLOCK, 0));
      at += BLOCK;
    }
    return at;
  }

  @Test
  void windowsThatLackSamplesAreNotJudged() {
    ClosedLoop loop = loop(this::count);
    feed(loop, 0, RATE);
    long judgedBefore = windows.counts().judged();
    // A gap of two and a half windows: it touches three or four of them.
    int gap = 5 * WINDOW / 2;
    loop.onBlock(stream.block(RATE + gap, RATE + gap + BLOCK, gap));
    feed(loop, RATE + gap + BLOCK, RATE + gap + 2 * WINDOW);
    ClosedLoop.Counts counts = loop.counts();
    assertEquals(gap, counts.missed());
    Windows.Counts seen = windows.counts();
    assertTrue(seen.unjudged() >= 3 && seen.unjudged() <= 4, seen::toString);
    long all = seen.judged() + seen.unjudged() - judgedBefore;
    assertTrue(all == 4 || all == 5, seen::toString);
    assertEquals(seen.judged(), judged.size());
  }

  @Test
  void tooLittleIsCorrectedAndTheReceiptIsCounted() {
    var receipt = new CompletableFuture<Receipt>();
    when(correction.trigger(any(OperationId.class)))
        .thenAnswer(call -> receipt.minimalCompletionStage());
    ClosedLoop loop = loop(window -> Decision.CORRECT);
    feed(loop, 0, RATE);
    Windows.Counts counts = windows.counts();
    assertEquals(counts.judged(), counts.corrections());
    assertEquals(counts.corrections(), loop.counts().triggers());
    verify(correction, times((int) counts.corrections())).trigger(any(OperationId.class));
    receipt.complete(new Receipt(new OperationId(1), MadeUpStream.START + RATE + 40));
    assertEquals(counts.corrections(), loop.counts().pulses());
    assertEquals(counts.corrections(), loop.reactionMicros().getTotalCount());
    // The last window was decided on at most 100 ms before the pulse's 40 samples of 50 µs.
    long least = loop.reactionMicros().getMinValue();
    assertTrue(least >= 2_000 && least < 103_000, () -> least + " µs");
    long spread = loop.reactionMicros().getMaxValue() - least;
    long off = Math.abs(spread - 100_000 * (counts.corrections() - 1));
    assertTrue(off < 2_000, () -> spread + " µs over " + counts.corrections() + " windows");
  }

  @Test
  void whatWasRefusedIsToldFromWhatNobodyKnows() {
    when(correction.trigger(any(OperationId.class)))
        .thenAnswer(call -> failed(Outcome.NOT_DONE))
        .thenAnswer(call -> failed(Outcome.UNKNOWN));
    ClosedLoop loop = loop(window -> Decision.CORRECT);
    feed(loop, 0, RATE);
    ClosedLoop.Counts counts = loop.counts();
    assertEquals(1, counts.pulsesRefused());
    assertEquals(windows.counts().corrections() - 1, counts.pulsesUnknown());
    assertEquals(0, counts.pulses());
  }

  private static Object failed(Outcome outcome) {
    return CompletableFuture.failedFuture(new DeviceException(Reason.TIMEOUT, outcome, "no answer"))
        .minimalCompletionStage();
  }

  @Test
  void aRuleSeesEveryBlockWithItsSpikesAndActsOnIt() {
    spike(RATE + 20, 3);
    List<Long> seen = new ArrayList<>();
    ClosedLoop loop =
        loop(
            turn -> {
              for (int i = 0; i < turn.spikes().count(); i++) {
                long sample = turn.spikes().sample(i);
                seen.add(sample);
                assertEquals(3, turn.spikes().channel(i));
                assertTrue(turn.filtered((int) (sample - turn.block().firstSample()), 3) < -60);
                assertTrue(turn.triggerAt(correction, turn.end() + 100));
              }
            },
            Duration.ofSeconds(1));
    feed(loop, 0, 2 * RATE);
    assertEquals(1, seen.size(), seen::toString);
    long spike = seen.get(0) - MadeUpStream.START;
    assertTrue(spike >= RATE + 20 && spike < RATE + 25, seen::toString);
    verify(correction)
        .triggerAt(any(OperationId.class), eq(MadeUpStream.START + RATE + BLOCK + 100));
    assertEquals(1, loop.counts().triggers());
  }

  @Test
  void scheduledPulsesThatComeElsewhereAreCounted() {
    when(correction.triggerAt(any(OperationId.class), anyLong()))
        .thenAnswer(call -> receipt(call.<Long>getArgument(1)))
        .thenAnswer(call -> receipt(call.<Long>getArgument(1) + 1));
    int[] left = {2};
    ClosedLoop loop =
        loop(
            turn -> {
              if (left[0]-- > 0) {
                turn.triggerAt(correction, turn.end() + 20);
              }
            },
            Duration.ofSeconds(1));
    feed(loop, 0, 2 * RATE);
    assertEquals(2, loop.counts().pulses());
    assertEquals(1, loop.counts().displacedPulses());
    assertEquals(0, loop.reactionMicros().getTotalCount(), "they were not meant to be soon");
  }

  @Test
  void deadlinesMissedAreCountedAndToldToTheRule() {
    List<String> late = new ArrayList<>();
    Duration[] takes = {Duration.ofMillis(2)};
    var rule =
        new Rule() {
          @Override
          public void onBlock(Turn turn) {
            time.advance(takes[0]);
            takes[0] = Duration.ofMillis(1);
          }

          @Override
          public void onLate(Late what, long decidedAt, Duration took) {
            late.add(what + " " + (decidedAt > MadeUpStream.START) + " " + took.toMillis());
          }
        };
    ClosedLoop loop = loop(rule, Duration.ofMillis(1));
    feed(loop, 0, 2 * RATE);
    assertEquals(List.of("DECISION true 2"), late);
    assertEquals(1, loop.counts().lateDecisions());
    assertEquals(loop.counts().decisions(), loop.decisionNanos().getTotalCount());
    assertEquals(2_000_000, (double) loop.decisionNanos().getMaxValue(), 2_000);
  }

  @Test
  void pulsesThatBeginLateAreCountedAndToldToTheRule() {
    when(correction.trigger(any(OperationId.class)))
        .thenAnswer(call -> receipt(MadeUpStream.START + 3L * RATE));
    List<Rule.Late> late = new ArrayList<>();
    var rule =
        new Rule() {
          @Override
          public void onBlock(Turn turn) {
            turn.trigger(correction);
          }

          @Override
          public void onLate(Late what, long decidedAt, Duration took) {
            late.add(what);
          }
        };
    ClosedLoop loop = loop(rule, Duration.ofSeconds(1));
    feed(loop, 0, 3 * RATE);
    long triggers = loop.counts().triggers();
    // The receipts all name the last sample: of those decided on a second before it and earlier.
    assertEquals(triggers - RATE / BLOCK - 1, loop.counts().latePulses());
    assertEquals(late.size(), loop.counts().latePulses());
    assertTrue(late.stream().allMatch(Rule.Late.PULSE::equals));
  }

  private static Object receipt(long sample) {
    return CompletableFuture.completedFuture(new Receipt(new OperationId(1), sample))
        .minimalCompletionStage();
  }

  @Test
  void aWarmUpRunsTheLoopWithoutADevice() {
    int blocks =
        WarmUp.run(
            Recordings.LAYOUT,
            DetectorSettings.USUAL,
            BLOCK,
            Duration.ofSeconds(1),
            new VirtualTimebase());
    assertEquals(20_000, blocks, "virtual time stands still");
  }

  @Test
  void goodBehaviourAsksForADose() {
    ClosedLoop loop = loop(window -> Decision.REWARD);
    feed(loop, 0, RATE);
    assertEquals(windows.counts().judged(), windows.counts().rewards());
    verify(doser, times((int) windows.counts().rewards())).give();
  }

  @Test
  void aHaltedLoopRecordsOnButActsNoMore() {
    ClosedLoop loop = loop(window -> Decision.CORRECT);
    feed(loop, 0, RATE);
    long corrections = windows.counts().corrections();
    loop.halt();
    feed(loop, RATE, 2 * RATE);
    assertEquals(corrections, windows.counts().corrections());
    assertEquals(2 * RATE, loop.counts().samples());
    verify(doser).halt(any());
  }

  @Test
  void theEndOfTheStreamIsToldWithItsReason() {
    ClosedLoop loop = loop(window -> Decision.NOTHING);
    var lost = new DeviceException(Reason.LINK_LOST, Outcome.UNKNOWN, "unplugged");
    loop.onEnd(Optional.of(lost));
    assertEquals(Optional.of(lost), loop.ended().toCompletableFuture().join());
  }

  @Test
  void theTrendIsJudgedOnItsChannelsOnlyAndOnlyWhenItIsClear() {
    var rule = new Trend(List.of(1, 2));
    for (int i = 0; i < Trend.WARM_UP_WINDOWS; i++) {
      assertEquals(Decision.NOTHING, rule.judge(window(10)));
    }
    assertEquals(Decision.NOTHING, rule.judge(window(12)), "a fifth more is not clear");
    assertEquals(Decision.NOTHING, rule.judge(window(9)));
    assertEquals(Decision.REWARD, rule.judge(window(20)));
    assertEquals(Decision.CORRECT, rule.judge(window(2)));
    assertThrows(IllegalArgumentException.class, () -> new Trend(List.of()));
  }

  /** {@code spikes} on channels 1 and 2, and many on another. */
  private static Window window(int spikes) {
    var window = new Window(4, 100);
    window.begin(0);
    for (int i = 0; i < spikes; i++) {
      window.add(1 + i % 2);
      window.add(3);
    }
    return window;
  }
}
