package org.wetstack.emulator.rig;

import java.util.List;
import java.util.Optional;
import org.wetstack.emulator.board.LightSpec;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.board.SensorSpec;
import org.wetstack.emulator.yaml.YamlMap;

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
    return new RigSpec.Array(
        array.text("array"),
        layout,
        (int) array.whole("samplesPerSecond", 30_000, 1_000, 100_000),
        array.truth("stimulates", true),
        tissue.equals("culture") ? RigSpec.Medium.CULTURE : RigSpec.Medium.SALINE);
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
        pump.has("feeds") ? Optional.of(pump.text("feeds")) : Optional.empty());
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
            (int) sensor.whole("counts", usual.counts(), Integer.MIN_VALUE, Integer.MAX_VALUE)));
  }

  private static RigSpec.Part light(YamlMap light) {
    return new RigSpec.Light(
        new LightSpec(
            light.text("light"),
            (int) light.whole("wavelengthNanometers", 405, 200, 1_100),
            (int) light.whole("maxPowerMicrowatts", 10_000, 1, 10_000_000)));
  }
}
