package org.wetstack.drivers.firmware;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;

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
    /** Heartbeat and Goodbye: outside the window, sent once. */
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
        case ONCE -> Duration.ofMillis(500);
      };
    }

    int maxCopies() {
      return switch (this) {
        case NORMAL, PROMPT, URGENT -> 4;
        case HELLO -> 10;
        case ONCE -> 1;
      };
    }
  }

  final HostMessage message;
  final Kind kind;
  final ByteBuffer wire;
  final CompletableFuture<DeviceMessage> reply = new CompletableFuture<>();
  int copies;
  Timebase.@Nullable Timer timer;

  Request(HostMessage message, Kind kind, ByteBuffer wire) {
    this.message = message;
    this.kind = kind;
    this.wire = wire;
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

  String name() {
    return message.getBodyCase().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
