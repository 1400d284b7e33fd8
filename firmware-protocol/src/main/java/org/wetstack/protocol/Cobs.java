package org.wetstack.protocol;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Consistent overhead byte stuffing: makes frames delimitable by zero bytes on a byte stream. */
final class Cobs {

  private Cobs() {}

  static ByteBuffer encode(ByteBuffer frame) {
    int n = frame.remaining();
    ByteBuffer out = ByteBuffer.allocate(n + n / 254 + 2);
    int codeAt = 0;
    int code = 1;
    out.position(1);
    for (int i = frame.position(); i < frame.limit(); i++) {
      byte b = frame.get(i);
      if (b != 0) {
        out.put(b);
        code++;
      }
      if (b == 0 || code == 0xFF) {
        out.put(codeAt, (byte) code);
        codeAt = out.position();
        out.position(codeAt + 1);
        code = 1;
      }
    }
    out.put(codeAt, (byte) code);
    return out.put((byte) 0).flip();
  }

  /** Cuts a byte stream into frames. Decodes in place into one reused buffer. */
  static final class Decoder {

    private final ByteBuffer frame;
    private int run;
    private int code = 0xFF;
    private boolean skipping;
    private long dropped;

    Decoder(int maxFrame) {
      frame = ByteBuffer.allocate(maxFrame);
    }

    /** Feeds {@code chunk}; calls {@code onFrame} with a borrowed buffer for each whole frame. */
    void feed(ByteBuffer chunk, Consumer<ByteBuffer> onFrame) {
      while (chunk.hasRemaining()) {
        accept(chunk.get(), onFrame);
      }
    }

    private void accept(byte b, Consumer<ByteBuffer> onFrame) {
      if (b == 0) {
        if (skipping || run > 0) {
          dropped++;
        } else if (frame.position() > 0) {
          onFrame.accept(frame.flip());
        }
        reset();
      } else if (run > 0) {
        run--;
        put(b);
      } else {
        if (code != 0xFF) {
          put((byte) 0);
        }
        code = b & 0xFF;
        run = code - 1;
      }
    }

    private void put(byte b) {
      if (frame.hasRemaining()) {
        frame.put(b);
      } else {
        skipping = true;
      }
    }

    /** Frames that were cut short or too long. */
    long dropped() {
      return dropped;
    }

    private void reset() {
      frame.clear();
      run = 0;
      code = 0xFF;
      skipping = false;
    }
  }
}
