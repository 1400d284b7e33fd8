package org.wetstack.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What really flowed and fired, from what the emulated boards wrote as it happened. */
final class KillsTruth {

  /** Something that left a board; {@code amount} of it so far, in nanolitres or pulses. */
  record Moment(long micros, long amount) {}

  /** All that an operation did; {@code begun} is how often it was begun. */
  static final class Effect {
    final String board;
    final boolean dose;
    final long asked;
    final List<Moment> moments = new ArrayList<>();
    int begun;

    private Effect(String board, boolean dose, long asked) {
      this.board = board;
      this.dose = dose;
      this.asked = asked;
    }

    long amount() {
      return moments.stream().mapToLong(Moment::amount).max().orElse(0);
    }

    long beganMicros() {
      return moments.get(0).micros();
    }

    /** The latest moment in which something left. */
    long lastMicros() {
      return moments.get(moments.size() - 1).micros();
    }
  }

  final Map<String, Effect> effects = new LinkedHashMap<>();
  private final Path memory;

  KillsTruth(Path memory) throws IOException {
    this(memory, List.of("mea", "wired", "remote"));
  }

  KillsTruth(Path memory, List<String> boards) throws IOException {
    this.memory = memory;
    for (String board : boards) {
      read(board);
    }
  }

  private void read(String board) throws IOException {
    for (String line : Files.readAllLines(memory.resolve(board + ".txt"))) {
      String[] words = line.split(" ");
      if (words[1].equals("dose")) {
        flow(board, words);
      } else if (words[1].equals("pulse")) {
        Effect train = effects.computeIfAbsent(words[3], operation -> new Effect(board, false, 0));
        train.begun = 1;
        train.moments.add(new Moment(Long.parseLong(words[0]), train.moments.size() + 1L));
      }
    }
  }

  private void flow(String board, String[] words) {
    Effect dose =
        effects.computeIfAbsent(
            words[3], operation -> new Effect(board, true, Long.parseLong(words[4])));
    long nanoliters = Long.parseLong(words[7]);
    boolean running = words[6].equals("STATE_RUNNING");
    if (running && nanoliters == 0) {
      dose.begun++;
    }
    if (running && (nanoliters == 0 || nanoliters > dose.amount())) {
      dose.moments.add(new Moment(Long.parseLong(words[0]), nanoliters));
    }
  }
}
