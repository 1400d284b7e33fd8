package org.wetstack.emulator.rig;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wetstack.emulator.board.LightSpec;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.board.SensorSpec;

/** Reads an emulated rig from YAML; docs/reference/emulator-yaml.md describes the file. */
public final class RigFile {

  private static final long MAX_BYTES = 1 << 20;
  private static final List<String> KINDS = List.of("array", "pump", "sensor", "light");

  private RigFile() {}

  /**
   * The rig that {@code file} describes.
   *
   * @throws IllegalArgumentException if it describes none; the message says where, why, and what
   *     would be right
   * @throws IOException if it cannot be read
   */
  public static RigSpec read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a folder: name the YAML file in it");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IllegalArgumentException(
          file + " is larger than a rig file can be, " + MAX_BYTES + " bytes");
    }
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not text in UTF-8", e);
    }
  }

  /** The rig in {@code yaml}; {@code name} stands for the file in errors. */
  public static RigSpec parse(String name, String yaml) {
    YamlMap root = YamlMap.parse(name, yaml, "a rig");
    return root.made(
        () -> {
          List<RigSpec.Board> boards = new ArrayList<>();
          for (YamlMap board : root.maps("boards", "a board")) {
            boards.add(board(board));
          }
          long seed = root.whole("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
          return new RigSpec(seed, (int) root.whole("speed", 1, 1, 1_000), boards);
        });
  }

  private static RigSpec.Board board(YamlMap board) {
    return board.made(
        () -> {
          List<RigSpec.Part> parts = new ArrayList<>();
          for (YamlMap device : board.maps("devices", "a device")) {
            parts.add(part(device));
          }
          return new RigSpec.Board(board.text("name"), board.made("at", Place::parse), parts);
        });
  }

  private static RigSpec.Part part(YamlMap device) {
    List<String> named = KINDS.stream().filter(device::has).toList();
    if (named.size() != 1) {
      throw device.wrong(
          "a device has exactly one of the keys " + KINDS + ", as in '- pump: dopamine'");
    }
    return switch (named.get(0)) {
      case "array" -> device("an array", device, RigFile::array);
      case "pump" -> device("a pump", device, RigFile::pump);
      case "sensor" -> device("a sensor", device, RigFile::sensor);
      default -> device("a light", device, RigFile::light);
    };
  }

  private interface Reader {
    RigSpec.Part read(YamlMap device);
  }

  private static RigSpec.Part device(String what, YamlMap device, Reader reader) {
    YamlMap named = device.as(what);
    return named.made(() -> reader.read(named));
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
            whole(pump, "stepNanoliters", usual.stepNanoliters()),
            whole(pump, "maxVolumeNanoliters", usual.maxVolumeNanoliters()),
            whole(pump, "maxVolumePerHourNanoliters", usual.maxVolumePerHourNanoliters()),
            whole(pump, "minRateNanolitersPerMinute", usual.minRateNanolitersPerMinute()),
            whole(pump, "maxRateNanolitersPerMinute", usual.maxRateNanolitersPerMinute()),
            whole(pump, "rateStepNanolitersPerMinute", usual.rateStepNanolitersPerMinute()),
            whole(pump, "quantumNanoliters", usual.quantumNanoliters()),
            pump.whole("reservoirNanoliters", usual.reservoirNanoliters(), 0, 1_000_000_000_000L)),
        pump.has("feeds") ? Optional.of(pump.text("feeds")) : Optional.empty());
  }

  private static int whole(YamlMap pump, String key, int usual) {
    return (int) pump.whole(key, usual, 1, Integer.MAX_VALUE);
  }

  private static RigSpec.Part sensor(YamlMap sensor) {
    SensorSpec usual = SensorSpec.thermometer(sensor.text("sensor"));
    return new RigSpec.Sensor(
        new SensorSpec(
            usual.name(),
            sensor.text("quantity", usual.quantity()),
            sensor.text("unit", usual.unit()),
            whole(sensor, "nanoUnitsPerCount", usual.nanoUnitsPerCount()),
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
