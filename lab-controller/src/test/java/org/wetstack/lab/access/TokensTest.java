package org.wetstack.lab.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.access.DeniedException.Reason;

class TokensTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.5Z");
  private static final Instant LATER = Instant.parse("2026-06-01T00:00:00Z");

  @TempDir private Path folder;
  private Instant now = NOW;

  private Path file() {
    return folder.resolve("tokens.json");
  }

  private Tokens tokens() {
    return new Tokens(file(), () -> now);
  }

  private Tokens.Created create(String user) throws IOException {
    return tokens().create(user, Set.of(Role.OPERATOR), LATER, "for " + user);
  }

  private void denied(Reason reason, Tokens tokens, String text) {
    assertEquals(
        reason, assertThrows(DeniedException.class, () -> tokens.principal(text)).reason(), text);
  }

  @Test
  void aTokenIsItsUserUntilItExpires() throws Exception {
    Tokens tokens = tokens();
    assertEquals(List.of(), tokens.list());
    Tokens.Created ada = create("ada");
    Tokens.Created bob =
        tokens.create("bob", Set.of(Role.ADMIN, Role.OBSERVER), LATER, "\"quoted\" µ");
    Principal known = tokens.principal(ada.text());
    assertEquals("ada", known.name());
    assertEquals(Set.of(Role.OPERATOR), known.roles());
    assertEquals(LATER, known.expires());
    assertEquals("token " + ada.token().id(), known.how());
    assertEquals(Set.of(Role.ADMIN, Role.OBSERVER), tokens.principal(bob.text()).roles());
    assertEquals(List.of(ada.token(), bob.token()), tokens().list());
    assertEquals(Instant.parse("2026-03-01T12:00:00Z"), ada.token().created());
    now = LATER.minusNanos(1);
    assertEquals("ada", tokens.principal(ada.text()).name());
    now = LATER;
    denied(Reason.EXPIRED, tokens, ada.text());
  }

  @Test
  void theTokenItselfIsNowhere() throws Exception {
    Tokens.Created ada = create("ada");
    assertTrue(ada.text().matches("wst_[A-Za-z0-9_-]{43}"), ada.text());
    assertNotEquals(ada.text(), create("ada").text());
    String secret = ada.text().substring(4);
    assertFalse(Files.readString(file()).contains(secret));
    assertFalse(ada.toString().contains(secret));
    assertFalse(tokens().list().toString().contains(secret));
  }

  @Test
  void noOtherTextIsAToken() throws Exception {
    Tokens tokens = tokens();
    String good = create("ada").text();
    for (int i = 4; i < good.length(); i++) {
      char other = good.charAt(i) == 'x' ? 'y' : 'x';
      denied(Reason.UNKNOWN, tokens, good.substring(0, i) + other + good.substring(i + 1));
    }
    for (String wrong :
        List.of("wst_", good + "A", good.substring(0, 46), good + "\n", "wst_" + "é".repeat(43))) {
      denied(Reason.MALFORMED, tokens, wrong);
    }
  }

  @Test
  void aRevokedTokenEndsInEveryProcess() throws Exception {
    Tokens server = tokens();
    Tokens.Created ada = create("ada");
    Tokens.Created bob = create("bob");
    assertEquals("ada", server.principal(ada.text()).name());
    assertFalse(tokens().revoke("0000000000000000"));
    assertTrue(tokens().revoke(ada.token().id()));
    denied(Reason.UNKNOWN, server, ada.text());
    assertEquals("bob", server.principal(bob.text()).name());
    assertFalse(tokens().revoke(ada.token().id()));
    Files.delete(file());
    denied(Reason.UNKNOWN, server, bob.text());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFileThatOthersCanUseLetsNobodyIn() throws Exception {
    Tokens tokens = tokens();
    String ada = create("ada").text();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    for (String mode :
        List.of("rw-r-----", "rw--w----", "rw---x---", "rw----r--", "rw-----w-", "rw------x")) {
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
      denied(Reason.FILE, tokens, ada);
      IOException refused = assertThrows(IOException.class, tokens::list);
      assertTrue(
          String.valueOf(refused.getMessage()).contains("chmod 600 " + file()),
          refused.getMessage());
      assertThrows(IOException.class, () -> create("bob"));
    }
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("r--------"));
    assertEquals("ada", tokens.principal(ada).name());
    assertEquals(1, tokens.list().size());
  }

  @Test
  void aFileOfSomethingElseLetsNobodyIn() throws Exception {
    String ada = create("ada").text();
    String good = Files.readString(file());
    Tokens tokens = tokens();
    for (String wrong :
        List.of(
            "",
            "[]",
            "{\"tokens\":7}",
            "{\"tokens\":[7]}",
            good.replace("OPERATOR", "GOD"),
            good.replace("\"ada\"", "\"controller\""),
            good.replace("\"ada\"", "7"),
            good.replace("2026-06", "2026-13"),
            good.replace("2026-06", "2026-02"),
            good.replaceFirst("\"hash\" : \"....", "\"hash\" : \""),
            good.replace("\"label\"", "\"lable\""),
            good.replace("\"OPERATOR\"", ""),
            good + " ".repeat(Reread.MOST_BYTES))) {
      assertNotEquals(good, wrong);
      Files.writeString(file(), wrong);
      denied(Reason.FILE, tokens, ada);
      assertTrue(assertThrows(IOException.class, tokens::list).toString().contains("tokens.json"));
    }
  }

  @Test
  void tokensThatCannotBeAreRefusedAndNothingIsKept() {
    Set<Role> roles = Set.of(Role.OBSERVER);
    for (String name : List.of("", "a b", "a\n", "-a", "controller", "a".repeat(129), "ä")) {
      assertThrows(
          IllegalArgumentException.class, () -> tokens().create(name, roles, LATER, ""), name);
    }
    assertThrows(IllegalArgumentException.class, () -> tokens().create("ada", Set.of(), LATER, ""));
    Instant past = Instant.parse("2026-03-01T12:00:00Z");
    assertThrows(IllegalArgumentException.class, () -> tokens().create("ada", roles, past, ""));
    assertThrows(
        IllegalArgumentException.class,
        () -> tokens().create("ada", roles, LATER, "x".repeat(201)));
    assertFalse(Files.exists(file()));
  }

  @Test
  void thereIsABoundedNumberOfTokens() throws Exception {
    create("ada");
    String one = Files.readString(file());
    String entry = one.substring(one.indexOf('[') + 1, one.lastIndexOf(']'));
    int most = TokenFile.MOST;
    Files.writeString(
        file(),
        "{\"tokens\":[" + String.join(",", java.util.Collections.nCopies(most, entry)) + "]}");
    assertEquals(most, tokens().list().size());
    assertThrows(IllegalArgumentException.class, () -> create("bob"));
    assertEquals(most, tokens().list().size());
    Files.writeString(
        file(),
        "{\"tokens\":[" + String.join(",", java.util.Collections.nCopies(most + 1, entry)) + "]}");
    assertThrows(IOException.class, () -> tokens().list());
  }

  @Test
  void twoCannotChangeTheFileAtOnce() throws Exception {
    create("ada");
    try (FileChannel other =
        FileChannel.open(folder.resolve("tokens.json.lock"), StandardOpenOption.WRITE)) {
      assertTrue(other.tryLock().isValid());
      assertTrue(
          assertThrows(IOException.class, () -> create("bob")).toString().contains("try again"));
    }
    assertEquals("bob", create("bob").token().user());
    assertEquals(2, tokens().list().size());
  }
}
