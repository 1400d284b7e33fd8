package org.wetstack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.access.Role;
import tools.jackson.databind.JsonNode;

/** A reload through the door, and what is told of it. */
@Timeout(60)
class ReloadTest {

  @TempDir private Path folder;
  private ServedRig rig;
  private String before;

  @BeforeEach
  void serve() throws Exception {
    rig = new ServedRig(folder);
    before = Files.readString(rig.rigFile);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private ServedRig.Answer reload(Role role, String key) throws Exception {
    return rig.post("/v1/rig:reload", rig.secret(role), "{\"key\":\"" + key + "\"}");
  }

  @Test
  void anAdminReloadsAndTheRigTellsTheNewFile() throws Exception {
    Files.writeString(rig.rigFile, before.replace("dosing: {", "dosing: {dose: 50 nL, "));
    assertEquals(403, reload(Role.OPERATOR, "k").status());
    ServedRig.Answer answer = reload(Role.ADMIN, "k");
    assertEquals(200, answer.status(), answer::body);
    assertTrue(answer.json().get("applied").asBoolean(), answer::body);
    JsonNode now = rig.get("/v1/rig", rig.secret(Role.OBSERVER)).json();
    assertEquals(answer.json().get("fileHash"), now.get("fileHash"));
    String operator = rig.secret(Role.OPERATOR);
    long epoch = rig.lease(operator, "l");
    assertEquals("dose.volume", rig.dose(operator, epoch, "d1", 60).why());
    assertEquals(200, rig.dose(operator, epoch, "d2", 50).status());
  }

  @Test
  void whatNeedsARestartIsNamedWithItsLine() throws Exception {
    Files.writeString(rig.rigFile, before.replace("stub:pump", "stub:other"));
    ServedRig.Answer answer = reload(Role.ADMIN, "k");
    assertEquals(200, answer.status(), answer::body);
    JsonNode difference = answer.json().get("differences").get(0);
    assertEquals("instruments.pump.endpoint", difference.get("path").asString());
    assertEquals(4, difference.get("line").asInt());
    assertFalse(difference.get("needsRestart").asString().isEmpty());
    assertFalse(answer.json().path("applied").asBoolean(false));
    assertEquals("reload.restart", rig.entries("refused").get(0).fact("rule"));
  }

  @Test
  void aFileThatIsNoneIsRefusedWithAllThatIsWrong() throws Exception {
    Files.writeString(rig.rigFile, before + "colour: red\nsmell: bad\n");
    ServedRig.Answer answer = reload(Role.ADMIN, "k");
    assertEquals(400, answer.status(), answer::body);
    assertTrue(answer.body().contains("colour") && answer.body().contains("smell"), answer::body);
    Files.delete(rig.rigFile);
    answer = reload(Role.ADMIN, "k");
    assertEquals("reload.file", answer.why(), answer::body);
  }
}
