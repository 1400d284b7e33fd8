package org.wetstack.lab.culture;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What became of one culture until now.
 *
 * @param plated when it was
 * @param observations oldest first: the first {@link Vigour#REFERENCE} and the latest
 * @param doses that ended
 * @param trains of pulses that began, or of which nobody knows
 * @param stops emergency stops of its rig
 * @param alarms of its rig
 * @param impedances medians over its electrodes, oldest first: the first and the latest
 */
public record Life(
    String culture,
    Instant plated,
    List<Observation> observations,
    long doses,
    long trains,
    long stops,
    long alarms,
    List<Impedance> impedances) {

  /** Days within which most cultures die, if nobody says otherwise. */
  public static final double USUAL_SCALE = 100;

  private static final double DAY = Duration.ofDays(1).toMillis();

  /** The median over the electrodes of a culture. */
  public record Impedance(Instant at, double ohms) {}

  public Life {
    observations = List.copyOf(observations);
    impedances = List.copyOf(impedances);
  }

  /** Days in vitro at {@code at}. */
  public double days(Instant at) {
    return Duration.between(plated, at).toMillis() / DAY;
  }

  /** At each observation; see {@link Vigour}. */
  public double[] vigours() {
    return Vigour.of(observations);
  }

  /** Empty before the first observation. */
  public OptionalDouble vigour() {
    return Vigour.now(vigours());
  }

  /**
   * How long it may last; empty before its day of plating.
   *
   * @param scale as in {@link Forecast}
   */
  public Optional<Forecast> forecast(Instant now, double scale) {
    double age = days(now);
    if (age < 0) {
      return Optional.empty();
    }
    double[] vigours = vigours();
    List<Double> ages = new ArrayList<>();
    List<Double> known = new ArrayList<>();
    for (int i = 0; i < vigours.length; i++) {
      double then = days(observations.get(i).at());
      if (then >= 0 && then <= age) {
        ages.add(then);
        known.add(vigours[i]);
      }
    }
    return Optional.of(Forecast.of(age, scale, plain(ages), plain(known)));
  }

  private static double[] plain(List<Double> values) {
    double[] plain = new double[values.size()];
    Arrays.setAll(plain, values::get);
    return plain;
  }
}
