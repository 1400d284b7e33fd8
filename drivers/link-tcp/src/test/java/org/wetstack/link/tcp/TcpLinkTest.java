package org.wetstack.link.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;

/** What a plain connection promises beyond the rules of every link. */
@Timeout(60)
class TcpLinkTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int FRAME = 64;

  private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final CompletableFuture<String> ended = new CompletableFuture<>();

  TcpLinkTest() throws IOException {}

  @AfterEach
  void hangUp() throws IOException {
    listener.close();
  }

  private interface Bytes {
    void came(Link link, ByteBuffer bytes);
  }

  /** A link, and the socket at its other end. */
  private Ends open(String options, Bytes heard) throws IOException {
    var handler =
        new LinkHandler() {
          @Override
          public void onBytes(Link link, ByteBuffer bytes) {
            heard.came(link, bytes);
          }

          @Override
          public void onClosed(@Nullable Throwable cause) {
            ended.complete(String.valueOf(cause));
          }
        };
    URI endpoint = URI.create("tcp://127.0.0.1:" + listener.getLocalPort() + options);
    Link link = new TcpLinks().open(endpoint, handler);
    Socket accepted = listener.accept();
    accepted.setTcpNoDelay(true);
    return new Ends(link, accepted);
  }

  private record Ends(Link link, Socket far) implements AutoCloseable {

    void farSends(int count) throws IOException {
      far.getOutputStream().write(new byte[count]);
    }

    byte[] farHears(int count) throws IOException {
      return far.getInputStream().readNBytes(count);
    }

    @Override
    public void close() throws IOException {
      link.close();
      far.close();
    }
  }

  @Test
  void itsThreadIsNamedAfterThePeerAndEndsWithTheProgram() throws Exception {
    var reader = new CompletableFuture<Thread>();
    try (Ends ends = open("", (link, bytes) -> reader.complete(Thread.currentThread()))) {
      ends.farSends(1);
      Thread thread = reader.get(30, TimeUnit.SECONDS);
      assertEquals("wetstack tcp 127.0.0.1:" + listener.getLocalPort(), thread.getName());
      assertTrue(thread.isDaemon());
    }
  }

  @Test
  void aSenderThatIsInterruptedDoesNotCloseTheLink() throws Exception {
    try (Ends ends = open("", (link, bytes) -> {})) {
      Thread.currentThread().interrupt();
      ends.link().send(ByteBuffer.wrap(new byte[] {1}));
      assertTrue(Thread.interrupted(), "the sender stays interrupted");
      ends.link().send(ByteBuffer.wrap(new byte[] {2}));
      assertArrayEquals(new byte[] {1, 2}, ends.farHears(2));
    }
  }

  @Test
  void aHandlerMayLeaveItsThreadInterrupted() throws Exception {
    try (Ends ends =
        open(
            "",
            (link, bytes) -> {
              boolean before = Thread.currentThread().isInterrupted();
              Thread.currentThread().interrupt();
              link.send(ByteBuffer.wrap(new byte[] {(byte) (before ? 1 : 0)}));
            })) {
      for (int i = 0; i < 3; i++) {
        ends.farSends(1);
        assertArrayEquals(new byte[] {0}, ends.farHears(1));
      }
    }
  }

  @Test
  void whatWasTakenWhileTheFarEndDidNotReadArrivesWholeAndInOrder() throws Exception {
    var random = new Random(5);
    var taken = new ByteArrayOutputStream();
    try (Ends ends = open("", (link, bytes) -> {})) {
      // Twice, so that what waits has been moved within the queue.
      for (int round = 0; round < 2; round++) {
        int before = taken.size();
        sendUntilRefused(ends.link(), random, taken);
        byte[] expected = taken.toByteArray();
        byte[] heard = ends.farHears(expected.length - before);
        assertArrayEquals(java.util.Arrays.copyOfRange(expected, before, expected.length), heard);
      }
    }
  }

  private static void sendUntilRefused(Link link, Random random, ByteArrayOutputStream taken) {
    var refused =
        assertThrows(
            DeviceException.class,
            () -> {
              while (taken.size() < 1 << 28) {
                byte[] piece = new byte[1 + random.nextInt(9000)];
                random.nextBytes(piece);
                link.send(ByteBuffer.wrap(piece));
                taken.writeBytes(piece);
              }
            });
    assertEquals(Reason.TIMEOUT, refused.reason());
  }

  @Test
  void closingWithUnreadBytesDoesNotDestroyWhatWasSentLast() throws Exception {
    var entered = new CountDownLatch(1);
    var goOn = new CompletableFuture<Void>();
    try (Ends ends =
        open(
            "",
            (link, bytes) -> {
              entered.countDown();
              goOn.join();
              link.send(ByteBuffer.wrap(new byte[] {7}));
              link.close();
            })) {
      ends.farSends(1);
      assertTrue(entered.await(30, TimeUnit.SECONDS));
      ends.farSends(20_000);
      goOn.complete(null);
      // A reset would make the second reading fail.
      assertArrayEquals(new byte[] {7}, ends.farHears(1));
      assertEquals(-1, ends.far().getInputStream().read());
      assertEquals("null", ended.get(30, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?poll=spin"})
  void readingAndAnsweringAllocatesNothing(String options) throws Exception {
    int rounds = 2_000;
    var allocated = new CompletableFuture<Long>();
    ByteBuffer answer = ByteBuffer.allocate(FRAME);
    var counter = new Counter(allocated, rounds);
    try (Ends ends =
        open(
            options,
            (link, bytes) -> {
              counter.count(bytes.remaining());
              answer.clear();
              link.send(answer);
            })) {
      for (int i = 0; i < rounds; i++) {
        ends.farSends(FRAME);
        ends.farHears(FRAME);
      }
      assertEquals(
          0, allocated.get(30, TimeUnit.SECONDS), "bytes allocated in the quietest window");
    }
  }

  /**
   * What the link's thread allocates in the quietest of several windows: the runtime itself
   * allocates now and then on any thread (once, 1 kB in 1,000 frames), which is not the link's
   * doing. What the link allocated for each frame would be in every window.
   */
  private static final class Counter {

    private static final int WINDOWS = 8;

    private final CompletableFuture<Long> allocated;
    private final long window;
    private long came;
    private long opened;
    private long before;
    private long least = Long.MAX_VALUE;

    Counter(CompletableFuture<Long> allocated, int rounds) {
      this.allocated = allocated;
      this.window = (long) rounds * FRAME / WINDOWS;
    }

    void count(int bytes) {
      came += bytes;
      if (came < (opened + 1) * window) {
        return;
      }
      long now = THREADS.getCurrentThreadAllocatedBytes();
      if (opened > 0) {
        least = Math.min(least, now - before);
      }
      before = now;
      if (++opened == WINDOWS) {
        allocated.complete(least);
      }
    }
  }
}
