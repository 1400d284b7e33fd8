package org.wetstack.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.api.v1.DoseRequest;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.access.Tokens;
import org.wetstack.lab.journal.Entry;

/**
 * What people try at a door, over real sockets. Each is refused; what came far enough is in the
 * journal; and afterwards a dose of somebody who may give it is given, and nothing else was.
 */
@Timeout(60)
class AttacksTest {

  private static final Bounds BOUNDS =
      new Bounds(64, Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(1));
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final String DOSES = "/v1/cultures/organoids/doses";
  private static final String GRPC_DOSE = "/wetstack.api.v1.Work/Dose";

  @TempDir private static Path folder;
  private static ServedRig rig;
  private static Jwts jwts;
  private static String operator;
  private static long epoch;

  /** Each attack comes from an address of its own: five failures block one. */
  private String from;

  private List<String> before;

  @BeforeAll
  static void serve() throws Exception {
    jwts = new Jwts(folder);
    rig = new ServedRig(folder, ServedRig.Wish.USUAL.bounds(BOUNDS).trust(jwts.trust()));
    operator = rig.secret(Role.OPERATOR);
    epoch = rig.lease(operator, "the lease");
    rig.keep("operator", epoch);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void begin() {
    from = "127.0.1." + (1 + NEXT.incrementAndGet() % 250);
    before = rig.effects();
  }

  @AfterEach
  void theRigIsUnharmed() throws Exception {
    assertEquals(before, rig.effects());
    assertEquals(List.of(), rig.log);
    String key = "fair-" + NEXT.incrementAndGet();
    String answer = post("127.0.0.1", DOSES, operator, "", ServedRig.doseBody(epoch, key, 10));
    assertEquals(200, Raw.status(answer), answer);
    ServedRig.await("the end of the dose", () -> rig.effects().size() == before.size() + 3);
    List<String> last = rig.effects().subList(before.size(), before.size() + 3);
    assertEquals(
        List.of("operator dose.intended", "controller dose.begun", "controller dose.ended"), last);
  }

  // Sending.

  private static String head(String start, @Nullable String token, String more) {
    return start
        + " HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n"
        + (token == null ? "" : "authorization: Bearer " + token + "\r\n")
        + more;
  }

  private static String post(
      String from, String path, @Nullable String token, String more, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    return Raw.ask(
        rig.port(),
        from,
        head("POST " + path, token, more)
            + (more.contains("content-type") ? "" : "content-type: application/json\r\n")
            + "content-length: "
            + bytes.length
            + "\r\n\r\n",
        bytes);
  }

  private String dose(@Nullable String token) throws IOException {
    return post(from, DOSES, token, "", ServedRig.doseBody(epoch, "attack", 20));
  }

  private static String get(String from, String path, @Nullable String token, String more)
      throws IOException {
    return Raw.ask(rig.port(), from, head("GET " + path, token, more) + "\r\n", new byte[0]);
  }

  private static String grpc(String from, String token, String more, byte[] body)
      throws IOException {
    return Raw.ask(
        rig.port(),
        from,
        head("POST " + GRPC_DOSE, token, more)
            + "content-type: application/grpc\r\nte: trailers\r\ncontent-length: "
            + body.length
            + "\r\n\r\n",
        body);
  }

  private static byte[] frame(int flag, int length, byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) flag)
        .putInt(length)
        .put(message)
        .array();
  }

  private static void requireRefused(String answer, int... statuses) {
    int status = Raw.status(answer);
    assertTrue(
        java.util.Arrays.stream(statuses).anyMatch(one -> one == status),
        () -> "answered " + answer.substring(0, Math.min(600, answer.length())));
  }

  private static void requireGrpcError(String answer) {
    assertFalse(answer.contains("grpc-status: 0"), answer);
    assertTrue(
        answer.contains("grpc-status: ") || Raw.status(answer) >= 400 || answer.isBlank(), answer);
  }

  private static void requireNoted(String rule, String value) throws InterruptedException {
    ServedRig.await(
        rule + " in the journal",
        () ->
            rig.entries("refused").stream()
                .anyMatch(
                    entry ->
                        entry.fact("rule").equals(rule) && entry.fact("value").contains(value)));
  }

  // Who are you?

  @Test
  @DisplayName("no token")
  void noToken() throws Exception {
    requireRefused(dose(null), 401);
    requireNoted("caller", "no token");
  }

  @Test
  @DisplayName("a token that was made up")
  void unknownToken() throws Exception {
    requireRefused(dose(Tokens.PREFIX + "A".repeat(43)), 401);
    requireNoted("caller", "UNKNOWN");
  }

  @Test
  @DisplayName("a token that has expired")
  void expiredToken() throws Exception {
    Instant then = Instant.now().minusSeconds(7_200);
    String old =
        new Tokens(folder.resolve("tokens"), () -> then)
            .create("old", Set.of(Role.OPERATOR), then.plusSeconds(3_600), "")
            .text();
    requireRefused(dose(old), 401);
    requireNoted("caller", "EXPIRED");
  }

  @Test
  @DisplayName("a token that was revoked")
  void revokedToken() throws Exception {
    var made = rig.tokens.create("gone", Set.of(Role.OPERATOR), Instant.now().plusSeconds(60), "");
    assertEquals(200, Raw.status(get(from, "/v1/me", made.text(), "")));
    rig.tokens.revoke(made.token().id());
    requireRefused(dose(made.text()), 401);
  }

  @Test
  @DisplayName("a signed token: this one is good")
  void goodJwt() throws Exception {
    assertEquals(200, Raw.status(get(from, "/v1/me", jwts.good(), "")));
  }

  @Test
  @DisplayName("a signed token for somebody else")
  void wrongAudience() throws Exception {
    requireRefused(dose(jwts.signed(Jwts.header("RS256"), Jwts.with("aud", "rig-2"))), 401);
    requireNoted("caller", "AUDIENCE");
  }

  @Test
  @DisplayName("a signed token of another issuer")
  void wrongIssuer() throws Exception {
    requireRefused(dose(jwts.signed(Jwts.header("RS256"), Jwts.with("iss", "https://x"))), 401);
    requireNoted("caller", "ISSUER");
  }

  @Test
  @DisplayName("a signed token that has expired")
  void expiredJwt() throws Exception {
    long then = Instant.now().getEpochSecond() - 120;
    requireRefused(dose(jwts.signed(Jwts.header("RS256"), Jwts.with("exp", then))), 401);
  }

  @Test
  @DisplayName("alg: none")
  void algNone() throws Exception {
    requireRefused(dose(jwts.none()), 401);
    requireNoted("caller", "ALGORITHM");
  }

  @Test
  @DisplayName("HS256 with the public key as the secret")
  void confusedAlgorithm() throws Exception {
    requireRefused(dose(jwts.confused()), 401);
    requireNoted("caller", "ALGORITHM");
  }

  @Test
  @DisplayName("a signed token that brings its own key")
  void ownKey() throws Exception {
    requireRefused(dose(jwts.ownKey()), 401);
    requireNoted("caller", "HEADER");
  }

  @Test
  @DisplayName("a token in the URL")
  void tokenInUrl() throws Exception {
    requireRefused(get(from, "/v1/rig?token=" + operator, null, ""), 401);
    requireRefused(get(from, "/v1/rig?access_token=" + operator, null, ""), 401);
    requireRefused(get(from, "/v1/live?token=" + operator, null, ""), 400, 401);
  }

  @Test
  @DisplayName("guessing tokens")
  void bruteForce() throws Exception {
    for (int i = 0; i < 5; i++) {
      requireRefused(dose(Tokens.PREFIX + "B".repeat(42) + i), 401);
    }
    requireRefused(get(from, "/v1/me", Tokens.PREFIX + "C".repeat(43), ""), 401);
    requireNoted("caller", "BLOCKED");
    // Who has a valid token is let in from that address too; here it is somebody who may not stop.
    requireRefused(
        post(from, "/v1/rig:stop", rig.secret(Role.OBSERVER), "", "{\"reason\":\"a test\"}"), 403);
  }

  @Test
  @DisplayName("X-Forwarded-For, to guess on")
  void forwardedFor() throws Exception {
    for (int i = 0; i < 5; i++) {
      get(
          from,
          "/v1/me",
          Tokens.PREFIX + "C".repeat(42) + i,
          "x-forwarded-for: 192.0.2." + i + "\r\n");
    }
    for (String header : List.of("x-forwarded-for: 192.0.2.99", "forwarded: for=192.0.2.99")) {
      requireRefused(get(from, "/v1/me", Tokens.PREFIX + "D".repeat(43), header + "\r\n"), 401);
    }
    requireNoted("caller", "BLOCKED");
  }

  // The same again.

  @Test
  @DisplayName("a key that was used, for another dose")
  void replayedKey() throws Exception {
    String body = ServedRig.doseBody(epoch, "used", 10);
    assertEquals(200, Raw.status(post(from, DOSES, operator, "", body)));
    ServedRig.await("the end of the dose", () -> rig.effects().size() == before.size() + 3);
    before = rig.effects();
    String answer = post(from, DOSES, operator, "", body.replace("\"10\"", "\"1000\""));
    requireRefused(answer, 409);
    requireNoted("key.used", "used");
    assertEquals(200, Raw.status(post(from, DOSES, operator, "", body)));
  }

  @Test
  @DisplayName("an epoch of an earlier lease")
  void oldEpoch() throws Exception {
    for (long old : new long[] {epoch - 1, 0, epoch + 1}) {
      String body = ServedRig.doseBody(old, "old" + old, 20);
      requireRefused(post(from, DOSES, operator, "", body), 400);
    }
    requireNoted("lease.stale", "");
  }

  // Too much.

  @Test
  @DisplayName("a body of 2 MiB")
  void oversizeBody() throws Exception {
    String answer = post(from, DOSES, operator, "", "{\"key\":\"" + "x".repeat(2 << 20) + "\"}");
    requireRefused(answer, 413, 0);
  }

  @Test
  @DisplayName("a gRPC message of 2 MiB")
  void oversizeMessage() throws Exception {
    byte[] message = new byte[2 << 20];
    requireGrpcError(grpc(from, operator, "", frame(0, message.length, message)));
  }

  @Test
  @DisplayName("headers of 200 kB")
  void oversizeHeader() throws Exception {
    requireRefused(get(from, "/v1/me", operator, "x-a: " + "a".repeat(200_000) + "\r\n"), 431, 0);
    requireRefused(get(from, "/v1/me?" + "a".repeat(100_000), operator, ""), 414, 0);
    requireRefused(dose("x".repeat(20_000)), 401);
  }

  @Test
  @DisplayName("a message that says it has 4 GB")
  void hugeLength() throws Exception {
    requireGrpcError(grpc(from, operator, "", frame(0, -1, new byte[10])));
    requireGrpcError(grpc(from, operator, "", frame(0, Integer.MAX_VALUE, new byte[10])));
    // A field that says so: tag 1, length 2^31 - 1.
    byte[] field = {0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07, 'x'};
    requireGrpcError(grpc(from, operator, "", frame(0, field.length, field)));
  }

  @Test
  @DisplayName("frames of noise")
  void garbageFrames() throws Exception {
    byte[] noise = new byte[4_096];
    new java.util.Random(1).nextBytes(noise);
    requireGrpcError(grpc(from, operator, "", noise));
    requireGrpcError(grpc(from, operator, "", frame(0, noise.length, noise)));
    requireGrpcError(grpc(from, operator, "", new byte[0]));
    requireGrpcError(grpc(from, operator, "", frame(0x7f, 3, new byte[3])));
  }

  @Test
  @DisplayName("a gzip bomb")
  void gzipBomb() throws Exception {
    var packed = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 64; i++) {
        zip.write(new byte[1 << 20]);
      }
    }
    byte[] bomb = packed.toByteArray();
    requireGrpcError(grpc(from, operator, "grpc-encoding: gzip\r\n", frame(1, bomb.length, bomb)));
    String answer =
        Raw.ask(
            rig.port(),
            from,
            head("POST " + DOSES, operator, "content-encoding: gzip\r\n")
                + "content-type: application/json\r\ncontent-length: "
                + bomb.length
                + "\r\n\r\n",
            bomb);
    requireRefused(answer, 400);
  }

  @Test
  @DisplayName("JSON nested 100,000 deep")
  void depthBomb() throws Exception {
    String deep = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
    requireRefused(post(from, DOSES, operator, "", deep), 400);
    requireRefused(post(from, DOSES, operator, "", "[".repeat(100_000)), 400);
  }

  @Test
  @DisplayName("a header that comes byte by byte")
  void slowHeader() throws Exception {
    try (var raw = new Raw(rig.port(), from)) {
      raw.send("GET /v1/me HTTP/1.1\r\nhost: 127.0.0.1\r\n");
      assertTrue(isClosedWhileDripping(raw, "x-a: a\r\n"));
    }
  }

  @Test
  @DisplayName("a body that comes byte by byte")
  void slowBody() throws Exception {
    for (String token : new @Nullable String[] {null, operator}) {
      try (var raw = new Raw(rig.port(), from)) {
        raw.send(
            head("POST " + DOSES, token, "")
                + "content-type: application/json\r\ncontent-length: 100000\r\n\r\n{");
        assertTrue(isClosedWhileDripping(raw, " "), "with token " + token);
      }
    }
  }

  @Test
  @DisplayName("a gRPC body that never comes")
  void slowMessage() throws Exception {
    try (var raw = new Raw(rig.port(), from)) {
      raw.send(
          head("POST " + GRPC_DOSE, operator, "")
              + "content-type: application/grpc\r\ncontent-length: 100000\r\n\r\n");
      assertTrue(isClosedWhileDripping(raw, "\0"));
    }
  }

  /** Whether the server gives up within eight seconds, while something comes all the time. */
  private static boolean isClosedWhileDripping(Raw raw, String drop) throws Exception {
    boolean[] over = new boolean[1];
    Thread reader =
        new Thread(
            () -> {
              try {
                over[0] = !raw.rest().endsWith("(still open)");
              } catch (IOException e) {
                over[0] = true;
              }
            });
    reader.start();
    for (int i = 0; i < 80 && reader.isAlive(); i++) {
      try {
        raw.send(drop);
      } catch (IOException e) {
        reader.join(1_000);
        return true;
      }
      reader.join(100);
    }
    return over[0];
  }

  @Test
  @DisplayName("300 connections that say nothing")
  void idleConnections() throws Exception {
    List<Raw> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        idle.add(new Raw(rig.port(), from));
      }
      // Somebody who has something to say is heard at once.
      assertEquals(200, Raw.status(get("127.0.0.1", "/v1/me", operator, "")));
      for (Raw one : idle) {
        assertTrue(one.isClosed());
      }
    } finally {
      for (Raw one : idle) {
        one.close();
      }
    }
  }

  @Test
  @DisplayName("HTTP/2 calls that are taken back at once")
  void rapidReset() throws Exception {
    try (var raw = new Raw(rig.port(), from)) {
      raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").send(http2(4, 0, 0, new byte[0]));
      byte[] headers =
          ByteBuffer.allocate(14)
              .put(new byte[] {(byte) 0x83, (byte) 0x86, (byte) 0x84, 0x01, 0x09})
              .put("127.0.0.1".getBytes(UTF_8))
              .array();
      try {
        for (int stream = 1; stream < 20_000; stream += 2) {
          raw.send(http2(1, 4, stream, headers)).send(http2(3, 0, stream, new byte[] {0, 0, 0, 8}));
        }
      } catch (IOException closed) {
        return;
      }
      assertFalse(raw.rest().endsWith("(still open)"));
    }
  }

  private static byte[] http2(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) 0)
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  // Something else than it seems.

  @ParameterizedTest
  @DisplayName("names that lead elsewhere")
  @ValueSource(strings = {"..%2F..%2Fetc", "%2e%2e", "organoids%00", "..%5c..", "a%0d%0ab"})
  void pathTraversal(String name) throws Exception {
    String body = "{\"key\":\"k\",\"title\":\"t\",\"reason\":\"r\",\"epoch\":\"" + epoch + "\"}";
    for (String path :
        List.of(
            "/v1/cultures/" + name + "/recordings",
            "/v1/cultures/" + name + "/stimuli/" + name + ":unload",
            "/v1/recordings/" + name + ":stop",
            "/v1/cultures/" + name + "/limits/" + name)) {
      requireRefused(post(from, path, operator, "", body), 400, 404);
    }
    String officer = rig.secret(Role.SAFETY_OFFICER);
    for (String path :
        List.of(
            "/v1/instruments/" + name + ":clear",
            "/v1/alarms/" + name + ":acknowledge",
            "/v1/interlocks/" + name + ":close")) {
      requireRefused(post(from, path, officer, "", "{\"key\":\"k\"}"), 400, 404);
    }
    requireRefused(get(from, "/v1/doses/" + name, operator, ""), 400, 404);
  }

  @Test
  @DisplayName("a recording called ../../out")
  void titleThatLeadsElsewhere() throws Exception {
    String answer =
        post(
            from,
            "/v1/cultures/organoids/recordings",
            operator,
            "",
            "{\"key\":\"title\",\"title\":\"../../out\\u0000\\n\",\"epoch\":\"" + epoch + "\"}");
    assertEquals(200, Raw.status(answer), answer);
    String name = rig.entries("recording.started").get(0).fact("recording");
    assertEquals(
        200,
        Raw.status(
            post(from, "/v1/recordings/" + name + ":stop", operator, "", "{\"key\":\"t2\"}")));
    before = rig.effects();
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(
          List.of(),
          files.filter(file -> file.getFileName().toString().startsWith("out")).toList());
    }
    assertTrue(Files.isDirectory(folder.resolve("recordings").resolve(name)));
    assertTrue(name.matches("[0-9-]+-organoids"), name);
  }

  @Test
  @DisplayName("another Host (DNS rebinding)")
  void otherHost() throws Exception {
    String head =
        "GET /v1/me HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\nauthorization: Bearer "
            + operator
            + "\r\n\r\n";
    requireRefused(Raw.ask(rig.port(), from, head, new byte[0]), 403);
    requireNoted("host", "evil.example");
    requireRefused(
        Raw.ask(
            rig.port(), from, head.replace("evil.example", "127.0.0.1.evil.example"), new byte[0]),
        403);
    requireRefused(
        Raw.ask(
            rig.port(),
            from,
            "GET http://evil.example/v1/me HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n",
            new byte[0]),
        400,
        403);
  }

  @Test
  @DisplayName("a page of another site")
  void foreignOrigin() throws Exception {
    requireRefused(
        post(
            from,
            DOSES,
            operator,
            "origin: https://evil.example\r\n",
            ServedRig.doseBody(epoch, "origin", 20)),
        403);
    requireNoted("origin", "evil.example");
    requireRefused(get(from, "/v1/rig", operator, "origin: null\r\n"), 403);
  }

  @Test
  @DisplayName("a form of another site")
  void form() throws Exception {
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
      requireRefused(
          post(
              from,
              DOSES,
              operator,
              "content-type: " + type + "\r\n",
              ServedRig.doseBody(epoch, "form", 20)),
          415);
    }
    requireNoted("content-type", "text/plain");
  }

  @Test
  @DisplayName("a WebSocket from a page of another site")
  void foreignSocket() throws Exception {
    requireRefused(
        Raw.ask(
            rig.port(), from, Raw.UPGRADE + "origin: https://evil.example\r\n\r\n", new byte[0]),
        403);
  }

  @Test
  @DisplayName("a field that there is not")
  void unknownField() throws Exception {
    String body = ServedRig.doseBody(epoch, "unknown", 20);
    requireRefused(
        post(from, DOSES, operator, "", body.replace("\"epoch\"", "\"dryRun\":true,\"epoch\"")),
        400);
  }

  @Test
  @DisplayName("a field that stands there twice")
  void doubledField() throws Exception {
    String body = ServedRig.doseBody(epoch, "twice", 20);
    requireRefused(
        post(
            from,
            DOSES,
            operator,
            "",
            body.replace("\"epoch\"", "\"nanoliters\":\"900\",\"epoch\"")),
        400);
    requireRefused(post(from, DOSES, operator, "", body + body), 400);
    requireRefused(post(from, DOSES, operator, "", "null"), 400);
  }

  @Test
  @DisplayName("another culture in the body than in the path")
  void otherCultureInTheBody() throws Exception {
    String body = ServedRig.doseBody(epoch, "other", 20);
    String answer =
        post(
            from,
            "/v1/cultures/elsewhere/doses",
            operator,
            "",
            body.replace("\"epoch\"", "\"culture\":\"organoids\",\"epoch\""));
    requireRefused(answer, 400, 404);
  }

  @Test
  @DisplayName("numbers at the ends of their range")
  void hugeNumbers() throws Exception {
    for (String number :
        List.of("9223372036854775808", "18446744073709551615", "-1", "0", "1e30", "NaN")) {
      String body = ServedRig.doseBody(epoch, "n" + number, 20);
      requireRefused(
          post(from, DOSES, operator, "", body.replace("\"20\"", "\"" + number + "\"")), 400);
      requireRefused(
          post(from, DOSES, operator, "", body.replace("\"1000\"", "\"" + number + "\"")), 400);
    }
    for (String wait : List.of("2147483648", "4294967295", "60001", "-1")) {
      requireRefused(
          get(from, "/v1/doses/00000000000000a1?waitMilliseconds=" + wait, operator, ""), 400);
    }
    for (String limit : List.of("4294967295", "1001", "-1")) {
      requireRefused(get(from, "/v1/history?limit=" + limit, operator, ""), 400);
    }
    for (String seconds : List.of("253402300800", "-62135596800")) {
      byte[] time =
          org.wetstack.api.v1.BookRequest.newBuilder()
              .setResource("rig")
              .setPurpose("a test")
              .setKey("b" + seconds)
              .setFrom(
                  com.google.protobuf.Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build())
              .setUntil(
                  com.google.protobuf.Timestamp.newBuilder()
                      .setSeconds(Long.parseLong(seconds))
                      .build())
              .build()
              .toByteArray();
      String answer =
          Raw.ask(
              rig.port(),
              from,
              head("POST /wetstack.api.v1.Leases/Book", operator, "")
                  + "content-type: application/grpc\r\ncontent-length: "
                  + (5 + time.length)
                  + "\r\n\r\n",
              frame(0, time.length, time));
      assertTrue(answer.contains("grpc-status: 3"), answer);
    }
    byte[] most =
        DoseRequest.newBuilder()
            .setCulture("organoids")
            .setReservoir("dopamine")
            .setNanoliters(Long.MIN_VALUE)
            .setNanolitersPerMinute(Long.MAX_VALUE)
            .setEpoch(epoch)
            .setKey("most")
            .build()
            .toByteArray();
    String answer = grpc(from, operator, "", frame(0, most.length, most));
    assertTrue(answer.contains("grpc-status: 3"), answer);
    requireNoted("request", "");
  }

  @Test
  @DisplayName("a decimation of 2^31")
  void hugeDecimation() throws Exception {
    byte[] ask =
        org.wetstack.api.v1.WatchSamplesRequest.newBuilder()
            .setCulture("organoids")
            .setDecimation(Integer.MIN_VALUE)
            .build()
            .toByteArray();
    String answer =
        Raw.ask(
            rig.port(),
            from,
            head("POST /wetstack.api.v1.Work/WatchSamples", operator, "")
                + "content-type: application/grpc\r\ncontent-length: "
                + (5 + ask.length)
                + "\r\n\r\n",
            frame(0, ask.length, ask));
    assertTrue(answer.contains("grpc-status: 3"), answer);
  }

  @Test
  @DisplayName("control characters and a megabyte where a word belongs")
  void strangeTexts() throws Exception {
    String strange = "\\u0000\\u001b[2J\\r\\nfake: entry\\u2028\\ud800";
    String large = "y".repeat(900_000);
    for (String text : List.of(strange, large)) {
      requireRefused(post(from, DOSES, operator, "", ServedRig.doseBody(epoch - 1, text, 20)), 400);
      String path = "/v1/cultures/organoids";
      for (String body :
          List.of(
              "{\"resource\":\"" + text + "\",\"purpose\":\"p\",\"key\":\"k\"}",
              "{\"resource\":\"" + text + "\",\"purpose\":\"" + text + "\",\"key\":\"k\"}")) {
        requireRefused(post(from, "/v1/leases", operator, "", body), 400, 404, 413);
      }
      requireRefused(
          post(
              from,
              path + "/doses",
              operator,
              "",
              ServedRig.doseBody(epoch, "text", 20).replace("dopamine", text)),
          400,
          404);
    }
    // Written as text and nothing else.
    for (Entry entry : rig.entries("refused")) {
      assertTrue(
          entry.facts().values().stream().allMatch(fact -> fact.length() <= 201), entry::toString);
    }
  }

  @Test
  @DisplayName("CONNECT, TRACE and other methods")
  void otherMethods() throws Exception {
    for (String method : List.of("TRACE", "PUT", "DELETE", "PATCH")) {
      requireRefused(
          Raw.ask(
              rig.port(),
              from,
              head(method + " /v1/rig", operator, "content-length: 0\r\n") + "\r\n",
              new byte[0]),
          400,
          404,
          405,
          415);
    }
    requireRefused(
        Raw.ask(
            rig.port(),
            from,
            "CONNECT evil.example:443 HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n",
            new byte[0]),
        400,
        403,
        404,
        405);
    requireRefused(
        Raw.ask(
            rig.port(),
            from,
            "FOO /v1/rig HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n",
            new byte[0]),
        400,
        404,
        405);
  }

  @Test
  @DisplayName("one request that hides another")
  void smuggling() throws Exception {
    String hidden =
        head("POST " + DOSES, operator, "")
            + "content-type: application/json\r\ncontent-length: 4\r\ntransfer-encoding: chunked"
            + "\r\n\r\n"
            + "0\r\n\r\nPOST /v1/rig:stop HTTP/1.1\r\nhost: 127.0.0.1\r\n"
            + "content-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
    requireRefused(Raw.ask(rig.port(), from, hidden, new byte[0]), 400, 0);
    String twice =
        head("POST " + DOSES, operator, "")
            + "content-type: application/json\r\ncontent-length: 2\r\ncontent-length: 5\r\n\r\n{}";
    requireRefused(Raw.ask(rig.port(), from, twice, new byte[0]), 400, 0);
  }
}
