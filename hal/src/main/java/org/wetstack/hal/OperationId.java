package org.wetstack.hal;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The name of one dose or one stimulus, for ever. The device keeps it with what it did, so doing it
 * twice is harmless and asking later is possible. Never zero.
 */
public record OperationId(long value) {

  /**
   * SplitMix64 (Steele, Lea, Flood 2014) from a random beginning: no id comes twice in a process,
   * and asking the system for each would cost a trigger microseconds.
   */
  private static final AtomicLong STATE = new AtomicLong(new SecureRandom().nextLong());

  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  public OperationId {
    if (value == 0) {
      throw new IllegalArgumentException("an operation id must not be 0");
    }
  }

  /** A fresh id. 64 random bits: write it down before use if you may need to ask about it later. */
  public static OperationId random() {
    long value = STATE.addAndGet(GAMMA);
    value = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    value = (value ^ (value >>> 27)) * 0x94D049BB133111EBL;
    value ^= value >>> 31;
    return value == 0 ? random() : new OperationId(value);
  }

  /** 16 hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
