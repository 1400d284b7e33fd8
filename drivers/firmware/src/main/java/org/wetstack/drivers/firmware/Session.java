package org.wetstack.drivers.firmware;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Telling;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.Waiting;
import org.wetstack.protocol.SampleFrame;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;

/**
 * Requests and replies over one link: matches each reply to its request, tells what was heard
 * unasked, and ends once, for one reason. State is guarded by one lock; replies, events and the end
 * are told outside it, on the thread that brought them (the link's or the timer's).
 */
final class Session {

  /** Longer than all copies of a request together. */
  static final Duration CALL_LIMIT = Duration.ofSeconds(4);

  private static final Duration HELLO_LIMIT = Duration.ofSeconds(11);

  /** Hears what the device says unasked, and of the end. */
  interface Listener {
    void onEvent(DeviceMessage event);

    /** {@code samples} are borrowed. Called for every block: what it costs is in every loop. */
    void onSamples(SampleFrame samples);

    /** The last call. {@code reason} is null after {@link #close}. */
    void onEnd(@Nullable DeviceException reason);
  }

  private final URI endpoint;
  private final Timebase time;
  private final Listener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Wire wire;
  private final Requests requests;
  private final Telling telling = new Telling();

  private int epoch;
  private boolean wanted;
  private boolean over;
  private @Nullable DeviceException lostBecause;
  private long lastHeardNanos;
  private long framesReceived;

  Session(URI endpoint, Timebase time, int firstId, Listener listener) {
    this.endpoint = endpoint;
    this.time = time;
    this.listener = listener;
    this.wire = new Wire(endpoint, this, lock);
    this.requests = new Requests(wire, time, firstId, this::overdue);
  }

  void open(LinkProvider links) {
    Link opened = wire.open(links);
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

  /**
   * From here on requests carry {@code newEpoch}, at most {@code newWindow} are under way, and
   * those with an expiry are not repeated later than {@code newValidity}.
   */
  void begin(int newEpoch, int newWindow, Duration newValidity) {
    withLock(
        () -> {
          epoch = newEpoch;
          requests.begin(newWindow, newValidity);
          lastHeardNanos = time.nanoTime();
        });
  }

  /**
   * Sends and waits for the answer. Not from a callback of this session: it would wait for itself.
   */
  DeviceMessage call(HostMessage.Builder message, Request.Kind kind) {
    return call(message, kind, reply -> {});
  }

  /**
   * The same.
   *
   * @param first hears the reply on the link's thread before anything that follows it there
   */
  DeviceMessage call(
      HostMessage.Builder message, Request.Kind kind, Consumer<DeviceMessage> first) {
    if (inCallback()) {
      throw new IllegalStateException(
          "a blocking call from a handler or listener would wait for itself; hand it to another"
              + " thread");
    }
    return await(ask(message, kind, first), kind == Request.Kind.HELLO ? HELLO_LIMIT : CALL_LIMIT);
  }

  /** Waits for {@code reply} of this session. */
  <T> T await(CompletableFuture<T> reply, Duration limit) {
    return Waiting.await(time, reply, limit, "no answer within " + limit);
  }

  boolean inCallback() {
    return telling.inside();
  }

  /** Sends; the future completes with the reply or with {@link DeviceException}. Never blocks. */
  CompletableFuture<DeviceMessage> ask(HostMessage.Builder message, Request.Kind kind) {
    return ask(message, kind, reply -> {});
  }

  /**
   * As {@link #ask(HostMessage.Builder, Request.Kind)}.
   *
   * @param first hears the reply on the link's thread before anything that follows it there
   */
  CompletableFuture<DeviceMessage> ask(
      HostMessage.Builder message, Request.Kind kind, Consumer<DeviceMessage> first) {
    Request request;
    DeviceException refused = null;
    lock.lock();
    try {
      message.setRequestId(requests.freshId());
      if (kind != Request.Kind.HELLO) {
        message.setEpoch(epoch);
      }
      HostMessage whole = message.build();
      ByteBuffer framed = over ? null : wire.wrap(whole);
      if (framed == null) {
        var closed = new CompletableFuture<DeviceMessage>();
        closed.completeExceptionally(lost("this session with " + endpoint + " has ended", null));
        return closed;
      }
      request = new Request(whole, kind, framed, time.nanoTime(), first);
      refused = requests.admit(request);
    } finally {
      lock.unlock();
    }
    if (refused != null) {
      request.reply.completeExceptionally(refused);
    }
    return request.reply;
  }

  private void overdue(Request request) {
    DeviceException failed = withLockAsk(() -> requests.overdue(request));
    if (failed != null) {
      telling.tell(() -> request.reply.completeExceptionally(failed));
    }
  }

  /** Takes in a message of the device. On the link's thread. */
  void hear(DeviceMessage message) {
    if (message.getInReplyTo() == 0) {
      onEvent(message);
    } else {
      onReply(message);
    }
  }

  /** Takes in samples, which are borrowed. On the link's thread. Allocates nothing. */
  void hear(SampleFrame samples) {
    if (!isOurs(samples.epoch())) {
      return;
    }
    boolean outer = telling.enter();
    try {
      listener.onSamples(samples);
    } finally {
      telling.leave(outer);
    }
  }

  private void onEvent(DeviceMessage event) {
    if (isOurs(event.getEpoch())) {
      telling.tell(() -> listener.onEvent(event));
    }
  }

  /** Counts an event; whether it belongs to this session. */
  private boolean isOurs(int epochOfEvent) {
    lock.lock();
    try {
      framesReceived++;
      boolean ours = !over && epoch != 0 && epochOfEvent == epoch;
      if (ours) {
        lastHeardNanos = time.nanoTime();
      }
      return ours;
    } finally {
      lock.unlock();
    }
  }

  private void onReply(DeviceMessage reply) {
    Request request;
    lock.lock();
    try {
      framesReceived++;
      request = requests.awaiting(reply);
      if (request == null) {
        return;
      }
      lastHeardNanos = time.nanoTime();
      requests.forget(request);
    } finally {
      lock.unlock();
    }
    Request answered = request;
    telling.tell(() -> complete(answered, reply));
  }

  private void complete(Request request, DeviceMessage reply) {
    request.complete(reply);
    if (request.isRefusedAsStale(reply)) {
      lose(
          new DeviceException(
              Reason.LINK_LOST,
              Outcome.UNKNOWN,
              "the device has ended this session: it rebooted, its lease ran out, or another host"
                  + " opened it; open it anew and ask for what was running"));
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
    return withLockAsk(wire::framesBroken);
  }

  long requestsRepeated() {
    return withLockAsk(requests::repeated);
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
      orphans = requests.abandon();
      toClose = wire.link();
    } finally {
      lock.unlock();
    }
    String why = reason == null ? "the session was closed" : String.valueOf(reason.getMessage());
    telling.tell(
        () -> {
          orphans.forEach(orphan -> orphan.abandon(why, reason));
          listener.onEnd(reason);
        });
    if (toClose != null) {
      toClose.close();
    }
  }

  private DeviceException lost(String why, @Nullable Throwable cause) {
    return new DeviceException(Reason.LINK_LOST, Outcome.NOT_DONE, why, cause);
  }

  private void withLock(Runnable task) {
    lock.lock();
    try {
      task.run();
    } finally {
      lock.unlock();
    }
  }

  private <T> T withLockAsk(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }
}
