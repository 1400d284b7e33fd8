package org.wetstack.drivers.fluidics;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Cuts what comes from a line into frames. Called by one line, under its lock. */
public interface Codec {

  /**
   * Takes all of {@code bytes} and gives each whole frame, such as one complete reply, to {@code
   * frames}; keeps the beginning of the next, of bounded size. What cannot be a frame is skipped.
   */
  void decode(ByteBuffer bytes, Consumer<byte[]> frames);

  /**
   * Whether {@code frame} by its form answers no question, now or late, such as an event: it is
   * heard also while the line drops what may be a late answer.
   */
  default boolean isEvent(byte[] frame) {
    return false;
  }

  /**
   * Whether {@code frame} says that something arrived damaged: nothing else will answer it, and it
   * need not be waited for. It answers no question.
   */
  default boolean isComplaint(byte[] frame) {
    return false;
  }

  /** Forgets a frame that has only begun. */
  void reset();
}
