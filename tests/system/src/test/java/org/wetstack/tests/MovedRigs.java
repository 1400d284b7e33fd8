package org.wetstack.tests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two controllers with an array and a pump each, and one emulator of all of these; a culture is at
 * the left one first. Each is a process of its own.
 */
final class MovedRigs implements AutoCloseable {

  /** One of the two. */
  enum Side {
    LEFT,
    RIGHT;

    Side other() {
      return this == LEFT ? RIGHT : LEFT;
    }
  }

  /** What a controller answered; status 0 if nothing. */
  record Answer(int status, JsonNode body) {

    boolean done() {
      return status == 200;
    }

    /** The rule that refused it; empty if none did. */
    String reason() {
      for (JsonNode detail : body.path("details")) {
        if (detail.has("reason")) {
          return detail.path("reason").asString("");
        }
      }
      return "";
    }
  }

  static final List<String> BOARDS = List.of("leftmea", "leftpump", "rightmea", "rightpump");

  private static final String RIG =
      """
      name: SIDE
      listen: LISTEN
      data: DATA
      instruments:
        mea: {driver: firmware, endpoint: "tcp://MEA"}
        pump: {driver: firmware, endpoint: "tcp://PUMP"}
      electrodes: {tin: {material: titanium-nitride, diameter: 30 um}}
      reservoirs:
        drug: {pump: pump/one, substance: a, concentration: 1 nM, vehicle: v,
          content: 900 mL, prepared: 2026-01-01, expires: 2099-01-01}
      cultures:
        dish: {cells: {batch: one}, medium: m, plated: 2026-01-01, array: mea, sites: SITES,
          electrodes: tin, reservoirs: [drug], awaited: AWAITED}
      limits:
        stimulation: {current: 3 uA, net-charge: 1 nC}
        dosing: {dose: 1 mL, hour: 900 mL, day: 900 mL, total: 900 mL, rate: 50 mL/min, pause: 0 s,
          amount-per-day: 1 mmol}
      leases: {silence: 10 s, longest: 8 h}
      """;

  private static final String CUSTODY = "/v1/cultures/dish/custody";

  private final Path folder;
  private final int[] ports = KilledRig.freePorts(6);
  private final Process emulator;
  private final Map<Side, Process> running = new EnumMap<>(Side.class);
  private final JsonMapper json = JsonMapper.shared();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  MovedRigs(Path folder) throws IOException {
    this.folder = folder;
    var emulated = new StringBuilder("seed: 7\nboards:\n");
    for (int i = 0; i < BOARDS.size(); i++) {
      boolean array = BOARDS.get(i).endsWith("mea");
      emulated
          .append("  - name: ")
          .append(BOARDS.get(i))
          .append("\n    at: tcp://127.0.0.1:")
          .append(ports[i])
          .append("\n    devices:\n      - ")
          .append(
              array
                  ? "{array: mea, layout: 1x8, samplesPerSecond: 5000, tissue: saline}\n"
                  : "{pump: one, maxVolumePerHourNanoliters: 2000000000, reservoirNanoliters:"
                      + " 900000000000, quantumNanoliters: 1000}\n");
    }
    Files.writeString(folder.resolve("emulated.yaml"), emulated);
    emulator =
        process(
            "emulator",
            KilledRig.java(
                "emulate", folder.resolve("emulated.yaml") + "", "--memory", memory() + ""));
    for (Side side : Side.values()) {
      Files.writeString(folder.resolve(side + ".yaml"), file(side));
      start(side);
    }
  }

  private String file(Side side) {
    boolean left = side == Side.LEFT;
    return RIG.replace("SIDE", left ? "left" : "right")
        .replace("LISTEN", "127.0.0.1:" + port(side))
        .replace("DATA", data(side).toString())
        .replace("MEA", "127.0.0.1:" + ports[left ? 0 : 2])
        .replace("PUMP", "127.0.0.1:" + ports[left ? 1 : 3])
        .replace("SITES", left ? "0-3" : "4-7")
        .replace("AWAITED", Boolean.toString(!left));
  }

  private int port(Side side) {
    return ports[side == Side.LEFT ? 4 : 5];
  }

  String url(Side side) {
    return "http://127.0.0.1:" + port(side);
  }

  Path data(Side side) {
    return folder.resolve(side + "-data");
  }

  Path memory() {
    return folder.resolve("memory");
  }

  Path token(Side side) {
    return data(side).resolve("first-token");
  }

  private Process process(String name, List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()))
        .start();
  }

  void start(Side side) throws IOException {
    running.put(
        side, process(side + "", KilledRig.java("run", folder.resolve(side + ".yaml") + "")));
  }

  /** As {@code kill -9} does. */
  void kill(Side side) throws InterruptedException {
    Objects.requireNonNull(running.get(side)).destroyForcibly().waitFor();
  }

  /** What moves the culture away from {@code from}, in words. */
  String[] move(Side from) {
    return new String[] {
      "culture",
      "move",
      "dish",
      "to",
      url(from.other()),
      "--at",
      url(from),
      "--token-file",
      token(from).toString(),
      "--to-token-file",
      token(from.other()).toString()
    };
  }

  /** The same, as a process that can be killed. */
  Process mover(Side from) throws IOException {
    return process("command", KilledRig.java(move(from)));
  }

  /** Waits until both have sessions with all instruments; false if that takes a minute. */
  boolean becomeReady() throws InterruptedException {
    Instant until = Instant.now().plusSeconds(60);
    while (Instant.now().isBefore(until)) {
      if (isReady(Side.LEFT) && isReady(Side.RIGHT)) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(30);
    }
    return false;
  }

  boolean isReady(Side side) throws InterruptedException {
    try {
      return http.send(
                  HttpRequest.newBuilder(URI.create(url(side) + "/ready"))
                      .timeout(Duration.ofSeconds(2))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Asks once; {@code body} is null for a question. */
  Answer ask(Side side, String path, @Nullable Map<String, ?> body) throws InterruptedException {
    try {
      HttpRequest.Builder ask =
          HttpRequest.newBuilder(URI.create(url(side) + path))
              .timeout(Duration.ofSeconds(5))
              .header("authorization", "Bearer " + Files.readString(token(side)).strip())
              .header("content-type", "application/json");
      HttpResponse<String> answer =
          http.send(
              body == null
                  ? ask.build()
                  : ask.POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                      .build(),
              HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), json.readTree(answer.body()));
    } catch (IOException unanswered) {
      return new Answer(0, json.createObjectNode());
    }
  }

  /** What {@code side} answers to a question, however long that takes; a minute at most. */
  JsonNode know(Side side, String path) throws InterruptedException {
    Instant until = Instant.now().plusSeconds(60);
    Answer answer = ask(side, path, null);
    while (answer.status() == 0 && Instant.now().isBefore(until)) {
      TimeUnit.MILLISECONDS.sleep(100);
      answer = ask(side, path, null);
    }
    return answer.body();
  }

  /** Where {@code side}, which runs, says that the culture is. */
  String known(Side side) throws InterruptedException {
    return place(know(side, CUSTODY));
  }

  /** Where {@code side} says that the culture is; empty if it does not answer. */
  String place(Side side) throws InterruptedException {
    return place(ask(side, CUSTODY, null).body());
  }

  private static String place(JsonNode body) {
    return body.path("place").asString("")
        + (body.path("leaving").path("packed").asBoolean(false) ? " packed" : "")
        + (body.has("coming") ? " coming" : "")
        + (body.path("coming").path("offered").asBoolean(false) ? " offered" : "");
  }

  /** Ends both controllers in order; whether they did. */
  boolean end() throws InterruptedException {
    boolean ended = true;
    for (Process each : running.values()) {
      each.toHandle().destroy();
    }
    for (Process each : running.values()) {
      ended &= each.waitFor(60, TimeUnit.SECONDS);
    }
    return ended;
  }

  @Override
  public void close() throws InterruptedException {
    for (Process each : running.values()) {
      each.destroyForcibly().waitFor();
    }
    emulator.destroyForcibly().waitFor();
  }
}
