package org.wetstack.hal;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The name of one dose or one stimulus, for ever. The device keeps it with what it did, so doing it
 * twice is harmless and asking later is possible. Never zero.
 */
public record OperationId(long value) {

  /**
   * Numbers from a random beginning, of which {@link SplittableRandom} makes one id each: none
   * comes twice in a process, and asking the system for each would cost a trigger microseconds.
   */
  private static final AtomicLong NEXT = new AtomicLong(new SecureRandom().nextLong());

  public OperationId {
    if (value == 0) {
      throw new IllegalArgumentException("an operation id must not be 0");
    }
  }

  /** A fresh id. 64 random bits: write it down before use if you may need to ask about it later. */
  public static OperationId random() {
    long value = new SplittableRandom(NEXT.getAndIncrement()).nextLong();
    return value == 0 ? random() : new OperationId(value);
  }

  /** 16 hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
