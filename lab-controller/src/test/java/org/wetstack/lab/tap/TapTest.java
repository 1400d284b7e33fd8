package org.wetstack.lab.tap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.lab.MadeUpStream;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recorder;
import org.wetstack.lab.recording.Recording;

/** Whoever listens hears each block once, from when they do until they do not. */
@Timeout(60)
class TapTest {

  private static final int SAMPLES = 20_000;
  private static final DeviceInfo INFO = new DeviceInfo("m", "1", "1", 1, false);

  @TempDir private Path folder;
  private final MadeUpStream stream = new MadeUpStream(2, SAMPLES);
  private final ElectrodeArray array = mock(ElectrodeArray.class);
  private final List<SampleHandler> mouth = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();

  /** Stands still: what is remembered is not forgotten while a thread waits. */
  private final VirtualTimebase time = new VirtualTimebase();

  private int next;

  @BeforeEach
  void array() {
    for (int i = 0; i < SAMPLES; i++) {
      stream.add(i, 0, i % 30_000);
    }
    when(array.layout()).thenReturn(MadeUpStream.layout(2, 20_000, 20));
    when(array.record(anyInt(), any()))
        .thenAnswer(
            call -> {
              mouth.add(call.getArgument(1));
              Subscription subscription = () -> closed.add("closed");
              return subscription;
            });
  }

  private Tap open(Duration remembered, Executor executor) {
    return Tap.open(array, INFO, 20, remembered, time, executor);
  }

  private void feed(int until) {
    while (next < until) {
      int end = Math.min(next + 20, until);
      mouth.get(0).onBlock(stream.block(next, end, 0));
      next = end;
    }
  }

  /** Firsts of all blocks, which must follow one another; the last is where they end. */
  private static List<Long> firsts(List<Entry> entries) {
    List<Long> firsts = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry instanceof Entry.Block block) {
        if (!firsts.isEmpty()) {
          assertEquals(firsts.get(firsts.size() - 1), block.firstSample(), "without a gap");
          firsts.remove(firsts.size() - 1);
        }
        firsts.add(block.firstSample());
        firsts.add(block.end());
      }
    }
    return firsts;
  }

  private static List<Entry> read(Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    assertTrue(Recording.open(folder).read(entries::add).whole());
    return entries;
  }

  private static void failed(IOException failure) {
    throw new AssertionError(failure);
  }

  @Test
  void listenersHearFromWhenTheyListenToWhenTheyDoNot() {
    Tap tap = open(Duration.ZERO, Runnable::run);
    List<Long> heard = new ArrayList<>();
    feed(20);
    Subscription subscription = tap.listen(block -> heard.add(block.firstSample()));
    feed(60);
    subscription.close();
    subscription.close();
    feed(80);
    assertEquals(List.of(MadeUpStream.START + 20, MadeUpStream.START + 40), heard);
    assertEquals(MadeUpStream.START + 79, tap.latestSample());
  }

  @Test
  void theEndIsToldOnceAndNobodyIsLetInAfterIt() {
    Tap tap = open(Duration.ofSeconds(1), Runnable::run);
    List<Optional<DeviceException>> ends = new ArrayList<>();
    tap.listen(
        new SampleHandler() {
          @Override
          public void onBlock(SampleBlock block) {}

          @Override
          public void onEnd(Optional<DeviceException> reason) {
            ends.add(reason);
          }
        });
    var lost = new DeviceException(Reason.LINK_LOST, Outcome.UNKNOWN, "cut");
    mouth.get(0).onEnd(Optional.of(lost));
    assertEquals(List.of(Optional.of(lost)), ends);
    assertThrows(IllegalStateException.class, () -> tap.listen(block -> {}));
    assertThrows(
        IllegalStateException.class,
        () -> tap.record(folder.resolve("late"), "", true, TapTest::failed));
  }

  @Test
  void whoComesTooLateLeavesNoThreadBehind() throws Exception {
    List<Thread> threads = new ArrayList<>();
    Tap tap =
        open(
            Duration.ZERO,
            task -> {
              var thread = new Thread(task, "late");
              threads.add(thread);
              thread.start();
            });
    assertFalse(tap.isOver());
    mouth.get(0).onEnd(Optional.empty());
    assertTrue(tap.isOver());
    assertThrows(Tap.OverException.class, () -> tap.follow(block -> {}, 16));
    for (Thread each : threads) {
      each.join(30_000);
      assertFalse(each.isAlive());
    }
  }

  @Test
  void closingEndsTheStream() {
    open(Duration.ZERO, Runnable::run).close();
    assertEquals(List.of("closed"), closed);
  }

  @Test
  void aRecordingWithThePastHoldsItAndWhatFollowsOnce() throws IOException {
    Tap tap = open(Duration.ofSeconds(1), Runnable::run);
    feed(1_000);
    Recorder recorder = tap.record(folder.resolve("r"), "n", true, TapTest::failed);
    feed(2_000);
    tap.tell(sink -> sink.note("in the middle"));
    feed(3_000);
    tap.finish(recorder);
    feed(4_000);
    List<Entry> entries = read(folder.resolve("r"));
    List<Long> firsts = firsts(entries);
    assertEquals(MadeUpStream.START, firsts.get(0));
    assertEquals(MadeUpStream.START + 3_000, firsts.get(firsts.size() - 1));
    assertEquals(
        List.of("n", "in the middle"),
        entries.stream()
            .filter(Entry.Note.class::isInstance)
            .map(note -> ((Entry.Note) note).text())
            .toList());
  }

  @Test
  void aRecordingWithoutThePastBeginsNow() throws IOException {
    Tap tap = open(Duration.ofSeconds(1), Runnable::run);
    feed(1_000);
    Recorder recorder = tap.record(folder.resolve("r"), "", false, TapTest::failed);
    feed(2_000);
    tap.finish(recorder);
    assertEquals(MadeUpStream.START + 1_000, firsts(read(folder.resolve("r"))).get(0));
  }

  @Test
  void whatIsRememberedAfterARecordingWasBegunServesTheNextOne() throws IOException {
    Tap tap = open(Duration.ofSeconds(1), Runnable::run);
    feed(1_000);
    Recorder first = tap.record(folder.resolve("1"), "", true, TapTest::failed);
    feed(2_000);
    Recorder second = tap.record(folder.resolve("2"), "", true, TapTest::failed);
    feed(3_000);
    tap.finish(first);
    tap.finish(second);
    assertEquals(MadeUpStream.START, firsts(read(folder.resolve("1"))).get(0));
    assertEquals(MadeUpStream.START + 1_000, firsts(read(folder.resolve("2"))).get(0));
  }

  @Test
  void noBlockIsLostOrTwiceWhenRecordingsAreBegunWhileItStreams() throws Exception {
    Tap tap = open(Duration.ofSeconds(1), Runnable::run);
    var permits = new Semaphore(0);
    Thread link =
        new Thread(
            () -> {
              for (int i = 1; i <= 8; i++) {
                permits.acquireUninterruptibly();
                feed(i * SAMPLES / 8);
              }
            });
    link.start();
    List<Recorder> recorders = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      permits.release();
      recorders.add(tap.record(folder.resolve("r" + i), "", true, TapTest::failed));
    }
    link.join();
    for (int i = 0; i < recorders.size(); i++) {
      tap.finish(recorders.get(i));
      List<Long> firsts = firsts(read(folder.resolve("r" + i)));
      assertEquals(MadeUpStream.START + SAMPLES, firsts.get(firsts.size() - 1), "recording " + i);
      assertEquals(0, recorders.get(i).lostSamples());
    }
  }

  @Test
  void aSlowFollowerMissesWhatItSaysAndHoldsUpNobody() {
    List<Runnable> threads = new ArrayList<>();
    Tap tap = open(Duration.ZERO, threads::add);
    List<Long> heard = new ArrayList<>();
    List<Long> missed = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    Subscription subscription =
        tap.follow(
            new SampleHandler() {
              @Override
              public void onBlock(SampleBlock block) {
                heard.add(block.firstSample());
                missed.add(block.missedBefore());
              }

              @Override
              public void onEnd(Optional<DeviceException> reason) {
                ends.add("end");
              }
            },
            2);
    feed(100);
    subscription.close();
    threads.forEach(Runnable::run);
    assertEquals(List.of(MadeUpStream.START, MadeUpStream.START + 20), heard);
    assertEquals(List.of(0L, 0L), missed);
    assertEquals(List.of("end"), ends);
  }
}
