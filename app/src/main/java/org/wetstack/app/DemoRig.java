package org.wetstack.app;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.rig.Layout;
import org.wetstack.emulator.rig.Place;
import org.wetstack.emulator.rig.RigSpec;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;

/**
 * The rig of the demo: a living array on TCP, a dopamine pump on a pseudo-terminal and a pump of
 * medium behind an embedded MQTT broker; all emulated, all opened as real ones would be.
 */
final class DemoRig implements AutoCloseable {

  static final String ARRAY = "mea";
  static final String DOPAMINE = "dopamine";
  static final String MEDIUM = "medium";

  private final Emulation emulation;
  private final Map<String, Instrument> instruments = new LinkedHashMap<>();

  private DemoRig(Emulation emulation) {
    this.emulation = emulation;
  }

  static DemoRig start(long seed) throws IOException {
    var spec =
        new RigSpec(
            seed,
            1,
            List.of(
                board(ARRAY, "tcp", RigSpec.Array.living(ARRAY, Layout.FOUR_BY_EIGHT)),
                board(DOPAMINE, "serial", pump(DOPAMINE, Optional.of(ARRAY))),
                board(MEDIUM, "mqtt:demo/medium", pump(MEDIUM, Optional.empty()))));
    var rig = new DemoRig(Emulation.start(spec, Optional.empty()));
    try {
      rig.emulation
          .rig()
          .endpoints()
          .forEach(
              (name, endpoint) ->
                  rig.instruments.put(name, Instruments.open("firmware", endpoint.toString())));
      return rig;
    } catch (RuntimeException e) {
      rig.close();
      throw e;
    }
  }

  private static RigSpec.Board board(String name, String at, RigSpec.Part part) {
    return new RigSpec.Board(name, Place.parse(at), List.of(part));
  }

  private static RigSpec.Part pump(String name, Optional<String> feeds) {
    return new RigSpec.Pump(PumpSpec.defaults(name), feeds);
  }

  /** By the name of their board, in the order of the rig. */
  Map<String, Instrument> instruments() {
    return instruments;
  }

  String endpoint(String name) {
    return String.valueOf(emulation.rig().endpoints().get(name));
  }

  @Override
  public void close() {
    Deque<Instrument> open = new ArrayDeque<>();
    instruments.values().forEach(open::push);
    open.forEach(Instrument::close);
    emulation.close();
  }
}
