package org.wetstack.tests;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wetstack.tests.MovedRigs.Answer;
import org.wetstack.tests.MovedRigs.Side;

/**
 * An experiment that goes on wherever its culture is: a dose and a line for each trial, sometimes a
 * pulse. What is not answered it asks again with the same key, at whichever controller has it then.
 */
final class MoveTrainer implements Runnable {

  private static final String NAME = "steering";
  private static final String PLAN = "{\"seed\": 7, \"trials\": 1000}";

  private final MovedRigs rigs;
  private final Map<Side, String> epochs = new EnumMap<>(Side.class);

  /** Operations of doses and trains that were acknowledged, by key. */
  final Map<String, String> done = new ConcurrentHashMap<>();

  /** Lines of trials that were acknowledged. */
  final List<String> told = Collections.synchronizedList(new ArrayList<>());

  final List<String> wrong = Collections.synchronizedList(new ArrayList<>());

  /** How often what was answered, to see that it was really used. */
  final Map<String, Integer> counts = Collections.synchronizedMap(new TreeMap<>());

  private volatile String lastDose = "";
  private volatile boolean over;
  // A dose of which nobody said whether it runs.
  private boolean unanswered;
  private @Nullable Side planned;
  private String stimulus = "";
  private long renewedNanos;
  private int trial;
  private int phase;
  private int keys;

  MoveTrainer(MovedRigs rigs) {
    this.rigs = rigs;
  }

  void end() {
    over = true;
  }

  /** The operation of the dose that was acknowledged last; it may still run. */
  String lastDose() {
    return lastDose;
  }

  @Override
  public void run() {
    try {
      while (!over || unanswered) {
        Side side = where();
        if (side != null && lease(side) && plan(side)) {
          step(side);
        }
        TimeUnit.MILLISECONDS.sleep(15);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Who has it; null while nobody says so. */
  private @Nullable Side where() throws InterruptedException {
    for (Side side : Side.values()) {
      if (rigs.place(side).equals("HERE")) {
        return side;
      }
    }
    return null;
  }

  private boolean lease(Side side) throws InterruptedException {
    String epoch = epochs.get(side);
    if (epoch != null && System.nanoTime() - renewedNanos < 2_000_000_000L) {
      return true;
    }
    renewedNanos = System.nanoTime();
    if (epoch != null
        && ask(side, "renew", "/v1/leases/culture:dish:renew", Map.of("epoch", epoch)).done()) {
      return true;
    }
    epochs.remove(side);
    Answer lease =
        ask(
            side,
            "lease",
            "/v1/leases",
            Map.of("resource", "culture:dish", "purpose", "kills", "key", "l" + keys++));
    String granted = lease.body().path("lease").path("epoch").asString("");
    if (granted.isEmpty()) {
      return false;
    }
    epochs.put(side, granted);
    return true;
  }

  private boolean plan(Side side) throws InterruptedException {
    if (side == planned) {
      return true;
    }
    Answer plan =
        act(side, "plan", "/experiment", "p" + keys++, Map.of("experiment", NAME, "plan", PLAN));
    if (plan.done()) {
      int known = plan.body().path("trials").asInt(0);
      // One more may have been written down and not been answered.
      if (known < told.size() || known > told.size() + 1) {
        wrong.add("LOST: " + side + " knows " + known + " trials of " + told.size());
      }
      planned = side;
      stimulus = "";
    }
    return plan.done();
  }

  private void step(Side side) throws InterruptedException {
    switch (phase) {
      case 0 -> {
        String key = "d" + trial;
        Answer dose =
            act(
                side,
                "dose",
                "/doses",
                key,
                Map.of(
                    "reservoir",
                    "drug",
                    "nanoliters",
                    1_000 * (1 + trial % 40),
                    "nanolitersPerMinute",
                    1_000_000));
        remember(key, dose);
      }
      case 1 -> {
        String line = "trial " + trial + " " + done.getOrDefault("d" + trial, "not done");
        Answer told =
            act(
                side,
                "tell",
                "/experiment/trials",
                "t" + trial,
                Map.of("experiment", NAME, "trial", trial, "line", line));
        if (told.done()) {
          this.told.add(line);
          phase++;
        }
      }
      default -> {
        pulse(side);
        trial++;
        phase = 0;
      }
    }
  }

  /** A dose that was answered, whatever the answer, is over. */
  private void remember(String key, Answer dose) {
    unanswered = dose.status() == 0;
    if (dose.done()) {
      lastDose = dose.body().path("operation").asString("");
      done.put(key, lastDose);
    }
    if (dose.done() || dose.reason().equals("operation")) {
      phase = 1;
    }
  }

  private void pulse(Side side) throws InterruptedException {
    if (stimulus.isEmpty()) {
      Map<String, Object> wanted = new HashMap<>();
      wanted.put("electrodes", List.of(side == Side.LEFT ? 1 : 5));
      wanted.put(
          "phases",
          List.of(
              Map.of("nanoamps", -1_000, "nanoseconds", 400_000),
              Map.of("nanoamps", 1_000, "nanoseconds", 400_000)));
      wanted.put("pulses", 1);
      wanted.put("recoveryNanoseconds", 1_000_000);
      Answer loaded = act(side, "load", "/stimuli", "s" + keys++, Map.of("stimulus", wanted));
      stimulus = loaded.body().path("stimulus").asString("");
      return;
    }
    String key = "f" + trial;
    Answer fired = act(side, "trigger", "/stimuli/" + stimulus + ":trigger", key, Map.of());
    if (fired.done()) {
      done.put(key, fired.body().path("operation").asString(""));
    } else {
      stimulus = "";
    }
  }

  private Answer act(Side side, String verb, String path, String key, Map<String, ?> fields)
      throws InterruptedException {
    Map<String, Object> body = new HashMap<>(fields);
    body.put("key", key);
    body.put("epoch", epochs.getOrDefault(side, "0"));
    Answer answer = ask(side, verb, "/v1/cultures/dish" + path, body);
    if (answer.done() || answer.status() == 0) {
      return answer;
    }
    String reason = answer.reason();
    if (reason.startsWith("culture.") || reason.startsWith("lease.")) {
      epochs.remove(side);
      planned = null;
    } else if (!reason.equals("operation") && !reason.equals("train.moved")) {
      for (String each : List.of("mea", "pump")) {
        ask(side, "clear", "/v1/instruments/" + each + ":clear", Map.of("key", "c" + keys++));
      }
    }
    return answer;
  }

  private Answer ask(Side side, String verb, String path, Map<String, ?> body)
      throws InterruptedException {
    Answer answer = rigs.ask(side, path, body);
    String how = answer.done() ? "200" : answer.status() == 0 ? "unanswered" : answer.reason();
    counts.merge(verb + " " + how, 1, Integer::sum);
    return answer;
  }
}
