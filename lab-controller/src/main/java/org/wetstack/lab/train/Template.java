package org.wetstack.lab.train;

import java.util.Collections;
import java.util.List;
import org.wetstack.lab.loop.Decision;

/**
 * The least experiment that is one: stimulate an electrode, want more spikes than lately. Copy it
 * to begin your own; docs/tutorial/first-experiment.md goes through it.
 */
public final class Template implements ExperimentProvider {

  @Override
  public String name() {
    return "template";
  }

  @Override
  public String score() {
    return "spikes in the windows of a trial, all electrodes";
  }

  @Override
  public Success success() {
    return Success.ABOVE_BASELINE;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(new Parameter("stimulated", 0, 0, 65_535, "electrode that is stimulated"));
  }

  @Override
  public Experiment begin(Setting setting) {
    int stimulated = setting.electrode("stimulated");
    var lately = new Lately();
    return new Experiment() {

      private boolean better;

      @Override
      public List<Integer> encode() {
        return Collections.nCopies(5, stimulated);
      }

      @Override
      public Outcome decode(int[] spikes) {
        int all = 0;
        for (int each : spikes) {
          all += each;
        }
        better = lately.exceeded(all);
        return new Outcome(all, all + " spikes");
      }

      @Override
      public Decision decide(Outcome outcome) {
        return better ? Decision.REWARD : Decision.CORRECT;
      }
    };
  }
}
