package org.wetstack.app.study;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.culture.Culture;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.tissue.Fluid;

/**
 * One culture from its placement on the array to the end of the study.
 *
 * @param cared whether its medium is renewed
 */
record Ageing(long seed, boolean cared, List<Point> points) {

  private static final Duration LISTENED = Duration.ofMinutes(1);
  private static final Duration BETWEEN_PULSES = Duration.ofSeconds(2);
  private static final int LEAST_NANOAMPS = 100;
  private static final int MOST_NANOAMPS = 10_000;
  private static final double NANOAMPS_FACTOR = 1.25;
  private static final int PULSES = 8;

  /**
   * A culture at one age.
   *
   * @param viability 0 to 1
   * @param hertz spikes of all electrodes in a second
   * @param microamps the least current of which half of all pulses are answered; not a number if
   *     even 10 µA are not
   * @param success share of wanted responses in the last quarter of a training with reward; not a
   *     number if none was due, or the culture was dead
   */
  record Point(double days, double viability, double hertz, double microamps, double success) {}

  /**
   * How an experiment goes on.
   *
   * @param training of a twin of the culture at every {@code trainEvery}th age, so that training
   *     does not change what is aged
   */
  record Plan(int days, int step, int trainEvery, Protocol training) {}

  static Ageing run(long seed, Profile profile, boolean cared, Plan plan) {
    Profile from = Cultures.with(profile, "daysInVitro", "0");
    Profile lived = cared ? from : Cultures.with(from, "mediumChangeHours", "0");
    Culture culture = Cultures.culture(seed, lived);
    List<Point> points = new ArrayList<>();
    int age = 0;
    // The first days are as much a part of a life as the others: one look at day 1.
    for (int day = 1;
        day <= plan.days();
        day = age == 1 && plan.step() > 1 ? plan.step() : age + plan.step()) {
      culture.rest(Duration.ofDays(day - (long) age));
      age = day;
      boolean trains = points.size() % plan.trainEvery() == 0;
      points.add(look(seed, culture, trains ? plan.training() : null));
    }
    return new Ageing(seed, cared, List.copyOf(points));
  }

  private static Point look(long seed, Culture culture, @Nullable Protocol training) {
    double days = culture.life().daysInVitro();
    double viability = culture.life().viability();
    if (culture.life().dead()) {
      return new Point(days, viability, 0, Double.NaN, Double.NaN);
    }
    var fluid = new Fluid(culture.profile().chemistry().stockNanomolar(), 0, true);
    double success = Double.NaN;
    if (training != null) {
      var pupil = new DirectSubject(Cultures.twin(seed, culture), training.procedure(), fluid);
      boolean[] none = new boolean[training.trials()];
      success = Course.run(pupil, training, seed, Condition.REWARD, none).success(3, 4);
    }
    var subject = new DirectSubject(culture, Protocol.usual().procedure(), fluid);
    double hertz = subject.listen(LISTENED) / (double) LISTENED.toSeconds();
    return new Point(days, viability, hertz, threshold(subject), success);
  }

  private static double threshold(DirectSubject subject) {
    for (double nanoamps = LEAST_NANOAMPS; nanoamps <= MOST_NANOAMPS; nanoamps *= NANOAMPS_FACTOR) {
      int answered = 0;
      for (int pulse = 0; pulse < PULSES; pulse++) {
        answered += subject.answers(pulse, (int) nanoamps) > 0 ? 1 : 0;
        subject.pass(BETWEEN_PULSES);
      }
      if (2 * answered >= PULSES) {
        return nanoamps / 1_000;
      }
    }
    return Double.NaN;
  }
}
