package org.wetstack.server;

import java.time.Instant;
import java.util.Objects;
import org.wetstack.api.v1.CultureLife;
import org.wetstack.lab.culture.Exchanges;
import org.wetstack.lab.culture.Life;
import org.wetstack.lab.culture.Observation;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.rig.RigSpec;

/** The life of a culture as it travels. */
final class LifePicture {

  private LifePicture() {}

  static CultureLife of(LabController controller, String culture) {
    Life life = controller.lives().life(culture);
    Instant now = controller.time().now();
    CultureLife.Builder picture =
        CultureLife.newBuilder()
            .setCulture(
                Picture.culture(
                    controller, Objects.requireNonNull(controller.rig().cultures().get(culture))))
            .setDaysInVitro(life.days(now))
            .setDoses(life.doses())
            .setTrains(life.trains())
            .setStops(life.stops())
            .setAlarms(life.alarms());
    life.vigour().ifPresent(picture::setVigour);
    double lifespan = controller.lives().scale(culture);
    life.forecast(now, lifespan)
        .ifPresent(
            forecast ->
                picture
                    .getForecastBuilder()
                    .setLow(forecast.low())
                    .setMedian(forecast.median())
                    .setHigh(forecast.high())
                    .setLifespan(lifespan));
    controller
        .medium()
        .state(culture)
        .ifPresent(
            state ->
                picture.setMedium(
                    medium(
                        Objects.requireNonNull(controller.rig().cultures().get(culture))
                            .exchange()
                            .orElseThrow(),
                        state)));
    double[] vigours = life.vigours();
    for (int i = 0; i < vigours.length; i++) {
      picture.addObservations(observation(life.observations().get(i), vigours[i]));
    }
    for (Life.Impedance one : life.impedances()) {
      picture.addImpedancesBuilder().setAt(Wire.time(one.at())).setOhms(one.ohms());
    }
    return picture.build();
  }

  private static CultureLife.Medium medium(RigSpec.Exchange exchange, Exchanges.State state) {
    CultureLife.Medium.Builder picture =
        CultureLife.Medium.newBuilder()
            .setDue(Wire.time(state.due()))
            .setOverdue(state.overdue())
            .setByHand(exchange.pumps().isEmpty())
            .setEverySeconds(exchange.every().toSeconds())
            .setNanoliters(exchange.volume().nanoliters())
            .setDone(state.done())
            .setMissed(state.missed());
    state
        .last()
        .ifPresent(
            last ->
                picture
                    .setLast(Wire.time(last.at()))
                    .setLastBy(last.who())
                    .setLastNanoliters(last.nanoliters()));
    return picture.build();
  }

  private static CultureLife.Observation observation(Observation seen, double vigour) {
    CultureLife.Observation.Builder picture =
        CultureLife.Observation.newBuilder()
            .setAt(Wire.time(seen.at()))
            .setVigour(vigour)
            .setSeconds(seen.seconds())
            .setElectrodes(seen.electrodes())
            .setActive(seen.active())
            .setSpikesPerSecond(seen.spikesPerSecond())
            .setMissed(seen.missed());
    seen.answersPerPulse().ifPresent(picture::setAnswersPerPulse);
    return picture.build();
  }
}
