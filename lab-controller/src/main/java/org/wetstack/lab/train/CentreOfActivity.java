package org.wetstack.lab.train;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.lab.loop.Decision;

/**
 * Steers the centre of activity: the mean position of all spikes, each where its electrode is. The
 * score is how near it comes to a target. Electrodes close to the stimulated one do not count, for
 * they answer the pulse directly.
 */
public final class CentreOfActivity implements ExperimentProvider {

  @Override
  public String name() {
    return "centre-of-activity";
  }

  @Override
  public String score() {
    return "distance of the centre of activity from the target, with a minus, µm";
  }

  @Override
  public Success success() {
    return Success.ABOVE_BASELINE;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter("stimulated", 0, 0, 65_535, "electrode that is stimulated"),
        new Parameter("pulses", 5, 1, Procedure.MOST_PULSES, "pulses of a trial"),
        new Parameter("deaf-within", 250, 0, 100_000, "µm around it that do not count"),
        new Parameter("target-x", 500, -100_000, 100_000, "µm, of even seeds"),
        new Parameter("target-y", 0, -100_000, 100_000, "µm, of even seeds"),
        new Parameter("other-x", 500, -100_000, 100_000, "µm, of odd seeds"),
        new Parameter("other-y", 400, -100_000, 100_000, "µm, of odd seeds"));
  }

  @Override
  public Experiment begin(Setting setting) {
    return new Steering(setting);
  }

  private static final class Steering implements Experiment {

    private final List<ArrayLayout.Site> sites;
    private final List<Integer> question;
    private final boolean[] counted;
    private final double targetX;
    private final double targetY;
    private final Lately lately = new Lately();
    private boolean better;

    Steering(Setting setting) {
      sites = setting.sites();
      int stimulated = setting.electrode("stimulated");
      question = Collections.nCopies((int) setting.parameter("pulses"), stimulated);
      // Whither is balanced over seeds: what drifts by itself cancels out.
      String target = Math.floorMod(setting.seed(), 2) == 0 ? "target" : "other";
      targetX = setting.parameter(target + "-x");
      targetY = setting.parameter(target + "-y");
      counted = new boolean[sites.size()];
      int listening = 0;
      for (int i = 0; i < counted.length; i++) {
        counted[i] =
            distance(sites.get(i), sites.get(stimulated)) > setting.parameter("deaf-within");
        listening += counted[i] ? 1 : 0;
      }
      if (listening < 2) {
        throw new IllegalArgumentException(
            "'deaf-within' leaves %d electrodes, and a centre needs 2: make it smaller"
                .formatted(listening));
      }
    }

    private static double distance(ArrayLayout.Site one, ArrayLayout.Site other) {
      return Math.hypot(
          (double) one.xMicrometers() - other.xMicrometers(),
          (double) one.yMicrometers() - other.yMicrometers());
    }

    @Override
    public List<Integer> encode() {
      return question;
    }

    @Override
    public Outcome decode(int[] spikes) {
      double all = 0;
      double x = 0;
      double y = 0;
      for (int i = 0; i < spikes.length; i++) {
        if (counted[i]) {
          all += spikes[i];
          x += (double) spikes[i] * sites.get(i).xMicrometers();
          y += (double) spikes[i] * sites.get(i).yMicrometers();
        }
      }
      if (all == 0) {
        better = false;
        return new Outcome(Double.NaN, "silent");
      }
      double score = -Math.hypot(x / all - targetX, y / all - targetY);
      better = lately.exceeded(score);
      return new Outcome(
          score, String.format(Locale.ROOT, "centre at %.0f, %.0f µm", x / all, y / all));
    }

    @Override
    public Decision decide(Outcome outcome) {
      return better ? Decision.REWARD : Decision.CORRECT;
    }
  }
}
