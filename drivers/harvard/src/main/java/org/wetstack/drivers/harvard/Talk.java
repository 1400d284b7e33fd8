package org.wetstack.drivers.harvard;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wetstack.drivers.fluidics.Question;
import org.wetstack.drivers.fluidics.Seat;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/** Talk with the pump of one address. Futures fail with a {@link DeviceException}. */
final class Talk {

  private static final Pattern VERSION =
      Pattern.compile("(.*(?:ELITE|ULTRA).*?) v?(\\d+(?:\\.\\d+)*)", Pattern.CASE_INSENSITIVE);

  /** How often something is said again, as lines garble. */
  private static final int TRIES = 3;

  private final int address;
  private final Seat seat;

  Talk(int address, Seat seat) {
    this.address = address;
    this.seat = seat;
  }

  /** Asks which pump it is: no other answer looks like that one. */
  static Question barrier(int address) {
    return Question.safe(
        bytes(address, "ver"), frame -> answers(address, frame, r -> r.find(VERSION).isPresent()));
  }

  CompletableFuture<Matcher> version() {
    return ask("ver", VERSION);
  }

  /** Asks for a line of this form. */
  CompletableFuture<Matcher> ask(String command, Pattern form) {
    return ask(Question.safe(
            bytes(address, command),
            frame -> answers(address, frame, r -> r.find(form).isPresent())))
        .thenApply(reply -> reply.find(form).orElseThrow());
  }

  private CompletableFuture<Status> status() {
    return ask(Question.safe(
            bytes(address, "status"),
            frame -> answers(address, frame, r -> Status.of(r).isPresent())))
        .thenApply(reply -> Status.of(reply).orElseThrow());
  }

  /**
   * Asks for the status. That of a pump at rest, as it is final, has been said twice alike: nothing
   * in it tells whether digits are missing.
   */
  CompletableFuture<Status> confirmedStatus() {
    return status().thenCompose(first -> confirm(first, TRIES + TRIES));
  }

  private CompletableFuture<Status> confirm(Status first, int tries) {
    if (first.running()) {
      return CompletableFuture.completedFuture(first);
    }
    return status()
        .thenCompose(
            second -> {
              if (second.equals(first)) {
                return CompletableFuture.completedFuture(second);
              }
              if (tries == 1) {
                throw new DeviceException(
                    Reason.TIMEOUT, Outcome.UNKNOWN, "the pump says of itself now this, now that");
              }
              return confirm(second, tries - 1);
            });
  }

  /**
   * Asks twice in one go, as only the second answer ends the first where nothing else does. A
   * refusal is of what another program left unfinished on the line, and not of this.
   */
  CompletableFuture<Matcher> askTwice(String command, Pattern form) {
    return ask(Question.safe(
            bytes(address, command + "\r" + prefix(address) + command),
            frame -> {
              Reply reply = Reply.parse(frame);
              return reply.address() == address && reply.find(form).isPresent();
            }))
        .thenApply(reply -> reply.find(form).orElseThrow());
  }

  /** Sets something; may be repeated. */
  CompletableFuture<Void> set(String command) {
    return ask(Question.safe(
            bytes(address, command), frame -> answers(address, frame, Reply::bare)))
        .thenApply(reply -> null);
  }

  /**
   * Sets something and reads it back; again if what comes back is wrong, as lines garble.
   *
   * @param set sets it, which may be repeated
   * @param query asks for it, and {@code right} knows it
   * @param wanted what it is to be, for a person
   */
  CompletableFuture<Void> settle(
      Supplier<CompletableFuture<Void>> set,
      String query,
      Pattern form,
      Predicate<Matcher> right,
      String wanted) {
    return settle(set, query, form, right, wanted, TRIES);
  }

  private CompletableFuture<Void> settle(
      Supplier<CompletableFuture<Void>> set,
      String query,
      Pattern form,
      Predicate<Matcher> right,
      String wanted,
      int tries) {
    return set.get()
        .thenCompose(done -> ask(query, form))
        .thenCompose(
            line -> {
              if (right.test(line)) {
                return CompletableFuture.completedFuture(null);
              }
              if (tries > 1) {
                return settle(set, query, form, right, wanted, tries - 1);
              }
              throw new DeviceException(
                  Reason.PROTOCOL,
                  Outcome.NOT_DONE,
                  "the pump has "
                      + query
                      + " of "
                      + line.group()
                      + " instead of "
                      + wanted
                      + "; open it anew");
            });
  }

  /** As {@link #set}, also if the pump refuses: not all firmware knows the command. */
  CompletableFuture<Void> trySet(String command) {
    return seat.ask(
            Question.safe(bytes(address, command), frame -> answers(address, frame, Reply::bare)))
        .thenApply(frame -> null);
  }

  /** Starts a run; not repeated. */
  CompletableFuture<Void> start(String command) {
    return ask(Question.once(
            bytes(address, command),
            frame -> answers(address, frame, r -> r.bare() && !r.prompt().equals(":"))))
        .thenApply(reply -> null);
  }

  /** Stops; goes before everything else. */
  CompletableFuture<Void> stop() {
    return ask(Question.urgent(
            bytes(address, "stop"),
            frame -> answers(address, frame, r -> r.bare() && r.prompt().equals(":"))))
        .thenApply(reply -> null);
  }

  /** Leaves the pump as one that tells people what happens; what comes after the prompt ends it. */
  CompletableFuture<Void> leave() {
    return ask(Question.safe(
            bytes(address, "poll off\r" + prefix(address)),
            frame -> answers(address, frame, Reply::bare)))
        .thenApply(reply -> null);
  }

  private CompletableFuture<Reply> ask(Question question) {
    return seat.ask(question)
        .thenApply(
            frame -> {
              Reply reply = Reply.parse(frame);
              reply
                  .refusal()
                  .ifPresent(
                      why -> {
                        throw new DeviceException(
                            Reason.REJECTED, Outcome.NOT_DONE, "the pump refuses: " + why);
                      });
              return reply;
            });
  }

  private static boolean answers(int address, byte[] frame, Predicate<Reply> form) {
    Reply reply = Reply.parse(frame);
    return reply.address() == address && (reply.refusal().isPresent() || form.test(reply));
  }

  /** Only a pump with an address of its own says so; to the first one it is left out, too. */
  private static String prefix(int address) {
    return address == 0 ? "" : "%02d".formatted(address);
  }

  private static byte[] bytes(int address, String command) {
    return (prefix(address) + command + "\r").getBytes(StandardCharsets.US_ASCII);
  }
}
