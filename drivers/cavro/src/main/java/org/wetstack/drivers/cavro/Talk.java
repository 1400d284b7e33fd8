package org.wetstack.drivers.cavro;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.wetstack.drivers.fluidics.Question;
import org.wetstack.drivers.fluidics.Seat;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/**
 * Commands to one pump, and its reports. Every message has a number by which the pump knows a
 * repeated one; a report that rests is read twice, as the checksum does not notice a pair of equal
 * digits that is lost.
 */
final class Talk {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final int MAX_POLLS = 450;
  private static final int MAX_READINGS = 6;
  private static final int SEQUENCES = 7;

  private final Seat seat;
  private final int address;
  private int sequence;

  Talk(Seat seat, int address) {
    this.seat = seat;
    this.address = address;
  }

  private synchronized int nextSequence() {
    sequence = sequence % SEQUENCES + 1;
    return sequence;
  }

  private byte[] request(String data) {
    return OemCodec.request(address, nextSequence(), false, data);
  }

  CompletableFuture<Answer> report(String data, Predicate<byte[]> isAnswer) {
    return seat.ask(Question.safe(request(data), isAnswer)).thenApply(Answer::of);
  }

  /** Whether it is ready, and what is wrong. */
  CompletableFuture<Answer> query() {
    return report("Q", Answer::isStatus);
  }

  /** A number that may move on, or have lost digits. */
  CompletableFuture<Long> glance(String data) {
    return report(data, Answer::isNumber).thenApply(answer -> Long.parseLong(answer.data()));
  }

  /** A number that rests: read until two readings in turn agree. */
  CompletableFuture<Long> number(String data) {
    return glance(data).thenCompose(first -> confirmed(data, first, MAX_READINGS));
  }

  private CompletableFuture<Long> confirmed(String data, long last, int left) {
    return glance(data)
        .thenCompose(
            next -> {
              if (next == last) {
                return CompletableFuture.completedFuture(next);
              }
              if (left == 0) {
                throw new DeviceException(
                    Reason.PROTOCOL,
                    Outcome.NOT_DONE,
                    "the pump answers " + data + " differently each time: last " + next);
              }
              return confirmed(data, next, left - 1);
            });
  }

  /** Sends a command with a number by which the pump knows it again, and checks the answer. */
  CompletableFuture<Void> command(String data) {
    int number = nextSequence();
    return seat.ask(
            Question.marked(
                OemCodec.request(address, number, false, data),
                OemCodec.request(address, number, true, data),
                Answer::isStatus))
        .thenAccept(frame -> check(Answer.of(frame), data));
  }

  private static void check(Answer answer, String data) {
    if (answer.error() != 0) {
      // Busy it may be with this very command, if a link delivers twice.
      Outcome outcome = answer.error() == Answer.OVERFLOW ? Outcome.UNKNOWN : Outcome.NOT_DONE;
      throw new DeviceException(
          Reason.REJECTED, outcome, "the pump refuses " + data + ": " + answer.words());
    }
  }

  /** Executes a string, and waits until the pump rests. */
  CompletableFuture<Void> run(String data) {
    return command(data + "R").thenCompose(done -> untilRest(0));
  }

  private CompletableFuture<Void> untilRest(int polls) {
    return query()
        .thenCompose(
            answer -> {
              if (answer.error() != 0) {
                throw new DeviceException(Reason.FAULT, Outcome.NOT_DONE, answer.words());
              }
              if (answer.ready()) {
                return CompletableFuture.completedFuture(null);
              }
              if (polls >= MAX_POLLS) {
                throw new DeviceException(
                    Reason.TIMEOUT, Outcome.NOT_DONE, "the pump does not come to rest");
              }
              var later = new CompletableFuture<Void>();
              var unused = seat.time().after(POLL, () -> later.complete(null));
              return later.thenCompose(done -> untilRest(polls + 1));
            });
  }

  /** Before all that waits. */
  CompletableFuture<Void> halt() {
    return seat.ask(Question.urgent(request("T"), Answer::isStatus)).thenApply(frame -> null);
  }
}
