package org.wetstack.lab.rig;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.rig.RigSpec.Limits;

/** Each limit of the rig file by its section and key, as a number that can be compared. */
enum Limit {
  CURRENT("stimulation.current", of -> of.stimulation().current().nanoamps(), Limit::current),
  CHARGE_PER_PHASE(
      "stimulation.charge-per-phase",
      of -> of.stimulation().chargePerPhasePicocoulombs(),
      value -> thousandths(value, "nC")),
  PULSES_PER_SECOND(
      "stimulation.pulses-per-second", of -> of.stimulation().pulsesPerSecond(), Long::toString),
  DUTY("stimulation.duty", of -> of.stimulation().dutyPerMille(), Limit::share),
  ELECTRODES_AT_ONCE(
      "stimulation.electrodes-at-once", of -> of.stimulation().electrodesAtOnce(), Long::toString),
  PULSES_PER_TRAIN(
      "stimulation.pulses-per-train", of -> of.stimulation().pulsesPerTrain(), Long::toString),
  NET_CHARGE(
      "stimulation.net-charge",
      of -> of.stimulation().netChargePicocoulombs(),
      value -> thousandths(value, "nC")),
  DOSE("dosing.dose", of -> of.dosing().dose().nanoliters(), Limit::volume),
  HOUR("dosing.hour", of -> of.dosing().hour().nanoliters(), Limit::volume),
  DAY("dosing.day", of -> of.dosing().day().nanoliters(), Limit::volume),
  TOTAL("dosing.total", of -> of.dosing().total().nanoliters(), Limit::volume),
  RATE(
      "dosing.rate",
      of -> of.dosing().rate().nanolitersPerMinute(),
      value -> FlowRate.nanolitersPerMinute(value).toString()),
  PAUSE(
      "dosing.pause",
      of -> of.dosing().pause().toNanos(),
      value -> Quantities.shown(Duration.ofNanos(value))),
  AMOUNT_PER_DAY(
      "dosing.amount-per-day",
      of -> of.dosing().picomolesPerDay(),
      value -> thousandths(value, "nmol"));

  private final String path;
  private final ToLongFunction<Limits> value;
  private final LongFunction<String> shown;

  Limit(String path, ToLongFunction<Limits> value, LongFunction<String> shown) {
    this.path = path;
    this.value = value;
    this.shown = shown;
  }

  /** As in {@code dosing.hour}. */
  String path() {
    return path;
  }

  String section() {
    return path.substring(0, path.indexOf('.'));
  }

  String key() {
    return path.substring(path.indexOf('.') + 1);
  }

  String shown(Limits limits) {
    return shown.apply(value.applyAsLong(limits));
  }

  boolean same(Limits one, Limits other) {
    return value.applyAsLong(one) == value.applyAsLong(other);
  }

  /** Whether {@code one} allows more than {@code other}; of the pause that is the shorter one. */
  boolean looser(Limits one, Limits other) {
    int order = Long.compare(value.applyAsLong(one), value.applyAsLong(other));
    return this == PAUSE ? order < 0 : order > 0;
  }

  private static String current(long nanoamps) {
    return Current.nanoamps(Math.toIntExact(nanoamps)).toString();
  }

  private static String volume(long nanoliters) {
    return Volume.nanoliters(nanoliters).toString();
  }

  private static String share(long perMille) {
    return BigDecimal.valueOf(perMille, 1).stripTrailingZeros().toPlainString() + " %";
  }

  private static String thousandths(long value, String unit) {
    return BigDecimal.valueOf(value, 3).stripTrailingZeros().toPlainString() + " " + unit;
  }
}
