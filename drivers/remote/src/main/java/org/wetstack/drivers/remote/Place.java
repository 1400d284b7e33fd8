package org.wetstack.drivers.remote;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.wetstack.api.v1.Culture;
import org.wetstack.api.v1.Device;
import org.wetstack.api.v1.Instrument;
import org.wetstack.api.v1.Reservoir;
import org.wetstack.api.v1.RigState;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/**
 * A culture, and what of the rig reaches it.
 *
 * @param instruments by name, each with its boot id when this session began; the first carries the
 *     array
 * @param array as the rig has it
 * @param pumps by the name of their reservoir, as the rig has them
 * @param lights by the names that the rig file has for them; none if the culture may not be lit
 */
record Place(
    Culture culture,
    Map<String, Long> instruments,
    Spot array,
    Map<String, Spot> pumps,
    Map<String, Spot> lights) {

  /** A device of an instrument of the rig. */
  record Spot(String instrument, Device device) {

    /** As alarms name it. */
    String name() {
      return instrument + " " + device.getName();
    }
  }

  static Place of(RigState rig, String name) {
    Culture culture =
        rig.getCulturesList().stream()
            .filter(each -> each.getName().equals(name))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("the rig has no culture '" + name + "'"));
    Map<String, Long> instruments = new LinkedHashMap<>();
    Spot array = spot(rig, culture.getArray(), Device.Kind.ELECTRODE_ARRAY, instruments);
    Map<String, Spot> pumps = new LinkedHashMap<>();
    for (String reservoir : culture.getReservoirsList()) {
      pumps.put(reservoir, spot(rig, pump(rig, reservoir), Device.Kind.PUMP, instruments));
    }
    Map<String, Spot> lights = new LinkedHashMap<>();
    if (mayBeLit(culture)) {
      for (String light : culture.getLightsList()) {
        lights.put(light, spot(rig, light, Device.Kind.LIGHT, instruments));
      }
    }
    return new Place(culture, instruments, array, pumps, lights);
  }

  private static boolean mayBeLit(Culture culture) {
    return culture.getLimitsList().stream()
        .filter(each -> Set.of("flash.power", "flash.energy").contains(each.getName()))
        .allMatch(each -> each.getValue() > 0);
  }

  private static String pump(RigState rig, String reservoir) {
    return rig.getReservoirsList().stream()
        .filter(each -> each.getName().equals(reservoir))
        .map(Reservoir::getPump)
        .findFirst()
        .orElse("");
  }

  private static Spot spot(
      RigState rig, String path, Device.Kind kind, Map<String, Long> instruments) {
    int slash = path.indexOf('/');
    String name = slash < 0 ? path : path.substring(0, slash);
    Instrument instrument = ready(rig, name);
    instruments.put(name, instrument.getBootId());
    List<Device> devices = new ArrayList<>(instrument.getDevicesList());
    devices.removeIf(
        each ->
            each.getKind() != kind
                || (slash >= 0 && !each.getName().equals(path.substring(slash + 1))));
    if (devices.size() != 1) {
      throw new DeviceException(
          Reason.REJECTED,
          Outcome.NOT_DONE,
          "the rig has " + devices.size() + " devices called '" + path + "', where one is needed");
    }
    return new Spot(name, devices.get(0));
  }

  /** The instrument called {@code name}, which has a session. */
  private static Instrument ready(RigState rig, String name) {
    return rig.getInstrumentsList().stream()
        .filter(each -> each.getName().equals(name))
        .filter(each -> each.getCondition() == Instrument.Condition.READY)
        .findFirst()
        .orElseThrow(
            () ->
                new DeviceException(
                    Reason.LINK_LOST,
                    Outcome.NOT_DONE,
                    "instrument "
                        + name
                        + " of the rig is not ready: try again, and see what 'wetstack status' says"
                        + " of it"));
  }

  /** Those of {@code rig} that reach the culture. */
  List<Instrument> of(RigState rig) {
    return rig.getInstrumentsList().stream()
        .filter(each -> instruments.containsKey(each.getName()))
        .toList();
  }

  /** What was lost of them since this session began; empty if nothing was. */
  String lost(RigState rig) {
    for (Instrument each : of(rig)) {
      if (each.getCondition() != Instrument.Condition.READY) {
        return "instrument " + each.getName() + " was lost: " + each.getReason();
      }
      if (instruments.getOrDefault(each.getName(), 0L) != each.getBootId()) {
        return "instrument " + each.getName() + " was restarted";
      }
    }
    return "";
  }

  /** The names of limits in force, each with its value. */
  Map<String, Long> limits() {
    Map<String, Long> limits = new TreeMap<>();
    culture.getLimitsList().forEach(each -> limits.put(each.getName(), each.getValue()));
    return limits;
  }

  /** The name of our device at which an alarm happened; empty if it was none of ours. */
  String deviceOf(String detail) {
    for (Map.Entry<String, Spot> pump : pumps.entrySet()) {
      if (detail.startsWith(pump.getValue().name() + ":")) {
        return pump.getKey();
      }
    }
    for (Map.Entry<String, Spot> light : lights.entrySet()) {
      if (detail.startsWith(light.getValue().name() + ":")) {
        return light.getKey();
      }
    }
    return detail.startsWith(array.name() + ":") ? culture.getArray() : "";
  }
}
