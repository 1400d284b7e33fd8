package org.wetstack.drivers.newera;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.wetstack.drivers.fluidics.Question;
import org.wetstack.drivers.fluidics.Seat;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/** Commands to one pump, in the mode of conversation that it is in, and their answers. */
final class Talk {

  static final Pattern NUMBER = Pattern.compile("\\d*\\.\\d*");
  static final Pattern NUMBER_AND_UNIT = Pattern.compile("\\d*\\.\\d*[A-Z]*");
  static final Pattern WORD = Pattern.compile("[A-Z]+");
  static final Pattern VERSION = Pattern.compile("NE\\w*V[\\d.]+");

  /** An alarm is the answer to whatever is asked next, and that is then not done. */
  private static final int MAX_ALARMS = 4;

  private static final Pattern NOTHING = Pattern.compile("");

  private final Seat seat;
  private final int address;
  private volatile boolean safe;
  private volatile Consumer<Reply> onAlarm = reply -> {};

  /**
   * @param safe whether the pump is in safe mode, as far as is known
   */
  Talk(Seat seat, int address, boolean safe) {
    this.seat = seat;
    this.address = address;
    this.safe = safe;
    seat.onUnasked(this::unasked);
  }

  /** What a pump is asked when its answers may be out of step: nothing else is answered so. */
  static Question barrier(int address, boolean safe) {
    String text = "%02dVER".formatted(address);
    return Question.safe(
        safe ? NewEraCodec.packet(text) : NewEraCodec.basic(text),
        answer(address, reply -> reply.alarm() || VERSION.matcher(reply.data()).matches()));
  }

  private static Predicate<byte[]> answer(int address, Predicate<Reply> fits) {
    return frame ->
        Reply.parse(frame)
            .filter(reply -> reply.address() == address && fits.test(reply))
            .isPresent();
  }

  /** Who hears of every alarm, also of those the pump sends by itself in safe mode. */
  void onAlarm(Consumer<Reply> listener) {
    onAlarm = listener;
  }

  private void unasked(byte[] frame) {
    Reply.parse(frame)
        .filter(reply -> reply.address() == address && reply.alarm())
        .ifPresent(onAlarm);
  }

  CompletableFuture<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  /**
   * Enters safe mode with a time-out of {@code seconds}, or basic mode with 0. Sent as a packet,
   * which a pump takes in either mode; it has effect even if the answer is an alarm.
   */
  CompletableFuture<Void> enter(int seconds) {
    safe = true;
    return ask("SAF" + seconds, Question::safe, NOTHING, MAX_ALARMS)
        .thenAccept(reply -> safe = seconds > 0);
  }

  /** Sets something. */
  CompletableFuture<Void> set(String command) {
    return ask(command, Question::safe, NOTHING, MAX_ALARMS)
        .thenAccept(reply -> refuseRefusal(command, reply));
  }

  /** Asks for something that is written like {@code form}. */
  CompletableFuture<String> data(String command, Pattern form) {
    return ask(command, Question::safe, form, MAX_ALARMS)
        .thenApply(
            reply -> {
              refuseRefusal(command, reply);
              return reply.data();
            });
  }

  private static void refuseRefusal(String command, Reply reply) {
    if (reply.refusal()) {
      throw new DeviceException(
          Reason.REJECTED,
          Outcome.NOT_DONE,
          "the pump refused "
              + command
              + " with "
              + reply.data()
              + ", in status "
              + reply.status());
    }
  }

  CompletableFuture<Reply> status() {
    return ask("", Question::safe, NOTHING, MAX_ALARMS);
  }

  /** Stops; a pump that rests refuses that, which is as good. */
  CompletableFuture<Void> stop() {
    return ask("STP", Question::urgent, NOTHING, MAX_ALARMS).thenAccept(reply -> {});
  }

  /** Starts, and expects {@code running} as the status. */
  CompletableFuture<Void> start(String command, String running) {
    return ask(command, Question::once, NOTHING, 0)
        .thenAccept(
            reply -> {
              if (reply.alarm()) {
                // It may have been on its way already when the command was done.
                throw new DeviceException(
                    Reason.FAULT, Outcome.UNKNOWN, "the pump answered with " + reply.status());
              }
              refuseRefusal(command, reply);
              if (!reply.status().equals(running)) {
                throw new DeviceException(
                    Reason.PROTOCOL, Outcome.UNKNOWN, "status " + reply.status() + " after RUN");
              }
            });
  }

  /** How a question is made. */
  private interface Manner {
    Question of(byte[] text, Predicate<byte[]> isAnswer);
  }

  private CompletableFuture<Reply> ask(String command, Manner manner, Pattern form, int alarms) {
    String text = "%02d".formatted(address) + command;
    boolean packet = safe;
    Predicate<byte[]> fits =
        answer(
            address,
            reply -> reply.alarm() || reply.refusal() || form.matcher(reply.data()).matches());
    return seat.ask(manner.of(packet ? NewEraCodec.packet(text) : NewEraCodec.basic(text), fits))
        .thenCompose(
            frame -> {
              Reply reply = Reply.parse(frame).orElseThrow();
              if (reply.alarm()) {
                onAlarm.accept(reply);
                if (alarms > 0) {
                  return ask(command, manner, form, alarms - 1);
                }
              }
              return CompletableFuture.completedFuture(reply);
            });
  }
}
