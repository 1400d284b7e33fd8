package org.wetstack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.store.HistoryStore;
import tools.jackson.databind.JsonNode;

/** What people get who ask for the history of a rig. */
@Timeout(60)
class StoreServiceTest {

  @TempDir private Path folder;

  @Test
  void readingsAndWhatWasDoneAreFoundAgain() throws Exception {
    try (var rig = new ServedRig(folder, ServedRig.Wish.USUAL.kept())) {
      HistoryStore store = rig.store.orElseThrow();
      rig.controller.consent().reading("lid", 0.25);
      rig.controller.consent().reading("lid", 0.75);
      String token = rig.secret(Role.OBSERVER);
      ServedRig.await(
          "the history", () -> store.health().entry() > 0 && store.health().waiting() == 0);
      JsonNode health = rig.get("/v1/store", token).json();
      assertTrue(health.path("kept").asBoolean(false), health::toString);
      assertEquals("", health.path("problem").asString(""));

      JsonNode all = rig.get("/v1/series", token).json().path("series");
      assertTrue(
          all.valueStream().anyMatch(each -> each.path("name").asString("").equals("reading/lid")),
          all::toString);

      var answer =
          rig.get(
              "/v1/series:query?series=reading/*&fromUnixMilliseconds=1000000000000"
                  + "&resolutionSeconds=31536000",
              token);
      assertEquals(200, answer.status(), answer::body);
      JsonNode line = answer.json().path("lines").get(0);
      assertEquals("reading/lid", line.path("series").asString(""));
      double count = 0;
      double least = 1;
      double most = 0;
      for (JsonNode bucket : line.path("buckets")) {
        count += bucket.path("count").asDouble(0);
        least = Math.min(least, bucket.path("min").asDouble(0));
        most = Math.max(most, bucket.path("max").asDouble(0));
      }
      assertEquals(3, count);
      assertEquals(0.25, least);
      assertEquals(0.75, most);

      JsonNode events =
          rig.get("/v1/events?fromUnixMilliseconds=1000000000000&kinds=controller.started", token)
              .json()
              .path("events");
      assertEquals(1, events.size(), events::toString);
      assertEquals("served", events.get(0).path("facts").path("rig").asString(""));

      String metrics = rig.get("/metrics", token).body();
      assertTrue(metrics.contains("wetstack_store_well 1"), metrics);
      assertTrue(metrics.contains("wetstack_store_lost_total 0"), metrics);
    }
  }

  @Test
  void whatCannotBeAnsweredIsSaid() throws Exception {
    try (var rig = new ServedRig(folder, ServedRig.Wish.USUAL.kept())) {
      String token = rig.secret(Role.OBSERVER);
      ServedRig.await(
          "the history", () -> rig.store.orElseThrow().health().written().getEpochSecond() > 0);
      for (String[] each :
          new String[][] {
            {"/v1/series:query?series=reading/none&fromUnixMilliseconds=1", "no series"},
            {"/v1/series:query?fromUnixMilliseconds=1", "1 to 1024 series"},
            {"/v1/series:query?series=x&fromUnixMilliseconds=-1", "after 1970"},
            {
              "/v1/series:query?series=x&fromUnixMilliseconds=9&toUnixMilliseconds=9", "before 'to'"
            },
            {"/v1/series:query?series=x&fromUnixMilliseconds=1&points=10001", "10000 points"},
            {
              "/v1/series:query?series=x&fromUnixMilliseconds=1&resolutionSeconds=40000000", "366 d"
            },
            {"/v1/series:query?series=x&fromUnixMilliseconds=1&resolutionSeconds=1", "only hours"},
            {"/v1/events?fromUnixMilliseconds=1&limit=1001", "1 to 1000"},
          }) {
        ServedRig.Answer answer = rig.get(each[0], token);
        assertEquals(400, answer.status(), each[0] + " " + answer.body());
        assertTrue(answer.body().contains(each[1]), each[0] + " " + answer.body());
      }
    }
  }

  @Test
  void aRigWithoutOneSaysSo() throws Exception {
    try (var rig = new ServedRig(folder)) {
      String token = rig.secret(Role.OBSERVER);
      assertTrue(!rig.get("/v1/store", token).json().path("kept").asBoolean(false));
      assertEquals("store.none", rig.get("/v1/series", token).why());
    }
  }
}
