package org.wetstack.lab.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Rig files for tests, on a class path with three drivers and the links of all schemes. */
public final class Rigs {

  static final String FULL = resource("full.yaml");

  /** The shortest file there can be. */
  static final String SHORTEST =
      "name: r\ninstruments: {mea: {driver: firmware, endpoint: \"tcp://h:1\"}}\n";

  private Rigs() {}

  public static RigSpec parse(String yaml) {
    return RigFile.parse("rig.yaml", yaml, Rigs::driver, Rigs::link);
  }

  public static RigFile.Version version(String yaml) {
    return RigFile.version("rig.yaml", yaml, Rigs::driver, Rigs::link);
  }

  /** {@link #FULL} with {@code old} replaced, which must stand in it. */
  static String full(String old, String by) {
    if (!FULL.contains(old)) {
      throw new AssertionError("full.yaml has no " + old);
    }
    return FULL.replace(old, by);
  }

  /** What is wrong with {@code yaml}; none if nothing is. */
  static List<String> errors(String yaml) {
    try {
      parse(yaml);
      return List.of();
    } catch (InvalidRigException e) {
      return e.errors();
    }
  }

  private static void driver(String name) {
    if (!Set.of("firmware", "new-era", "harp").contains(name)) {
      throw new IllegalArgumentException("no driver called '" + name + "'");
    }
  }

  private static void link(URI endpoint) {
    if (!Set.of("tcp", "serial", "mqtt", "mqtts")
        .contains(Objects.requireNonNullElse(endpoint.getScheme(), ""))) {
      throw new IllegalArgumentException("no link for '" + endpoint + "'");
    }
  }

  private static String resource(String name) {
    try (InputStream in = Rigs.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
