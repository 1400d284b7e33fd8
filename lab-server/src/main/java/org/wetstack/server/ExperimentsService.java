package org.wetstack.server;

import com.linecorp.armeria.server.annotation.Blocking;
import io.grpc.stub.StreamObserver;
import org.wetstack.api.v1.Experiment;
import org.wetstack.api.v1.ExperimentsGrpc;
import org.wetstack.api.v1.GetExperimentRequest;
import org.wetstack.api.v1.PlanExperimentRequest;
import org.wetstack.api.v1.TellTrialReply;
import org.wetstack.api.v1.TellTrialRequest;
import org.wetstack.lab.culture.Experiments;
import org.wetstack.lab.desk.ExperimentDesk;
import org.wetstack.lab.desk.LabController;

/** What programs want remembered of what they do with a culture. */
@Blocking
final class ExperimentsService extends ExperimentsGrpc.ExperimentsImplBase {

  private static final int MOST_LINES = 200;

  private final ExperimentDesk desk;
  private final Answers answers;

  ExperimentsService(LabController controller, Answers answers) {
    this.desk = controller.experiments();
    this.answers = answers;
  }

  @Override
  public void planExperiment(PlanExperimentRequest ask, StreamObserver<Experiment> to) {
    answers.give(
        to,
        () ->
            experiment(
                desk.plan(
                    Wishes.request(ask), ask.getCulture(), ask.getExperiment(), ask.getPlan()),
                0));
  }

  @Override
  public void tellTrial(TellTrialRequest ask, StreamObserver<TellTrialReply> to) {
    answers.give(
        to,
        () ->
            TellTrialReply.newBuilder()
                .setTrials(
                    desk.tell(
                        Wishes.request(ask),
                        ask.getCulture(),
                        ask.getExperiment(),
                        ask.getTrial(),
                        ask.getLine()))
                .build());
  }

  @Override
  public void getExperiment(GetExperimentRequest ask, StreamObserver<Experiment> to) {
    answers.give(
        to,
        () -> {
          if (ask.getFrom() < 0) {
            throw new IllegalArgumentException("trials are counted from 0");
          }
          return desk.of(ask.getCulture())
              .map(one -> experiment(one, ask.getFrom()))
              .orElse(Experiment.getDefaultInstance());
        });
  }

  private static Experiment experiment(Experiments.Experiment one, int from) {
    int known = one.trials().size();
    int first = Math.min(from, known);
    return Experiment.newBuilder()
        .setExperiment(one.name())
        .setPlan(one.plan())
        .setTrials(known)
        .addAllLines(one.trials().subList(first, Math.min(known, first + MOST_LINES)))
        .build();
  }
}
