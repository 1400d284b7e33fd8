package org.wetstack.lab.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.lab.access.DeniedException.Reason;

class AuthenticatorTest {

  private static final Duration TICK = Duration.ofNanos(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private final VirtualTimebase time = new VirtualTimebase();
  private final InetAddress here = address("192.0.2.1");
  private Authenticator door;
  private String good;

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @BeforeEach
  void open() throws Exception {
    Tokens tokens = new Tokens(folder.resolve("tokens.json"), () -> Provider.NOW);
    Instant later = Provider.NOW.plusSeconds(9_999);
    good = tokens.create("ada", Set.of(Role.OPERATOR), later, "").text();
    door = new Authenticator(tokens, Optional.empty(), time);
  }

  private Reason denied(InetAddress from, @Nullable String token) {
    return assertThrows(DeniedException.class, () -> door.authenticate(from, token)).reason();
  }

  private void fail(InetAddress from, int times) {
    for (int i = 0; i < times; i++) {
      assertEquals(Reason.MALFORMED, denied(from, "wst_guess"), "guess " + i);
    }
  }

  @Test
  void eachKindOfTokenHasItsJudge() throws Exception {
    assertEquals("ada", door.authenticate(here, good).name());
    assertEquals(Reason.NOT_TRUSTED, denied(here, "a.b.c"));
    Provider provider = new Provider();
    door =
        new Authenticator(
            new Tokens(folder.resolve("tokens.json"), () -> Provider.NOW),
            Optional.of(provider.trust(folder)),
            time);
    assertEquals("ada", door.authenticate(here, good).name());
    assertEquals("jwt " + Provider.ISSUER, door.authenticate(here, provider.token()).how());
    assertEquals(Reason.TOO_LONG, denied(here, "wst_" + "a".repeat(1 << 20)));
  }

  @Test
  void afterFiveFailuresThoseThatFailAreToldSoForAMinute() throws Exception {
    fail(here, 4);
    assertEquals("ada", door.authenticate(here, good).name());
    fail(here, 1);
    assertEquals(Reason.BLOCKED, denied(here, "wst_guess"));
    time.advance(MINUTE.minus(TICK));
    DeniedException blocked =
        assertThrows(DeniedException.class, () -> door.authenticate(here, "wst_guess"));
    assertEquals(Reason.BLOCKED, blocked.reason());
    assertTrue(String.valueOf(blocked.getMessage()).contains("in a minute"), blocked.getMessage());
    assertEquals("ada", door.authenticate(address("192.0.2.2"), good).name());
    time.advance(TICK);
    assertEquals("ada", door.authenticate(here, good).name());
  }

  @Test
  void whoHasAValidTokenIsNeverBlocked() throws Exception {
    fail(here, 5);
    assertEquals(Reason.BLOCKED, denied(here, "wst_guess"));
    assertEquals("ada", door.authenticate(here, good).name());
  }

  @Test
  void slowFailuresBlockNobody() throws Exception {
    for (int i = 0; i < 20; i++) {
      fail(here, 1);
      time.advance(Duration.ofSeconds(15));
    }
    fail(here, 1);
    time.advance(MINUTE.dividedBy(4).minus(TICK));
    assertEquals("ada", door.authenticate(here, good).name());
  }

  @Test
  void theFifthWithinAMinuteBlocksAndTheFifthAtAMinuteDoesNot() {
    fail(here, 1);
    time.advance(MINUTE);
    fail(here, 4);
    fail(here, 1);
    assertEquals(Reason.BLOCKED, denied(here, "wst_guess"));
    InetAddress other = address("192.0.2.9");
    fail(other, 1);
    time.advance(MINUTE.minus(TICK));
    fail(other, 4);
    assertEquals(Reason.BLOCKED, denied(other, "wst_guess"));
  }

  @Test
  void whatIsNoGuessBlocksNobody() throws Exception {
    for (int i = 0; i < 9; i++) {
      assertEquals(Reason.MISSING, denied(here, null));
      assertEquals(Reason.MISSING, denied(here, ""));
    }
    String tokens = Files.readString(folder.resolve("tokens.json"));
    Files.writeString(folder.resolve("tokens.json"), "broken");
    for (int i = 0; i < 9; i++) {
      assertEquals(Reason.FILE, denied(here, good));
    }
    Files.writeString(folder.resolve("tokens.json"), tokens);
    assertEquals("ada", door.authenticate(here, good).name());
  }

  @Test
  void aNetworkOfIpv6IsOnePlace() throws Exception {
    for (int i = 0; i < 5; i++) {
      fail(address("2001:db8:0:1::" + i), 1);
    }
    assertEquals(Reason.BLOCKED, denied(address("2001:db8:0:1:ffff::1"), "wst_guess"));
    assertEquals("ada", door.authenticate(address("2001:db8:0:2::1"), good).name());
  }

  @Test
  void aBoundedNumberOfPlacesIsRemembered() throws Exception {
    Failures failures = new Failures();
    for (int i = 0; i < Failures.MOST; i++) {
      failures.add(here, i);
      failures.add(address("192.0.2.2"), i);
    }
    for (int i = 0; i < Failures.PLACES - 2; i++) {
      failures.add(InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i}), 5);
    }
    assertTrue(failures.blocked(here, 9));
    failures.add(address("192.0.2.2"), 9);
    failures.add(address("192.0.2.3"), 9);
    assertFalse(failures.blocked(here, 9), "the one of longest ago makes room");
    assertTrue(failures.blocked(address("192.0.2.2"), 9));
  }

  @Test
  void rolesDoNotIncludeEachOther() {
    Principal ada = new Principal("ada", Set.of(Role.OPERATOR), "test", Instant.EPOCH);
    assertTrue(ada.has(Role.ADMIN, Role.OPERATOR));
    assertFalse(ada.has(Role.ADMIN, Role.OBSERVER, Role.SAFETY_OFFICER));
    assertFalse(ada.has());
  }
}
