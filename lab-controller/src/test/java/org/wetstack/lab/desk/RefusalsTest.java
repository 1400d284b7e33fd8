package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Journal;
import org.wetstack.lab.safety.Refusal;

/** Nobody fills the disk by being turned away. */
class RefusalsTest {

  private final VirtualTimebase time = new VirtualTimebase();
  private final List<Entry> entries = new ArrayList<>();
  private final Journal journal =
      new Journal() {
        @Override
        public Entry append(String who, String what, Map<String, String> facts) {
          var entry = new Entry(entries.size() + 1, Instant.EPOCH, who, what, facts);
          entries.add(entry);
          return entry;
        }

        @Override
        public void follow(Consumer<Entry> follower) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void settle() {
          throw new UnsupportedOperationException();
        }

        @Override
        public void read(Consumer<Entry> reader) {
          throw new UnsupportedOperationException();
        }
      };
  private final Refusals refusals = new Refusals(journal, time, Runnable::run);

  private void refuse(String who, String rule, int times) {
    for (int i = 0; i < times; i++) {
      refusals.note(who, "Dose", "organoids", rule, "20 nL", "30 nL");
    }
  }

  @Test
  void whatWasRefusedIsWritten() {
    refuse("ada", "dose.hour", 1);
    assertEquals("ada", entries.get(0).who());
    assertEquals("refused", entries.get(0).what());
    assertEquals(
        Map.of(
            "verb", "Dose",
            "culture", "organoids",
            "rule", "dose.hour",
            "limit", "20 nL",
            "value", "30 nL"),
        entries.get(0).facts());
  }

  @Test
  void thirtyAMinuteThenHowManyMore() {
    refuse("ada", "dose.hour", 1_000_000);
    assertEquals(Refusals.MOST, entries.size());
    time.advance(Refusals.WINDOW);
    assertEquals(Refusals.MOST + 1, entries.size());
    assertEquals((1_000_000 - Refusals.MOST) + " more", entries.get(30).fact("value"));
    assertEquals("dose.hour", entries.get(30).fact("rule"));
    refuse("ada", "dose.hour", 1);
    assertEquals(Refusals.MOST + 2, entries.size());
  }

  @Test
  void nothingIsAddedIfThereWereNoMore() {
    refuse("ada", "dose.hour", Refusals.MOST);
    time.advance(Refusals.WINDOW.multipliedBy(2));
    assertEquals(Refusals.MOST, entries.size());
  }

  @Test
  void othersAndOtherRulesAreCountedApart() {
    refuse("ada", "dose.hour", 100);
    refuse("bob", "dose.hour", 1);
    refuse("ada", "dose.day", 1);
    assertEquals(Refusals.MOST + 2, entries.size());
  }

  @Test
  void manyPersonsTogetherAreBoundedToo() {
    for (int i = 0; i < 10_000; i++) {
      refuse("user" + i, "role", 1);
    }
    assertEquals(Refusals.MOST_KINDS + Refusals.MOST, entries.size());
    time.advance(Refusals.WINDOW);
    refuse("user1", "role", 1);
    assertEquals("user1", entries.get(entries.size() - 1).who());
  }

  @Test
  void longTextsAreCut() {
    refusals.note("ada", "v".repeat(100_000), "c".repeat(100_000), "rule", "", "x".repeat(100_000));
    assertTrue(
        entries.get(0).facts().values().stream()
            .allMatch(fact -> fact.length() <= Refusals.MOST_TEXT + 1));
  }

  @Test
  void theSameFailureIsNotedOnce() {
    var refusal = new Refusal("dose.hour", "", "", "too much");
    refusals.note("ada", "Dose", "", refusal);
    refusals.note("ada", "Dose", "", refusal);
    refusals.note("ada", "Dose", "", new IllegalArgumentException("no dose"));
    assertEquals(2, entries.size());
    assertEquals("request", entries.get(1).fact("rule"));
  }
}
