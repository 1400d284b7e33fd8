package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;

/**
 * What every link must do, whatever carries it. Subclass it, say how to open the link and how to
 * make its far end, and all rules run.
 */
@Timeout(120)
public abstract class LinkConformance {

  // The contract says 2 s. A machine that is busy elsewhere may stretch that; a hang never ends.
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(6);
  private static final int LARGEST_PIECE = 16 * 1024;

  private final List<HeardBytes> handlers = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private ExecutorService others = Executors.newCachedThreadPool();
  private Random random = new Random();

  /** The provider under test. */
  protected abstract LinkProvider provider();

  /** A new far end, ready to be opened. */
  protected abstract FarEnd farEnd() throws Exception;

  @BeforeEach
  final void plantSeed(TestInfo test) {
    long seed = Long.getLong("wetstack.seed", new Random().nextLong());
    System.out.println(test.getDisplayName() + ": -Dwetstack.seed=" + seed);
    random = new Random(seed);
    others = Executors.newCachedThreadPool();
  }

  @AfterEach
  final void everyHandlerWasCalledByTheRules() throws Exception {
    links.forEach(Link::close);
    for (HeardBytes handler : handlers) {
      handler.awaitEnd();
      handler.assertWellCalled();
    }
    others.shutdownNow();
  }

  @Test
  void l1_bytesArriveInOrderAndWholeInPiecesOfAnySize() throws Exception {
    try (FarEnd far = farEnd()) {
      var handler = new HeardBytes();
      Link link = open(far, handler);
      for (int round = 0; round < 200; round++) {
        byte[] piece = bytes(1 + random.nextInt(round % 10 == 0 ? LARGEST_PIECE : 300));
        link.send(ByteBuffer.wrap(piece));
        assertArrayEquals(piece, receive(far, piece.length));
      }
      var sent = new ByteArrayOutputStream();
      for (int round = 0; round < 200; round++) {
        byte[] piece = bytes(1 + random.nextInt(round % 10 == 0 ? LARGEST_PIECE : 300));
        far.send(piece);
        sent.writeBytes(piece);
      }
      assertArrayEquals(sent.toByteArray(), handler.await(sent.size()));
    }
  }

  @Test
  void l2_aMegabyteCrossesInBothDirectionsAtOnce() throws Exception {
    try (FarEnd far = farEnd()) {
      var handler = new HeardBytes();
      Link link = open(far, handler);
      byte[] down = bytes(1 << 20);
      byte[] up = bytes(1 << 20);
      Future<?> pushing = inBackground(() -> sendPatiently(link, down));
      Future<?> farSending = inBackground(() -> sendInPieces(far, up));
      assertArrayEquals(down, receive(far, down.length));
      assertArrayEquals(up, handler.await(up.length));
      pushing.get();
      farSending.get();
    }
  }

  @Test
  void l3_theHandlerMayAnswerAtOnce() throws Exception {
    try (FarEnd far = farEnd()) {
      var echo =
          new HeardBytes() {
            @Override
            void alsoOnBytes(Link link, ByteBuffer bytes) {
              link.send(bytes);
            }
          };
      open(far, echo);
      for (int i = 0; i < 100; i++) {
        byte[] question = bytes(1 + random.nextInt(400));
        far.send(question);
        assertArrayEquals(question, receive(far, question.length));
      }
    }
  }

  @Test
  void l4_aClosedLinkRefusesToSendAndSaysNothingWasDone() throws Exception {
    try (FarEnd far = farEnd()) {
      var handler = new HeardBytes();
      Link link = open(far, handler);
      link.close();
      assertRefusedAsLost(link);
      assertEquals(Optional.empty(), handler.awaitEnd());
      assertRefusedAsLost(link);
    }
  }

  @Test
  void l5_aFarEndThatVanishesIsReportedOnceInWords() throws Exception {
    try (FarEnd far = farEnd()) {
      var handler = new HeardBytes();
      Link link = open(far, handler);
      // What has passed once proves that both ends are fully there.
      link.send(ByteBuffer.wrap(bytes(10)));
      receive(far, 10);
      far.vanish();
      Throwable cause = handler.awaitEnd().orElseThrow();
      String message = cause.getMessage();
      assertTrue(message != null && message.length() > 15, () -> "not for a person: " + cause);
      assertRefusedAsLost(link);
      link.close();
      handler.assertWellCalled();
    }
  }

  @Test
  void l6_closingTwiceFromManyThreadsEndsTheLinkOnce() throws Exception {
    try (FarEnd far = farEnd()) {
      var handler = new HeardBytes();
      Link link = open(far, handler);
      List<Future<?>> closers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        closers.add(inBackground(() -> closeInTime(link)));
      }
      for (Future<?> closer : closers) {
        closer.get();
      }
      closeInTime(link);
      assertEquals(Optional.empty(), handler.awaitEnd());
      handler.assertWellCalled();
    }
  }

  @Test
  void l7_closeReturnsWhenCalledFromOnBytes() throws Exception {
    try (FarEnd far = farEnd()) {
      var returned = new CountDownLatch(1);
      var handler =
          new HeardBytes() {
            @Override
            void alsoOnBytes(Link link, ByteBuffer bytes) {
              link.close();
              returned.countDown();
            }
          };
      open(far, handler);
      far.send(bytes(1));
      assertTrue(returned.await(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS));
      assertEquals(Optional.empty(), handler.awaitEnd());
    }
  }

  @Test
  void l8_closeReturnsWhileTheHandlerIsBlocked() throws Exception {
    var goOn = new CountDownLatch(1);
    try (FarEnd far = farEnd()) {
      var entered = new CountDownLatch(1);
      var handler =
          new HeardBytes() {
            @Override
            void alsoOnBytes(Link link, ByteBuffer bytes) {
              entered.countDown();
              awaitUninterruptibly(goOn);
            }
          };
      Link link = open(far, handler);
      far.send(bytes(1));
      assertTrue(entered.await(30, TimeUnit.SECONDS));
      closeInTime(link);
      assertRefusedAsLost(link);
      goOn.countDown();
      assertEquals(Optional.empty(), handler.awaitEnd());
    } finally {
      goOn.countDown();
    }
  }

  @Test
  void l9_whatSeveralThreadsSendIsNotMixedWithinOneSend() throws Exception {
    int senders = 4;
    int each = 100;
    int size = 67;
    try (FarEnd far = farEnd()) {
      Link link = open(far, new HeardBytes());
      List<Future<?>> sending = new ArrayList<>();
      for (int sender = 0; sender < senders; sender++) {
        byte mark = (byte) sender;
        sending.add(inBackground(() -> sendMarked(link, mark, each, size)));
      }
      byte[] all = receive(far, senders * each * size);
      int[] counts = new int[senders];
      for (int at = 0; at < all.length; at += size) {
        for (int i = 1; i < size; i++) {
          assertEquals(all[at], all[at + i], "two sends are mixed at byte " + (at + i));
        }
        counts[all[at]]++;
      }
      assertArrayEquals(new int[] {each, each, each, each}, counts);
      for (Future<?> sender : sending) {
        sender.get();
      }
    }
  }

  @Test
  void l10_aFarEndThatDoesNotReadFillsTheQueueAndBlocksNobody() throws Exception {
    try (FarEnd far = farEnd()) {
      Link link = open(far, new HeardBytes());
      Assumptions.assumeTrue(far.stall(), "this far end cannot stall");
      try {
        ByteBuffer piece = ByteBuffer.wrap(bytes(4096));
        DeviceException refused =
            assertThrows(
                DeviceException.class,
                () -> {
                  for (long sent = 0; sent < 1L << 28; sent += piece.capacity()) {
                    piece.clear();
                    link.send(piece);
                  }
                });
        assertEquals(Reason.TIMEOUT, refused.reason());
        assertEquals(Outcome.NOT_DONE, refused.outcome());
        assertEquals(piece.capacity(), piece.remaining(), "a refused send takes nothing");
        closeInTime(link);
      } finally {
        far.resume();
      }
    }
  }

  @Test
  void l11_anExceptionOfTheHandlerEndsTheLinkAndIsItsCause() throws Exception {
    try (FarEnd far = farEnd()) {
      var failure = new IllegalStateException("the handler's own mistake");
      var handler =
          new HeardBytes() {
            @Override
            void alsoOnBytes(Link link, ByteBuffer bytes) {
              throw failure;
            }
          };
      Link link = open(far, handler);
      far.send(bytes(1));
      Throwable cause = handler.awaitEnd().orElseThrow();
      assertTrue(cause == failure || cause.getCause() == failure, () -> "lost: " + cause);
      assertRefusedAsLost(link);
    }
  }

  @Test
  void l12_openingAndClosingFiftyTimesLeavesNoThreadBehind() throws Exception {
    try (FarEnd far = farEnd()) {
      openAndClose(far, 10);
      int before = Thread.getAllStackTraces().size();
      openAndClose(far, 50);
      int slack = 5; // Threads of the JVM and of the far end come and go.
      for (int i = 0; i < 3_000 && Thread.getAllStackTraces().size() > before + slack; i++) {
        LockSupport.parkNanos(10_000_000);
      }
      int after = Thread.getAllStackTraces().size();
      assertTrue(after <= before + slack, "threads went from " + before + " to " + after);
    }
  }

  @Test
  void l13_anyKindOfBufferIsSentWholeAndMayBeReusedAtOnce() throws Exception {
    try (FarEnd far = farEnd()) {
      Link link = open(far, new HeardBytes());
      byte[] piece = bytes(500);
      ByteBuffer direct = ByteBuffer.allocateDirect(600).position(50);
      direct.put(piece).flip().position(50);
      ByteBuffer offset = ByteBuffer.allocate(600).position(70).put(piece).flip().position(70);
      for (ByteBuffer buffer : List.of(direct, offset.slice(), offset.asReadOnlyBuffer())) {
        link.send(buffer);
        assertFalse(buffer.hasRemaining());
        if (!buffer.isReadOnly()) {
          buffer.clear();
          buffer.put(new byte[buffer.remaining()]);
          offset.clear().position(70).put(piece).flip().position(70);
        }
        assertArrayEquals(piece, receive(far, piece.length));
      }
    }
  }

  @Test
  void l14_anUnknownOptionIsRefusedByName() throws Exception {
    try (FarEnd far = farEnd()) {
      String text = far.endpoint().toString();
      URI wrong = URI.create(text + (text.contains("?") ? "&" : "?") + "nonsense=1");
      var refused =
          assertThrows(
              IllegalArgumentException.class, () -> provider().open(wrong, new HeardBytes()));
      assertTrue(refused.toString().contains("nonsense"), refused::toString);
    }
  }

  @Test
  void l15_whatWasSentBeforeCloseStillLeaves() throws Exception {
    try (FarEnd far = farEnd()) {
      Link link = open(far, new HeardBytes());
      byte[] last = bytes(200);
      Future<byte[]> heard = others.submit(() -> receive(far, last.length));
      link.send(ByteBuffer.wrap(last));
      link.close();
      assertArrayEquals(last, heard.get());
    }
  }

  @Test
  void l16_messagesKeepTheirBoundaries() throws Exception {
    try (FarEnd far = farEnd()) {
      var handler = new HeardBytes();
      Link link = open(far, handler);
      Assumptions.assumeTrue(
          link.delivery() == Link.Delivery.MESSAGES, "this link carries a stream of bytes");
      List<Integer> sizes = new ArrayList<>();
      int total = 0;
      for (int i = 0; i < 50; i++) {
        byte[] message = bytes(1 + random.nextInt(LARGEST_PIECE));
        far.send(message);
        sizes.add(message.length);
        total += message.length;
        offerPatiently(link, ByteBuffer.wrap(message));
        byte[] into = new byte[2 * LARGEST_PIECE];
        assertEquals(message.length, receiveSome(far, into));
      }
      handler.await(total);
      assertEquals(sizes, handler.sizes());
    }
  }

  private Link open(FarEnd far, LinkHandler handler) {
    Link link = provider().open(far.endpoint(), handler);
    links.add(link);
    if (handler instanceof HeardBytes heard) {
      handlers.add(heard);
    }
    return link;
  }

  private void openAndClose(FarEnd far, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      var handler = new HeardBytes();
      provider().open(far.endpoint(), handler).close();
      assertEquals(Optional.empty(), handler.awaitEnd());
      handler.assertWellCalled();
    }
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void assertRefusedAsLost(Link link) {
    var refused =
        assertThrows(DeviceException.class, () -> link.send(ByteBuffer.wrap(new byte[] {1})));
    assertEquals(Reason.LINK_LOST, refused.reason());
    assertEquals(Outcome.NOT_DONE, refused.outcome());
  }

  private static void closeInTime(Link link) {
    assertTimeoutPreemptively(CLOSE_LIMIT, link::close);
  }

  private interface Task {
    void run() throws Exception;
  }

  private Future<?> inBackground(Task task) {
    Callable<Boolean> call =
        () -> {
          task.run();
          return true;
        };
    return others.submit(call);
  }

  private static void sendMarked(Link link, byte mark, int times, int size) {
    byte[] piece = new byte[size];
    Arrays.fill(piece, mark);
    for (int i = 0; i < times; i++) {
      offerPatiently(link, ByteBuffer.wrap(piece));
    }
  }

  private static void sendPatiently(Link link, byte[] all) {
    for (int at = 0; at < all.length; at += 1000) {
      offerPatiently(link, ByteBuffer.wrap(all, at, Math.min(1000, all.length - at)));
    }
  }

  /** A full queue is the sender's business: this one waits and tries again. */
  private static void offerPatiently(Link link, ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      try {
        link.send(bytes);
      } catch (DeviceException e) {
        if (e.reason() != Reason.TIMEOUT) {
          throw e;
        }
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private static void sendInPieces(FarEnd far, byte[] all) throws IOException {
    for (int at = 0; at < all.length; at += 7000) {
      far.send(Arrays.copyOfRange(all, at, Math.min(at + 7000, all.length)));
    }
  }

  private static byte[] receive(FarEnd far, int count) throws IOException {
    byte[] all = new byte[count];
    byte[] some = new byte[2 * LARGEST_PIECE];
    int have = 0;
    while (have < count) {
      int got = receiveSome(far, some);
      assertTrue(have + got <= count, "more came than was sent");
      System.arraycopy(some, 0, all, have, got);
      have += got;
    }
    return all;
  }

  private static int receiveSome(FarEnd far, byte[] into) throws IOException {
    int got = 0;
    for (int attempt = 0; attempt < 300 && got == 0; attempt++) {
      got = far.receive(into);
    }
    assertTrue(got > 0, "nothing came, or the link ended: " + got);
    return got;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
