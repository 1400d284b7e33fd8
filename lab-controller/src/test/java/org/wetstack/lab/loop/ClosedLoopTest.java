package org.wetstack.lab.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
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
  private Recorder recorder;

  @BeforeEach
  void prepare() throws Exception {
    recorder = Recordings.begin(folder);
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
  }

  @AfterEach
  void close() throws Exception {
    recorder.close();
  }

  private ClosedLoop loop(Rule rule) {
    return new ClosedLoop(
        Recordings.LAYOUT,
        DetectorSettings.USUAL,
        Duration.ofMillis(100),
        rule,
        correction,
        doser,
        recorder);
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
    long judgedBefore = loop.counts().judged();
    // A gap of two and a half windows: it touches three or four of them.
    int gap = 5 * WINDOW / 2;
    loop.onBlock(stream.block(RATE + gap, RATE + gap + BLOCK, gap));
    feed(loop, RATE + gap + BLOCK, RATE + gap + 2 * WINDOW);
    ClosedLoop.Counts counts = loop.counts();
    assertEquals(gap, counts.missed());
    assertTrue(counts.unjudged() >= 3 && counts.unjudged() <= 4, counts::toString);
    long windows = counts.judged() + counts.unjudged() - judgedBefore;
    assertTrue(windows == 4 || windows == 5, counts::toString);
    assertEquals(counts.judged(), judged.size());
  }

  @Test
  void tooLittleIsCorrectedAndTheReceiptIsCounted() {
    var receipt = new CompletableFuture<Receipt>();
    when(correction.trigger(any(OperationId.class)))
        .thenAnswer(call -> receipt.minimalCompletionStage());
    ClosedLoop loop = loop(window -> Decision.CORRECT);
    feed(loop, 0, RATE);
    ClosedLoop.Counts counts = loop.counts();
    assertEquals(counts.judged(), counts.corrections());
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
    assertEquals(counts.corrections() - 1, counts.pulsesUnknown());
    assertEquals(0, counts.pulses());
  }

  private static Object failed(Outcome outcome) {
    return CompletableFuture.failedFuture(new DeviceException(Reason.TIMEOUT, outcome, "no answer"))
        .minimalCompletionStage();
  }

  @Test
  void goodBehaviourAsksForADose() {
    ClosedLoop loop = loop(window -> Decision.REWARD);
    feed(loop, 0, RATE);
    assertEquals(loop.counts().judged(), loop.counts().rewards());
    verify(doser, times((int) loop.counts().rewards())).give();
  }

  @Test
  void aHaltedLoopRecordsOnButActsNoMore() {
    ClosedLoop loop = loop(window -> Decision.CORRECT);
    feed(loop, 0, RATE);
    long corrections = loop.counts().corrections();
    loop.halt();
    feed(loop, RATE, 2 * RATE);
    assertEquals(corrections, loop.counts().corrections());
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
    var rule = new TrendRule(List.of(1, 2));
    for (int i = 0; i < TrendRule.WARM_UP_WINDOWS; i++) {
      assertEquals(Decision.NOTHING, rule.judge(window(10)));
    }
    assertEquals(Decision.NOTHING, rule.judge(window(12)), "a fifth more is not clear");
    assertEquals(Decision.NOTHING, rule.judge(window(9)));
    assertEquals(Decision.REWARD, rule.judge(window(20)));
    assertEquals(Decision.CORRECT, rule.judge(window(2)));
    assertThrows(IllegalArgumentException.class, () -> new TrendRule(List.of()));
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
