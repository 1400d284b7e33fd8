package org.wetstack.server;

import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.annotation.Blocking;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.wetstack.api.v1.AcknowledgeAlarmRequest;
import org.wetstack.api.v1.Alarm;
import org.wetstack.api.v1.ClearInstrumentRequest;
import org.wetstack.api.v1.CloseInterlockRequest;
import org.wetstack.api.v1.CultureLife;
import org.wetstack.api.v1.EmergencyStopReply;
import org.wetstack.api.v1.EmergencyStopRequest;
import org.wetstack.api.v1.GetCultureRequest;
import org.wetstack.api.v1.GetHistoryReply;
import org.wetstack.api.v1.GetHistoryRequest;
import org.wetstack.api.v1.GetRigRequest;
import org.wetstack.api.v1.Instrument;
import org.wetstack.api.v1.Interlock;
import org.wetstack.api.v1.ListAlarmsReply;
import org.wetstack.api.v1.ListAlarmsRequest;
import org.wetstack.api.v1.ReleaseStopReply;
import org.wetstack.api.v1.ReleaseStopRequest;
import org.wetstack.api.v1.ReloadRigReply;
import org.wetstack.api.v1.ReloadRigRequest;
import org.wetstack.api.v1.RigEvent;
import org.wetstack.api.v1.RigGrpc;
import org.wetstack.api.v1.RigState;
import org.wetstack.api.v1.SetLimitReply;
import org.wetstack.api.v1.SetLimitRequest;
import org.wetstack.api.v1.TellExchangeRequest;
import org.wetstack.api.v1.TellReadingRequest;
import org.wetstack.api.v1.WatchRigRequest;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.desk.Alarms;
import org.wetstack.lab.desk.Consent;
import org.wetstack.lab.desk.Desk;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.desk.Reload;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.safety.Limit;

/** The rig as a whole: how it is, and what stops it. */
final class RigService extends RigGrpc.RigImplBase {

  /** At one time; with so many under way, one more changes nothing. */
  private static final int MOST_STOPS = 32;

  private final LabController controller;
  private final History history;
  private final String version;
  private final Events events;
  private final Function<Principal, Welcome> welcomes;
  private final Answers answers;
  private final Places stops = new Places("stops", MOST_STOPS);

  RigService(
      LabController controller,
      History history,
      String version,
      Events events,
      Function<Principal, Welcome> welcomes,
      Answers answers) {
    this.controller = controller;
    this.history = history;
    this.version = version;
    this.events = events;
    this.welcomes = welcomes;
    this.answers = answers;
  }

  @Override
  @Blocking
  public void getRig(GetRigRequest ask, StreamObserver<RigState> to) {
    answers.give(to, () -> Picture.rig(controller, version, history.latest()));
  }

  @Override
  @Blocking
  public void getCulture(GetCultureRequest ask, StreamObserver<CultureLife> to) {
    answers.give(to, () -> LifePicture.of(controller, ask.getCulture()));
  }

  @Override
  @Blocking
  public void tellExchange(TellExchangeRequest ask, StreamObserver<CultureLife> to) {
    answers.give(
        to,
        () -> {
          controller
              .medium()
              .exchanged(
                  Wishes.request(ask), ask.getCulture(), Volume.nanoliters(ask.getNanoliters()));
          return LifePicture.of(controller, ask.getCulture());
        });
  }

  /**
   * On threads of its own, so that it waits for nothing that others may have asked for: not for a
   * thread, and not for a disk.
   */
  @Override
  public void emergencyStop(EmergencyStopRequest ask, StreamObserver<EmergencyStopReply> to) {
    Principal who = Caller.current();
    try {
      Subscription place = stops.take();
      controller
          .stopping()
          .execute(
              () -> {
                answers.give(to, () -> stop(who, ask.getReason()));
                place.close();
              });
    } catch (RuntimeException e) {
      answers.fail(to, e);
    }
  }

  private EmergencyStopReply stop(Principal who, String reason) {
    EmergencyStopReply.Builder reply = EmergencyStopReply.newBuilder();
    for (Desk.Stopped one : controller.desk().emergencyStop(who, reason)) {
      reply
          .addInstrumentsBuilder()
          .setInstrument(one.instrument())
          .setMicroseconds((int) Math.min(Integer.MAX_VALUE, one.took().toNanos() / 1_000))
          .setFailure(one.failure());
    }
    return reply.build();
  }

  @Override
  @Blocking
  public void watchRig(WatchRigRequest ask, StreamObserver<RigEvent> to) {
    var call = (ServerCallStreamObserver<RigEvent>) to;
    Welcome welcome = welcomes.apply(Caller.current());
    Executor loop = ServiceRequestContext.current().eventLoop();
    Streams.until(
        call,
        answers,
        () -> {
          Events.Watching watching = events.watch(new GrpcClient<>(call, welcome), loop);
          call.setOnReadyHandler(watching.look());
          return watching.subscription();
        });
  }

  @Override
  @Blocking
  public void releaseStop(ReleaseStopRequest ask, StreamObserver<ReleaseStopReply> to) {
    answers.give(
        to,
        () -> {
          Consent.Outcome outcome = controller.consent().releaseStop(Wishes.request(ask));
          return ReleaseStopReply.newBuilder()
              .setReleased(outcome.done())
              .addAllAgreed(outcome.agreed())
              .build();
        });
  }

  @Override
  @Blocking
  public void closeInterlock(CloseInterlockRequest ask, StreamObserver<Interlock> to) {
    answers.give(
        to,
        () -> {
          controller.consent().closeInterlock(Wishes.request(ask), ask.getInterlock());
          return Picture.interlock(controller, ask.getInterlock());
        });
  }

  @Override
  @Blocking
  public void clearInstrument(ClearInstrumentRequest ask, StreamObserver<Instrument> to) {
    answers.give(
        to,
        () -> {
          controller.consent().clear(Wishes.request(ask), ask.getInstrument());
          return controller.stations().stream()
              .filter(station -> station.name().equals(ask.getInstrument()))
              .map(station -> Picture.instrument(controller, station))
              .findFirst()
              .orElseThrow();
        });
  }

  @Override
  @Blocking
  public void tellReading(TellReadingRequest ask, StreamObserver<Interlock> to) {
    answers.give(
        to,
        () -> {
          controller.consent().reading(ask.getInterlock(), ask.getReading());
          return Picture.interlock(controller, ask.getInterlock());
        });
  }

  @Override
  @Blocking
  public void setLimit(SetLimitRequest ask, StreamObserver<SetLimitReply> to) {
    answers.give(
        to,
        () -> {
          Limit limit = Limit.named(ask.getLimit());
          Consent.Outcome outcome =
              controller
                  .consent()
                  .setLimit(
                      Wishes.request(ask),
                      ask.getCulture(),
                      limit,
                      ask.getValue(),
                      ask.getReason());
          RigSpec.Culture culture =
              Objects.requireNonNull(controller.rig().cultures().get(ask.getCulture()));
          return SetLimitReply.newBuilder()
              .setSet(outcome.done())
              .addAllAgreed(outcome.agreed())
              .setLimit(
                  Picture.limit(
                      limit, controller.limits().inForce(ask.getCulture()), culture.limits()))
              .build();
        });
  }

  @Override
  @Blocking
  public void reloadRig(ReloadRigRequest ask, StreamObserver<ReloadRigReply> to) {
    answers.give(
        to,
        () -> {
          Reload.Outcome outcome = controller.reload().reload(Wishes.request(ask));
          ReloadRigReply.Builder reply =
              ReloadRigReply.newBuilder().setApplied(outcome.applied()).setFileHash(outcome.file());
          for (Reload.Placed one : outcome.differences()) {
            reply
                .addDifferencesBuilder()
                .setPath(one.difference().path())
                .setLine(one.line())
                .setWhat(one.difference().what())
                .setNeedsRestart(one.difference().needsRestart());
          }
          return reply.build();
        });
  }

  @Override
  @Blocking
  public void listAlarms(ListAlarmsRequest ask, StreamObserver<ListAlarmsReply> to) {
    answers.give(
        to,
        () ->
            ListAlarmsReply.newBuilder()
                .addAllAlarms(
                    controller.alarms().all(ask.getAcknowledgedToo()).stream()
                        .map(Picture::alarm)
                        .toList())
                .build());
  }

  @Override
  @Blocking
  public void acknowledgeAlarm(AcknowledgeAlarmRequest ask, StreamObserver<Alarm> to) {
    answers.give(
        to,
        () -> {
          Alarms.Raised alarm = controller.alarms().find(ask.getAlarm());
          controller.consent().acknowledge(Caller.current(), alarm);
          return Picture.alarm(controller.alarms().find(ask.getAlarm()));
        });
  }

  @Override
  @Blocking
  public void getHistory(GetHistoryRequest ask, StreamObserver<GetHistoryReply> to) {
    answers.give(
        to,
        () -> {
          History.Page page =
              history.page(ask.getFrom(), ask.getLimit(), Set.copyOf(ask.getKindsList()));
          return GetHistoryReply.newBuilder()
              .addAllEntries(page.entries().stream().map(Picture::entry).toList())
              .setNext(page.next())
              .build();
        });
  }
}
