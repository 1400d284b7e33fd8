package org.wetstack.drivers.remote;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.wetstack.api.v1.GetRigRequest;
import org.wetstack.api.v1.Lease;
import org.wetstack.api.v1.ReleaseLeaseReply;
import org.wetstack.api.v1.ReleaseLeaseRequest;
import org.wetstack.api.v1.RenewLeaseRequest;
import org.wetstack.api.v1.RigEvent;
import org.wetstack.api.v1.RigState;
import org.wetstack.api.v1.WatchRigRequest;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.Waiting;

/**
 * A lease that is held, and everything that goes on under it. It ends once: when it is closed, when
 * the line to the controller breaks or falls silent, when the controller takes the lease away, and
 * when an instrument that the culture needs is lost there. Thread-safe.
 */
final class Session {

  private static final Duration GOODBYE = Duration.ofMillis(1_500);

  private final Api api;
  private final Timebase time;
  private final LabEndpoint endpoint;
  private final Lease lease;
  private final Duration silence;
  private final AtomicBoolean over = new AtomicBoolean();
  private final CompletableFuture<Optional<DeviceException>> ended = new CompletableFuture<>();
  private final Set<CompletableFuture<?>> awaited = ConcurrentHashMap.newKeySet();
  private final List<Consumer<Optional<DeviceException>>> atEnd = new CopyOnWriteArrayList<>();
  private final List<Consumer<RigEvent>> atEvent = new CopyOnWriteArrayList<>();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong disarmings = new AtomicLong();
  private volatile Duration roundTrip = Duration.ZERO;
  private volatile long heardNanos;
  private volatile Timebase.Timer next = () -> {};
  private volatile Outlook outlook = Outlook.NONE;
  private volatile Optional<DeviceException> why = Optional.empty();

  Session(Api api, Timebase time, LabEndpoint endpoint, Lease lease) {
    this.api = api;
    this.time = time;
    this.endpoint = endpoint;
    this.lease = lease;
    this.silence = Duration.ofMillis(lease.getSilenceMilliseconds());
  }

  /**
   * Keeps the lease, and watches the rig, which was {@code rig} when it was asked for. Returns once
   * the watch stands: were it still to be sent when the line breaks, it would go over a new line,
   * and nobody would learn that there was a break.
   *
   * @throws DeviceException if it does not stand within the silence that a lease may have
   */
  void begin(Place place, RigState rig, long askedNanos) {
    heardNanos = time.nanoTime();
    outlook = Outlook.of(place, rig, askedNanos, heardNanos);
    CompletableFuture<Boolean> stands = awaited();
    api.rigLater().watchRig(WatchRigRequest.getDefaultInstance(), new Watch(stands));
    next = time.after(silence.dividedBy(3), this::keep);
    Waiting.await(time, stands, silence, "the controller at " + endpoint + " sends no events");
  }

  Api api() {
    return api;
  }

  Timebase time() {
    return time;
  }

  String culture() {
    return endpoint.culture();
  }

  long epoch() {
    return lease.getEpoch();
  }

  CompletableFuture<Optional<DeviceException>> ended() {
    return ended;
  }

  Outlook outlook() {
    return outlook;
  }

  Duration roundTrip() {
    return roundTrip;
  }

  long answers() {
    return answers.get();
  }

  /** How often everything loaded may have been disarmed: a stimulus counts from its loading. */
  long disarmings() {
    return disarmings.get();
  }

  /** Whatever was loaded may not fire any more. */
  void disarmed() {
    disarmings.incrementAndGet();
  }

  boolean isOver() {
    return over.get();
  }

  /** Something came that the controller was not asked for just now. */
  void heard() {
    answers.incrementAndGet();
    heardNanos = time.nanoTime();
  }

  /** Has {@code listener} called when the session ends, before anybody else learns of it. */
  void atEnd(Consumer<Optional<DeviceException>> listener) {
    atEnd.add(listener);
  }

  void notAtEnd(Consumer<Optional<DeviceException>> listener) {
    atEnd.remove(listener);
  }

  /** Has {@code listener} called with what happens at the rig. */
  void atEvent(Consumer<RigEvent> listener) {
    atEvent.add(listener);
  }

  void requireOpen() {
    if (over.get()) {
      throw gone(Outcome.NOT_DONE);
    }
  }

  private DeviceException gone(Outcome outcome) {
    return new DeviceException(
        Reason.LINK_LOST, outcome, "the session with " + endpoint + " has ended", why.orElse(null));
  }

  /**
   * Asks the controller, and waits for its answer.
   *
   * @param acts whether what is asked for does something
   */
  <T> T ask(boolean acts, Supplier<T> call) {
    requireOpen();
    long from = time.nanoTime();
    try {
      T answer = call.get();
      heard();
      roundTrip = Duration.ofNanos(time.nanoTime() - from);
      return answer;
    } catch (StatusRuntimeException e) {
      throw told(e, acts);
    }
  }

  /** What {@code failure} means; it may mean the end of this session. */
  RuntimeException told(StatusRuntimeException failure, boolean acts) {
    String rule = Told.rule(failure);
    if (rule.startsWith("lease.")) {
      var fenced =
          new DeviceException(
              Reason.LINK_LOST,
              Outcome.NOT_DONE,
              "the lease of " + endpoint + " has ended: " + failure.getStatus().getDescription(),
              failure);
      lost(fenced);
      return fenced;
    }
    RuntimeException told = Told.of(failure, acts);
    if (told instanceof DeviceException device && device.reason() == Reason.LINK_LOST) {
      lost(device);
    } else {
      answers.incrementAndGet();
    }
    return told;
  }

  /**
   * Asks the controller without waiting; the stage fails with a {@link DeviceException} if it
   * fails, also when the session ends before there is an answer.
   */
  <T> CompletableFuture<T> askLater(boolean acts, Consumer<StreamObserver<T>> call) {
    CompletableFuture<T> answer = awaited();
    if (!answer.isDone()) {
      call.accept(
          new Reply<>(
              given -> {
                heard();
                answer.complete(given);
              },
              failure -> answer.completeExceptionally(told(failure, acts))));
    }
    return answer;
  }

  /** A future of what has not begun, which fails when the session ends. */
  <T> CompletableFuture<T> awaited() {
    return awaited(Outcome.NOT_DONE);
  }

  /**
   * A future that fails when the session ends.
   *
   * @param outcome of what it waits for, if the session has ended already
   */
  <T> CompletableFuture<T> awaited(Outcome outcome) {
    var future = new CompletableFuture<T>();
    awaited.add(future);
    var unused = future.whenComplete((value, failure) -> awaited.removeIf(one -> one == future));
    if (over.get()) {
      future.completeExceptionally(gone(outcome));
    }
    return future;
  }

  /** Looks at the rig again; completes when what was seen can be asked for. */
  CompletableFuture<RigState> look() {
    long from = time.nanoTime();
    return this.<RigState>askLater(
            false, reply -> api.rigLater(silence).getRig(GetRigRequest.getDefaultInstance(), reply))
        .thenApply(
            rig -> {
              see(rig, from);
              return rig;
            });
  }

  /** The rig is {@code rig}, which was asked for at {@code askedNanos} and has just come. */
  void see(RigState rig, long askedNanos) {
    outlook = Outlook.of(outlook.place(), rig, askedNanos, time.nanoTime());
    if (outlook.safeState().isPresent()) {
      disarmed();
    }
    requireAll(rig);
  }

  private void requireAll(RigState rig) {
    String lost = outlook.place().lost(rig);
    if (!lost.isEmpty()) {
      lost(new DeviceException(Reason.LINK_LOST, Outcome.UNKNOWN, lost));
    }
  }

  private void keep() {
    if (over.get()) {
      return;
    }
    long quiet = time.nanoTime() - heardNanos;
    if (quiet > silence.toNanos()) {
      lost(
          new DeviceException(
              Reason.TIMEOUT,
              Outcome.UNKNOWN,
              "the controller has not answered for " + quiet / 1_000_000 + " ms"));
      return;
    }
    next = time.after(silence.dividedBy(3), this::keep);
    api.leasesLater(silence)
        .renewLease(
            RenewLeaseRequest.newBuilder()
                .setLease(lease.getLease())
                .setEpoch(lease.getEpoch())
                .build(),
            new Reply<Lease>(renewed -> heard(), this::notRenewed));
    // What it sees, it keeps; that it fails, the renewal tells as well.
    var unused = look();
  }

  /** A late answer is no end: whoever keeps count of the silence decides. */
  private void notRenewed(StatusRuntimeException failure) {
    if (!over.get()) {
      told(failure, false);
    }
  }

  void lost(DeviceException reason) {
    if (end(Optional.of(reason))) {
      api.leasesLater(GOODBYE)
          .releaseLease(release(), new Reply<>(done -> api.close(), e -> api.close()));
    }
  }

  /** Gives the lease back; what ran under it is off when this returns. */
  void close() {
    if (!end(Optional.empty())) {
      return;
    }
    try {
      ReleaseLeaseReply unused = api.leases(GOODBYE).releaseLease(release());
    } catch (StatusRuntimeException e) {
      // Then the controller ends it, once it has heard nothing for too long.
    } finally {
      api.close();
    }
  }

  private ReleaseLeaseRequest release() {
    return ReleaseLeaseRequest.newBuilder()
        .setLease(lease.getLease())
        .setEpoch(lease.getEpoch())
        .setKey(UUID.randomUUID().toString())
        .build();
  }

  private boolean end(Optional<DeviceException> reason) {
    if (!over.compareAndSet(false, true)) {
      return false;
    }
    why = reason;
    next.cancel();
    atEnd.forEach(listener -> listener.accept(reason));
    awaited.forEach(future -> future.completeExceptionally(gone(Outcome.UNKNOWN)));
    ended.complete(reason);
    return true;
  }

  /** Hears what happens at the rig. While it stands, the line does. */
  private final class Watch implements StreamObserver<RigEvent> {

    private final CompletableFuture<Boolean> stands;

    Watch(CompletableFuture<Boolean> stands) {
      this.stands = stands;
    }

    @Override
    public void onNext(RigEvent event) {
      heard();
      stands.complete(true);
      if (event.hasState()) {
        requireAll(event.getState());
      }
      atEvent.forEach(listener -> listener.accept(event));
    }

    @Override
    public void onError(Throwable failure) {
      if (!over.get()) {
        RuntimeException told =
            failure instanceof StatusRuntimeException status
                ? told(status, false)
                : new IllegalStateException(failure);
        lost(
            told instanceof DeviceException device
                ? device
                : new DeviceException(
                    Reason.PROTOCOL, Outcome.UNKNOWN, String.valueOf(told.getMessage()), told));
      }
    }

    @Override
    public void onCompleted() {
      if (!over.get()) {
        lost(
            new DeviceException(
                Reason.LINK_LOST, Outcome.UNKNOWN, "the controller has ended the connection"));
      }
    }
  }
}
