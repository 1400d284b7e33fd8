package org.wetstack.drivers.firmware;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.v1.DeviceMessage;

/**
 * The requests under way, and those that wait for room in the device's command window: when each is
 * sent, repeated and given up. All of it, every call included, belongs to the session's lock; what
 * is returned as a failure is to be told outside it.
 */
final class Requests {

  private static final int MAX_WAITING = 64;

  private final Wire wire;
  private final Timebase time;
  private final Consumer<Request> onOverdue;
  private final Map<Integer, Request> pending = new HashMap<>();
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private int nextId;
  private int window = 1;
  private int windowed;
  private Duration validity = Duration.ZERO;
  private long repeated;

  /** {@code onOverdue} is called, outside the lock, when {@link #overdue} is due for a request. */
  Requests(Wire wire, Timebase time, int firstId, Consumer<Request> onOverdue) {
    this.wire = wire;
    this.time = time;
    this.nextId = firstId;
    this.onOverdue = onOverdue;
  }

  /**
   * From here on at most {@code newWindow} are under way, and those with an expiry are not repeated
   * later than {@code newValidity}.
   */
  void begin(int newWindow, Duration newValidity) {
    validity = newValidity;
    window = Math.max(1, newWindow);
  }

  /** An id that no request under way has; never 0. */
  int freshId() {
    do {
      nextId++;
    } while (nextId == 0 || pending.containsKey(nextId));
    return nextId;
  }

  /** The request under way, of the same epoch unless that is new, that {@code reply} is for. */
  @Nullable Request awaiting(DeviceMessage reply) {
    Request request = pending.get(reply.getInReplyTo());
    boolean ours =
        request != null && (reply.hasWelcome() || reply.getEpoch() == request.message.getEpoch());
    return ours ? request : null;
  }

  /** How many copies were sent after a first one. */
  long repeated() {
    return repeated;
  }

  /** Sends {@code request}, or lets it wait for room. Returns what it fails for at once. */
  @Nullable DeviceException admit(Request request) {
    if (!request.kind.windowed() || windowed < window) {
      return launch(request);
    }
    if (request.kind == Request.Kind.PROMPT || waiting.size() >= MAX_WAITING) {
      return new DeviceException(
          Reason.REJECTED,
          Outcome.NOT_DONE,
          "the device still works on "
              + windowed
              + " requests, as many as it takes; "
              + request.name()
              + " was not sent");
    }
    waiting.addLast(request);
    return null;
  }

  private @Nullable DeviceException launch(Request request) {
    pending.put(request.id(), request);
    if (request.kind.windowed()) {
      windowed++;
    }
    DeviceException failed = transmit(request);
    if (failed != null) {
      forget(request);
    }
    return failed;
  }

  /** Sends one copy and sets the timer for what comes next. A full queue counts as a lost copy. */
  private @Nullable DeviceException transmit(Request request) {
    try {
      Link to = wire.link();
      if (to != null) {
        to.send(request.wire.duplicate());
        request.copies++;
      }
    } catch (DeviceException e) {
      if (e.reason() == Reason.LINK_LOST || request.kind == Request.Kind.PROMPT) {
        return new DeviceException(e.reason(), request.outcomeWithoutReply(), "not sent", e);
      }
    }
    request.timer =
        time.after(
            request.kind.patience(Math.max(1, request.copies)), () -> onOverdue.accept(request));
    return null;
  }

  /** Repeats {@code request}, or gives it up and returns why. Harmless if it has been answered. */
  @Nullable DeviceException overdue(Request request) {
    if (pending.get(request.id()) != request) {
      return null;
    }
    DeviceException failed;
    if (request.copies < request.kind.maxCopies() && !expired(request)) {
      repeated++;
      failed = transmit(request);
    } else {
      failed = request.unanswered();
    }
    if (failed != null) {
      forget(request);
    }
    return failed;
  }

  /** Whether the device must refuse another copy by now, which would only blur the outcome. */
  private boolean expired(Request request) {
    return request.message.getNotAfterMicros() != 0
        && time.nanoTime() - request.askedNanos > validity.toNanos();
  }

  /** Awaits no answer to {@code request} any longer, and sends the next one that waits. */
  void forget(Request request) {
    if (pending.remove(request.id(), request)) {
      if (request.timer != null) {
        request.timer.cancel();
      }
      if (request.kind.windowed()) {
        windowed--;
        Request next = waiting.pollFirst();
        if (next != null) {
          DeviceException failed = launch(next);
          if (failed != null) {
            time.after(Duration.ZERO, () -> next.reply.completeExceptionally(failed));
          }
        }
      }
    }
  }

  /** Forgets all of them, and returns those that nobody will answer. */
  List<Request> abandon() {
    List<Request> orphans = new ArrayList<>(pending.values());
    orphans.addAll(waiting);
    pending.clear();
    waiting.clear();
    return orphans;
  }
}
