package org.wetstack.lab.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.lab.loop.Decision;

/**
 * A Pong-like task. Where the ball comes down is told by which electrode is stimulated; the paddle
 * goes as far up as one group of electrodes outdoes the other. The score is by how much the paddle
 * covers the ball: above 0 it is hit.
 */
public final class Pong implements ExperimentProvider {

  @Override
  public String name() {
    return "pong";
  }

  @Override
  public String score() {
    return "half the paddle less its distance from the ball, in heights of the court";
  }

  @Override
  public Success success() {
    return Success.ABOVE_ZERO;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter("lanes", 2, 2, 1_000, "heights of the ball, each its own electrode"),
        new Parameter("pulses", 5, 1, Procedure.MOST_PULSES, "pulses of a trial"),
        new Parameter("paddle", 0.8, 0.01, 2, "height of the paddle, courts"));
  }

  @Override
  public Experiment begin(Setting setting) {
    return new Game(setting);
  }

  private static final class Game implements Experiment {

    private final List<Integer> lanes = new ArrayList<>();
    private final List<Integer> up = new ArrayList<>();
    private final List<Integer> down = new ArrayList<>();
    private final int pulses;
    private final double paddle;
    private final Shuffle chance;
    private int lane;

    Game(Setting setting) {
      int count = (int) setting.parameter("lanes");
      if (count != setting.parameter("lanes") || setting.sites().size() < count + 2) {
        throw new IllegalArgumentException(
            "'lanes' must be whole, and leave 2 of the %d electrodes to listen to"
                .formatted(setting.sites().size()));
      }
      pulses = (int) setting.parameter("pulses");
      paddle = setting.parameter("paddle");
      chance = new Shuffle(setting.seed());
      for (int i = 0; i < count; i++) {
        lanes.add(i);
      }
      List<ArrayLayout.Site> rest = setting.sites().subList(count, setting.sites().size());
      double middle = rest.stream().mapToInt(ArrayLayout.Site::yMicrometers).average().orElse(0);
      for (int i = 0; i < rest.size(); i++) {
        (rest.get(i).yMicrometers() < middle ? down : up).add(count + i);
      }
      if (up.isEmpty() || down.isEmpty()) {
        throw new IllegalArgumentException(
            "the electrodes that are left for the paddle lie in one line: use fewer 'lanes'");
      }
    }

    @Override
    public List<Integer> encode() {
      lane = chance.below(lanes.size());
      return Collections.nCopies(pulses, lanes.get(lane));
    }

    @Override
    public Outcome decode(int[] spikes) {
      double above = mean(spikes, up);
      double below = mean(spikes, down);
      if (above + below == 0) {
        return new Outcome(Double.NaN, "silent");
      }
      double at = above / (above + below);
      double ball = lane / (lanes.size() - 1.0);
      double score = paddle / 2 - Math.abs(at - ball);
      return new Outcome(
          score,
          String.format(
              Locale.ROOT, "%s: ball %.2f, paddle %.2f", score > 0 ? "hit" : "miss", ball, at));
    }

    /** Groups may differ in size. */
    private static double mean(int[] spikes, List<Integer> group) {
      return group.stream().mapToInt(each -> spikes[each]).average().orElse(0);
    }

    @Override
    public Decision decide(Outcome outcome) {
      return outcome.score() > 0 ? Decision.REWARD : Decision.CORRECT;
    }
  }
}
