package org.wetstack.drivers.remote;

import io.grpc.StatusRuntimeException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.wetstack.api.v1.GetTrainRequest;
import org.wetstack.api.v1.StopCultureRequest;
import org.wetstack.api.v1.TrainState;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.StimulusLimits;

/** What stimulates a culture. */
final class RemoteStimulator implements Stimulator {

  private final Session session;
  private final StimulusLimits limits;
  private final Set<RemoteStimulus> loaded = new LinkedHashSet<>();

  RemoteStimulator(Session session, StimulusLimits limits) {
    this.session = session;
    this.limits = limits;
  }

  @Override
  public StimulusLimits limits() {
    return limits;
  }

  @Override
  public LoadedStimulus load(Stimulus stimulus) {
    session.requireOpen();
    var fresh = new RemoteStimulus(session, stimulus, limits.quantise(stimulus), this::freed);
    synchronized (loaded) {
      if (loaded.size() >= limits.slots()) {
        throw new IllegalStateException(
            "all " + limits.slots() + " places for stimuli are in use: close one first");
      }
      loaded.add(fresh);
    }
    try {
      fresh.load();
      return fresh;
    } catch (RuntimeException e) {
      freed(fresh);
      throw e;
    }
  }

  private void freed(RemoteStimulus closed) {
    synchronized (loaded) {
      loaded.remove(closed);
    }
  }

  @Override
  public Optional<Receipt> receipt(OperationId operation) {
    Optional<TrainState> found = session.ask(false, () -> find(operation));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    TrainState train = found.get();
    return switch (train.getProgress()) {
      case BEGUN, ENDED -> Optional.of(new Receipt(operation, train.getFirstSample()));
      case NOT_DONE -> Optional.empty();
      default ->
          throw new DeviceException(
              Reason.REJECTED,
              Outcome.UNKNOWN,
              "it is not known whether train " + operation + " was fired: " + train.getReason());
    };
  }

  private Optional<TrainState> find(OperationId operation) {
    try {
      return Optional.of(
          session
              .api()
              .work()
              .getTrain(GetTrainRequest.newBuilder().setOperation(operation.toString()).build()));
    } catch (StatusRuntimeException e) {
      if (Told.rule(e).equals(Told.UNKNOWN_OPERATION)) {
        return Optional.empty();
      }
      throw e;
    }
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
                        .setStimuli(true)
                        .setReason("a program has stopped the stimulator")
                        .setKey(UUID.randomUUID().toString())
                        .build()));
    session.disarmed();
  }
}
