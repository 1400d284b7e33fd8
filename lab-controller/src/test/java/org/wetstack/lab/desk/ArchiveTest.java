package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.lab.MadeUpStream;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.recording.Recording;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.lab.tap.Tap;

/** Recordings begin once, and end with their stream. */
class ArchiveTest {

  @TempDir Path folder;
  private Bench bench;
  private Lease lease;

  @BeforeEach
  void lease() {
    bench = new Bench(folder);
    lease = bench.lease(Bench.ADA, "culture:a");
  }

  private Archive.Kept record(String key) {
    return bench
        .desk()
        .record(bench.request(Bench.ADA, "record", lease.epoch(), key, "x"), "a", "title", true);
  }

  @Test
  void theSameKeyIsTheSameRecording() throws IOException {
    Archive.Kept one = record("k");
    bench.pass(5);
    assertEquals(one.name(), record("k").name());
    assertEquals(1, bench.controller.archive().list().size());
    assertTrue(!bench.controller.archive().stop("ada", one.name()).running());
    assertTrue(!bench.controller.archive().stop("ada", one.name()).running(), "again");
    assertEquals(1, bench.journal.of(Kinds.RECORDING_ENDED).size());
    Path recorded = folder.resolve("recordings").resolve(one.name());
    assertTrue(Recording.open(recorded).read(entry -> {}).whole());
  }

  @Test
  void oneThatTheControllerDiedInHasEndedWithItAndIsStillKnown() {
    Archive.Kept one = record("k");
    bench.restart();
    Archive.Kept now = bench.controller.archive().list().get(0);
    assertEquals(one.over(0), now);
    assertEquals(now, record("k"), "the same key after a kill");
    assertEquals(now, bench.controller.archive().stop("ada", one.name()));
    assertEquals(one.name(), bench.journal.of(Kinds.RECORDING_ENDED).get(0).fact("recording"));
    bench.restart();
    assertEquals(1, bench.journal.of(Kinds.RECORDING_ENDED).size(), "once");
  }

  @Test
  void whatHappensToACultureIsRecordedAlsoWhileEverythingIsStopped() {
    bench.desk().emergencyStop(Bench.ADA, "smoke");
    assertTrue(record("k").running());
  }

  @Test
  void anUnknownOneIsRefused() {
    assertThrows(Refusal.class, () -> bench.controller.archive().stop("ada", "x"));
  }

  @Test
  void oneThatCannotBeBegunIsEndedInTheJournal() throws IOException {
    Files.writeString(folder.resolve("recordings"), "in the way");
    assertThrows(UncheckedIOException.class, () -> record("k"));
    assertEquals(1, bench.journal.of(Kinds.RECORDING_ENDED).size());
    assertFalse(record("k").running(), "the same key tells what became of it");
  }

  @Test
  void aStreamThatEndsJustWhenItIsToBeRecordedIsRefusedAndTheJournalKnowsTheEnd() {
    ElectrodeArray array = mock(ElectrodeArray.class);
    when(array.layout()).thenReturn(MadeUpStream.layout(2, 20_000, 20));
    when(array.record(anyInt(), any()))
        .thenAnswer(
            call -> {
              call.getArgument(1, SampleHandler.class).onEnd(Optional.empty());
              Subscription over = () -> {};
              return over;
            });
    Tap tap =
        Tap.open(
            array,
            new DeviceInfo("m", "1", "1", 1, false),
            20,
            Duration.ZERO,
            new VirtualTimebase(),
            Runnable::run);
    Request request = bench.request(Bench.ADA, "record", lease.epoch(), "k", "x");
    Archive archive = bench.controller.archive();
    Refusal refusal =
        assertThrows(Refusal.class, () -> archive.start(request, "a", tap, "title", true));
    assertEquals("instrument.not-ready", refusal.rule());
    assertEquals(1, bench.journal.of(Kinds.RECORDING_ENDED).size());
    assertFalse(archive.list().get(0).running());
  }

  @Test
  void noMoreThanSixteenRun() {
    for (int i = 0; i < Archive.MOST_RUNNING; i++) {
      record("k" + i);
      bench.pass(1);
    }
    assertEquals("busy.recordings", assertThrows(Refusal.class, () -> record("more")).rule());
    bench.controller.close();
    assertEquals(Archive.MOST_RUNNING, bench.journal.of(Kinds.RECORDING_ENDED).size());
  }

  @Test
  void aLostArrayEndsItsRecordingAndSomebodyIsTold() {
    Archive.Kept one = record("k");
    bench.toy.lose();
    bench.pass(1);
    assertEquals(one.name(), bench.journal.of(Kinds.RECORDING_ENDED).get(0).fact("recording"));
    assertTrue(bench.alarms().get(0).startsWith("recording: "), bench.alarms()::toString);
    assertEquals("instrument.not-ready", assertThrows(Refusal.class, () -> record("k2")).rule());
  }

  @Test
  void aDiskThatIsShortEndsRecordingsWholeAndLetsNoneBegin() throws IOException {
    Archive.Kept one = record("k");
    bench.pass(1_000);
    bench.free = (2L << 30) - 1;
    bench.pass(1_000);
    assertEquals(one.name(), bench.journal.of(Kinds.RECORDING_ENDED).get(0).fact("recording"));
    Path recorded = folder.resolve("recordings").resolve(one.name());
    assertTrue(Recording.open(recorded).read(entry -> {}).whole());
    assertTrue(bench.alarms().get(0).startsWith("disk: "), bench.alarms()::toString);
    assertTrue(bench.alarms().get(0).contains("2.00 GiB"), bench.alarms()::toString);
    assertEquals("disk.full", assertThrows(Refusal.class, () -> record("k2")).rule());
    assertEquals(1, bench.journal.of(Kinds.RECORDING_STARTED).size());
    bench.free = 2L << 30;
    record("k3");
    bench.pass(1_000);
    assertEquals(1, bench.journal.of(Kinds.RECORDING_ENDED).size());
  }
}
