package org.wetstack.lab.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.lab.safety.Notebook.refuses;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Condition.Range;
import org.wetstack.lab.safety.Interlocks.Fault;
import org.wetstack.lab.safety.Interlocks.State;

/** What has opened stays open until a person closes it, and what nobody knows is not closed. */
class InterlocksTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Condition WARMTH =
      new Condition(
          "temperature",
          "°C",
          new Range(36_500, 37_500),
          new Range(36_000, 38_000),
          Duration.ofSeconds(60));
  private static final Condition DOOR = Condition.contact("door", Duration.ofSeconds(5));

  /** Far from 0, and its sums run over. */
  private long now = Long.MAX_VALUE - SECOND;

  private final Interlocks interlocks = new Interlocks(List.of(WARMTH, DOOR));
  private final Notebook book = new Notebook(interlocks);

  private void read(long temperature, long door) {
    interlocks.read("temperature", temperature, now);
    interlocks.read("door", door, now);
  }

  private void opened(String name) {
    book.write(Kinds.INTERLOCK_OPENED, "interlock", name, "reason", "38.001 °C");
  }

  private void closed(String name) {
    book.write(Kinds.INTERLOCK_CLOSED, "interlock", name, "by", "anna");
  }

  @Test
  void withoutReadingsNothingIsClosed() {
    refuses(
        "interlock",
        "all closed",
        "door is STALE: no reading yet; temperature is STALE: no reading yet",
        () -> interlocks.requireClosed(now));
    read(37_000, Condition.CLOSED);
    interlocks.requireClosed(now);
    assertEquals(State.CLOSED, interlocks.state("door", now));
    assertEquals(State.OPEN, interlocks.state("roof", now));
  }

  @Test
  void theEdgesOfTheRangesAreInside() {
    for (long inside : new long[] {36_000, 38_000}) {
      read(inside, 0);
      interlocks.requireClosed(now);
    }
    assertEquals(List.of(), interlocks.unwritten());
    for (long warm : new long[] {36_500, 37_500}) {
      read(warm, 0);
      assertEquals(List.of(), interlocks.warnings(now));
    }
    read(37_501, 0);
    assertEquals(
        List.of(
            new Fault("temperature", State.CLOSED, "37.501 °C is not within 36.5 °C to 37.5 °C")),
        interlocks.warnings(now));
    read(36_499, 0);
    assertEquals(1, interlocks.warnings(now).size());
    read(38_001, 0);
    assertEquals(State.OPEN, interlocks.state("temperature", now));
    assertEquals(List.of(), interlocks.warnings(now));
  }

  @Test
  void tooColdOpensToo() {
    read(35_999, 0);
    refuses(
        "interlock",
        "all closed",
        "temperature is OPEN: 35.999 °C is not within 36 °C to 38 °C",
        () -> interlocks.requireClosed(now));
  }

  @Test
  void whatOpenedAMomentAgoIsOpenBeforeTheJournalSaysSo() {
    read(37_000, 1);
    read(37_000, 0);
    assertEquals(
        List.of(new Fault("door", State.OPEN, "0.001 is not within 0 to 0")),
        interlocks.unwritten());
    assertEquals(State.OPEN, interlocks.state("door", now));
    refuses("interlock.close", "0 to 0", "door: 0", () -> interlocks.checkClose("door", now));
    opened("door");
    assertEquals(List.of(), interlocks.unwritten());
    assertEquals(State.OPEN, interlocks.state("door", now));
    read(37_000, 0);
    assertEquals(State.OPEN, interlocks.state("door", now));
    interlocks.checkClose("door", now);
    closed("door");
    interlocks.requireClosed(now);
  }

  @Test
  void itIsWrittenOnceWhileItIsOpen() {
    read(37_000, 1);
    opened("door");
    read(37_000, 1);
    assertEquals(List.of(), interlocks.unwritten());
    closed("door");
    assertEquals(State.OPEN, interlocks.state("door", now));
    read(37_000, 1);
    assertEquals(1, interlocks.unwritten().size());
  }

  @Test
  void nobodyClosesWhatDoesNotHold() {
    read(38_001, 0);
    opened("temperature");
    refuses(
        "interlock.close",
        "36 °C to 38 °C",
        "temperature: 38.001 °C",
        () -> interlocks.checkClose("temperature", now));
    read(38_000, 0);
    interlocks.checkClose("temperature", now);
    now += 60 * SECOND + 1;
    refuses(
        "interlock.close",
        "36 °C to 38 °C",
        "temperature: no reading for more than 60 s",
        () -> interlocks.checkClose("temperature", now));
    refuses("interlock.close", "", "roof", () -> interlocks.checkClose("roof", now));
  }

  @Test
  void anOldReadingIsNone() {
    read(37_000, 0);
    now += 5 * SECOND;
    interlocks.requireClosed(now);
    now++;
    refuses(
        "interlock",
        "all closed",
        "door is STALE: no reading for more than 5 s",
        () -> interlocks.requireClosed(now));
    assertEquals(
        List.of(new Fault("door", State.STALE, "no reading for more than 5 s")),
        interlocks.warnings(now));
    read(37_000, 0);
    interlocks.requireClosed(now);
  }

  @Test
  void itStaysOpenOverARestartEvenIfTheRigForgotIt() {
    opened("temperature");
    opened("old");
    Interlocks after = new Interlocks(List.of(WARMTH));
    book.entries.forEach(after);
    after.read("temperature", 37_000, now);
    assertEquals(
        List.of("old", "temperature"), after.faults(now).stream().map(Fault::interlock).toList());
    assertThrows(IllegalArgumentException.class, () -> after.read("old", 1, now));
    after.checkClose("old", now);
    closed("old");
    after.accept(book.entries.get(2));
    assertEquals(State.CLOSED, after.state("old", now));
    assertEquals(State.OPEN, after.state("temperature", now));
    assertEquals(List.of(), after.warnings(now));
  }

  @Test
  void conditionsMakeSense() {
    assertThrows(IllegalArgumentException.class, () -> new Interlocks(List.of(DOOR, DOOR)));
    assertThrows(IllegalArgumentException.class, () -> interlocks.read("roof", 0, now));
    assertThrows(IllegalArgumentException.class, () -> new Range(1, 0));
    assertThrows(
        IllegalArgumentException.class, () -> Condition.contact(" ", Duration.ofSeconds(1)));
    assertThrows(IllegalArgumentException.class, () -> Condition.contact("x", Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class, () -> Condition.contact("x", Duration.ofNanos(-1)));
    Range narrow = new Range(1, 2);
    for (Range wide : List.of(new Range(0, 2), new Range(1, 3))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new Condition("x", "", wide, narrow, Duration.ofSeconds(1)));
    }
    assertTrue(new Range(1, 1).holds(1));
    closed("unheard");
  }
}
