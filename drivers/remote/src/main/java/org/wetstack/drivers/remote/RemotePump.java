package org.wetstack.drivers.remote;

import io.grpc.StatusRuntimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.wetstack.api.v1.DoseRequest;
import org.wetstack.api.v1.DoseState;
import org.wetstack.api.v1.GetDoseRequest;
import org.wetstack.api.v1.Progress;
import org.wetstack.api.v1.StopCultureRequest;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.units.Volume;

/** What gives a culture one of its reservoirs. */
final class RemotePump implements Pump {

  private final Session session;
  private final String reservoir;
  private final PumpLimits limits;

  /** Whoever doses: whether an operation is new must not change before it is begun. */
  private final ReentrantLock dosing = new ReentrantLock();

  private final Map<OperationId, RemoteDoseRun> running = new LinkedHashMap<>();
  private Delivered delivered = Delivered.NOTHING;

  RemotePump(Session session, Place place, String reservoir, Place.Spot spot) {
    this.session = session;
    this.reservoir = reservoir;
    this.limits = Shapes.limits(spot.device().getPump(), place.limits());
  }

  @Override
  public String name() {
    return reservoir;
  }

  @Override
  public PumpLimits limits() {
    return limits;
  }

  @Override
  public DoseRun dispense(OperationId operation, Dose dose) {
    session.requireOpen();
    // What is asked for travels: the pump rounds it in the same way.
    limits.quantise(dose);
    dosing.lock();
    try {
      boolean isNew = find(operation).isEmpty();
      DoseState begun =
          session.ask(true, () -> session.api().work().dose(request(operation, dose)));
      return isNew ? count(operation, begun) : run(operation, begun);
    } finally {
      dosing.unlock();
    }
  }

  private DoseRequest request(OperationId operation, Dose dose) {
    return DoseRequest.newBuilder()
        .setCulture(session.culture())
        .setReservoir(reservoir)
        .setNanoliters(dose.volume().nanoliters())
        .setNanolitersPerMinute(dose.rate().nanolitersPerMinute())
        .setEpoch(session.epoch())
        .setKey(operation.toString())
        .setOperation(operation.toString())
        .build();
  }

  /** A dose that this session has begun. */
  private RemoteDoseRun count(OperationId operation, DoseState begun) {
    var run = new RemoteDoseRun(session, operation, begun, this::over);
    synchronized (running) {
      running.put(operation, run);
    }
    run.follow(begun);
    return run;
  }

  /** The run of a dose that was begun before. */
  private RemoteDoseRun run(OperationId operation, DoseState now) {
    synchronized (running) {
      RemoteDoseRun same = running.get(operation);
      if (same != null) {
        return same;
      }
    }
    var run = new RemoteDoseRun(session, operation, now, report -> {});
    run.follow(now);
    return run;
  }

  private void over(DoseReport report) {
    synchronized (running) {
      if (running.remove(report.operation()) != null) {
        delivered = delivered.plus(report.delivered());
      }
    }
  }

  @Override
  public Optional<DoseReport> report(OperationId operation) {
    Optional<DoseState> found = find(operation);
    if (found.isEmpty() || found.get().getProgress() == Progress.NOT_DONE) {
      return Optional.empty();
    }
    if (found.get().getProgress() == Progress.UNKNOWN) {
      throw new DeviceException(
          Reason.REJECTED,
          Outcome.UNKNOWN,
          "nobody knows what became of dose " + operation + ": " + found.get().getReason());
    }
    return Optional.of(Shapes.report(operation, found.get()));
  }

  /** What the controller knows of {@code operation}; empty if there was none. */
  private Optional<DoseState> find(OperationId operation) {
    return session.ask(
        false,
        () -> {
          try {
            return Optional.of(
                session
                    .api()
                    .work()
                    .getDose(
                        GetDoseRequest.newBuilder().setOperation(operation.toString()).build()));
          } catch (StatusRuntimeException e) {
            if (Told.rule(e).equals(Told.UNKNOWN_OPERATION)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  @Override
  public void stop() {
    session.ask(
        true,
        () ->
            session
                .api()
                .work()
                .stopCulture(
                    StopCultureRequest.newBuilder()
                        .setCulture(session.culture())
                        .setReservoir(reservoir)
                        .setReason("a program has stopped the pump")
                        .setKey(UUID.randomUUID().toString())
                        .build()));
  }

  @Override
  public Delivered delivered() {
    synchronized (running) {
      Delivered sum = delivered;
      for (RemoteDoseRun run : running.values()) {
        sum = sum.plus(new Delivered(Volume.ZERO, limits.whole(run.applied().volume()).atMost()));
      }
      return sum;
    }
  }
}
