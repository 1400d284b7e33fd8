package org.wetstack.lab.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.lab.safety.Notebook.CULTURE;
import static org.wetstack.lab.safety.Notebook.DOSING;
import static org.wetstack.lab.safety.Notebook.STIMULATION;
import static org.wetstack.lab.safety.Notebook.refuses;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.hal.Flash;
import org.wetstack.hal.units.Energy;
import org.wetstack.hal.units.Power;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Inheritance;
import org.wetstack.lab.safety.account.Accountant;
import org.wetstack.lab.safety.account.Finding;

/** Flashes at each limit pass, and one more does not; the accountant says the same. */
class IlluminationTest {

  /** 1 mW; 100 µJ at once, 250 µJ an hour, 600 µJ a day; 2 s of darkness. */
  private static final IlluminationLimits LIMITS = Notebook.ILLUMINATION;

  private IlluminationLimits limits = LIMITS;
  private IlluminationEnvelope envelope = new IlluminationEnvelope(CULTURE, () -> limits);
  private final List<Finding> findings = new ArrayList<>();
  private Accountant accountant = new Accountant(Map.of(), List.of(), Map.of());
  private Notebook book = new Notebook();

  @BeforeEach
  void begin() {
    accountant =
        new Accountant(
            Map.of(CULTURE, new CultureLimits(STIMULATION, DOSING, LIMITS)), List.of(), Map.of());
    book =
        new Notebook(
            entry -> {
              envelope.accept(entry);
              findings.addAll(accountant.check(entry));
            });
    book.lease("l1");
  }

  private void finds(String... rules) {
    assertEquals(List.of(rules), findings.stream().map(Finding::rule).toList(), findings::toString);
    findings.clear();
  }

  private static Flash flash(long microwatts, long micros) {
    return new Flash(Power.microwatts(microwatts), Duration.ofNanos(micros * 1_000));
  }

  private void admit(long microwatts, long micros) {
    envelope.admit(flash(microwatts, micros), book.now);
  }

  private void intend(String operation, long microwatts, long micros) {
    intend(operation, CULTURE, microwatts, micros);
  }

  private void intend(String operation, String culture, long microwatts, long micros) {
    book.write(
        Kinds.FLASH_INTENDED,
        "operation",
        operation,
        "culture",
        culture,
        "light",
        "lamp/uv",
        "microwatts",
        "" + microwatts,
        "micros",
        "" + micros,
        "picojoules",
        "" + microwatts * micros,
        "lease",
        "l1");
  }

  private void begin(String operation, long picojoules) {
    book.write(Kinds.FLASH_BEGUN, "operation", operation, "picojoules", "" + picojoules);
  }

  private void end(String operation, long micros, long picojoules) {
    book.write(
        Kinds.FLASH_ENDED,
        "operation",
        operation,
        "micros",
        "" + micros,
        "picojoules",
        "" + picojoules,
        "end",
        "COMPLETE");
  }

  private void unknown(String operation) {
    book.write(Kinds.FLASH_UNKNOWN, "operation", operation, "reason", "a test");
  }

  private void notDone(String operation) {
    book.write(Kinds.FLASH_NOT_DONE, "operation", operation, "reason", "a test");
  }

  private void give(String operation, long microwatts, long micros) {
    intend(operation, microwatts, micros);
    begin(operation, microwatts * micros);
    end(operation, micros, microwatts * micros);
  }

  @Test
  void howBright() {
    admit(1_000, 1);
    refuses("flash.power", "1000 µW", "1001 µW", () -> admit(1_001, 1));
    give("1", 1_000, 1);
    finds();
    book.pass(Duration.ofMinutes(1));
    give("2", 1_001, 1);
    finds("flash.power");
  }

  /** To the last picojoule; what is told of it is rounded up. */
  @Test
  void howMuchAtOnce() {
    admit(1_000, 100_000);
    refuses("flash.energy", "100000 nJ", "100001 nJ", () -> admit(1_000, 100_001));
    refuses("flash.energy", "100000 nJ", "100001 nJ", () -> admit(999, 100_101));
    give("1", 1_000, 100_000);
    finds();
    book.pass(Duration.ofDays(2));
    give("2", 999, 100_101);
    finds("flash.energy");
  }

  @Test
  void anHourAndADayBeginWithTheEndOfWhatTheyHold() {
    give("1", 1_000, 100_000);
    book.pass(Duration.ofMinutes(10));
    give("2", 1_000, 100_000);
    book.pass(Duration.ofMinutes(10));
    admit(1_000, 50_000);
    refuses("flash.hour", "250000 nJ", "250001 nJ", () -> admit(1_000, 50_001));
    give("3", 1_000, 50_000);
    finds();
    book.passMillis(40 * 60_000 - 1);
    refuses("flash.hour", "250000 nJ", "250001 nJ", () -> admit(1, 1));
    intend("4", 1, 1);
    finds("flash.hour");
    notDone("4");
    book.passMillis(1);
    admit(1_000, 100_000);
    give("5", 1_000, 100_000);
    book.pass(Duration.ofHours(2));
    give("6", 1_000, 100_000);
    book.pass(Duration.ofHours(2));
    give("7", 1_000, 100_000);
    finds();
    book.pass(Duration.ofHours(2));
    assertEquals(new IlluminationEnvelope.Given(0, 550_000_000), envelope.given(book.now));
    refuses("flash.day", "600000 nJ", "600001 nJ", () -> admit(1_000, 50_001));
    intend("8", 1_000, 50_001);
    finds("flash.day");
  }

  @Test
  void oneAtATimeAndDarknessBetween() {
    intend("1", 100, 1_000);
    refuses("flash.running", "1 flash at a time", "2 flashes of " + CULTURE, () -> admit(1, 1));
    begin("1", 100_000);
    refuses("flash.running", "1 flash at a time", "2 flashes of " + CULTURE, () -> admit(1, 1));
    finds();
    intend("2", 1, 1);
    finds("flash.running");
    notDone("2");
    end("1", 1_000, 100_000);
    book.passMillis(1_999);
    Refusal refusal = refuses("flash.pause", "2000 ms", "1999 ms", () -> admit(1, 1));
    assertTrue(String.valueOf(refusal.getMessage()).contains("wait until"), refusal::getMessage);
    intend("3", 1, 1);
    finds("flash.pause");
    notDone("3");
    book.passMillis(1);
    admit(1, 1);
    give("4", 1, 1);
    finds();
  }

  /** What was put out early counts as far as it was lit. */
  @Test
  void whatWasLitCounts() {
    intend("1", 1_000, 100_000);
    assertEquals(100_000_000, envelope.given(book.now).lastHour());
    begin("1", 90_000_000);
    assertEquals(100_000_000, envelope.given(book.now).lastHour());
    end("1", 20_000, 20_000_000);
    assertEquals(20_000_000, envelope.given(book.now).lastHour());
    // Heard of again: the greater counts.
    end("1", 30_000, 30_000_000);
    end("1", 10_000, 10_000_000);
    assertEquals(30_000_000, envelope.given(book.now).lastHour());
    finds();
  }

  /** It may have been lit to the end of what was asked for. */
  @Test
  void whatNobodyKnowsCountsWholeAndIsOverByItself() {
    intend("1", 1_000, 100_000);
    unknown("1");
    assertEquals(100_000_000, envelope.given(book.now).lastHour());
    book.passMillis(2_099);
    refuses("flash.pause", "2000 ms", "1999 ms", () -> admit(1, 1));
    book.passMillis(1);
    admit(1, 1);
    end("1", 40_000, 40_000_000);
    assertEquals(100_000_000, envelope.given(book.now).lastHour());
    finds();
  }

  @Test
  void whatHadBegunCannotBeDenied() {
    intend("1", 1_000, 100_000);
    begin("1", 100_000_000);
    notDone("1");
    finds("effect.denied");
    assertEquals(100_000_000, envelope.given(book.now).lastHour());
    book.pass(Duration.ofSeconds(3));
    intend("2", 1_000, 100_000);
    notDone("2");
    assertEquals(100_000_000, envelope.given(book.now).lastHour());
    end("2", 1, 1_000);
    finds("effect.twice");
  }

  @Test
  void otherCulturesAreLitApart() {
    intend("1", "another", 1_000, 100_000);
    begin("1", 100_000_000);
    admit(1_000, 100_000);
    assertEquals(new IlluminationEnvelope.Given(0, 0), envelope.given(book.now));
    end("1", 100_000, 100_000_000);
    unknown("never");
    finds("culture", "effect");
  }

  @Test
  void whatIsWrittenMustAgree() {
    book.write(
        Kinds.FLASH_INTENDED,
        Map.of(
            "operation",
            "1",
            "culture",
            CULTURE,
            "light",
            "uv",
            "microwatts",
            "10",
            "micros",
            "10",
            "picojoules",
            "99",
            "lease",
            "l1"));
    finds("flash.energy");
    begin("1", 100);
    begin("1", 100);
    finds("effect.twice");
    end("1", 10, 101);
    finds("flash.energy");
    intend("1", 1, 1);
    finds("operation");
  }

  @Test
  void withoutLimitsNothingIsLit() {
    limits = IlluminationLimits.NONE;
    Refusal refusal = refuses("flash.power", "0 µW", "1 µW", () -> admit(1, 1));
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("does not say how much light"),
        refusal::getMessage);
  }

  @Test
  void aClockSetBackFreesNothing() {
    give("1", 1_000, 100_000);
    book.pass(Duration.ofMinutes(-30));
    assertEquals(100_000_000, envelope.given(book.now).lastHour());
    refuses("flash.pause", "2000 ms", "0 ms", () -> admit(1, 1));
  }

  /** All of the last day is in what it brings; what was known here before counts no more. */
  @Test
  void whatItWasGivenElsewhereCountsHere() {
    give("here", 1_000, 90_000);
    book.pass(Duration.ofMinutes(1));
    var elsewhere = new Notebook();
    elsewhere.now = book.now;
    Notebook mine = book;
    book = elsewhere;
    give("there", 1_000, 100_000);
    book.pass(Duration.ofMinutes(1));
    give("later", 1_000, 100_000);
    elsewhere.write(
        Kinds.CULTURE_PACKED,
        "culture",
        CULTURE,
        "rig",
        "left",
        "sites",
        "0",
        "array",
        "mea",
        "reservoirs",
        "");
    book = mine;
    book.now = elsewhere.now;
    var brought = new Inheritance(CULTURE, "m", book.now, "mea", List.of(0), elsewhere.entries);
    var other = new Inheritance("another", "m", book.now, "mea", List.of(0), elsewhere.entries);
    envelope.inherit(other);
    assertEquals(90_000_000, envelope.given(book.now).lastHour());
    envelope.inherit(brought);
    accountant.inherit(brought);
    assertEquals(200_000_000, envelope.given(book.now).lastHour());
    // The other clock may have been five seconds behind.
    refuses("flash.pause", "2000 ms", "-5000 ms", () -> admit(1, 1));
    book.pass(Duration.ofSeconds(7));
    admit(1_000, 50_000);
    refuses("flash.hour", "250000 nJ", "250001 nJ", () -> admit(1_000, 50_001));
    give("now", 1_000, 50_000);
    finds();
    book.pass(Duration.ofSeconds(3));
    intend("much", 1, 1);
    finds("flash.hour");
  }

  @Test
  void nothingIsIntendedOrBegunWhileAStopIsPressed() {
    intend("1", 1, 1);
    book.write(Kinds.STOP_LATCHED, "reason", "a test");
    book.pass(Duration.ofSeconds(3));
    begin("1", 1);
    finds("stop.latched");
    end("1", 1, 1);
    book.pass(Duration.ofSeconds(3));
    intend("2", 1, 1);
    finds("stop.latched");
  }

  /** Of what was under way when the controller died anything may be heard, whenever. */
  @Test
  void whatWasUnderWayAtARestartIsHeardOfLater() {
    intend("1", 1, 1);
    book.write(Kinds.STARTED, "rig", "r", "file", "f", "version", "v");
    book.write(Kinds.STOP_LATCHED, "reason", "a test");
    book.pass(Duration.ofSeconds(3));
    begin("1", 1);
    finds();
    end("1", 1, 1);
    unknown("1");
    begin("1", 1);
    finds("effect.twice");
  }

  @Test
  void soManyInADayAndNoMore() {
    limits =
        new IlluminationLimits(1_000_000, 1_000_000, 1_000_000_000, 1_000_000_000, Duration.ZERO);
    book = new Notebook(envelope);
    for (int i = 0; i < 99_999; i++) {
      give("f" + i, 1, 1);
    }
    admit(1, 1);
    give("last", 1, 1);
    refuses("flash.count", "100000 flashes in 24 h", "100001 flashes", () -> admit(1, 1));
    book.passMillis(24 * 3_600_000);
    admit(1, 1);
  }

  @Test
  void limitsAreNumbersThatCanBeCompared() {
    long most = IlluminationLimits.MOST_NANOJOULES;
    assertEquals(most, new IlluminationLimits(0, most, most, most, Duration.ZERO).day());
    for (long wrong : new long[] {-1, most + 1}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new IlluminationLimits(0, 0, wrong, 0, Duration.ZERO));
    }
    assertThrows(
        IllegalArgumentException.class, () -> new IlluminationLimits(-1, 0, 0, 0, Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class,
        () -> new IlluminationLimits(0, 0, 0, 0, Duration.ofNanos(-1)));
    assertEquals(2, IlluminationLimits.nanojoules(Energy.picojoules(2_000)));
    assertThrows(
        IllegalArgumentException.class,
        () -> IlluminationLimits.nanojoules(Energy.picojoules(2_001)));
  }

  /** What the envelope admits the accountant finds right, and the day is never given too much. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void bothAgreeWhateverComes(long seed) {
    var dice = new Random(seed);
    int admitted = 0;
    for (int i = 0; i < 2_000; i++) {
      book.passMillis(dice.nextInt(dice.nextInt(4) == 0 ? 3_000_000 : 20_000));
      long power = 1L + dice.nextInt(1_100);
      long micros = 1L + dice.nextInt(110_000);
      try {
        admit(power, micros);
      } catch (Refusal expected) {
        continue;
      }
      admitted++;
      String name = "f" + i;
      intend(name, power, micros);
      switch (dice.nextInt(5)) {
        case 0 -> notDone(name);
        case 1 -> unknown(name);
        default -> {
          begin(name, power * micros);
          long lit = dice.nextBoolean() ? micros : dice.nextLong(micros + 1);
          book.passMillis(lit / 1_000);
          end(name, lit, power * lit);
        }
      }
      IlluminationEnvelope.Given given = envelope.given(book.now);
      assertTrue(
          given.lastHour() <= 250_000_000 && given.lastDay() <= 600_000_000, given::toString);
      finds();
    }
    assertTrue(admitted > 50, "hardly used: " + admitted);
  }
}
