package org.wetstack.emulator;

import org.wetstack.hal.spi.Link.Delivery;

/**
 * How bad a {@link Cable} is. "One in n" is the chance for each piece of a byte stream, or for each
 * message; 0 is never.
 *
 * @param latencyNanos each piece takes this long
 * @param jitterNanos and up to this much longer
 * @param nanosPerByte pacing of a serial line; 0 for none
 * @param maxPiece byte streams are cut into pieces of 1 to this many bytes; 0 for no cutting
 * @param corruptOneIn a bit is flipped
 * @param loseOneIn a piece or message vanishes
 * @param duplicateOneIn a message arrives twice
 * @param reorderOneIn a message overtakes the one before it
 */
public record CableFaults(
    long latencyNanos,
    long jitterNanos,
    long nanosPerByte,
    int maxPiece,
    int corruptOneIn,
    int loseOneIn,
    int duplicateOneIn,
    int reorderOneIn) {

  /** A good cable: 0.2 ms, whole. */
  public static CableFaults none() {
    return new CableFaults(200_000, 0, 0, 0, 0, 0, 0, 0);
  }

  /** A serial line beside a pump motor. */
  public static CableFaults noisyLine() {
    return new CableFaults(500_000, 200_000, 3_333, 24, 60, 150, 0, 0);
  }

  /** A broker on a bad day. */
  public static CableFaults lossyBroker() {
    return new CableFaults(1_000_000, 3_000_000, 0, 0, 0, 25, 15, 15);
  }

  /** TCP over a congested line: late and in crumbs, but whole. */
  public static CableFaults slowStream() {
    return new CableFaults(2_000_000, 5_000_000, 100, 40, 0, 0, 0, 0);
  }

  /** Throws unless a link of this kind can have these faults. */
  void check(Delivery delivery) {
    boolean corrupts = corruptOneIn != 0;
    boolean loses = loseOneIn != 0;
    boolean shuffles = duplicateOneIn != 0 || reorderOneIn != 0;
    boolean possible =
        switch (delivery) {
          case RAW_BYTES -> !shuffles;
          case RELIABLE_BYTES -> !corrupts && !loses && !shuffles;
          case MESSAGES -> !corrupts && maxPiece == 0;
        };
    if (!possible) {
      throw new IllegalArgumentException("a link of " + delivery + " cannot have faults " + this);
    }
    if (latencyNanos < 0 || jitterNanos < 0 || nanosPerByte < 0 || maxPiece < 0) {
      throw new IllegalArgumentException("negative times or sizes: " + this);
    }
  }
}
