package org.wetstack.emulator.rig;

import java.util.List;
import java.util.Optional;
import org.wetstack.emulator.board.LightSpec;
import org.wetstack.emulator.rig.RigSpec.Array;
import org.wetstack.emulator.rig.RigSpec.Light;
import org.wetstack.emulator.rig.RigSpec.Medium;
import org.wetstack.emulator.rig.RigSpec.Part;
import org.wetstack.emulator.rig.RigSpec.Pump;
import org.wetstack.emulator.rig.RigSpec.Sensor;

/** Whether tubes, lights and sensors of a rig lead to arrays that there are. */
final class Targets {

  /** What the light on one culture can be: as much as the culture takes. */
  private static final int MOST_WAVELENGTHS = 16;

  private static final long MOST_MICROWATTS = 100_000_000;

  private final List<Array> arrays;
  private final List<Light> lights;

  private Targets(List<RigSpec.Board> boards) {
    lights =
        boards.stream()
            .flatMap(board -> board.parts().stream())
            .filter(Light.class::isInstance)
            .map(Light.class::cast)
            .toList();
    arrays =
        boards.stream()
            .flatMap(board -> board.parts().stream())
            .filter(Array.class::isInstance)
            .map(Array.class::cast)
            .toList();
  }

  /** Throws {@link MisfitException} if one does not. */
  static void check(List<RigSpec.Board> boards) {
    var targets = new Targets(boards);
    boards.stream().flatMap(board -> board.parts().stream()).forEach(targets::check);
  }

  private void check(Part part) {
    if (part instanceof Pump pump) {
      pump.feeds().ifPresent(name -> require(part, "feeds", "feeds", name));
    } else if (part instanceof Light light) {
      light.shines().ifPresent(name -> requireLiving(part, "shines", "shines on", name));
      light.shines().ifPresent(name -> requireBearable(light, name));
    } else if (part instanceof Sensor sensor && sensor.of().isPresent()) {
      requireLiving(part, "of", "is of", sensor.of().get());
      Optional<String> trouble = AirSensor.trouble(sensor.spec());
      if (trouble.isPresent()) {
        throw new MisfitException(part, "of", trouble.get());
      }
    }
  }

  /** Else lights would be refused when they flash. */
  private void requireBearable(Light light, String name) {
    List<LightSpec> here =
        lights.stream()
            .filter(each -> each.shines().equals(light.shines()))
            .map(Light::spec)
            .toList();
    int nanometers = light.spec().wavelengthNanometers();
    if (here.stream().map(LightSpec::wavelengthNanometers).distinct().count() > MOST_WAVELENGTHS) {
      throw new MisfitException(
          light,
          "shines",
          "lights of more than %d wavelengths shine on '%s': let some shine elsewhere"
              .formatted(MOST_WAVELENGTHS, name));
    }
    long microwatts =
        here.stream()
            .filter(each -> each.wavelengthNanometers() == nanometers)
            .mapToLong(LightSpec::maxPowerMicrowatts)
            .sum();
    if (microwatts > MOST_MICROWATTS) {
      throw new MisfitException(
          light,
          "shines",
          "lights of %d nm shine on '%s' with up to %d µW together; %d are possible"
              .formatted(nanometers, name, microwatts, MOST_MICROWATTS));
    }
  }

  private void requireLiving(Part part, String key, String does, String name) {
    if (require(part, key, does, name).tissue() != Medium.CULTURE) {
      throw new MisfitException(
          part,
          key,
          part.kind()
              + " '"
              + part.name()
              + "' "
              + does
              + " '"
              + name
              + "', where nothing lives: let its tissue be culture, or leave out '"
              + key
              + "'");
    }
  }

  private Array require(Part part, String key, String does, String name) {
    List<Array> found = arrays.stream().filter(array -> array.name().equals(name)).toList();
    if (found.size() != 1) {
      throw new MisfitException(
          part,
          key,
          part.kind()
              + " '"
              + part.name()
              + "' "
              + does
              + " '"
              + name
              + "', but "
              + (found.isEmpty() ? "no array" : "more than one array")
              + " of the rig is called that; arrays are "
              + arrays.stream().map(Array::name).sorted().toList());
    }
    return found.get(0);
  }
}
