package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;

/** Rules l4 to l8, l11, l12 and l15: how a link ends, and what it leaves behind. */
abstract class LinkEndRules extends LinkProcedure {

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
  void l15_whatWasSentBeforeCloseStillLeaves() throws Exception {
    try (FarEnd far = farEnd()) {
      Link link = open(far, new HeardBytes());
      byte[] last = bytes(200);
      Future<byte[]> heard = receiveInBackground(far, last.length);
      link.send(ByteBuffer.wrap(last));
      link.close();
      assertArrayEquals(last, heard.get());
    }
  }

  private void openAndClose(FarEnd far, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      var handler = new HeardBytes();
      provider().open(far.endpoint(), handler).close();
      assertEquals(Optional.empty(), handler.awaitEnd());
      handler.assertWellCalled();
    }
  }

  private static void assertRefusedAsLost(Link link) {
    var refused =
        assertThrows(DeviceException.class, () -> link.send(ByteBuffer.wrap(new byte[] {1})));
    assertEquals(Reason.LINK_LOST, refused.reason());
    assertEquals(Outcome.NOT_DONE, refused.outcome());
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
