package org.wetstack.lab.desk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Light;
import org.wetstack.hal.Pump;
import org.wetstack.hal.Stimulator;
import org.wetstack.lab.parcel.Heir;
import org.wetstack.lab.safety.DosingEnvelope;
import org.wetstack.lab.safety.IlluminationEnvelope;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.lab.safety.Reservoir;
import org.wetstack.lab.safety.StimulationEnvelope;
import org.wetstack.lab.supervise.Station;
import org.wetstack.lab.tap.Tap;

/**
 * A culture, with what reaches it.
 *
 * @param array where it lies; empty if it has only pumps
 * @param sources by the name of the reservoir
 * @param lights that shine on it
 * @param stimulation what of it is allowed; empty without electrodes
 * @param taps the stream of an array, by its name, while there is one
 */
record Subject(
    String name,
    Optional<Spot> array,
    Set<Integer> electrodes,
    Map<String, Source> sources,
    List<Spot> lights,
    Optional<StimulationEnvelope> stimulation,
    DosingEnvelope dosing,
    IlluminationEnvelope illumination,
    Function<String, @Nullable Tap> taps) {

  /** Samples that are further ahead than any train may be. */
  private static final long FAR = 1L << 40;

  /** A device of an instrument; the only one of its kind if it has no name. */
  record Spot(Station station, String device) {

    /** As the journal and the rig file name it. */
    String name() {
      return device.isEmpty() ? station.name() : station.name() + "/" + device;
    }

    ElectrodeArray array() {
      return device.isEmpty()
          ? station.instrument().device(ElectrodeArray.class)
          : station.instrument().device(ElectrodeArray.class, device);
    }

    Pump pump() {
      return device.isEmpty()
          ? station.instrument().device(Pump.class)
          : station.instrument().device(Pump.class, device);
    }

    Light light() {
      return device.isEmpty()
          ? station.instrument().device(Light.class)
          : station.instrument().device(Light.class, device);
    }
  }

  /** A reservoir, and what draws from it. */
  record Source(Reservoir reservoir, Spot pump) {}

  /** A reservoir of the rig was filled anew, or is known better. */
  void refill(Reservoir reservoir) {
    dosing.refill(reservoir);
    sources.computeIfPresent(
        reservoir.name(), (name, source) -> new Source(reservoir, source.pump()));
  }

  Source source(String reservoir) {
    Source source = sources.get(reservoir);
    if (source == null) {
      throw new Refusal(
          "unknown.reservoir",
          "",
          reservoir,
          "culture " + name + " has no reservoir '" + reservoir + "'; it has " + sources.keySet());
    }
    return source;
  }

  /** All that depends on the journal. */
  List<Heir> envelopes() {
    List<Heir> all = new ArrayList<>(List.of(dosing, illumination));
    stimulation.ifPresent(all::add);
    return all;
  }

  /**
   * The light called {@code name}, as in the rig file; the only one if that is empty.
   *
   * @throws Refusal {@code unknown.light} if there is no such light
   */
  Spot light(String name) {
    return lights.stream()
        .filter(light -> name.isEmpty() ? lights.size() == 1 : light.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    "unknown.light",
                    "",
                    name,
                    "culture "
                        + this.name
                        + (name.isEmpty() && !lights.isEmpty()
                            ? " has several lights, so name one"
                            : " has no light" + (name.isEmpty() ? "" : " '" + name + "'"))
                        + "; its lights are "
                        + lights.stream().map(Spot::name).toList()));
  }

  Spot place() {
    return array.orElseThrow(
        () -> new Refusal("unknown.array", "", name, "culture " + name + " lies on no array"));
  }

  StimulationEnvelope envelope() {
    return stimulation.orElseThrow(
        () ->
            new Refusal(
                "stimulus.profile",
                "",
                name,
                "nothing is known of the electrodes of culture "
                    + name
                    + ": give their profile in the rig file"));
  }

  /**
   * When {@code sample} will be there, as far as the stream tells, in milliseconds since 1970; now
   * without a sample.
   */
  long millisAt(OptionalLong sample, Instant now) {
    Tap open = taps.apply(place().name());
    if (sample.isEmpty() || open == null) {
      return now.toEpochMilli();
    }
    long latest = open.latestSample();
    long ahead =
        sample.getAsLong() <= latest ? 0 : Math.min(FAR, sample.getAsLong() - latest) * 1_000;
    return now.toEpochMilli() + ahead / open.layout().samplesPerSecond();
  }

  Stimulator stimulator() {
    return place()
        .array()
        .stimulator()
        .orElseThrow(
            () ->
                new Refusal(
                    "unknown.stimulator",
                    "",
                    place().name(),
                    "array " + place().name() + " records, and cannot stimulate"));
  }
}
