package org.wetstack.lab.safety;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** One number of {@link CultureLimits}, by the name of the rule that it belongs to. */
@SuppressWarnings("ImmutableEnumChecker") // its functions have no state
public enum Limit {
  STIMULUS_CURRENT(
      "stimulus.current", "nA", l -> l.stimulation().current().nanoamps(), (d, v) -> d.current = v),
  STIMULUS_CHARGE(
      "stimulus.charge",
      "pC",
      l -> l.stimulation().chargePerPhasePicocoulombs(),
      (d, v) -> d.charge = v),
  STIMULUS_RATE(
      "stimulus.rate",
      "pulses/s",
      l -> l.stimulation().pulsesPerSecond(),
      (d, v) -> d.pulseRate = v),
  STIMULUS_DUTY("stimulus.duty", "‰", l -> l.stimulation().dutyPerMille(), (d, v) -> d.duty = v),
  STIMULUS_ELECTRODES(
      "stimulus.electrodes",
      "electrodes",
      l -> l.stimulation().electrodesAtOnce(),
      (d, v) -> d.electrodes = v),
  STIMULUS_PULSES(
      "stimulus.pulses", "pulses", l -> l.stimulation().pulsesPerTrain(), (d, v) -> d.pulses = v),
  STIMULUS_NET_CHARGE(
      "stimulus.net-charge",
      "pC",
      l -> l.stimulation().netChargePicocoulombs(),
      (d, v) -> d.netCharge = v),
  DOSE_VOLUME("dose.volume", "nL", l -> l.dosing().dose().nanoliters(), (d, v) -> d.dose = v),
  DOSE_HOUR("dose.hour", "nL", l -> l.dosing().hour().nanoliters(), (d, v) -> d.hour = v),
  DOSE_DAY("dose.day", "nL", l -> l.dosing().day().nanoliters(), (d, v) -> d.day = v),
  DOSE_TOTAL("dose.total", "nL", l -> l.dosing().total().nanoliters(), (d, v) -> d.total = v),
  DOSE_RATE(
      "dose.rate", "nL/min", l -> l.dosing().rate().nanolitersPerMinute(), (d, v) -> d.flow = v),
  DOSE_PAUSE("dose.pause", "ms", l -> millisUp(l.dosing().pause()), (d, v) -> d.pauseMillis = v),
  DOSE_SUBSTANCE(
      "dose.substance",
      "pmol in 24 h",
      l -> l.dosing().picomolesPerDay(),
      (d, v) -> d.picomoles = v),
  FLASH_POWER("flash.power", "µW", l -> l.illumination().microwatts(), (d, v) -> d.microwatts = v),
  FLASH_ENERGY("flash.energy", "nJ", l -> l.illumination().flash(), (d, v) -> d.flash = v),
  FLASH_HOUR("flash.hour", "nJ", l -> l.illumination().hour(), (d, v) -> d.lightHour = v),
  FLASH_DAY("flash.day", "nJ", l -> l.illumination().day(), (d, v) -> d.lightDay = v),
  FLASH_PAUSE(
      "flash.pause", "ms", l -> millisUp(l.illumination().pause()), (d, v) -> d.darkMillis = v);

  private final String rule;
  private final String unit;
  private final ToLongFunction<CultureLimits> read;
  private final ObjLongConsumer<Draft> write;

  Limit(
      String rule, String unit, ToLongFunction<CultureLimits> read, ObjLongConsumer<Draft> write) {
    this.rule = rule;
    this.unit = unit;
    this.read = read;
    this.write = write;
  }

  /**
   * The limit of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Limit named(String rule) {
    return Arrays.stream(values())
        .filter(limit -> limit.rule.equals(rule))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no limit '"
                        + rule
                        + "'; there are "
                        + Arrays.stream(values())
                            .map(Limit::rule)
                            .collect(Collectors.joining(", "))));
  }

  /** As in the journal and in refusals. */
  public String rule() {
    return rule;
  }

  /** What its values are counted in. */
  public String unit() {
    return unit;
  }

  /** Its value in {@code limits}. */
  public long of(CultureLimits limits) {
    return read.applyAsLong(limits);
  }

  /** Whether {@code value} allows more than {@code than} does. A shorter pause does. */
  public boolean isLooser(long value, long than) {
    return (this == DOSE_PAUSE || this == FLASH_PAUSE) ? value < than : value > than;
  }

  /** The least value that can be written. */
  long least() {
    return this == DOSE_RATE ? 1 : 0;
  }

  /** {@code limits} with another value of this one. */
  CultureLimits with(CultureLimits limits, long value) {
    Draft draft = new Draft();
    for (Limit limit : values()) {
      limit.write.accept(draft, limit.of(limits));
    }
    write.accept(draft, value);
    return draft.limits();
  }

  private static long millisUp(Duration pause) {
    return pause.plusNanos(999_999).toMillis();
  }

  /** All values, on their way to becoming records. */
  private static final class Draft {
    long current;
    long charge;
    long pulseRate;
    long duty;
    long electrodes;
    long pulses;
    long netCharge;
    long dose;
    long hour;
    long day;
    long total;
    long flow;
    long pauseMillis;
    long picomoles;
    long microwatts;
    long flash;
    long lightHour;
    long lightDay;
    long darkMillis;

    CultureLimits limits() {
      return new CultureLimits(
          new StimulationLimits(
              Current.nanoamps(Math.toIntExact(current)),
              charge,
              Math.toIntExact(pulseRate),
              Math.toIntExact(duty),
              Math.toIntExact(electrodes),
              Math.toIntExact(pulses),
              netCharge),
          new DosingLimits(
              Volume.nanoliters(dose),
              Volume.nanoliters(hour),
              Volume.nanoliters(day),
              Volume.nanoliters(total),
              FlowRate.nanolitersPerMinute(flow),
              Duration.ofMillis(pauseMillis),
              picomoles),
          new IlluminationLimits(
              microwatts, flash, lightHour, lightDay, Duration.ofMillis(darkMillis)));
    }
  }
}
