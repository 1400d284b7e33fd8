package org.wetstack.drivers.fluidics;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * Something to send, and how to know its answer.
 *
 * @param text as it goes on the line
 * @param again as it is sent again after a silence; the same as {@code text} unless the protocol
 *     marks repetitions
 * @param isAnswer whether a frame answers this; of frames from several instruments on a line, and
 *     of those that say something else, it must be false
 * @param limit how long an answer may take, from when it is sent
 * @param againLimit the same when it is sent again: a line that loses is slow no more often than
 *     others, but one that is slow is so always
 * @param kind what may be done if no answer comes
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and made for one use.
public record Question(
    byte[] text,
    byte[] again,
    Predicate<byte[]> isAnswer,
    Duration limit,
    Duration againLimit,
    Kind kind) {

  /** What may be done if no answer comes, and what goes first. */
  public enum Kind {
    /** It changes nothing, or the same again: it is repeated. */
    SAFE,
    /** It starts something: it is never repeated, and the outcome is unknown without an answer. */
    ONCE,
    /**
     * It stops something: it goes before all that wait, those of {@link #ONCE} of the same
     * instrument are not sent any more, and it is repeated.
     */
    URGENT,
    /** The instrument itself knows a repetition by its mark: it is repeated at once. */
    MARKED
  }

  /** Long enough for a serial server on a busy network. */
  public static final Duration USUAL_LIMIT = Duration.ofSeconds(1);

  private static final Duration MARKED_LIMIT = Duration.ofMillis(700);

  public static Question safe(byte[] text, Predicate<byte[]> isAnswer) {
    return new Question(text, text, isAnswer, USUAL_LIMIT, USUAL_LIMIT, Kind.SAFE);
  }

  public static Question once(byte[] text, Predicate<byte[]> isAnswer) {
    return new Question(text, text, isAnswer, USUAL_LIMIT, USUAL_LIMIT, Kind.ONCE);
  }

  public static Question urgent(byte[] text, Predicate<byte[]> isAnswer) {
    return new Question(text, text, isAnswer, USUAL_LIMIT, USUAL_LIMIT, Kind.URGENT);
  }

  public static Question marked(byte[] text, byte[] again, Predicate<byte[]> isAnswer) {
    return new Question(text, again, isAnswer, MARKED_LIMIT, MARKED_LIMIT, Kind.MARKED);
  }

  /** The same, but an answer may take {@code other}. */
  public Question within(Duration other) {
    return within(other, other);
  }

  /** The same, but an answer may take {@code first}, and {@code later} when it is asked again. */
  public Question within(Duration first, Duration later) {
    return new Question(text, again, isAnswer, first, later, kind);
  }
}
