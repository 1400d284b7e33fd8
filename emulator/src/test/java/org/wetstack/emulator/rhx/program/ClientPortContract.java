package org.wetstack.emulator.rhx.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wetstack.emulator.rhx.ClientPort;

/** What every kind of port does, on real sockets and in memory. */
@Timeout(60)
public abstract class ClientPortContract {

  /** A client of the port under test. */
  public interface Peer {
    void send(byte[] bytes);

    /** All that has come so far. */
    byte[] heard();

    /** Whether the other end has closed the connection. */
    boolean hungUp();

    void close();
  }

  private final List<String> events = new CopyOnWriteArrayList<>();
  private ClientPort port = open(new Noted());
  private int number;

  /** A port that does not listen yet. */
  protected abstract ClientPort open(ClientPort.Events events);

  /** A new client; null if it is refused. */
  protected abstract @Nullable Peer connect(int number);

  /**
   * Lets things happen until {@code condition} holds or a while has passed; says whether it does.
   */
  protected abstract boolean comesTrue(BooleanSupplier condition);

  private final class Noted implements ClientPort.Events {
    @Override
    public void onConnected() {
      events.add("connected");
    }

    @Override
    public void onBytes(ByteBuffer borrowed) {
      events.add(StandardCharsets.ISO_8859_1.decode(borrowed).toString());
    }

    @Override
    public void onDisconnected() {
      events.add("disconnected");
    }
  }

  @BeforeEach
  void listen() throws IOException {
    number = port.listen("127.0.0.1", 0);
  }

  @AfterEach
  void close() {
    port.close();
  }

  private Peer client() {
    Peer peer = connect(number);
    assertNotNull(peer, "refused on " + number);
    long connections = count("connected");
    assertTrue(comesTrue(() -> port.connected() && count("connected") >= connections));
    return peer;
  }

  private long count(String event) {
    return events.stream().filter(event::equals).count();
  }

  private void told(String... expected) {
    comesTrue(() -> events.size() >= expected.length);
    assertEquals(List.of(expected), events);
  }

  private boolean offer(String text) {
    return port.offer(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private void hears(Peer peer, String expected) {
    comesTrue(() -> peer.heard().length >= expected.length());
    assertEquals(expected, new String(peer.heard(), StandardCharsets.ISO_8859_1));
  }

  @Test
  void oneClientIsAdmittedAndASecondOneRefused() throws IOException {
    Peer first = client();
    assertNull(connect(number), "nobody listens any more");
    first.send(new byte[] {'h', 'i'});
    told("connected", "hi");
    assertTrue(offer("ho"));
    hears(first, "ho");
    assertTrue(comesTrue(() -> port.pending() == 0));
    first.close();
    told("connected", "hi", "disconnected");
    assertFalse(port.connected());
    assertFalse(offer("ho"));
    assertNull(connect(number), "and nobody listens again by himself");
    assertEquals(number, port.listen("127.0.0.1", number), "the port is free at once");
    hears(client(), "");
  }

  @Test
  void listeningTwiceIsListeningOnce() throws IOException {
    assertEquals(number, port.listen("127.0.0.1", number));
    client();
    assertNull(connect(number));
  }

  @Test
  void whoeverRefusesMayListenAgainAtOnceAndOftenEnough() throws IOException {
    for (int i = 0; i < 50; i++) {
      port.refuse();
      assertNull(connect(number));
      assertEquals(number, port.listen("127.0.0.1", number), "time " + i);
    }
    client();
    told("connected");
  }

  @Test
  void anAbandonedClientHearsNothingMoreNotEvenAnEnd() throws IOException {
    Peer first = client();
    port.abandon();
    assertFalse(port.connected());
    assertFalse(offer("x"));
    first.send(new byte[] {'x'});
    port.listen("127.0.0.1", number);
    Peer second = client();
    assertTrue(offer("y"));
    hears(second, "y");
    hears(first, "");
    assertFalse(first.hungUp());
    first.close();
    second.send(new byte[] {'z'});
    told("connected", "connected", "z");
    assertTrue(port.connected());
  }

  @Test
  void aNewcomerReplacesAClientWhoseLeavingIsToldAllTheSame() throws IOException {
    Peer first = client();
    port.listen("127.0.0.1", number);
    assertTrue(offer("a"), "until the newcomer comes");
    hears(first, "a");
    Peer second = connect(number);
    assertNotNull(second);
    assertTrue(comesTrue(() -> count("connected") == 2));
    assertTrue(offer("b"));
    hears(second, "b");
    hears(first, "a");
    first.close();
    told("connected", "connected", "disconnected");
    assertTrue(port.connected(), "the newcomer is still there");
  }

  @Test
  void aLargeOfferIsDeliveredWholeAndAClientThatDoesNotReadFillsTheQueue() {
    Peer peer = client();
    byte[] large = new byte[3_000_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31 + i / 256);
    }
    assertTrue(port.offer(ByteBuffer.wrap(large)));
    assertTrue(comesTrue(() -> peer.heard().length == large.length));
    assertArrayEquals(large, peer.heard());
    assertTrue(comesTrue(() -> port.pending() == 0));
    int taken = 0;
    while (port.offer(ByteBuffer.wrap(large))) {
      taken++;
      assertNotEquals(1_000, taken, "the queue has a bound");
    }
    assertTrue(port.pending() > 0);
  }

  @Test
  void hangingUpEndsAllConnectionsAndIsNotTold() throws IOException {
    Peer first = client();
    port.abandon();
    port.listen("127.0.0.1", number);
    Peer second = client();
    port.hangUp();
    assertTrue(comesTrue(first::hungUp));
    assertTrue(comesTrue(second::hungUp));
    told("connected", "connected");
    assertEquals(number, port.listen("127.0.0.1", number));
    client();
  }

  @Test
  void aClosedPortAdmitsNobody() {
    port.close();
    port.close();
    assertNull(connect(number));
  }
}
