package org.wetstack.tests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that works with a rig whatever happens to it: what is not answered it sends again with
 * the same key, and it remembers all that it was told.
 */
final class KillsClient implements Runnable {

  /** What was asked for, and the answer. */
  record Told(String verb, String key, int status, String body) {

    boolean done() {
      return status == 200;
    }

    /** Of the answer; empty if it has none of that name. */
    String field(String name) {
      Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"?([^\",}\\]]*)").matcher(body);
      return found.find() ? found.group(1).strip() : "";
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String url;
  private final Path token;
  private final Random dice;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /** Everything that acts and was answered, in order. */
  final List<Told> told = new CopyOnWriteArrayList<>();

  /** What doses were told to have become, by operation; the latest. */
  final Map<String, Told> doses = new ConcurrentHashMap<>();

  /** Journal entries that it was told of, by number. */
  final Map<Long, String> entries = new ConcurrentHashMap<>();

  /** How often what was answered, to see that the rig was really used. */
  final Map<String, Integer> counts = new TreeMap<>();

  private volatile boolean over;
  private String epoch = "0";
  private String stimulus = "";
  private String recording = "";
  private long renewedNanos;
  private long nextEntry = 1;
  private int keys;

  KillsClient(String url, Path token, long seed) {
    this.url = url;
    this.token = token;
    this.dice = new Random(seed);
  }

  /** Comes to its end after what it is doing. */
  void end() {
    over = true;
  }

  @Override
  public void run() {
    try {
      while (!over) {
        renew();
        step();
        TimeUnit.MILLISECONDS.sleep(dice.nextInt(120));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() throws InterruptedException {
    switch (dice.nextInt(12)) {
      case 0, 1, 2, 3 -> dose();
      case 4, 5, 6, 7 -> trigger();
      case 8 -> record();
      case 9 -> history();
      case 10 -> follow();
      default -> {
        if (dice.nextInt(3) == 0) {
          act("stop", "/v1/cultures/dish:stop", "\"reason\":\"enough\"");
          stimulus = "";
        }
      }
    }
  }

  private void dose() throws InterruptedException {
    boolean large = dice.nextInt(3) == 0;
    int nanoliters = (large ? 400_000 : 500 + dice.nextInt(4_000)) / 25 * 25;
    int rate = large ? 1_000_000 : (100 + dice.nextInt(900)) * 1_000;
    Told answer =
        act(
            "dose",
            "/v1/cultures/dish/doses",
            "\"reservoir\":\"%s\",\"nanoliters\":\"%d\",\"nanolitersPerMinute\":\"%d\",\"epoch\":\"%s\""
                .formatted(dice.nextBoolean() ? "first" : "second", nanoliters, rate, epoch));
    if (answer.done()) {
      doses.put(answer.field("operation"), answer);
    }
  }

  private void trigger() throws InterruptedException {
    if (stimulus.isEmpty()) {
      boolean many = dice.nextInt(3) > 0;
      Told answer =
          act(
              "load",
              "/v1/cultures/dish/stimuli",
              ("\"stimulus\":{\"electrodes\":[%d],\"phases\":[{\"nanoamps\":-1000,\"nanoseconds\":"
                      + "\"400000\"},{\"nanoamps\":1000,\"nanoseconds\":\"400000\"}],\"pulses\":%d,"
                      + "\"periodNanoseconds\":\"20000000\",\"recoveryNanoseconds\":\"1000000\"},"
                      + "\"epoch\":\"%s\"")
                  .formatted(dice.nextInt(8), many ? 200 : 1, epoch));
      stimulus = answer.done() ? answer.field("stimulus") : "";
      return;
    }
    Told answer =
        act(
            "trigger",
            "/v1/cultures/dish/stimuli/" + stimulus + ":trigger",
            "\"epoch\":\"%s\"".formatted(epoch));
    if (!answer.done() || dice.nextInt(6) == 0) {
      act(
          "unload",
          "/v1/cultures/dish/stimuli/" + stimulus + ":unload",
          "\"epoch\":\"%s\"".formatted(epoch));
      stimulus = "";
    }
  }

  private void record() throws InterruptedException {
    if (recording.isEmpty()) {
      Told answer =
          act(
              "record",
              "/v1/cultures/dish/recordings",
              "\"title\":\"k\",\"epoch\":\"%s\"".formatted(epoch));
      recording = answer.done() ? answer.field("recording") : "";
    } else {
      act("finish", "/v1/recordings/" + recording + ":stop", "");
      recording = "";
    }
  }

  private void follow() throws InterruptedException {
    for (String operation : List.copyOf(doses.keySet())) {
      Told now = ask("follow", "GET", "/v1/doses/" + operation, "", "");
      if (now.done()) {
        doses.put(operation, now);
      } else {
        told.add(new Told("lost", operation, now.status(), now.body()));
      }
      if (doses.size() > 3 && !now.field("progress").matches("INTENDED|BEGUN")) {
        told.add(new Told("became", operation, now.status(), now.body()));
        doses.remove(operation);
      }
    }
  }

  /** Remembers the entries that there are: no later life of the controller may have others. */
  private void history() throws InterruptedException {
    Told page = ask("history", "GET", "/v1/history?from=" + nextEntry + "&limit=1000", "", "");
    for (String entry : page.body().split("\\{\\s*\"number\"", -1)) {
      Matcher found =
          Pattern.compile("^\\s*:\\s*\"?(\\d+)\"?.*?\"what\"\\s*:\\s*\"([^\"]*)\"", Pattern.DOTALL)
              .matcher(entry);
      if (found.find()) {
        long number = Long.parseLong(found.group(1));
        entries.put(number, found.group(2));
        nextEntry = Math.max(nextEntry, number + 1);
      }
    }
  }

  private void renew() throws InterruptedException {
    if (System.nanoTime() - renewedNanos < 1_000_000_000L && !epoch.equals("0")) {
      return;
    }
    Told renewed =
        ask(
            "renew",
            "POST",
            "/v1/leases/culture:dish:renew",
            "",
            "{\"epoch\":\"%s\"}".formatted(epoch));
    renewedNanos = System.nanoTime();
    if (!renewed.done()) {
      Told lease =
          act("lease", "/v1/leases", "\"resource\":\"culture:dish\",\"purpose\":\"kills\"");
      if (lease.done() && !lease.field("epoch").isEmpty()) {
        epoch = lease.field("epoch");
      }
    }
  }

  /** Asks for something that has an effect, until there is an answer. */
  private Told act(String verb, String path, String fields) throws InterruptedException {
    String key = "k" + keys++;
    String body = "{" + fields + (fields.isEmpty() ? "" : ",") + "\"key\":\"" + key + "\"}";
    Told answer = ask(verb, "POST", path, key, body);
    told.add(answer);
    if (!answer.done()
        && !answer.field("reason").equals("instrument.not-ready")
        && !verb.equals("clear")) {
      for (String each : List.of("mea", "wired", "remote")) {
        act("clear", "/v1/instruments/" + each + ":clear", "");
      }
    }
    return answer;
  }

  private Told ask(String verb, String method, String path, String key, String body)
      throws InterruptedException {
    while (true) {
      try {
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(PATIENCE)
                    .header("authorization", "Bearer " + Files.readString(token).strip())
                    .header("content-type", "application/json")
                    .method(
                        method,
                        body.isEmpty()
                            ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        Told now = new Told(verb, key, answer.statusCode(), answer.body());
        counts.merge(
            verb
                + " "
                + now.status()
                + (now.done()
                    ? ""
                    : " " + now.field("reason").replaceAll("^$", now.field("message"))),
            1,
            Integer::sum);
        return now;
      } catch (IOException unanswered) {
        counts.merge(verb + " unanswered", 1, Integer::sum);
        if (over && key.isEmpty()) {
          return new Told(verb, key, 0, "");
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }
}
