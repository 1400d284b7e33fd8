package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;

/**
 * What every link must do, whatever carries it. Subclass it, say how to open the link and how to
 * make its far end, and all rules run.
 */
public abstract class LinkConformance extends LinkEndRules {

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
}
