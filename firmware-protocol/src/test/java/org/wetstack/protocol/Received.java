package org.wetstack.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** What one end of a link got out of the bytes fed to it, as hex. */
final class Received {

  private final Framing framing;
  private final List<String> messages = new ArrayList<>();

  Received(Framing framing) {
    this.framing = framing;
  }

  Received feed(byte[] bytes) {
    return feed(ByteBuffer.wrap(bytes));
  }

  Received feed(ByteBuffer bytes) {
    framing.feed(bytes, message -> messages.add(hex(message)));
    return this;
  }

  /** In pieces of random length, some of them in direct and some in offset buffers. */
  Received feedInPieces(byte[] bytes, Random random, int longest) {
    int at = 0;
    while (at < bytes.length) {
      int n = Math.min(bytes.length - at, random.nextInt(longest + 1));
      ByteBuffer piece =
          random.nextInt(4) == 0
              ? ByteBuffer.allocateDirect(n).put(bytes, at, n).flip()
              : ByteBuffer.wrap(bytes, at, n);
      ByteBuffer fed = random.nextBoolean() ? piece : piece.slice();
      feed(fed);
      if (fed.hasRemaining()) {
        throw new AssertionError("not all bytes were taken");
      }
      at += n;
    }
    return this;
  }

  List<String> messages() {
    return messages;
  }

  static String hex(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return HexFormat.of().formatHex(copy);
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }
}
