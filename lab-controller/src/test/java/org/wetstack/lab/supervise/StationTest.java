package org.wetstack.lab.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.lab.MemoryJournal;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Refusal;

/** An instrument is there, or is tried for; and what was going on is settled before. */
class StationTest {

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), 3, Duration.ofMinutes(1));

  private final VirtualTimebase time = new VirtualTimebase();
  private final MemoryJournal journal = new MemoryJournal(time::now);
  private final Deque<Supplier<Instrument>> next = new ArrayDeque<>();
  private final List<String> settled = new ArrayList<>();
  private @Nullable RuntimeException unsettled;
  private int opened;

  private final Settling settling =
      new Settling() {
        @Override
        public void settle(Station of, Instrument instrument, boolean sameBoot) {
          settled.add(instrument.info().bootId() + (sameBoot ? " again" : ""));
          if (unsettled != null) {
            throw unsettled;
          }
        }

        @Override
        public void ready(Station of, Instrument instrument) {
          settled.add("ready");
        }
      };

  private final Station station =
      new Station(
          "pump",
          this::opener,
          time,
          Runnable::run,
          BACKOFF,
          new SplittableRandom(1),
          journal,
          settling);

  private Instrument opener() {
    opened++;
    Supplier<Instrument> one = next.poll();
    if (one == null) {
      throw lost("nobody there");
    }
    return one.get();
  }

  private static DeviceException lost(String why) {
    return new DeviceException(Reason.LINK_LOST, Outcome.NOT_DONE, why);
  }

  /** A session, and what ends it. */
  private record Session(
      Instrument instrument, CompletableFuture<Optional<DeviceException>> ended) {}

  private Session session(String serial, long boot) {
    Instrument instrument = mock(Instrument.class);
    var ended = new CompletableFuture<Optional<DeviceException>>();
    when(instrument.info()).thenReturn(new DeviceInfo("m", serial, "1", boot, false));
    when(instrument.ended()).thenReturn(ended);
    doAnswer(call -> ended.complete(Optional.empty())).when(instrument).close();
    next.add(() -> instrument);
    return new Session(instrument, ended);
  }

  private Condition condition() {
    return station.state().condition();
  }

  @Test
  void isReadyOnceItWasSettledAndWrittenDown() {
    assertEquals(Condition.OPENING, condition());
    assertEquals("instrument.not-ready", assertThrows(Refusal.class, station::instrument).rule());
    Session one = session("1", 7);
    station.open();
    assertEquals(one.instrument(), station.instrument());
    assertEquals(List.of("7", "ready"), settled);
    assertEquals("7", journal.of(Kinds.INSTRUMENT_READY).get(0).fact("boot"));
  }

  @Test
  void aLostOneIsOpenedAgain() {
    Session one = session("1", 7);
    Session two = session("1", 7);
    station.open();
    one.ended().complete(Optional.of(lost("cut")));
    assertEquals(Condition.LOST, condition());
    assertTrue(station.state().reason().startsWith("cut"), station.state()::toString);
    assertTrue(journal.of(Kinds.INSTRUMENT_LOST).get(0).fact("reason").startsWith("cut"));
    time.advance(Duration.ofMillis(130));
    assertEquals(two.instrument(), station.instrument());
    assertEquals(List.of("7", "ready", "7 again", "ready"), settled);
  }

  @Test
  void theNextSessionComesAfterTheLossInTheJournalToo() {
    Session one = session("1", 7);
    session("1", 7);
    Deque<Runnable> held = new ArrayDeque<>();
    var holds = new boolean[] {false};
    var slow =
        new Station(
            "pump",
            this::opener,
            time,
            task -> {
              if (holds[0]) {
                held.add(task);
              } else {
                task.run();
              }
            },
            BACKOFF,
            new SplittableRandom(1),
            journal,
            settling);
    slow.open();
    holds[0] = true;
    one.ended().complete(Optional.of(lost("cut")));
    holds[0] = false;
    time.advance(Duration.ofSeconds(1));
    assertEquals(1, opened, "not before the loss is written down");
    held.remove().run();
    time.advance(Duration.ofMillis(130));
    assertEquals(Condition.READY, slow.state().condition());
    assertEquals(
        List.of(Kinds.INSTRUMENT_READY, Kinds.INSTRUMENT_LOST, Kinds.INSTRUMENT_READY),
        journal.entries().stream().map(Entry::what).toList());
  }

  @Test
  void aRestartedOneIsNotTheSameBoot() {
    Session one = session("1", 7);
    session("1", 8);
    station.open();
    one.ended().complete(Optional.empty());
    time.advance(Duration.ofSeconds(1));
    assertEquals(List.of("7", "ready", "8", "ready"), settled);
  }

  @Test
  void aBootIdOfZeroTellsNothing() {
    Session one = session("1", 0);
    session("1", 0);
    station.open();
    one.ended().complete(Optional.empty());
    time.advance(Duration.ofSeconds(1));
    assertEquals(List.of("0", "ready", "0", "ready"), settled);
  }

  @Test
  void waitsLongerEachTimeAndIsFaultyInTheEnd() {
    station.open();
    assertEquals(1, opened);
    time.advance(Duration.ofMillis(130));
    assertEquals(2, opened);
    assertEquals(Condition.LOST, condition());
    time.advance(Duration.ofMillis(260));
    assertEquals(3, opened);
    assertEquals(Condition.FAULTY, condition());
    assertEquals(3, station.state().failures());
    session("1", 1);
    time.advance(Duration.ofSeconds(2));
    assertEquals(Condition.READY, condition());
  }

  @Test
  void failuresAreForgottenOnlyAfterASteadySession() {
    Session one = session("1", 1);
    Session two = session("1", 1);
    next.addFirst(
        () -> {
          throw lost("not yet");
        });
    station.open();
    time.advance(Duration.ofSeconds(1));
    one.ended().complete(Optional.empty());
    assertEquals(2, station.state().failures());
    time.advance(Duration.ofSeconds(1));
    time.advance(BACKOFF.steady());
    two.ended().complete(Optional.empty());
    assertEquals(1, station.state().failures());
  }

  @Test
  void whatWillNotPassByItselfIsFaultyAtOnceAndTriedAfterLong() {
    next.add(
        () -> {
          throw new IllegalArgumentException("no such driver");
        });
    station.open();
    assertEquals(Condition.FAULTY, condition());
    session("1", 1);
    time.advance(Duration.ofSeconds(7));
    assertEquals(1, opened);
    time.advance(Duration.ofSeconds(6));
    assertEquals(Condition.READY, condition());
  }

  @Test
  void anotherUnitIsNotWorkedWith() {
    Session one = session("1", 1);
    Session two = session("2", 1);
    station.open();
    one.ended().complete(Optional.empty());
    time.advance(Duration.ofSeconds(1));
    assertEquals(Condition.FAULTY, condition());
    assertTrue(station.state().reason().contains("another unit"), station.state()::toString);
    verify(two.instrument()).close();
    session("1", 1);
    time.advance(Duration.ofSeconds(13));
    assertEquals(Condition.READY, condition());
  }

  @Test
  void aSessionThatCannotBeSettledIsGivenUp() {
    Session one = session("1", 1);
    session("1", 1);
    unsettled = lost("gone while settling");
    station.open();
    assertEquals(Condition.LOST, condition());
    verify(one.instrument()).close();
    assertTrue(journal.of(Kinds.INSTRUMENT_READY).isEmpty());
    unsettled = null;
    time.advance(Duration.ofSeconds(1));
    assertEquals(Condition.READY, condition());
  }

  @Test
  void withoutAJournalNothingIsReady() {
    Session one = session("1", 1);
    journal.fail();
    station.open();
    assertEquals(Condition.LOST, condition());
    assertTrue(station.state().reason().contains("disk is full"), station.state()::toString);
    verify(one.instrument()).close();
  }

  @Test
  void aSessionThatEndsWhileItIsWrittenDownIsLost() {
    Session one = session("1", 1);
    journal.before(what -> one.ended().complete(Optional.of(lost("cut"))));
    station.open();
    assertEquals(Condition.LOST, condition());
  }

  @Test
  void closingEndsTheSessionAndOpensNoOther() {
    Session one = session("1", 1);
    station.open();
    station.close();
    station.close();
    verify(one.instrument()).close();
    assertEquals(Condition.CLOSED, condition());
    time.advance(Duration.ofMinutes(5));
    assertEquals(1, opened);
    assertTrue(journal.of(Kinds.INSTRUMENT_LOST).isEmpty());
  }

  @Test
  void closingWhileItIsLostOpensNoOther() {
    station.open();
    station.close();
    time.advance(Duration.ofMinutes(5));
    assertEquals(1, opened);
  }

  @Test
  void closingDuringTheOpeningEndsWhatWasOpened() {
    Session one = session("1", 1);
    next.clear();
    next.add(
        () -> {
          station.close();
          return one.instrument();
        });
    station.open();
    assertEquals(Condition.CLOSED, condition());
    verify(one.instrument()).close();
    assertTrue(!settled.contains("ready"));
  }

  @Test
  void withoutThreadsItIsTriedAgain() {
    var full = new boolean[] {true};
    Instrument instrument = session("1", 1).instrument();
    var busy =
        new Station(
            "pump",
            this::opener,
            time,
            task -> {
              if (full[0]) {
                throw new RejectedExecutionException();
              }
              task.run();
            },
            BACKOFF,
            new SplittableRandom(1),
            journal,
            settling);
    busy.open();
    assertEquals(Condition.LOST, busy.state().condition());
    verify(instrument, never()).info();
    full[0] = false;
    time.advance(Duration.ofSeconds(1));
    assertEquals(Condition.READY, busy.state().condition());
  }
}
