package org.wetstack.drivers.firmware;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Refused;

/** A request under way. Its mutable state belongs to the session's lock. */
final class Request {

  /** How a request is sent. */
  enum Kind {
    /** Counts against the command window, waits for room in it, is repeated. */
    NORMAL,
    /** As NORMAL, but fails at once when the window is full. */
    PROMPT,
    /** Stop: outside the window, repeated. */
    URGENT,
    /** Hello: outside the window, repeated slowly, because a board may still be starting. */
    HELLO,
    /**
     * Goodbye: outside the window, repeated for as long as closing may take, because what is lost
     * leaves things running.
     */
    GOODBYE,
    /** Heartbeat: outside the window, sent once. */
    ONCE;

    boolean windowed() {
      return this == NORMAL || this == PROMPT;
    }

    /**
     * How long after the first copy the {@code n}th repeat goes out, or the request is given up.
     */
    Duration patience(int copies) {
      return switch (this) {
        case NORMAL, PROMPT, URGENT ->
            switch (copies) {
              case 1 -> Duration.ofMillis(300);
              case 2 -> Duration.ofMillis(400);
              case 3 -> Duration.ofMillis(500);
              default -> Duration.ofMillis(700);
            };
        case HELLO -> Duration.ofMillis(900);
        case GOODBYE -> Duration.ofMillis(300);
        case ONCE -> Duration.ofMillis(500);
      };
    }

    int maxCopies() {
      return switch (this) {
        case NORMAL, PROMPT, URGENT -> 4;
        case HELLO -> 10;
        case GOODBYE -> 5;
        case ONCE -> 1;
      };
    }
  }

  final HostMessage message;
  final Kind kind;
  final ByteBuffer wire;
  final long askedNanos;

  /**
   * Hears the reply before anybody else. Not a stage of {@link #reply}: those may run on the thread
   * that awaits it, while the link's thread already reads on.
   */
  private final Consumer<DeviceMessage> first;

  final CompletableFuture<DeviceMessage> reply = new CompletableFuture<>();
  int copies;
  Timebase.@Nullable Timer timer;

  Request(
      HostMessage message,
      Kind kind,
      ByteBuffer wire,
      long askedNanos,
      Consumer<DeviceMessage> first) {
    this.message = message;
    this.kind = kind;
    this.wire = wire;
    this.askedNanos = askedNanos;
    this.first = first;
  }

  int id() {
    return message.getRequestId();
  }

  /** What is known about the world when this request ends without a reply. */
  Outcome outcomeWithoutReply() {
    return copies == 0 ? Outcome.NOT_DONE : Outcome.UNKNOWN;
  }

  DeviceException unanswered() {
    return new DeviceException(
        Reason.TIMEOUT,
        outcomeWithoutReply(),
        "the device did not answer " + name() + ", sent " + copies + " times");
  }

  /** Completes with {@code answer}, or with what it means that this is the answer. */
  void complete(DeviceMessage answer) {
    if (isAnsweredBy(answer)) {
      first.accept(answer);
      reply.complete(answer);
    } else if (answer.hasRefused()) {
      reply.completeExceptionally(Refusal.of(this, answer.getRefused()));
    } else {
      reply.completeExceptionally(answeredWith(answer));
    }
  }

  /** Whether {@code answer} says that the device knows nothing of this session any longer. */
  boolean isRefusedAsStale(DeviceMessage answer) {
    return kind != Kind.HELLO
        && answer.getRefused().getReason() == Refused.Reason.REASON_STALE_EPOCH;
  }

  /** Ends without an answer, because the session has ended for {@code reason}. */
  void abandon(String why, @Nullable DeviceException reason) {
    if (timer != null) {
      timer.cancel();
    }
    reply.completeExceptionally(
        new DeviceException(Reason.LINK_LOST, outcomeWithoutReply(), why, reason));
  }

  private DeviceException answeredWith(DeviceMessage other) {
    return new DeviceException(
        Reason.PROTOCOL,
        Outcome.UNKNOWN,
        "the device answered "
            + name()
            + " with what is no answer to it: "
            + words(other.getBodyCase()));
  }

  /** Whether {@code reply} is what this request is answered with, a refusal aside. */
  private boolean isAnsweredBy(DeviceMessage reply) {
    return reply.getBodyCase()
        == switch (message.getBodyCase()) {
          case HELLO -> DeviceMessage.BodyCase.WELCOME;
          case HEARTBEAT -> DeviceMessage.BodyCase.HEARTBEAT_REPLY;
          case DESCRIBE -> DeviceMessage.BodyCase.DESCRIPTION;
          case READ_SITES -> DeviceMessage.BodyCase.SITES;
          case PREPARE, COMMIT, QUERY_DOSE -> DeviceMessage.BodyCase.DOSE_STATUS;
          case START_STREAM -> DeviceMessage.BodyCase.STREAM_STARTED;
          case LOAD_STIMULUS -> DeviceMessage.BodyCase.STIMULUS_LOADED;
          case TRIGGER, QUERY_STIMULUS -> DeviceMessage.BodyCase.STIMULUS_STATUS;
          case READ_SENSOR -> DeviceMessage.BodyCase.SENSOR_READING;
          case FLASH, QUERY_FLASH -> DeviceMessage.BodyCase.FLASH_STATUS;
          case READ_REGISTER, WRITE_REGISTER -> DeviceMessage.BodyCase.REGISTER_VALUE;
          case GOODBYE, CLEAR_SAFE_STATE, STOP, STOP_STREAM, ARM_STIMULUS, UNLOAD_STIMULUS ->
              DeviceMessage.BodyCase.DONE;
          case BODY_NOT_SET -> DeviceMessage.BodyCase.BODY_NOT_SET;
        };
  }

  String name() {
    return words(message.getBodyCase());
  }

  private static String words(Enum<?> body) {
    return body.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
