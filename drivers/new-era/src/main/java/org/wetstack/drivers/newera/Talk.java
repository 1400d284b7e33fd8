package org.wetstack.drivers.newera;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.wetstack.drivers.fluidics.Question;
import org.wetstack.drivers.fluidics.Seat;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/** Commands to the pump at one address, in packets, and its answers. */
final class Talk {

  private static final int ALARMS_IN_A_ROW = 3;

  /**
   * A pump that has lost a part of a packet takes what follows within half a second for the rest of
   * it; and it is to be asked several times before it takes its host for dead.
   */
  private static final Duration ANSWER_LIMIT = Duration.ofMillis(600);

  private final Seat seat;
  private final Alarms alarms;

  Talk(Seat seat, Alarms alarms) {
    this.seat = seat;
    this.alarms = alarms;
    seat.onUnasked(alarms::hear);
  }

  /**
   * Something whose answer is like no other; an alarm that takes its place is kept. A pump in basic
   * mode takes packets for the rest of a line that another program began. So from the second time
   * on that line is ended first: as a question, which makes a command of no beginning.
   */
  static Question barrier(Alarms alarms) {
    String version = alarms.address() + "VER";
    byte[] packet = Packets.packet(version);
    byte[] line = (version + "\r").getBytes(StandardCharsets.US_ASCII);
    byte[] both = Arrays.copyOf(line, line.length + packet.length);
    System.arraycopy(packet, 0, both, line.length, packet.length);
    return new Question(
        packet,
        both,
        frame -> alarms.hear(frame).filter(a -> a.data().startsWith("NE")).isPresent(),
        ANSWER_LIMIT,
        Question.USUAL_LIMIT,
        Question.Kind.SAFE);
  }

  /** What kind of question it is. */
  interface Asking {
    Question question(byte[] text, Predicate<byte[]> isAnswer);
  }

  /**
   * Asks {@code command}, and once more after an alarm, which is an answer to anything.
   *
   * @param form what an answer looks like
   */
  CompletableFuture<Answer> ask(String command, Predicate<Answer> form, Asking as) {
    return ask(command, form, as, ALARMS_IN_A_ROW);
  }

  private CompletableFuture<Answer> ask(
      String command, Predicate<Answer> form, Asking as, int alarmsLeft) {
    return once(command, form, as)
        .thenCompose(
            told -> {
              if (!told.alarmed()) {
                return CompletableFuture.completedFuture(told);
              }
              if (alarmsLeft == 0) {
                return CompletableFuture.failedFuture(
                    failure(Reason.FAULT, "it answers nothing but alarms"));
              }
              return ask(command, form, as, alarmsLeft - 1);
            });
  }

  /** Asks {@code command} once; an alarm may be the answer. */
  CompletableFuture<Answer> once(String command, Predicate<Answer> form, Asking as) {
    Predicate<byte[]> isAnswer =
        frame ->
            alarms
                .hear(frame)
                .filter(a -> !a.complainsOfDamage())
                .filter(a -> a.alarmed() || form.test(a) || (a.checked() && a.error().isPresent()))
                .isPresent();
    byte[] packet = Packets.packet(alarms.address() + command);
    return seat.ask(as.question(packet, isAnswer).within(ANSWER_LIMIT, Question.USUAL_LIMIT))
        .thenApply(frame -> Answer.of(frame).orElseThrow());
  }

  /** A status and nothing behind it. */
  static boolean bare(Answer answer) {
    return answer.checked() && answer.bare();
  }

  CompletableFuture<String> query(String command, Predicate<String> form) {
    return ask(command, a -> a.checked() && form.test(a.data()), Question::safe)
        .thenApply(told -> done(command, told).data());
  }

  CompletableFuture<Void> set(String command) {
    return ask(command, Talk::bare, Question::safe).thenAccept(told -> done(command, told));
  }

  /** {@code told}, unless it is an error. */
  Answer done(String command, Answer told) {
    if (told.error().isPresent()) {
      throw failure(
          Reason.REJECTED, "to " + command + " it answers ?" + told.error().orElseThrow());
    }
    return told;
  }

  DeviceException failure(Reason reason, String what) {
    return new DeviceException(
        reason, Outcome.NOT_DONE, "New Era pump at address " + alarms.address() + ": " + what);
  }

  /**
   * Sets only what is not so already, as the pump's memory wears, and reads it back.
   *
   * @param form of what {@code query} tells; unlike that of others, whose answers may come late
   */
  CompletableFuture<Void> ensure(String query, Pattern form, String wanted, String... commands) {
    Predicate<String> answers = form.asMatchPredicate();
    return query(query, answers)
        .thenCompose(
            found -> {
              if (found.equals(wanted)) {
                return CompletableFuture.completedFuture(null);
              }
              CompletableFuture<Void> set = CompletableFuture.completedFuture(null);
              for (String command : List.of(commands)) {
                set = set.thenCompose(before -> set(command));
              }
              return set.thenCompose(before -> query(query, answers))
                  .thenAccept(now -> requireSet(query, wanted, now));
            });
  }

  private void requireSet(String what, String wanted, String now) {
    if (!now.equals(wanted)) {
      throw failure(Reason.PROTOCOL, what + " is " + now + " after it was set to " + wanted);
    }
  }
}
