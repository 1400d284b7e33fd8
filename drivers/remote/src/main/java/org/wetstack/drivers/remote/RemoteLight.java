package org.wetstack.drivers.remote;

import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.UUID;
import org.wetstack.api.v1.FlashRequest;
import org.wetstack.api.v1.FlashState;
import org.wetstack.api.v1.GetFlashRequest;
import org.wetstack.api.v1.Progress;
import org.wetstack.api.v1.StopCultureRequest;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.FlashRun;
import org.wetstack.hal.Light;
import org.wetstack.hal.LightLimits;
import org.wetstack.hal.OperationId;

/** A light that shines on a culture. */
final class RemoteLight implements Light {

  private final Session session;
  private final String path;
  private final LightLimits limits;

  /**
   * @param path as the rig names it
   */
  RemoteLight(Session session, Place place, String path, Place.Spot spot) {
    this.session = session;
    this.path = path;
    this.limits = Shapes.limits(spot.device().getLight(), place.limits());
  }

  @Override
  public String name() {
    return path;
  }

  @Override
  public LightLimits limits() {
    return limits;
  }

  @Override
  public FlashRun flash(OperationId operation, Flash flash) {
    session.requireOpen();
    // What is asked for travels: the light rounds it in the same way.
    limits.quantise(flash);
    FlashState begun =
        session.ask(
            true,
            () ->
                session
                    .api()
                    .work()
                    .flash(
                        FlashRequest.newBuilder()
                            .setCulture(session.culture())
                            .setLight(path)
                            .setMicrowatts(flash.power().microwatts())
                            .setMicroseconds(flash.duration().toNanos() / 1_000)
                            .setEpoch(session.epoch())
                            .setKey(operation.toString())
                            .setOperation(operation.toString())
                            .build()));
    var run = new RemoteFlashRun(session, operation, begun);
    run.follow(begun);
    return run;
  }

  @Override
  public Optional<FlashReport> report(OperationId operation) {
    FlashState found =
        session.ask(
            false,
            () -> {
              try {
                return session
                    .api()
                    .work()
                    .getFlash(
                        GetFlashRequest.newBuilder().setOperation(operation.toString()).build());
              } catch (StatusRuntimeException e) {
                if (Told.rule(e).equals(Told.UNKNOWN_OPERATION)) {
                  return FlashState.newBuilder().setProgress(Progress.NOT_DONE).build();
                }
                throw e;
              }
            });
    return switch (found.getProgress()) {
      case NOT_DONE -> Optional.empty();
      case UNKNOWN ->
          throw new DeviceException(
              Reason.REJECTED,
              Outcome.UNKNOWN,
              "nobody knows what became of flash " + operation + ": " + found.getReason());
      default -> Optional.of(Shapes.report(operation, found));
    };
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
                        .setLight(path)
                        .setReason("a program has put out the light")
                        .setKey(UUID.randomUUID().toString())
                        .build()));
  }
}
