package org.wetstack.lab.rig;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.wetstack.hal.Instruments;
import org.wetstack.yaml.Findings;
import org.wetstack.yaml.PlacedException;
import org.wetstack.yaml.YamlFile;
import org.wetstack.yaml.YamlMap;

/** Reads a rig from YAML; docs/reference/rig-file.md describes the file. */
public final class RigFile {

  private RigFile() {}

  /**
   * The rig that {@code file} describes. Drivers and schemes of endpoints must be on the class
   * path. Opens nothing that the file names.
   *
   * @throws InvalidRigException if it describes none; it has everything that is wrong with it
   * @throws IllegalArgumentException if it is no text that a person could have written
   * @throws IOException if it cannot be read
   */
  public static RigSpec read(Path file) throws IOException {
    return parse(file.toString(), YamlFile.text(file, "rig"));
  }

  /** A file as it was at one moment, and the rig that it describes. */
  public static final class Version {
    private final RigSpec rig;
    private final YamlMap text;

    private Version(RigSpec rig, YamlMap text) {
      this.rig = rig;
      this.text = text;
    }

    public RigSpec rig() {
      return rig;
    }

    /**
     * The line where {@code path} stands, as in {@code cultures.c1.limits.dosing.hour}, or where it
     * would.
     */
    public int line(String path) {
      return text.line(List.of(path.split("\\.", -1)));
    }
  }

  /** As {@link #read}, with the lines where things stand. */
  public static Version version(Path file) throws IOException {
    return version(
        file.toString(), YamlFile.text(file, "rig"), Instruments::driver, Instruments::link);
  }

  static Version version(String name, String yaml, Consumer<String> driver, Consumer<URI> link) {
    return new Version(parse(name, yaml, driver, link), YamlMap.parse(name, yaml, "a rig"));
  }

  /** The rig in {@code yaml}; {@code name} stands for the file in errors. */
  public static RigSpec parse(String name, String yaml) {
    return parse(name, yaml, Instruments::driver, Instruments::link);
  }

  /** The JSON Schema (2020-12) of the file, for editors. */
  public static String schema() {
    try (InputStream in = RigFile.class.getResourceAsStream("rig.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("rig.schema.json is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * As {@link #parse(String, String)}.
   *
   * @param driver throws IllegalArgumentException if there is no driver of a name
   * @param link throws IllegalArgumentException if nothing can open an endpoint
   */
  static RigSpec parse(String name, String yaml, Consumer<String> driver, Consumer<URI> link) {
    var findings = new Findings();
    Optional<RigSpec> rig =
        findings.or(
            Optional.empty(),
            () ->
                Optional.of(
                    new RigReader(
                            YamlMap.parse(name, yaml, "a rig"),
                            findings,
                            sha256(yaml),
                            driver,
                            link)
                        .read()));
    List<PlacedException> mistakes = findings.all();
    if (!mistakes.isEmpty()) {
      throw new InvalidRigException(mistakes);
    }
    return rig.orElseThrow();
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
