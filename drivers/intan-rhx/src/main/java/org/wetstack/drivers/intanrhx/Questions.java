package org.wetstack.drivers.intanrhx;

import java.time.Duration;
import java.util.function.Predicate;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Timebase;

/** Asking RHX and waiting for the answer, as is done while a session is being opened. */
final class Questions {

  private static final Duration POLL = Duration.ofMillis(20);

  private final Conversation conversation;
  private final Timebase time;

  Questions(Conversation conversation, Timebase time) {
    this.conversation = conversation;
    this.time = time;
  }

  /** The reply to {@code message}, refusals included. */
  Reply ask(Message message) {
    return Session.await(time, conversation.ask(message), message.limit().plusSeconds(1));
  }

  /**
   * The reply to {@code message}.
   *
   * @throws DeviceException if any of it was refused, or something else was answered
   */
  Reply check(Message message) {
    return ask(message).answering(message);
  }

  /**
   * Asks {@code question} until {@code done}.
   *
   * @throws DeviceException TIMEOUT/NOT_DONE saying {@code otherwise}
   */
  void await(Command question, Predicate<Reply> done, Duration limit, String otherwise) {
    long deadline = time.nanoTime() + limit.toNanos();
    while (!done.test(check(Message.of(question)))) {
      if (time.nanoTime() - deadline > 0) {
        throw new DeviceException(Reason.TIMEOUT, Outcome.NOT_DONE, otherwise + " within " + limit);
      }
      Session.await(time, Run.pause(time, POLL), Message.LIMIT);
    }
  }

  static DeviceException protocol(String what) {
    return new DeviceException(Reason.PROTOCOL, Outcome.NOT_DONE, what);
  }
}
