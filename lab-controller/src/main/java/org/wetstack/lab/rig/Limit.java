package org.wetstack.lab.rig;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.safety.CultureLimits;

/**
 * A limit of the rig file, as a number that can be compared.
 *
 * @param path its section and key, as in {@code dosing.hour}
 * @param unit tells a value to a person
 * @param less whether less of it allows more
 */
record Limit(
    String path, ToLongFunction<CultureLimits> value, LongFunction<String> unit, boolean less) {

  static final List<Limit> ALL =
      List.of(
          most("stimulation.current", of -> of.stimulation().current().nanoamps(), Limit::current),
          most(
              "stimulation.charge-per-phase",
              of -> of.stimulation().chargePerPhasePicocoulombs(),
              value -> thousandths(value, "nC")),
          most(
              "stimulation.pulses-per-second",
              of -> of.stimulation().pulsesPerSecond(),
              Long::toString),
          most("stimulation.duty", of -> of.stimulation().dutyPerMille(), Limit::share),
          most(
              "stimulation.electrodes-at-once",
              of -> of.stimulation().electrodesAtOnce(),
              Long::toString),
          most(
              "stimulation.pulses-per-train",
              of -> of.stimulation().pulsesPerTrain(),
              Long::toString),
          most(
              "stimulation.net-charge",
              of -> of.stimulation().netChargePicocoulombs(),
              value -> thousandths(value, "nC")),
          most("dosing.dose", of -> of.dosing().dose().nanoliters(), Limit::volume),
          most("dosing.hour", of -> of.dosing().hour().nanoliters(), Limit::volume),
          most("dosing.day", of -> of.dosing().day().nanoliters(), Limit::volume),
          most("dosing.total", of -> of.dosing().total().nanoliters(), Limit::volume),
          most(
              "dosing.rate",
              of -> of.dosing().rate().nanolitersPerMinute(),
              value -> FlowRate.nanolitersPerMinute(value).toString()),
          new Limit(
              "dosing.pause",
              of -> of.dosing().pause().toNanos(),
              value -> Quantities.shown(Duration.ofNanos(value)),
              true),
          most(
              "dosing.amount-per-day",
              of -> of.dosing().picomolesPerDay(),
              value -> thousandths(value, "nmol")),
          most("illumination.power", of -> of.illumination().microwatts(), Limit::power),
          most("illumination.flash", of -> of.illumination().flash(), Limit::energy),
          most("illumination.hour", of -> of.illumination().hour(), Limit::energy),
          most("illumination.day", of -> of.illumination().day(), Limit::energy),
          new Limit(
              "illumination.pause",
              of -> of.illumination().pause().toNanos(),
              value -> Quantities.shown(Duration.ofNanos(value)),
              true));

  private static Limit most(
      String path, ToLongFunction<CultureLimits> value, LongFunction<String> unit) {
    return new Limit(path, value, unit, false);
  }

  String section() {
    return path.substring(0, path.indexOf('.'));
  }

  String key() {
    return path.substring(path.indexOf('.') + 1);
  }

  String shown(CultureLimits limits) {
    return unit.apply(value.applyAsLong(limits));
  }

  boolean same(CultureLimits one, CultureLimits other) {
    return value.applyAsLong(one) == value.applyAsLong(other);
  }

  /** Whether {@code one} allows more than {@code other}; of a pause that is the shorter one. */
  boolean looser(CultureLimits one, CultureLimits other) {
    int order = Long.compare(value.applyAsLong(one), value.applyAsLong(other));
    return less ? order < 0 : order > 0;
  }

  private static String current(long nanoamps) {
    return Current.nanoamps(Math.toIntExact(nanoamps)).toString();
  }

  private static String volume(long nanoliters) {
    return Volume.nanoliters(nanoliters).toString();
  }

  private static String power(long microwatts) {
    return thousandths(microwatts, "mW");
  }

  private static String energy(long nanojoules) {
    return thousandths(nanojoules, "µJ");
  }

  private static String share(long perMille) {
    return BigDecimal.valueOf(perMille, 1).stripTrailingZeros().toPlainString() + " %";
  }

  private static String thousandths(long value, String unit) {
    return BigDecimal.valueOf(value, 3).stripTrailingZeros().toPlainString() + " " + unit;
  }
}
