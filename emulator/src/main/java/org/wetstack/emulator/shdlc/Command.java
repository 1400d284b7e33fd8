package org.wetstack.emulator.shdlc;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** One command of the cable: what it does, and when and what it answers. */
@FunctionalInterface
interface Command {

  /**
   * Does it.
   *
   * @throws ShdlcError.RefusedException if it cannot be done
   */
  Answer execute(Request request);

  /**
   * The data of a reply.
   *
   * @param delay passes before {@code data} is asked for, which may refuse, too
   */
  record Answer(Duration delay, Supplier<byte[]> data) {}

  /** A command that takes no time. */
  static Command quick(Function<Request, byte[]> command) {
    return request -> {
      byte[] data = command.apply(request);
      return new Answer(Duration.ZERO, () -> data);
    };
  }
}
