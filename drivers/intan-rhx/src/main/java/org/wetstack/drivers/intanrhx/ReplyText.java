package org.wetstack.drivers.intanrhx;

import java.nio.ByteBuffer;
import java.util.Optional;

/** What has come from the command socket and is no whole reply yet. Bounded; not thread-safe. */
final class ReplyText {

  private static final int MAX_TEXT = 64 * 1_024;

  private final StringBuilder text = new StringBuilder();
  private long strays;

  /** Takes {@code bytes}. Returns what is wrong with them, if anything. */
  Optional<String> hear(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      char each = (char) (bytes.get() & 0xff);
      if (each < ' ' || each > '~') {
        return Optional.of(
            "the peer sent byte 0x" + Integer.toHexString(each) + ", so it is not RHX");
      }
      text.append(each);
    }
    strays += Reply.strip(text);
    return text.length() > MAX_TEXT
        ? Optional.of("RHX sent " + text.length() + " bytes without an answer")
        : Optional.empty();
  }

  /** Takes out the first whole reply. */
  Optional<Reply> next() {
    int end = Reply.end(text);
    if (end < 0) {
      return Optional.empty();
    }
    Reply reply = Reply.parse(text.substring(0, end));
    text.delete(0, end);
    return Optional.of(reply);
  }

  /** Whether there is a piece of an answer. */
  boolean hasAnswer() {
    return Reply.hasAnswer(text);
  }

  int length() {
    return text.length();
  }

  /** Counts {@code sentences} that were no answers. */
  void stray(int sentences) {
    strays += sentences;
  }

  long strays() {
    return strays;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
