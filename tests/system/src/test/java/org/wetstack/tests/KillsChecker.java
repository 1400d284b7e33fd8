package org.wetstack.tests;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wetstack.app.Wetstack;
import org.wetstack.drivers.firmware.FirmwareDriver;

/**
 * Compares what a client was told, what the journal says and what the boards really did. It reads
 * the files as they are, and knows nothing of the controller.
 */
final class KillsChecker {

  /** Boards have until then to notice that nobody speaks; and this computer, to run the timer. */
  private static final Duration DEAD_MAN = FirmwareDriver.DEFAULT_LEASE.plusMillis(1_000);

  private static final long STANDSTILL_MICROS = 200_000;

  private static final Pattern LINE =
      Pattern.compile(
          "\\{\"n\":(\\d+),\"at\":\"([^\"]*)\",\"who\":\"[^\"]*\",\"what\":\"([^\"]*)\",\"facts\":\\{(.*)},\"hash\":\"[0-9a-f]{64}\"}");
  private static final Pattern FACT = Pattern.compile("\"([^\"]*)\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** A line of the journal. */
  record Line(long number, Instant at, String what, Map<String, String> facts) {}

  final List<String> wrong = new ArrayList<>();
  final List<Line> journal = new ArrayList<>();
  final KillsTruth truth;

  /** How long outputs that ran went on after their controller was killed, in milliseconds. */
  final List<Long> tails = new ArrayList<>();

  private final KilledRig rig;
  private final KillsClient client;
  private final Map<String, Line> intended = new HashMap<>();
  private final Map<String, Line> last = new HashMap<>();
  private final Map<String, List<String>> made = new HashMap<>();

  KillsChecker(KilledRig rig, KillsClient client) throws IOException {
    this.rig = rig;
    this.client = client;
    this.truth = new KillsTruth(rig.memory());
    read();
  }

  /** What is wrong; the controller must have ended. */
  List<String> check() throws IOException {
    chain();
    once();
    outcomes();
    answers();
    client.entries.forEach(this::kept);
    rig.absences.forEach(this::deadMan);
    new KillsRecordings(rig, client, journal, wrong).check();
    return wrong;
  }

  private void read() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(rig.data().resolve("journal"))) {
      files = all.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
    for (Path file : files) {
      for (String text : Files.readAllLines(file)) {
        Matcher line = LINE.matcher(text);
        if (line.matches()) {
          take(line);
        } else {
          wrong.add("no line of a journal: " + text);
        }
      }
    }
  }

  private void take(Matcher text) {
    Map<String, String> facts = new HashMap<>();
    Matcher fact = FACT.matcher(text.group(4));
    while (fact.find()) {
      facts.put(fact.group(1), fact.group(2));
    }
    var line =
        new Line(Long.parseLong(text.group(1)), Instant.parse(text.group(2)), text.group(3), facts);
    journal.add(line);
    String operation = facts.getOrDefault("operation", "");
    if (!operation.isEmpty()) {
      last.put(operation, line);
    }
    if (line.what().endsWith(".intended")) {
      if (intended.put(operation, line) != null) {
        wrong.add("intended twice: " + line);
      }
      made.computeIfAbsent(facts.getOrDefault("key", ""), first -> new ArrayList<>())
          .add(operation);
    }
  }

  private void chain() {
    var out = new StringWriter();
    int code =
        Wetstack.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .execute("audit", "verify", rig.data().resolve("journal").toString());
    if (code != 0) {
      wrong.add("audit verify: " + out);
    }
  }

  private void once() {
    truth.effects.forEach(
        (operation, effect) -> {
          if (effect.dose && (effect.begun != 1 || effect.amount() > effect.asked)) {
            wrong.add("DOSED " + effect.begun + " times, " + effect.amount() + " nL: " + operation);
          }
          Line wish = intended.get(operation);
          if (wish == null) {
            wrong.add("it left a board and is not in the journal: " + operation);
          } else if (!effect.dose && effect.amount() > pulses(wish.facts().get("stimulus"))) {
            wrong.add("FIRED " + effect.amount() + " pulses, more than loaded: " + operation);
          }
        });
    made.forEach(
        (key, operations) -> {
          if (operations.size() != 1) {
            wrong.add("key " + key + " made " + operations);
          }
        });
  }

  /** As the stimulus was loaded; a train that is fired twice has more. */
  private long pulses(@Nullable String stimulus) {
    return journal.stream()
        .filter(line -> line.what().equals("stimulus.loaded"))
        .filter(line -> Objects.equals(line.facts().get("stimulus"), stimulus))
        .mapToLong(line -> Long.parseLong(line.facts().getOrDefault("pulses", "0")))
        .findFirst()
        .orElse(0);
  }

  private long amount(String operation) {
    KillsTruth.Effect effect = truth.effects.get(operation);
    return effect == null ? 0 : effect.amount();
  }

  private boolean begun(String operation) {
    return truth.effects.containsKey(operation);
  }

  private void outcomes() {
    last.forEach(
        (operation, end) -> {
          long amount = amount(operation);
          switch (end.what()) {
            case "dose.ended" -> within(end, end.facts(), amount);
            case "dose.not-done", "train.not-done" -> {
              if (begun(operation)) {
                wrong.add("journaled as not done, but " + amount + " left: " + end);
              }
            }
            case "train.begun" -> {
              if (amount == 0) {
                wrong.add("journaled as begun, and nothing fired: " + end);
              }
            }
            case "dose.unknown", "train.unknown" -> {}
            default -> wrong.add("never ended: " + end);
          }
        });
  }

  private void within(Object end, Map<String, String> facts, long amount) {
    if (amount < Long.parseLong(facts.get("atLeast"))
        || amount > Long.parseLong(facts.get("atMost"))) {
      wrong.add(amount + " nL left, but it is told as " + end);
    }
  }

  private void answers() {
    for (KillsClient.Told told : client.told) {
      List<String> operations = made.getOrDefault(told.key(), List.of());
      switch (told.verb()) {
        case "dose", "trigger" -> acted(told, operations);
        case "became" -> became(told);
        case "lost" -> wrong.add("an operation that was told is not known: " + told);
        case "record" -> {
          if (told.done()
              && !journaled("recording.started", "recording", told.field("recording"))) {
            wrong.add("a recording was told, and is not in the journal: " + told);
          }
        }
        case "load" -> {
          if (told.done() && !journaled("stimulus.loaded", "stimulus", told.field("stimulus"))) {
            wrong.add("a stimulus was told, and is not in the journal: " + told);
          }
        }
        default -> {}
      }
      if (told.status() == 500 && told.field("reason").isEmpty()) {
        wrong.add("the controller failed: " + told);
      }
    }
  }

  private void acted(KillsClient.Told told, List<String> operations) {
    String outcome = told.field("outcome");
    if (told.done()) {
      String operation = told.field("operation");
      if (!operations.equals(List.of(operation))) {
        wrong.add("told as done; the journal has " + operations + ": " + told);
      }
      if (!told.field("progress").equals("INTENDED") && !begun(operation)) {
        wrong.add("told as begun, and nothing left the board: " + told);
      }
    } else if (!outcome.equals("UNKNOWN") && operations.stream().anyMatch(this::begun)) {
      wrong.add("told as refused or not done, but it was: " + told + ", " + operations);
    }
  }

  private void became(KillsClient.Told told) {
    if (told.field("progress").equals("ENDED")) {
      within(
          told,
          Map.of(
              "atLeast", whole(told.field("deliveredAtLeastNanoliters")),
              "atMost", whole(told.field("deliveredAtMostNanoliters"))),
          amount(told.key()));
    } else if (told.field("progress").equals("NOT_DONE") && begun(told.key())) {
      wrong.add("told as not done, but it was: " + told);
    }
  }

  private static String whole(String text) {
    return text.isEmpty() ? "0" : text;
  }

  private boolean journaled(String what, String fact, String value) {
    return journal.stream()
        .anyMatch(line -> line.what().equals(what) && value.equals(line.facts().get(fact)));
  }

  private void kept(long number, String what) {
    if (number > journal.size() || !journal.get((int) number - 1).what().equals(what)) {
      wrong.add("entry " + number + " was told as " + what + ", and is lost or another one");
    }
  }

  /** Nothing that ran when its host was killed goes on after the dead-man, or begins after it. */
  /**
   * Whether it did something after {@code latest}, other than all at once: an emulator that stood
   * still makes up for what was due before its lease ended, and stops then.
   */
  private static boolean goesOn(KillsTruth.Effect effect, long latest, long until) {
    long[] late =
        effect.moments.stream()
            .mapToLong(KillsTruth.Moment::micros)
            .filter(at -> at > latest && at < until)
            .sorted()
            .toArray();
    return late.length > 0 && late[late.length - 1] - late[0] > STANDSTILL_MICROS;
  }

  private void deadMan(KilledRig.Absence absence) {
    long killed = micros(absence.killed());
    long latest = micros(absence.killed().plus(DEAD_MAN));
    long until = micros(absence.started());
    truth.effects.forEach(
        (operation, effect) -> {
          Line line = intended.get(operation);
          boolean before = line != null && micros(line.at()) < killed;
          if (absence.part() == KilledRig.Part.DAEMON
              && before
              && effect.beganMicros() < killed
              && effect.lastMicros() > killed) {
            tails.add((effect.lastMicros() - killed) / 1_000);
          }
          if (absence.part() == KilledRig.Part.DAEMON
              && before
              && goesOn(effect, latest, Long.MAX_VALUE)) {
            wrong.add(
                "%s went on for %d ms after its controller was killed"
                    .formatted(operation, (effect.lastMicros() - killed) / 1_000));
          }
          boolean apart =
              absence.part() == KilledRig.Part.EMULATOR
                  || (absence.part() == KilledRig.Part.BROKER && effect.board.equals("remote"));
          if (apart && goesOn(effect, latest, until)) {
            wrong.add(operation + " went on without its " + absence);
          }
        });
  }

  private static long micros(Instant at) {
    return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
  }
}
