package org.wetstack.drivers.firmware;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.Framing;
import org.wetstack.protocol.FramingException;
import org.wetstack.protocol.Messages;
import org.wetstack.protocol.UnreadableMessageException;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Refused;

/**
 * Requests and replies over one link: matches each reply to its request, repeats what is not
 * answered, and ends once, for one reason. State is guarded by one lock; replies, events and the
 * end are told outside it, on the thread that brought them (the link's or the timer's).
 */
final class Session {

  /** Longer than all copies of a request together. */
  static final Duration CALL_LIMIT = Duration.ofSeconds(4);

  private static final Duration HELLO_LIMIT = Duration.ofSeconds(11);
  private static final int MAX_WAITING = 64;

  /** Hears what the device says unasked, and of the end. */
  interface Listener {
    void onEvent(DeviceMessage event);

    /** The last call. {@code reason} is null after {@link #close}. */
    void onEnd(@Nullable DeviceException reason);
  }

  private final URI endpoint;
  private final Timebase time;
  private final Listener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Integer, Request> pending = new HashMap<>();
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private final ThreadLocal<Boolean> telling = ThreadLocal.withInitial(() -> false);

  private @Nullable Link link;
  private @Nullable Framing framing;
  private int nextId;
  private int epoch;
  private int window = 1;
  private int windowed;
  private Duration validity = Duration.ZERO;
  private boolean wanted;
  private boolean over;
  private @Nullable DeviceException lostBecause;
  private long lastHeardNanos;
  private long framesReceived;
  private long framesUnreadable;
  private long requestsRepeated;

  Session(URI endpoint, Timebase time, int firstId, Listener listener) {
    this.endpoint = endpoint;
    this.time = time;
    this.nextId = firstId;
    this.listener = listener;
  }

  void open(LinkProvider links) {
    Link opened = links.open(endpoint, new Receiver());
    withLock(() -> attach(opened));
    if (withLockAsk(() -> over)) {
      opened.close();
      DeviceException cause = withLockAsk(() -> lostBecause);
      throw lost(
          "the link to "
              + endpoint
              + " ended while it was being opened: "
              + (cause == null ? "it was closed" : cause.getMessage()),
          cause);
    }
  }

  private Framing attach(Link opened) {
    Framing known = framing;
    if (known == null) {
      link = opened;
      known =
          switch (opened.delivery()) {
            case RAW_BYTES -> Framing.cobs(Framing.MAX_DEVICE_MESSAGE);
            case RELIABLE_BYTES -> Framing.lengthPrefixed(Framing.MAX_DEVICE_MESSAGE);
            case MESSAGES -> Framing.whole(Framing.MAX_DEVICE_MESSAGE);
          };
      framing = known;
    }
    return known;
  }

  /**
   * From here on requests carry {@code newEpoch}, at most {@code newWindow} are under way, and
   * those with an expiry are not repeated later than {@code newValidity}.
   */
  void begin(int newEpoch, int newWindow, Duration newValidity) {
    withLock(
        () -> {
          epoch = newEpoch;
          validity = newValidity;
          window = Math.max(1, newWindow);
          lastHeardNanos = time.nanoTime();
        });
  }

  /**
   * Sends and waits for the answer. Not from a callback of this session: it would wait for itself.
   */
  DeviceMessage call(HostMessage.Builder message, Request.Kind kind) {
    if (inCallback()) {
      throw new IllegalStateException(
          "a blocking call from a handler or listener would wait for itself; hand it to another"
              + " thread");
    }
    return await(ask(message, kind), kind == Request.Kind.HELLO ? HELLO_LIMIT : CALL_LIMIT);
  }

  /** Waits for {@code reply} of this session. */
  <T> T await(CompletableFuture<T> reply, Duration limit) {
    try {
      return time.await(reply, limit);
    } catch (TimeoutException e) {
      throw new DeviceException(Reason.TIMEOUT, Outcome.UNKNOWN, "no answer within " + limit, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException(Reason.TIMEOUT, Outcome.UNKNOWN, "interrupted while waiting", e);
    } catch (CompletionException e) {
      throw failure(e);
    }
  }

  /** The {@link DeviceException} inside {@code e}, as a new one that shows the caller's stack. */
  static DeviceException failure(Throwable e) {
    Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    if (cause instanceof DeviceException known) {
      return known;
    }
    return new DeviceException(Reason.PROTOCOL, Outcome.UNKNOWN, "unexpected: " + cause, cause);
  }

  boolean inCallback() {
    return telling.get();
  }

  /** Sends; the future completes with the reply or with {@link DeviceException}. Never blocks. */
  CompletableFuture<DeviceMessage> ask(HostMessage.Builder message, Request.Kind kind) {
    Request request;
    DeviceException refused = null;
    lock.lock();
    try {
      message.setRequestId(freshId());
      if (kind != Request.Kind.HELLO) {
        message.setEpoch(epoch);
      }
      HostMessage whole = message.build();
      Framing wrap = framing;
      if (over || wrap == null) {
        var closed = new CompletableFuture<DeviceMessage>();
        closed.completeExceptionally(lost("this session with " + endpoint + " has ended", null));
        return closed;
      }
      ByteBuffer wire = wrap.wrap(ByteBuffer.wrap(whole.toByteArray()));
      request = new Request(whole, kind, wire, time.nanoTime());
      refused = admit(request);
    } finally {
      lock.unlock();
    }
    if (refused != null) {
      request.reply.completeExceptionally(refused);
    }
    return request.reply;
  }

  private int freshId() {
    do {
      nextId++;
    } while (nextId == 0 || pending.containsKey(nextId));
    return nextId;
  }

  private @Nullable DeviceException admit(Request request) {
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
      Link to = link;
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
        time.after(request.kind.patience(Math.max(1, request.copies)), () -> overdue(request));
    return null;
  }

  private void overdue(Request request) {
    DeviceException failed = null;
    lock.lock();
    try {
      if (pending.get(request.id()) != request) {
        return;
      }
      if (request.copies < request.kind.maxCopies() && !expired(request)) {
        requestsRepeated++;
        failed = transmit(request);
      } else {
        failed = request.unanswered();
      }
      if (failed != null) {
        forget(request);
      }
    } finally {
      lock.unlock();
    }
    if (failed != null) {
      DeviceException reason = failed;
      tell(() -> request.reply.completeExceptionally(reason));
    }
  }

  /** Whether the device must refuse another copy by now, which would only blur the outcome. */
  private boolean expired(Request request) {
    return request.message.getNotAfterMicros() != 0
        && time.nanoTime() - request.askedNanos > validity.toNanos();
  }

  private void forget(Request request) {
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

  /** How long nothing intact of this session has been heard. */
  Duration silence() {
    return withLockAsk(() -> Duration.ofNanos(time.nanoTime() - lastHeardNanos));
  }

  long framesReceived() {
    return withLockAsk(() -> framesReceived);
  }

  long framesBroken() {
    return withLockAsk(() -> framesUnreadable + (framing == null ? 0 : framing.broken()));
  }

  long requestsRepeated() {
    return withLockAsk(() -> requestsRepeated);
  }

  boolean ended() {
    return withLockAsk(() -> over);
  }

  /** From here on the end of this session is what its user wanted, however it comes about. */
  void closing() {
    withLock(() -> wanted = true);
  }

  /** Ends in order. Idempotent. */
  void close() {
    end(null);
  }

  /** Ends for {@code reason}: every request under way fails, and the link is closed. Idempotent. */
  void lose(DeviceException reason) {
    end(reason);
  }

  private void end(@Nullable DeviceException cause) {
    List<Request> orphans;
    DeviceException reason;
    Link toClose;
    lock.lock();
    try {
      if (over) {
        return;
      }
      over = true;
      reason = wanted ? null : cause;
      lostBecause = reason;
      orphans = new ArrayList<>(pending.values());
      orphans.addAll(waiting);
      pending.clear();
      waiting.clear();
      toClose = link;
    } finally {
      lock.unlock();
    }
    String why = reason == null ? "the session was closed" : String.valueOf(reason.getMessage());
    tell(
        () -> {
          for (Request each : orphans) {
            if (each.timer != null) {
              each.timer.cancel();
            }
            each.reply.completeExceptionally(
                new DeviceException(Reason.LINK_LOST, each.outcomeWithoutReply(), why, reason));
          }
          listener.onEnd(reason);
        });
    if (toClose != null) {
      toClose.close();
    }
  }

  private DeviceException lost(String why, @Nullable Throwable cause) {
    return new DeviceException(Reason.LINK_LOST, Outcome.NOT_DONE, why, cause);
  }

  private void tell(Runnable news) {
    boolean outer = telling.get();
    telling.set(true);
    try {
      news.run();
    } finally {
      telling.set(outer);
    }
  }

  private void withLock(Runnable task) {
    lock.lock();
    try {
      task.run();
    } finally {
      lock.unlock();
    }
  }

  private <T> T withLockAsk(java.util.function.Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  private final class Receiver implements LinkHandler {

    @Override
    public void onBytes(Link from, ByteBuffer bytes) {
      Framing cut = withLockAsk(() -> attach(from));
      try {
        cut.feed(bytes, this::onFrame);
      } catch (FramingException e) {
        lose(
            new DeviceException(
                Reason.PROTOCOL,
                Outcome.UNKNOWN,
                "what answers at " + endpoint + " does not speak the firmware protocol",
                e));
      }
    }

    private void onFrame(ByteBuffer frame) {
      DeviceMessage message;
      try {
        message = Messages.device(frame);
      } catch (UnreadableMessageException e) {
        withLock(() -> framesUnreadable++);
        return;
      }
      if (message.getInReplyTo() == 0) {
        onEvent(message);
      } else {
        onReply(message);
      }
    }

    private void onEvent(DeviceMessage event) {
      boolean ours;
      lock.lock();
      try {
        framesReceived++;
        ours = !over && epoch != 0 && event.getEpoch() == epoch;
        if (ours) {
          lastHeardNanos = time.nanoTime();
        }
      } finally {
        lock.unlock();
      }
      if (ours) {
        tell(() -> listener.onEvent(event));
      }
    }

    private void onReply(DeviceMessage reply) {
      Request request;
      lock.lock();
      try {
        framesReceived++;
        request = pending.get(reply.getInReplyTo());
        if (request == null || !(reply.hasWelcome() || answers(reply, request))) {
          return;
        }
        lastHeardNanos = time.nanoTime();
        forget(request);
      } finally {
        lock.unlock();
      }
      Request answered = request;
      tell(() -> complete(answered, reply));
    }

    private boolean answers(DeviceMessage reply, Request request) {
      return reply.getEpoch() == request.message.getEpoch();
    }

    private void complete(Request request, DeviceMessage reply) {
      if (request.isAnsweredBy(reply)) {
        request.reply.complete(reply);
        return;
      }
      if (!reply.hasRefused()) {
        request.reply.completeExceptionally(request.answeredWith(reply));
        return;
      }
      request.reply.completeExceptionally(Refusal.of(request, reply.getRefused()));
      if (reply.getRefused().getReason() == Refused.Reason.REASON_STALE_EPOCH
          && request.kind != Request.Kind.HELLO) {
        lose(
            new DeviceException(
                Reason.LINK_LOST,
                Outcome.UNKNOWN,
                "the device has ended this session: it rebooted, its lease ran out, or another host"
                    + " opened it; open it anew and ask for what was running"));
      }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
      String why = cause == null ? "it was closed" : String.valueOf(cause.getMessage());
      lose(
          new DeviceException(
              Reason.LINK_LOST, Outcome.UNKNOWN, "link to " + endpoint + " lost: " + why, cause));
    }
  }
}
