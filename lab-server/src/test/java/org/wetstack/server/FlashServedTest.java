package org.wetstack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.access.Role;

/** A light over HTTP/JSON: lit as asked, told in microseconds, refused by name of the limit. */
class FlashServedTest {

  private static final String FLASHES = "/v1/cultures/organoids/flashes";

  @TempDir Path folder;
  private ServedRig rig;
  private String token = "";
  private long epoch;

  @BeforeEach
  void serve() throws Exception {
    rig = new ServedRig(folder);
    token = rig.secret(Role.OPERATOR);
    epoch = rig.lease(token, "l");
  }

  @AfterEach
  void end() {
    rig.close();
  }

  private ServedRig.Answer flash(String key, String fields) throws Exception {
    return rig.post(
        FLASHES, token, "{" + fields + ",\"epoch\":\"" + epoch + "\",\"key\":\"" + key + "\"}");
  }

  @Test
  void itIsLitOnceAndTold() throws Exception {
    String fields = "\"light\":\"pump/uv\",\"microwatts\":\"1009\",\"microseconds\":\"50000\"";
    ServedRig.Answer lit = flash("k", fields);
    assertEquals(200, lit.status(), lit::toString);
    assertEquals(List.of("flash of 1 mW for 50000 µs"), rig.pump.done);
    String operation = lit.json().get("operation").asString();
    ServedRig.Answer over = rig.get("/v1/flashes/" + operation + "?waitMilliseconds=15000", token);
    assertEquals("COMPLETE", over.json().get("end").asString(), over::toString);
    assertEquals("1000", over.json().get("microwatts").asString());
    assertEquals("50000", over.json().get("litAtMostMicroseconds").asString());
    assertEquals(operation, flash("k", fields).json().get("operation").asString());
    assertEquals(1, rig.pump.done.size());
    ServedRig.Answer state = rig.get("/v1/rig", token);
    var culture = state.json().get("cultures").get(0);
    assertEquals("pump/uv", culture.get("lights").get(0).asString());
    assertEquals("50000000", culture.get("litLastDayPicojoules").asString());
    assertEquals(404, rig.get("/v1/doses/" + operation, token).status());
  }

  @Test
  void whatIsRefusedNamesItsLimit() throws Exception {
    assertEquals(
        "flash.power", flash("a", "\"microwatts\":\"2010\",\"microseconds\":\"10\"").why());
    assertEquals(
        "flash.energy", flash("b", "\"microwatts\":\"2000\",\"microseconds\":\"500001\"").why());
    assertEquals(
        "unknown.light",
        flash("c", "\"light\":\"mea/uv\",\"microwatts\":\"1000\",\"microseconds\":\"10\"").why());
    ServedRig.Answer dark = flash("d", "\"microwatts\":\"0\",\"microseconds\":\"10\"");
    assertEquals(400, dark.status(), dark::toString);
    ServedRig.Answer endless =
        flash("e", "\"microwatts\":\"10\",\"microseconds\":\"18446744073709551615\"");
    assertEquals(400, endless.status(), endless::toString);
    assertTrue(endless.json().get("message").asString().contains("18446744073709551615 µs"));
    assertTrue(rig.pump.done.isEmpty(), rig.pump.done::toString);
  }
}
