package org.wetstack.emulator.rig;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.wetstack.emulator.board.LightSpec;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.board.SensorSpec;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.yaml.YamlMap;

/** Reads one device of a rig file. */
final class PartReader {

  private static final List<String> KINDS = List.of("array", "pump", "sensor", "light");

  private PartReader() {}

  /** What {@code device} is, as in "a pump". */
  static String kind(YamlMap device) {
    List<String> named = KINDS.stream().filter(device::has).toList();
    if (named.size() != 1) {
      throw device.wrong(
          "a device has exactly one of the keys "
              + KINDS
              + ", as in '- pump: dopamine'; this one has "
              + device.keys());
    }
    return (named.get(0).equals("array") ? "an " : "a ") + named.get(0);
  }

  static RigSpec.Part read(YamlMap device) {
    if (device.keys().contains("array")) {
      return array(device);
    } else if (device.keys().contains("pump")) {
      return pump(device);
    }
    return device.keys().contains("sensor") ? sensor(device) : light(device);
  }

  private static RigSpec.Part array(YamlMap array) {
    Layout layout =
        array.has("layout") ? array.made("layout", Layout::parse) : Layout.FOUR_BY_EIGHT;
    String tissue =
        array.has("tissue") ? array.oneOf("tissue", List.of("culture", "saline")) : "culture";
    RigSpec.Medium medium =
        tissue.equals("culture") ? RigSpec.Medium.CULTURE : RigSpec.Medium.SALINE;
    return new RigSpec.Array(
        array.text("array"),
        layout,
        (int) array.whole("samplesPerSecond", 30_000, 1_000, 30_000),
        array.truth("stimulates", true),
        medium,
        LivingReader.read(array, medium),
        amplifiers(array, medium));
  }

  private static ChipParameters.Amplifier amplifiers(YamlMap array, RigSpec.Medium medium) {
    if (!array.has("amplifiers")) {
      return RigSpec.Array.usualAmplifiers(medium);
    }
    return array.oneOf("amplifiers", List.of("bandpass", "flat")).equals("flat")
        ? ChipParameters.Amplifier.FLAT
        : ChipParameters.Amplifier.BANDPASS;
  }

  private static RigSpec.Part pump(YamlMap pump) {
    PumpSpec usual = PumpSpec.defaults(pump.text("pump"));
    return new RigSpec.Pump(
        new PumpSpec(
            usual.name(),
            whole(pump, "stepNanoliters", usual.stepNanoliters(), PumpSpec.MAX_NANOLITERS),
            whole(
                pump, "maxVolumeNanoliters", usual.maxVolumeNanoliters(), PumpSpec.MAX_NANOLITERS),
            whole(
                pump,
                "maxVolumePerHourNanoliters",
                usual.maxVolumePerHourNanoliters(),
                Integer.MAX_VALUE),
            rate(pump, "minRateNanolitersPerMinute", usual.minRateNanolitersPerMinute()),
            rate(pump, "maxRateNanolitersPerMinute", usual.maxRateNanolitersPerMinute()),
            rate(pump, "rateStepNanolitersPerMinute", usual.rateStepNanolitersPerMinute()),
            whole(pump, "quantumNanoliters", usual.quantumNanoliters(), PumpSpec.MAX_NANOLITERS),
            pump.whole(
                "reservoirNanoliters",
                usual.reservoirNanoliters(),
                0,
                PumpSpec.MAX_RESERVOIR_NANOLITERS)),
        optional(pump, "feeds"),
        filling(pump));
  }

  private static Filling filling(YamlMap pump) {
    Filling usual = Filling.usual();
    Filling.Kind kind =
        pump.has("fluid") ? pump.oneOf("fluid", List.of(Filling.Kind.values())) : usual.kind();
    return new Filling(
        kind,
        pump.has("dopamineNanomolar")
            ? OptionalDouble.of(pump.real("dopamineNanomolar", 0, 0, Filling.MOST_NANOMOLAR))
            : usual.nanomolar(),
        pump.real("preparedHoursAgo", usual.preparedHoursAgo(), 0, Filling.MOST_HOURS),
        pump.has("deadVolumeNanoliters")
            ? OptionalLong.of(
                pump.whole("deadVolumeNanoliters", 0, 0, Filling.MOST_DEAD_NANOLITERS))
            : usual.deadNanoliters());
  }

  private static Optional<String> optional(YamlMap map, String key) {
    return map.has(key) ? Optional.of(map.text(key)) : Optional.empty();
  }

  private static int whole(YamlMap map, String key, int usual, int most) {
    return (int) map.whole(key, usual, 1, most);
  }

  private static int rate(YamlMap pump, String key, int usual) {
    return whole(pump, key, usual, Integer.MAX_VALUE);
  }

  private static RigSpec.Part sensor(YamlMap sensor) {
    SensorSpec usual = SensorSpec.thermometer(sensor.text("sensor"));
    return new RigSpec.Sensor(
        new SensorSpec(
            usual.name(),
            sensor.text("quantity", usual.quantity()),
            sensor.text("unit", usual.unit()),
            whole(sensor, "nanoUnitsPerCount", usual.nanoUnitsPerCount(), Integer.MAX_VALUE),
            (int) sensor.whole("counts", usual.counts(), Integer.MIN_VALUE, Integer.MAX_VALUE)),
        optional(sensor, "of"));
  }

  private static RigSpec.Part light(YamlMap light) {
    LightSpec usual = LightSpec.defaults(light.text("light"));
    return new RigSpec.Light(
        new LightSpec(
            usual.name(),
            (int) light.whole("wavelengthNanometers", usual.wavelengthNanometers(), 200, 1_100),
            whole(light, "maxPowerMicrowatts", usual.maxPowerMicrowatts(), 10_000_000),
            whole(light, "powerStepMicrowatts", usual.powerStepMicrowatts(), 10_000_000),
            (int) light.whole("maxFlashMicros", usual.maxFlashMicros(), 0, Integer.MAX_VALUE),
            whole(light, "maxFlashMicrojoules", usual.maxFlashMicrojoules(), Integer.MAX_VALUE)),
        optional(light, "shines"));
  }
}
