package org.wetstack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Kinds;

/** A call that comes again does nothing again, and a key is good for one request. */
class KeysTest {

  @TempDir Path folder;
  private ServedRig rig;

  @BeforeEach
  void serve() throws Exception {
    rig = new ServedRig(folder);
  }

  @AfterEach
  void end() {
    rig.close();
  }

  private ServedRig.Answer token(String key, String user) throws Exception {
    return rig.post(
        "/v1/tokens",
        rig.secret(Role.ADMIN),
        "{\"user\":\"" + user + "\",\"roles\":[\"OBSERVER\"],\"days\":1,\"key\":\"" + key + "\"}");
  }

  @Test
  void aKeyMakesOneToken() throws Exception {
    int before = rig.tokens.list().size();
    assertEquals(200, token("k", "eve").status());
    ServedRig.Answer again = token("k", "eve");
    assertEquals("token.made", again.why());
    assertEquals("key.used", token("k", "mallory").why());
    assertEquals(before + 1, rig.tokens.list().size());
    assertEquals(1, rig.entries(Kinds.TOKEN_CREATED).size());
    assertEquals(200, token("k2", "eve").status());
  }

  @Test
  void whatActsNeedsAKey() throws Exception {
    assertEquals(400, token("", "eve").status());
    assertEquals(400, rig.post("/v1/rig:release", rig.secret(Role.OPERATOR), "{}").status());
  }

  @Test
  void anErrorInJsonSpellsUnitsAsTheyAre() throws Exception {
    String token = rig.secret(Role.OPERATOR);
    ServedRig.Answer answer =
        rig.post(
            "/v1/cultures/organoids/doses",
            token,
            "{\"reservoir\":\"dopamine\",\"nanoliters\":\"999999\",\"nanolitersPerMinute\":\"1000\","
                + "\"epoch\":\""
                + rig.lease(token, "l")
                + "\",\"key\":\"much\"}");
    assertTrue(answer.json().get("message").asString().contains("µL"), answer::toString);
    assertEquals("100 % of 2 µL", JsonErrors.decoded("100 % of 2 %C2%B5L"));
  }

  @Test
  void theReasonOfALimitIsInTheHistory() throws Exception {
    String body = "{\"value\":\"500\",\"reason\":\"they look tired\",\"key\":\"k\"}";
    String path = "/v1/cultures/organoids/limits/dose.volume";
    for (int i = 0; i < 2; i++) {
      ServedRig.Answer answer = rig.post(path, rig.secret(Role.OPERATOR), body);
      assertEquals(200, answer.status(), answer::toString);
      assertTrue(answer.json().get("set").asBoolean());
    }
    ServedRig.Answer history = rig.get("/v1/history?kinds=limit.set", rig.secret(Role.OBSERVER));
    assertEquals(1, history.json().get("entries").size(), history::toString);
    assertEquals(
        "they look tired",
        history.json().get("entries").get(0).get("facts").get("reason").asString());
  }
}
