package org.wetstack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.api.v1.RigEvent;
import org.wetstack.api.v1.Samples;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Journal;

/** Streams over WebSockets, with the client of the JDK. */
@Timeout(60)
class LiveTest {

  @TempDir private Path folder;
  private ServedRig rig;

  @BeforeEach
  void serve() throws Exception {
    rig = new ServedRig(folder);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  /** Keeps what comes; asks for more as long as it shall read. */
  private static final class Heard implements WebSocket.Listener {
    final List<byte[]> frames = Collections.synchronizedList(new ArrayList<>());
    final List<String> texts = Collections.synchronizedList(new ArrayList<>());
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder words = new StringBuilder();
    private java.io.ByteArrayOutputStream part = new java.io.ByteArrayOutputStream();

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      part.writeBytes(bytes);
      if (last) {
        frames.add(part.toByteArray());
        part = new java.io.ByteArrayOutputStream();
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      words.append(text);
      if (last) {
        texts.add(words.toString());
        words.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      closed.completeExceptionally(failure);
    }
  }

  private WebSocket open(Heard heard) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + rig.port() + "/v1/live"), heard)
        .join();
  }

  private static void say(WebSocket socket, String json) {
    socket.sendText(json, true).join();
  }

  private String ask(String what) {
    return "{\"token\":\"" + rig.secret(Role.OBSERVER) + "\"," + what + "}";
  }

  @Test
  void samplesAreMessagesInFrames() throws Exception {
    var heard = new Heard();
    WebSocket socket = open(heard);
    say(socket, ask("\"watch\":\"samples\",\"culture\":\"organoids\",\"electrodes\":[3,1]"));
    long[] at = {0};
    ServedRig.await(
        "samples",
        () -> {
          rig.mea.push(new Block(at[0], 0, 4, 30));
          at[0] += 30;
          return heard.frames.size() >= 3;
        });
    Samples first = Samples.parseFrom(heard.frames.get(0));
    Samples second = Samples.parseFrom(heard.frames.get(1));
    assertEquals(List.of(3, 1), first.getElectrodesList());
    assertEquals(first.getFirstSample() + 30, second.getFirstSample());
    assertEquals(
        Block.count(first.getFirstSample(), 3),
        first
            .getCounts()
            .asReadOnlyByteBuffer()
            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
            .getShort());
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    heard.closed.join();
  }

  @Test
  void aClientThatDoesNotReadIsToldWhatItMissedAndHoldsUpNobody() throws Exception {
    var heard = new Heard();
    WebSocket other = open(heard);
    say(other, ask("\"watch\":\"samples\",\"culture\":\"organoids\""));
    long[] at = {0};
    Runnable push =
        () -> {
          rig.mea.push(new Block(at[0], 0, 4, 300));
          at[0] += 300;
        };
    ServedRig.await("samples", () -> pushed(push, 1) && !heard.frames.isEmpty());
    try (var raw = new Raw(rig.port(), "127.0.0.1")) {
      raw.send(Raw.UPGRADE + "\r\n");
      var in = new DataInputStream(raw.in());
      skipHead(in);
      raw.send(masked(ask("\"watch\":\"samples\",\"culture\":\"organoids\"")));
      await(in, push);
      long next = samples(in).getFirstSample() + 300;
      // What was pushed by the clock may have met a busy machine; nothing of what follows may.
      var looks = new AtomicLong();
      ServedRig.await(
          "all that was pushed by the clock",
          () -> end(heard) == at[0] || (looks.incrementAndGet() % 100 == 0 && !pushed(push, 1)));
      long from = at[0];
      // 40 MB are more than all that lies between the two can hold; the other one gets all of it.
      for (int i = 0; i < 16_000 / AT_ONCE; i++) {
        pushed(push, AT_ONCE);
        ServedRig.await("the one that reads", () -> end(heard) == at[0]);
      }
      long enough = at[0];
      other.abort();
      for (byte[] frame : List.copyOf(heard.frames)) {
        Samples one = Samples.parseFrom(frame);
        assertTrue(one.getFirstSample() < from || one.getMissedBefore() == 0, one::toString);
      }
      long missed = 0;
      try (var pushing = new Pushing(push)) {
        while (next < enough) {
          Samples some = samples(in);
          missed += some.getMissedBefore();
          assertEquals(next + some.getMissedBefore(), some.getFirstSample());
          next = some.getFirstSample() + some.getSamples();
        }
      }
      // Half of it and more was dropped, and not kept for it.
      assertTrue(missed > 300L * 8_000, "missed " + missed);
    }
    assertEquals(List.of(), rig.log);
  }

  /** Blocks that wait for a client while it is quick; more than would wake it in its own time. */
  private static final int AT_ONCE = 80;

  /** The sample after the last that was heard. */
  private static long end(Heard heard) {
    try {
      Samples last = Samples.parseFrom(heard.frames.get(heard.frames.size() - 1));
      return last.getFirstSample() + last.getSamples();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Pushes in a thread of its own until it is closed. */
  private static final class Pushing implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread thread;

    Pushing(Runnable push) {
      thread =
          new Thread(
              () -> {
                while (!over.get()) {
                  push.run();
                  LockSupport.parkNanos(1_000_000);
                }
              });
      thread.start();
    }

    @Override
    public void close() throws InterruptedException {
      over.set(true);
      thread.join();
    }
  }

  private static boolean pushed(Runnable push, int times) {
    for (int i = 0; i < times; i++) {
      push.run();
    }
    return true;
  }

  private static void skipHead(DataInputStream in) throws IOException {
    for (int lines = 0; lines != 0x0d0a0d0a; ) {
      lines = lines << 8 | in.readUnsignedByte();
    }
  }

  /** Pushes until there is something to read. */
  private static void await(DataInputStream in, Runnable push) throws Exception {
    ServedRig.await(
        "a frame",
        () -> {
          try {
            return in.available() > 0 || !pushed(push, 1);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** The next frame, which must come within eight seconds. */
  private static Samples samples(DataInputStream in) throws IOException {
    assertEquals(0x82, in.readUnsignedByte());
    int length = in.readUnsignedByte();
    byte[] message = new byte[length == 126 ? in.readUnsignedShort() : length];
    in.readFully(message);
    return Samples.parseFrom(message);
  }

  /** A short frame of text as a client must send it. */
  private static byte[] masked(String text) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(bytes.length < 126, text);
    return ByteBuffer.allocate(6 + bytes.length)
        .put((byte) 0x81)
        .put((byte) (0x80 | bytes.length))
        .putInt(0)
        .put(bytes)
        .array();
  }

  @Test
  void theRigAndWhatHappensIsTold() throws Exception {
    var heard = new Heard();
    WebSocket socket = open(heard);
    say(socket, ask("\"watch\":\"rig\""));
    ServedRig.await("the rig", () -> heard.frames.size() >= 1);
    assertEquals("served", RigEvent.parseFrom(heard.frames.get(0)).getState().getName());
    rig.lease(rig.secret(Role.OPERATOR), "k1");
    ServedRig.await("an event", () -> heard.frames.size() >= 2);
    assertEquals("lease.granted", RigEvent.parseFrom(heard.frames.get(1)).getEntry().getWhat());
    socket.abort();
  }

  @Test
  void whoeverWatchesIsToldEverythingBeforeTheServerEnds() throws Exception {
    var heard = new Heard();
    WebSocket socket = open(heard);
    say(socket, ask("\"watch\":\"rig\""));
    ServedRig.await("the rig", () -> heard.frames.size() >= 1);
    Journal journal = rig.controller.journal();
    for (int i = 1; i <= 200; i++) {
      journal.append("test", "test", Map.of("number", String.valueOf(i)));
    }
    rig.server.close();
    assertEquals(1001, heard.closed.get(10, TimeUnit.SECONDS));
    assertEquals(List.of("UNAVAILABLE: the controller ends"), heard.texts);
    assertEquals(201, heard.frames.size());
    RigEvent last = RigEvent.parseFrom(heard.frames.get(200));
    assertEquals("200", last.getEntry().getFactsOrThrow("number"));
  }

  @Test
  void aTokenThatIsRevokedEndsItsStream() throws Exception {
    var made =
        rig.tokens.create(
            "guest", Set.of(Role.OBSERVER), java.time.Instant.now().plusSeconds(60), "");
    var heard = new Heard();
    WebSocket socket = open(heard);
    say(socket, "{\"token\":\"" + made.text() + "\",\"watch\":\"rig\"}");
    ServedRig.await("the rig", () -> heard.frames.size() >= 1);
    assertEquals(
        200,
        rig.post(
                "/v1/tokens/" + made.token().id() + ":revoke",
                rig.secret(Role.ADMIN),
                "{\"key\":\"k1\"}")
            .status());
    assertEquals(1008, heard.closed.get(10, java.util.concurrent.TimeUnit.SECONDS));
    assertTrue(heard.texts.get(0).startsWith("UNAUTHENTICATED"), heard.texts::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"watch\":\"rig\"} | UNAUTHENTICATED",
        "{\"token\":\"wst_x\",\"watch\":\"rig\"} | UNAUTHENTICATED",
        "{\"token\":\"T\",\"watch\":\"dose\"} | INVALID_ARGUMENT",
        "{\"token\":\"T\",\"watch\":\"samples\",\"culture\":\"../x\"} | NOT_FOUND",
        "{\"token\":\"T\",\"watch\":\"samples\",\"culture\":\"organoids\",\"decimation\":-1}"
            + " | INVALID_ARGUMENT",
        "{\"token\":\"T\",\"watch\":\"rig\",\"watch\":\"spikes\"} | INVALID_ARGUMENT",
        "{\"token\":\"T\",\"watch\":\"rig\",\"dose\":1} | INVALID_ARGUMENT",
        "nothing of the kind | INVALID_ARGUMENT",
      })
  void whatIsNoRequestIsRefusedWithTheReason(String first, String code) throws Exception {
    var heard = new Heard();
    WebSocket socket = open(heard);
    say(socket, first.replace("\"T\"", "\"" + rig.secret(Role.OBSERVER) + "\""));
    assertEquals(1008, heard.closed.get(10, java.util.concurrent.TimeUnit.SECONDS));
    assertTrue(heard.texts.get(0).startsWith(code), heard.texts::toString);
    assertEquals(List.of(), heard.frames);
  }

  @Test
  void whoSaysNothingIsSentAway() throws Exception {
    var heard = new Heard();
    open(heard);
    assertEquals(
        1008,
        heard.closed.get(
            Live.FIRST_WITHIN.plus(Duration.ofSeconds(5)).toSeconds(),
            java.util.concurrent.TimeUnit.SECONDS));
  }

  @Test
  void thereIsRoomForSoMany() throws Exception {
    List<WebSocket> open = new ArrayList<>();
    for (int i = 0; i < Live.MOST; i++) {
      WebSocket each = open(new Heard());
      // One that says nothing would be shown out meanwhile.
      say(each, ask("\"watch\":\"rig\""));
      open.add(each);
    }
    var heard = new Heard();
    open(heard);
    assertEquals(1013, heard.closed.get(10, java.util.concurrent.TimeUnit.SECONDS));
    open.forEach(WebSocket::abort);
    ServedRig.await(
        "room",
        () -> {
          var again = new Heard();
          say(open(again), ask("\"watch\":\"rig\""));
          try {
            ServedRig.await("an answer", () -> !again.frames.isEmpty() || again.closed.isDone());
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return !again.frames.isEmpty();
        });
  }

  @Test
  void aPageOfAnotherSiteIsTurnedAway() {
    assertThrows(
        Exception.class,
        () ->
            HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Origin", "https://evil.example")
                .buildAsync(URI.create("ws://127.0.0.1:" + rig.port() + "/v1/live"), new Heard())
                .join());
  }
}
