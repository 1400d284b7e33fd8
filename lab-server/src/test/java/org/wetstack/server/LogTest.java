package org.wetstack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.access.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is told of a controller, and what must not be. */
@Timeout(60)
class LogTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-27T08:00:00Z"));

  private final List<String> lines = new ArrayList<>();

  private Log log(boolean json, Executor executor) {
    return new Log(lines::add, json, CLOCK, executor);
  }

  @Test
  void aLineIsJsonForProgramsAndTextForPeople() {
    log(true, Runnable::run).failure("a call failed", new IllegalStateException("so\nit is"));
    JsonNode line = JsonMapper.shared().readTree(lines.get(0));
    assertEquals("2026-11-27T08:00:00Z", line.get("time").asString());
    assertEquals("error", line.get("level").asString());
    assertEquals("a call failed", line.get("what").asString());
    assertEquals("java.lang.IllegalStateException: so it is", line.get("failure").asString());
    log(false, Runnable::run).info("reloaded");
    assertEquals("2026-11-27T08:00:00Z INFO reloaded:", lines.get(1));
  }

  @Test
  void whatLooksLikeASecretIsLeftOut() {
    Log log = log(true, Runnable::run);
    String secret = "Zq7" + "x".repeat(40);
    log.failure("wst_" + secret, new IllegalStateException("authorization: Bearer " + secret));
    log.failure("eyJhbGciOi." + secret + ".sig", new RuntimeException("password=" + secret));
    log.failure("x", new RuntimeException("mqtts://rig:" + secret + "@broker:8883/alarms"));
    assertEquals(3, lines.size());
    assertFalse(lines.toString().contains("Zq7"), lines::toString);
    assertTrue(lines.get(2).contains("broker:8883"), lines::toString);
  }

  @Test
  void nobodyWaitsForAReaderThatStandsStill() {
    List<Runnable> later = new ArrayList<>();
    Log log = log(true, later::add);
    for (int i = 0; i < Log.MOST_WAITING + 7; i++) {
      log.info("line " + i);
    }
    assertEquals(List.of(), lines);
    while (!later.isEmpty()) {
      later.remove(0).run();
    }
    assertEquals(Log.MOST_WAITING + 1, lines.size());
    assertTrue(lines.get(Log.MOST_WAITING).contains("7 lines were dropped"), lines.get(1_000));
  }

  @Test
  void aRigThatWorksAndFailsTellsNoSecrets(@TempDir Path folder) throws Exception {
    List<String> secrets = new ArrayList<>();
    try (var rig = new ServedRig(folder)) {
      String admin = rig.secret(Role.ADMIN);
      String operator = rig.secret(Role.OPERATOR);
      for (Role role : Role.values()) {
        secrets.add(rig.secret(role));
      }
      ServedRig.Answer made =
          rig.post(
              "/v1/tokens",
              admin,
              "{\"user\":\"eve\",\"roles\":[\"OBSERVER\"],\"days\":1,\"key\":\"t\"}");
      secrets.add(made.json().get("secret").asString());
      String stranger = "wst_" + "A".repeat(43);
      secrets.add(stranger);
      rig.get("/v1/rig", stranger);
      rig.post("/v1/rig:stop", stranger, "{\"reason\":\"" + stranger + "\",\"key\":\"s\"}");
      // Somebody puts a token where it does not belong.
      rig.post("/v1/rig:reload", operator, "{\"key\":\"" + operator + "\"}");
      rig.post("/v1/rig:stop", operator, "{\"reason\":\"" + operator + "\",\"key\":\"s1\"}");
      ServedRig.await("the stop", () -> has(rig, "stop.latched"));
      ServedRig.await("the stranger", () -> has(rig, "\"refused\""));
      assertTrue(has(rig, "token.created"), rig.lines::toString);
      for (String secret : secrets) {
        assertFalse(rig.lines.toString().contains(secret.substring(4)), () -> secret + rig.lines);
      }
      for (String line : List.copyOf(rig.lines)) {
        JsonNode read = JsonMapper.shared().readTree(line);
        assertTrue(read.has("time") && read.has("level") && read.has("what"), line);
      }
    }
  }

  private static boolean has(ServedRig rig, String word) {
    return List.copyOf(rig.lines).stream().anyMatch(line -> line.contains(word));
  }
}
