package org.wetstack.drivers.remote;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.api.v1.Samples;
import org.wetstack.api.v1.WatchSamplesRequest;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.hal.SampleHandler;

/**
 * One stream of samples, in blocks of the size that its handler wants. A handler that dawdles is
 * sent less by the controller, which says so. Nobody waits for the handler, not even the end: when
 * it is in a block then, it is told by whoever is with it.
 */
final class SampleFlow
    implements ClientResponseObserver<WatchSamplesRequest, Samples>, Subscription {

  private enum State {
    IDLE,
    /** The handler is being called. */
    BUSY,
    /** The end has come while the handler was being called. */
    ENDING,
    OVER
  }

  private final Session session;
  private final SampleHandler handler;
  private final Consumer<SampleFlow> over;
  private final Blocks blocks;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
  private final CompletableFuture<Subscription> begun;
  private volatile Optional<DeviceException> reason = Optional.empty();
  private volatile @Nullable ClientCallStreamObserver<WatchSamplesRequest> call;

  /**
   * @param over is told when this has ended, before the handler is
   */
  SampleFlow(
      Session session,
      ArrayLayout layout,
      int samplesPerBlock,
      SampleHandler handler,
      Consumer<SampleFlow> over) {
    this.session = session;
    this.handler = handler;
    this.over = over;
    this.blocks = new Blocks(layout.channels(), samplesPerBlock, handler::onBlock);
    this.begun = session.awaited();
  }

  /** Completes when the first samples have come. */
  CompletableFuture<Subscription> begun() {
    return begun;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<WatchSamplesRequest> started) {
    call = started;
  }

  @Override
  public void onNext(Samples samples) {
    if (!state.compareAndSet(State.IDLE, State.BUSY)) {
      return;
    }
    try {
      session.heard();
      begun.complete(this);
      blocks.take(samples);
    } catch (IllegalArgumentException e) {
      session.lost(
          new DeviceException(
              Reason.PROTOCOL, Outcome.UNKNOWN, "samples that cannot be: " + e.getMessage(), e));
    } finally {
      if (!state.compareAndSet(State.BUSY, State.IDLE)) {
        state.set(State.OVER);
        handler.onEnd(reason);
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    State now = state.get();
    if (now == State.ENDING || now == State.OVER) {
      // Our own doing.
      return;
    }
    RuntimeException told =
        failure instanceof StatusRuntimeException status
            ? session.told(status, false)
            : new IllegalStateException(failure);
    begun.completeExceptionally(told);
    end(
        Optional.of(
            told instanceof DeviceException device
                ? device
                : new DeviceException(
                    Reason.REJECTED, Outcome.NOT_DONE, String.valueOf(told.getMessage()), told)));
  }

  @Override
  public void onCompleted() {
    end(
        Optional.of(
            new DeviceException(
                Reason.LINK_LOST, Outcome.UNKNOWN, "the controller has ended the stream")));
  }

  /** Ends it; the first reason counts. */
  void end(Optional<DeviceException> why) {
    while (true) {
      State now = state.get();
      if (now == State.ENDING || now == State.OVER) {
        return;
      }
      if (now == State.IDLE && state.compareAndSet(State.IDLE, State.OVER)) {
        over.accept(this);
        handler.onEnd(why);
        return;
      }
      if (now == State.BUSY) {
        reason = why;
        if (state.compareAndSet(State.BUSY, State.ENDING)) {
          over.accept(this);
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    end(Optional.empty());
    ClientCallStreamObserver<WatchSamplesRequest> open = call;
    if (open != null) {
      open.cancel("closed", null);
    }
  }
}
