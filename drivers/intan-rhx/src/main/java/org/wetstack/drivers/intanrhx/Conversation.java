package org.wetstack.drivers.intanrhx;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.Timebase;

/**
 * The command socket: one message at a time, each with its receipt. Replies carry nothing that
 * tells which message they answer, so a reply that does not come in time ends the conversation: its
 * successor might otherwise be taken for it. Thread-safe; futures complete outside the lock, on the
 * link's thread or the timer's.
 */
final class Conversation implements LinkHandler {

  // Twice as many for those that stop: nobody is to stand in their way.
  private static final int MAX_WAITING = 64;
  // RHX reads what comes within a moment of a start together with it, and then defers it.
  private static final Duration START_QUIET = Duration.ofMillis(20);
  // If neither samples nor a refusal come, something is wrong, and asking will tell.
  private static final Duration START_PATIENCE = Duration.ofSeconds(3);

  private final Timebase time;
  private final Consumer<RunMode> modes;
  private final Consumer<DeviceException> losses;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private final ReplyText text = new ReplyText();
  private @Nullable Link link;
  private @Nullable Request asked;
  private @Nullable Message lastWords;
  private boolean parting;
  private boolean over;
  private long replies;
  private Duration roundTrip = Duration.ZERO;

  /**
   * @param modes hears the run mode of each reply, before whoever asked hears the reply
   * @param losses hears, once, why the conversation can no longer be trusted
   */
  Conversation(Timebase time, Consumer<RunMode> modes, Consumer<DeviceException> losses) {
    this.time = time;
    this.modes = modes;
    this.losses = losses;
  }

  void begin(Link opened) {
    boolean late;
    lock.lock();
    try {
      link = opened;
      late = over;
    } finally {
      lock.unlock();
    }
    if (late) {
      opened.close();
    }
  }

  /** Sends {@code message} when those before it are answered. */
  CompletableFuture<Reply> ask(Message message) {
    return ask(message, false, false);
  }

  /** Sends {@code message} next, before those that wait. */
  CompletableFuture<Reply> askFirst(Message message) {
    return ask(message, true, false);
  }

  /** As {@link #ask}, also after {@link #part}. */
  CompletableFuture<Reply> askLast(Message message) {
    return ask(message, false, true);
  }

  private CompletableFuture<Reply> ask(Message message, boolean first, boolean last) {
    var request = new Request(message);
    DeviceException refused = null;
    lock.lock();
    try {
      if (over || link == null || (parting && !last)) {
        refused = new DeviceException(Reason.LINK_LOST, Outcome.NOT_DONE, "this session has ended");
      } else if (waiting.size() >= (first || last ? 2 * MAX_WAITING : MAX_WAITING)) {
        refused =
            new DeviceException(
                Reason.REJECTED, Outcome.NOT_DONE, MAX_WAITING + " messages already wait for RHX");
      } else if (first) {
        waiting.addFirst(request);
      } else {
        waiting.addLast(request);
      }
    } finally {
      lock.unlock();
    }
    if (refused != null) {
      request.reply.completeExceptionally(refused);
    } else {
      sendNext();
    }
    return request.reply;
  }

  private void sendNext() {
    DeviceException lost = null;
    lock.lock();
    try {
      if (over || asked != null || waiting.isEmpty()) {
        return;
      }
      Request next = waiting.removeFirst();
      asked = next;
      next.sentNanos = time.nanoTime();
      Link to = link;
      if (to != null) {
        to.send(next.message.wire());
      }
      next.timer =
          next.message.receipt()
              ? time.after(next.message.limit(), () -> overdue(next))
              : time.after(START_PATIENCE, () -> started(next));
    } catch (DeviceException e) {
      lost = e;
    } finally {
      lock.unlock();
    }
    if (lost != null) {
      end(new DeviceException(Reason.LINK_LOST, Outcome.UNKNOWN, "cannot send to RHX", lost));
    }
  }

  private void overdue(Request request) {
    lock.lock();
    try {
      if (asked != request) {
        return;
      }
    } finally {
      lock.unlock();
    }
    end(
        new DeviceException(
            Reason.LINK_LOST,
            Outcome.UNKNOWN,
            "RHX did not answer '"
                + request.message.text()
                + "' within "
                + request.message.limit()
                + ": is its window waiting for somebody, or its host gone?"));
  }

  /** What was started brings samples, or was refused: lets the next message go. */
  void startAnswered() {
    Request start;
    lock.lock();
    try {
      start = asked;
      if (start == null || start.message.receipt()) {
        return;
      }
    } finally {
      lock.unlock();
    }
    long passed = time.nanoTime() - start.sentNanos;
    var unused = time.after(START_QUIET.minusNanos(passed), () -> started(start));
  }

  private void started(Request start) {
    lock.lock();
    try {
      if (asked != start) {
        return;
      }
      answered(start);
    } finally {
      lock.unlock();
    }
    start.reply.complete(new Reply(List.of(), List.of(), RunMode.RUN));
    sendNext();
  }

  /** Frees the line. */
  private void answered(Request request) {
    asked = null;
    if (request.timer != null) {
      request.timer.cancel();
    }
  }

  @Override
  public void onBytes(Link from, ByteBuffer bytes) {
    Request request = null;
    Optional<Reply> reply = Optional.empty();
    Optional<String> nonsense;
    boolean refused;
    lock.lock();
    try {
      if (over) {
        return;
      }
      nonsense = text.hear(bytes);
      request = asked;
      if (nonsense.isEmpty() && request != null && request.message.receipt()) {
        reply = text.next();
        reply.ifPresent(this::heard);
      }
      refused = text.length() > 0;
      boolean expecting = asked != null && asked.message.receipt();
      if (nonsense.isEmpty() && !expecting && text.hasAnswer()) {
        nonsense = Optional.of("RHX answers what was not asked: '" + text + "'");
      }
    } finally {
      lock.unlock();
    }
    if (reply.isPresent() && request != null) {
      modes.accept(reply.get().mode());
      request.reply.complete(reply.get());
      sendNext();
    }
    if (refused) {
      // If it was a start, there will be no samples.
      startAnswered();
    }
    nonsense.ifPresent(what -> end(new DeviceException(Reason.PROTOCOL, Outcome.UNKNOWN, what)));
  }

  private void heard(Reply reply) {
    Request request = asked;
    if (request != null) {
      replies++;
      roundTrip = Duration.ofNanos(time.nanoTime() - request.sentNanos);
      text.stray(request.message.commands().isEmpty() ? reply.errors().size() : 0);
      answered(request);
    }
  }

  @Override
  public void onClosed(@Nullable Throwable cause) {
    String why = cause == null ? "it was closed" : String.valueOf(cause.getMessage());
    end(
        new DeviceException(
            Reason.LINK_LOST, Outcome.UNKNOWN, "the command link to RHX is lost: " + why, cause));
  }

  /** From here on only {@link #askLast} is served; what waits has not been done. */
  void part() {
    List<Request> dropped;
    lock.lock();
    try {
      parting = true;
      dropped = new ArrayList<>(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    for (Request each : dropped) {
      each.reply.completeExceptionally(
          new DeviceException(Reason.LINK_LOST, Outcome.NOT_DONE, "the session ended before"));
    }
    startAnswered();
  }

  /**
   * What is sent before the link is closed, whatever ends the conversation and without waiting for
   * an answer; null for nothing.
   */
  void lastWords(@Nullable Message message) {
    lock.lock();
    try {
      lastWords = message;
    } finally {
      lock.unlock();
    }
  }

  private void sayLastWords(Link to) {
    Message message = lastWords;
    if (message != null) {
      try {
        to.send(message.wire());
      } catch (DeviceException e) {
        // There is nobody left to tell.
      }
    }
  }

  /** Ends for good. What is under way may have been done. Idempotent. */
  void close() {
    end(null);
  }

  private void end(@Nullable DeviceException reason) {
    Link toClose;
    Request underWay;
    lock.lock();
    try {
      if (over) {
        return;
      }
      over = true;
      toClose = link;
      if (toClose != null) {
        sayLastWords(toClose);
      }
      underWay = asked;
      if (underWay != null) {
        answered(underWay);
      }
    } finally {
      lock.unlock();
    }
    part();
    if (underWay != null) {
      underWay.reply.completeExceptionally(
          new DeviceException(
              Reason.LINK_LOST, Outcome.UNKNOWN, "the session ended before RHX answered", reason));
    }
    if (reason != null) {
      losses.accept(reason);
    }
    if (toClose != null) {
      toClose.close();
    }
  }

  /** Whether nothing is asked and nothing waits. */
  boolean idle() {
    lock.lock();
    try {
      return asked == null && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  long replies() {
    lock.lock();
    try {
      return replies;
    } finally {
      lock.unlock();
    }
  }

  /** Sentences that were no answers. */
  long strays() {
    lock.lock();
    try {
      return text.strays();
    } finally {
      lock.unlock();
    }
  }

  Duration roundTrip() {
    lock.lock();
    try {
      return roundTrip;
    } finally {
      lock.unlock();
    }
  }
}
