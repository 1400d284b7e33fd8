package org.wetstack.protocol;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Where a message ends, and whether it is intact. One object serves one end of one link: {@link
 * #wrap} may be called from any thread, {@link #feed} from one thread at a time. SPEC.md, section
 * "Framing".
 */
public interface Framing {

  /** Largest encoded {@code HostMessage}, in bytes. */
  int MAX_HOST_MESSAGE = 512;

  /** Largest encoded {@code DeviceMessage}, in bytes. */
  int MAX_DEVICE_MESSAGE = 61 * 1024;

  /** {@code message} as it travels, in a new heap buffer. Does not move {@code message}. */
  ByteBuffer wrap(ByteBuffer message);

  /**
   * Takes all of {@code bytes} and calls {@code onMessage} for each message that they complete.
   * What is handed over is a heap buffer from position to limit, valid only during the call; it may
   * be {@code bytes} itself. Allocates nothing if {@code bytes} is a heap buffer.
   *
   * @throws FramingException if the stream cannot be understood any more and must be closed
   */
  void feed(ByteBuffer bytes, Consumer<ByteBuffer> onMessage);

  /** How many frames have been dropped because they were cut, corrupted or too long. */
  long broken();

  /** For lines that lose and corrupt bytes: COBS and CRC-32C. */
  static Framing cobs(int maxMessage) {
    return new CobsFraming(maxMessage);
  }

  /** For reliable byte streams: a 4-byte big-endian length. */
  static Framing lengthPrefixed(int maxMessage) {
    return new LengthFraming(maxMessage);
  }

  /** For links that carry whole messages. */
  static Framing whole(int maxMessage) {
    return new WholeFraming(maxMessage);
  }
}
