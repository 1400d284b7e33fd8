package org.wetstack.drivers.intanrhx;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.Timebase;

/**
 * One session with RHX: its sockets, its run, and how it ends. Whatever ends it, as long as the
 * command link lives everything is stopped and disarmed first. User code is called outside all
 * locks, on a link's thread or the timer's; calls that block are refused from there.
 */
final class Session {

  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration ENDING_LIMIT = Duration.ofMillis(1_700);
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(1_950);

  /** What has to be put away when the session ends. */
  interface Part {
    /** Disarms what is armed, with {@link Conversation#askLast}. */
    default CompletableFuture<?> disarm() {
      return CompletableFuture.completedFuture(null);
    }

    /** The last call. */
    void onEnd(DeviceException told);
  }

  private final Timebase time;
  private final Conversation conversation;
  private final Callbacks callbacks = new Callbacks();
  private final Turns turns = new Turns();
  private final Run run;
  private final WaveformStream waveforms;
  private final Duration silenceLimit;
  private final List<Part> parts = new CopyOnWriteArrayList<>();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final AtomicBoolean finished = new AtomicBoolean();
  private final CompletableFuture<Optional<DeviceException>> ended = new CompletableFuture<>();
  private volatile @Nullable Link waveformLink;
  private volatile boolean owning;
  private volatile boolean stopped;

  /**
   * @param blocksPerWrite how many RHX blocks come at once
   */
  Session(Timebase time, FrameLayout layout, int blocksPerWrite, Conversation conversation) {
    this.time = time;
    this.conversation = conversation;
    this.waveforms = new WaveformStream(this, layout, blocksPerWrite);
    this.run = new Run(time, conversation, waveforms::expectRun, this::fail);
    this.silenceLimit = Duration.ofSeconds(2).plus(layout.write(blocksPerWrite).multipliedBy(3));
  }

  Timebase time() {
    return time;
  }

  Conversation conversation() {
    return conversation;
  }

  Callbacks callbacks() {
    return callbacks;
  }

  Turns turns() {
    return turns;
  }

  Run run() {
    return run;
  }

  WaveformStream waveforms() {
    return waveforms;
  }

  void add(Part part) {
    parts.add(part);
  }

  /** From here on RHX is ours to stop. */
  void own() {
    owning = true;
    conversation.lastWords(Run.stopMessage());
  }

  void waveformLink(Link opened) {
    waveformLink = opened;
    if (finished.get()) {
      opened.close();
    }
  }

  /** Begins to watch over the session. */
  void watch() {
    var unused = time.after(BEAT, this::beat);
  }

  private void beat() {
    if (ending.get()) {
      return;
    }
    long now = time.nanoTime();
    Duration running = run.running(now);
    Duration quiet = waveforms.silence(now);
    Duration silence = running.compareTo(quiet) < 0 ? running : quiet;
    if (silence.compareTo(silenceLimit) > 0) {
      fail(
          new DeviceException(
              Reason.LINK_LOST,
              Outcome.UNKNOWN,
              "RHX says that it runs, but has sent no samples for "
                  + silence
                  + ": its waveform output was disconnected, or the network is stuck"));
      return;
    }
    if (conversation.idle()) {
      var unused = conversation.ask(Message.of());
    }
    watch();
  }

  /**
   * Refuses a call that must not come from a callback, or comes too late.
   *
   * @throws IllegalStateException if this thread is in a callback
   * @throws DeviceException if the session has ended
   */
  void requireBlocking() {
    if (callbacks.telling().inside()) {
      throw new IllegalStateException(
          "a blocking call from a handler or listener would wait for itself; hand it to another"
              + " thread");
    }
    requireOpen();
  }

  void requireOpen() {
    if (ending.get()) {
      throw lost();
    }
  }

  boolean open() {
    return !ending.get();
  }

  static DeviceException lost() {
    return new DeviceException(
        Reason.LINK_LOST, Outcome.NOT_DONE, "this session with RHX has ended; open a new one");
  }

  /** Waits for {@code future} of this session. */
  <T> T await(CompletableFuture<T> future, Duration limit) {
    return await(time, future, limit);
  }

  static <T> T await(Timebase time, CompletableFuture<T> future, Duration limit) {
    try {
      return time.await(future, limit);
    } catch (TimeoutException e) {
      throw new DeviceException(
          Reason.TIMEOUT, Outcome.UNKNOWN, "RHX was not done within " + limit, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException(Reason.TIMEOUT, Outcome.UNKNOWN, "interrupted while waiting", e);
    } catch (CompletionException e) {
      throw failure(e);
    }
  }

  /** The {@link DeviceException} inside {@code e}. */
  static DeviceException failure(Throwable e) {
    Throwable cause = e;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof DeviceException known) {
      return known;
    }
    return new DeviceException(Reason.PROTOCOL, Outcome.UNKNOWN, "unexpected: " + cause, cause);
  }

  CompletableFuture<Optional<DeviceException>> ended() {
    return ended;
  }

  /** Ends the session for {@code reason}, everything stopped if RHX can still be told. */
  void fail(DeviceException reason) {
    end(reason);
  }

  /** Ends the session in order. Idempotent; returns within 2 s. */
  void close() {
    end(null);
    if (!callbacks.telling().inside()) {
      try {
        await(ended, CLOSE_LIMIT);
      } catch (DeviceException e) {
        finish(null);
      }
    }
  }

  private void end(@Nullable DeviceException reason) {
    if (!ending.compareAndSet(false, true)) {
      return;
    }
    run.end();
    turns.end(lost());
    conversation.part();
    CompletableFuture<?> quiet = CompletableFuture.completedFuture(null);
    if (owning) {
      quiet =
          conversation
              .askLast(Run.stopMessage())
              .thenCompose(
                  reply -> {
                    if (reply.mode() == RunMode.STOP) {
                      stopped = true;
                      conversation.lastWords(null);
                    }
                    return disarm();
                  })
              .thenCompose(
                  done ->
                      conversation.askLast(
                          Message.of(Command.execute("disconnecttcpwaveformdataoutput"))));
    }
    var unusedTimer = time.after(ENDING_LIMIT, () -> finish(reason));
    var unused = quiet.whenComplete((done, failure) -> finish(reason));
  }

  private CompletableFuture<?> disarm() {
    CompletableFuture<?> all = CompletableFuture.completedFuture(null);
    for (Part part : parts) {
      all = all.thenCompose(done -> part.disarm());
    }
    return all;
  }

  private void finish(@Nullable DeviceException reason) {
    if (!finished.compareAndSet(false, true)) {
      return;
    }
    conversation.close();
    Link waveform = waveformLink;
    if (waveform != null) {
      waveform.close();
    }
    DeviceException told =
        reason != null
            ? reason
            : new DeviceException(Reason.LINK_LOST, Outcome.UNKNOWN, "the instrument was closed");
    if (owning && !stopped) {
      callbacks.alarm(
          "",
          "not-stopped",
          "RHX has not confirmed that it stopped: it may run on, and a train play to its end; look"
              + " at its window");
    }
    callbacks
        .telling()
        .tell(
            () -> {
              parts.forEach(part -> part.onEnd(told));
              ended.complete(Optional.ofNullable(reason));
            });
  }
}
