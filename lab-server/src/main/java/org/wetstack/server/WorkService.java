package org.wetstack.server;

import static org.wetstack.server.Wire.applied;
import static org.wetstack.server.Wire.stimulus;

import com.linecorp.armeria.server.annotation.Blocking;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.wetstack.api.v1.DoseRequest;
import org.wetstack.api.v1.DoseState;
import org.wetstack.api.v1.FlashRequest;
import org.wetstack.api.v1.FlashState;
import org.wetstack.api.v1.GetDoseRequest;
import org.wetstack.api.v1.GetFlashRequest;
import org.wetstack.api.v1.GetImpedancesRequest;
import org.wetstack.api.v1.GetTrainRequest;
import org.wetstack.api.v1.Impedances;
import org.wetstack.api.v1.ListRecordingsReply;
import org.wetstack.api.v1.ListRecordingsRequest;
import org.wetstack.api.v1.LoadStimulusRequest;
import org.wetstack.api.v1.LoadedStimulus;
import org.wetstack.api.v1.MeasureImpedancesRequest;
import org.wetstack.api.v1.Recording;
import org.wetstack.api.v1.Samples;
import org.wetstack.api.v1.SettleDoseRequest;
import org.wetstack.api.v1.Spikes;
import org.wetstack.api.v1.StartRecordingRequest;
import org.wetstack.api.v1.StopCultureReply;
import org.wetstack.api.v1.StopCultureRequest;
import org.wetstack.api.v1.StopRecordingRequest;
import org.wetstack.api.v1.TrainState;
import org.wetstack.api.v1.TransactReply;
import org.wetstack.api.v1.TransactRequest;
import org.wetstack.api.v1.TriggerRequest;
import org.wetstack.api.v1.UnloadStimulusReply;
import org.wetstack.api.v1.UnloadStimulusRequest;
import org.wetstack.api.v1.WatchSamplesRequest;
import org.wetstack.api.v1.WatchSpikesRequest;
import org.wetstack.api.v1.WorkGrpc;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.desk.Desk;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.desk.Operation;
import org.wetstack.lab.desk.Request;
import org.wetstack.lab.safety.Refusal;

/** What is done to cultures: hands it to the desk, and tells what came of it. */
@Blocking
final class WorkService extends WorkGrpc.WorkImplBase {

  private static final int MOST_WAIT_MILLIS = 60_000;
  private static final int MOST_SECONDS_BEFORE = 5;

  private final LabController controller;
  private final Desk desk;
  private final Streams streams;
  private final Function<Principal, Welcome> welcomes;
  private final Answers answers;

  WorkService(
      LabController controller,
      Streams streams,
      Function<Principal, Welcome> welcomes,
      Answers answers) {
    this.controller = controller;
    this.desk = controller.desk();
    this.streams = streams;
    this.welcomes = welcomes;
    this.answers = answers;
  }

  @Override
  public void dose(DoseRequest ask, StreamObserver<DoseState> to) {
    answers.give(
        to,
        () ->
            Wire.dose(
                one(
                    Wishes.request(ask),
                    ask.getCulture(),
                    new Desk.Step.Give(
                        ask.getReservoir(),
                        Wishes.dose(ask.getNanoliters(), ask.getNanolitersPerMinute()),
                        Wishes.named(ask.getOperation())))));
  }

  @Override
  public void getDose(GetDoseRequest ask, StreamObserver<DoseState> to) {
    answers.give(
        to,
        () -> {
          Operation found = found(ask.getOperation(), ask.getWaitMilliseconds());
          return Wire.dose(desk.flowing(Wire.require(found, Operation.Kind.DOSE)));
        });
  }

  private Operation found(String operation, int waitMillis) {
    if (waitMillis < 0 || waitMillis > MOST_WAIT_MILLIS) {
      throw new IllegalArgumentException(
          "wait_milliseconds is 0 to " + MOST_WAIT_MILLIS + ": ask again to wait longer");
    }
    return desk.operation(Wire.operation(operation), Duration.ofMillis(waitMillis));
  }

  @Override
  public void flash(FlashRequest ask, StreamObserver<FlashState> to) {
    answers.give(
        to,
        () ->
            Wire.flash(
                one(
                    Wishes.request(ask),
                    ask.getCulture(),
                    new Desk.Step.Shine(
                        ask.getLight(),
                        Wishes.flash(ask.getMicrowatts(), ask.getMicroseconds()),
                        Wishes.named(ask.getOperation())))));
  }

  @Override
  public void getFlash(GetFlashRequest ask, StreamObserver<FlashState> to) {
    answers.give(
        to,
        () ->
            Wire.flash(
                desk.shining(
                    Wire.require(
                        found(ask.getOperation(), ask.getWaitMilliseconds()),
                        Operation.Kind.FLASH))));
  }

  @Override
  public void loadStimulus(LoadStimulusRequest ask, StreamObserver<LoadedStimulus> to) {
    answers.give(
        to,
        () -> {
          Desk.Loaded loaded =
              desk.load(Wishes.request(ask), ask.getCulture(), stimulus(ask.getStimulus()));
          return LoadedStimulus.newBuilder()
              .setStimulus(loaded.name())
              .setApplied(applied(loaded.applied()))
              .build();
        });
  }

  @Override
  public void unloadStimulus(UnloadStimulusRequest ask, StreamObserver<UnloadStimulusReply> to) {
    answers.give(
        to,
        () -> {
          desk.unload(Wishes.request(ask), ask.getCulture(), ask.getStimulus());
          return UnloadStimulusReply.getDefaultInstance();
        });
  }

  @Override
  public void trigger(TriggerRequest ask, StreamObserver<TrainState> to) {
    answers.give(
        to,
        () ->
            Wire.train(
                one(
                    Wishes.request(ask),
                    ask.getCulture(),
                    new Desk.Step.Fire(
                        ask.getStimulus(),
                        ask.hasSample() ? OptionalLong.of(ask.getSample()) : OptionalLong.empty(),
                        Wishes.named(ask.getOperation())))));
  }

  private Operation one(Request request, String culture, Desk.Step step) {
    return effective(desk.transact(request, culture, List.of(step)).get(0));
  }

  @Override
  public void getTrain(GetTrainRequest ask, StreamObserver<TrainState> to) {
    answers.give(
        to,
        () ->
            Wire.train(
                Wire.require(
                    desk.operation(Wire.operation(ask.getOperation())), Operation.Kind.TRAIN)));
  }

  @Override
  public void transact(TransactRequest ask, StreamObserver<TransactReply> to) {
    answers.give(
        to,
        () -> {
          List<Operation> done =
              desk.transact(Wishes.request(ask), ask.getCulture(), Wishes.steps(ask));
          TransactReply.Builder reply = TransactReply.newBuilder();
          for (Operation each : done) {
            TransactReply.Done.Builder one = reply.addDoneBuilder();
            switch (each.kind()) {
              case DOSE -> one.setDose(Wire.dose(each));
              case TRAIN -> one.setTrain(Wire.train(each));
              case FLASH -> one.setFlash(Wire.flash(each));
            }
          }
          return reply.build();
        });
  }

  @Override
  public void stopCulture(StopCultureRequest ask, StreamObserver<StopCultureReply> to) {
    answers.give(
        to,
        () -> {
          Principal who = Caller.current();
          switch (ask.getOnlyCase()) {
            case RESERVOIR ->
                desk.stopFlow(who, ask.getCulture(), ask.getReservoir(), ask.getReason());
            case STIMULI -> desk.stopStimuli(who, ask.getCulture(), ask.getReason());
            case LIGHT -> desk.putOut(who, ask.getCulture(), ask.getLight(), ask.getReason());
            case ONLY_NOT_SET -> desk.stop(who, ask.getCulture(), ask.getReason());
          }
          return StopCultureReply.getDefaultInstance();
        });
  }

  @Override
  public void settleDose(SettleDoseRequest ask, StreamObserver<DoseState> to) {
    answers.give(
        to,
        () -> {
          Operation dose = desk.operation(Wire.operation(ask.getOperation()));
          controller
              .consent()
              .settleDose(
                  Caller.current(),
                  dose,
                  ask.getDeliveredAtLeastNanoliters(),
                  ask.getDeliveredAtMostNanoliters(),
                  ask.getReason());
          return Wire.dose(desk.operation(dose.id()));
        });
  }

  @Override
  public void watchSamples(WatchSamplesRequest ask, StreamObserver<Samples> to) {
    var call = (ServerCallStreamObserver<Samples>) to;
    Welcome welcome = welcomes.apply(Caller.current());
    Streams.until(call, answers, () -> streams.samples(ask, new GrpcClient<>(call, welcome)));
  }

  @Override
  public void watchSpikes(WatchSpikesRequest ask, StreamObserver<Spikes> to) {
    var call = (ServerCallStreamObserver<Spikes>) to;
    Welcome welcome = welcomes.apply(Caller.current());
    Streams.until(call, answers, () -> streams.spikes(ask, new GrpcClient<>(call, welcome)));
  }

  @Override
  public void startRecording(StartRecordingRequest ask, StreamObserver<Recording> to) {
    answers.give(
        to,
        () -> {
          if (ask.getSecondsBefore() < 0 || ask.getSecondsBefore() > MOST_SECONDS_BEFORE) {
            throw new IllegalArgumentException(
                "seconds_before is 0 to " + MOST_SECONDS_BEFORE + ": no more is remembered");
          }
          return Wire.recording(
              desk.record(
                  Wishes.request(ask),
                  ask.getCulture(),
                  ask.getTitle(),
                  ask.getSecondsBefore() > 0));
        });
  }

  @Override
  public void stopRecording(StopRecordingRequest ask, StreamObserver<Recording> to) {
    answers.give(
        to,
        () ->
            Wire.recording(controller.archive().stop(Caller.current().name(), ask.getRecording())));
  }

  @Override
  public void measureImpedances(MeasureImpedancesRequest ask, StreamObserver<Impedances> to) {
    answers.give(
        to, () -> Wire.impedances(desk.measureImpedances(Wishes.request(ask), ask.getCulture())));
  }

  @Override
  public void getImpedances(GetImpedancesRequest ask, StreamObserver<Impedances> to) {
    answers.give(
        to,
        () -> {
          desk.electrodes(ask.getCulture());
          return Wire.impedances(
              controller
                  .impedances()
                  .latest(ask.getCulture())
                  .orElseThrow(
                      () ->
                          new Refusal(
                              "unknown.measurement",
                              "",
                              ask.getCulture(),
                              "the impedances of culture "
                                  + ask.getCulture()
                                  + " were not measured yet")));
        });
  }

  @Override
  public void listRecordings(ListRecordingsRequest ask, StreamObserver<ListRecordingsReply> to) {
    answers.give(
        to,
        () ->
            ListRecordingsReply.newBuilder()
                .addAllRecordings(
                    controller.archive().list().stream().map(Wire::recording).toList())
                .build());
  }

  /**
   * What was asked for and has certainly or possibly failed is told as a failure, so that nobody
   * takes it for done; the same call again tells the same.
   */
  private static Operation effective(Operation operation) {
    return switch (operation.progress()) {
      case INTENDED, BEGUN, ENDED -> operation;
      case NOT_DONE, UNKNOWN -> throw Problems.failed(operation);
    };
  }
}
