package org.wetstack.drivers.intanrhx;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wetstack.hal.spi.EndpointOptions;

/**
 * What the options of an endpoint say.
 *
 * @param waveformPort of the waveform socket
 * @param channels recorded; empty for all amplifier channels there are
 * @param bands a device for each, in this order; the first one carries the stimulator
 * @param stimulate which channels may be stimulated; empty if nothing is said of it
 * @param blocksPerWrite RHX blocks of 128 samples that are sent at once, 1 to 100
 * @param columns of the grid that the electrodes form
 * @param pitchMicrometers of that grid; 0 if positions are unknown
 * @param maxNanoamps largest current of a phase that these electrodes stand
 * @param maxPicocoulombs largest charge of a phase that these electrodes stand
 * @param maxPulsesPerSecond highest rate of a train
 * @param stopRunning whether an RHX that already runs, but does not record, is stopped and taken
 *     over
 * @param folder of the RHX host as reachable from here, for impedances
 * @param remoteFolder the same folder as RHX names it
 * @param linkOptions what is meant for both links, as it ends their endpoints; empty for nothing
 */
record RhxOptions(
    int waveformPort,
    List<ChannelName> channels,
    List<Band> bands,
    Optional<Stimulate> stimulate,
    int blocksPerWrite,
    int columns,
    int pitchMicrometers,
    int maxNanoamps,
    int maxPicocoulombs,
    int maxPulsesPerSecond,
    boolean stopRunning,
    Optional<Path> folder,
    String remoteFolder,
    String linkOptions) {

  /** The channels that may be stimulated: all recorded ones, or those named, or none. */
  record Stimulate(boolean all, List<ChannelName> channels) {

    boolean none() {
      return !all && channels.isEmpty();
    }
  }

  // What the Cortical Labs CL1 enforces: 3 µA and 3 nC per phase, 200 pulses a second. The largest
  // charge on a 30 µm electrode that any of the platforms we know enforces for cultured neurons.
  private static final int CAREFUL_NANOAMPS = 3_000;
  private static final int CAREFUL_PICOCOULOMBS = 3_000;
  private static final int CAREFUL_PULSES_PER_SECOND = 200;

  /** Those of a link that this driver passes on; whether it has them is for the link to say. */
  private static final List<String> OF_LINKS = List.of("connect-millis", "poll");

  private static final Set<String> OWN =
      Set.of(
          "waveform",
          "channels",
          "bands",
          "stimulate",
          "blocks",
          "columns",
          "pitch-um",
          "max-current-na",
          "max-charge-pc",
          "max-pulses-per-second",
          "running",
          "folder",
          "remote-folder");

  private static final Set<String> KNOWN =
      Stream.concat(OWN.stream(), OF_LINKS.stream()).collect(Collectors.toUnmodifiableSet());

  /**
   * Reads the options of {@code endpoint}.
   *
   * @throws IllegalArgumentException if one is unknown, repeated, out of range or unreadable
   */
  static RhxOptions of(URI endpoint) {
    EndpointOptions given = EndpointOptions.parse(endpoint, KNOWN);
    Optional<Path> folder = given.text("folder").map(Path::of);
    return new RhxOptions(
        given.integer("waveform", 5_001, 1, 65_535),
        given.text("channels").map(ChannelName::parseList).orElse(List.of()),
        bands(given.text("bands").orElse("wide")),
        given.text("stimulate").map(RhxOptions::stimulate),
        given.integer("blocks", 1, 1, 100),
        given.integer("columns", 8, 1, 1_024),
        given.integer("pitch-um", 0, 0, 100_000),
        given.integer("max-current-na", CAREFUL_NANOAMPS, 1, 2_550_000),
        given.integer("max-charge-pc", CAREFUL_PICOCOULOMBS, 1, 10_000_000),
        given.integer("max-pulses-per-second", CAREFUL_PULSES_PER_SECOND, 1, 30_000),
        stopRunning(given.text("running").orElse("refuse")),
        folder,
        remoteFolder(given, folder),
        linkOptions(given));
  }

  private static String linkOptions(EndpointOptions given) {
    var options = new StringJoiner("&", "?", "").setEmptyValue("");
    for (String name : OF_LINKS) {
      given
          .text(name)
          .map(value -> name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8))
          .ifPresent(options::add);
    }
    return options.toString();
  }

  private static List<Band> bands(String text) {
    List<Band> bands = Arrays.stream(text.split(",", -1)).map(Band::named).toList();
    if (new HashSet<>(bands).size() != bands.size()) {
      throw new IllegalArgumentException("a band is named twice in option bands: " + text);
    }
    return bands;
  }

  private static Stimulate stimulate(String text) {
    return switch (text) {
      case "all" -> new Stimulate(true, List.of());
      case "none" -> new Stimulate(false, List.of());
      default -> new Stimulate(false, ChannelName.parseList(text));
    };
  }

  private static boolean stopRunning(String text) {
    return switch (text) {
      case "refuse" -> false;
      case "stop" -> true;
      default ->
          throw new IllegalArgumentException(
              "option 'running' must be refuse or stop, not '" + text + "'");
    };
  }

  private static String remoteFolder(EndpointOptions given, Optional<Path> folder) {
    Optional<String> remote = given.text("remote-folder");
    if (remote.isPresent() && folder.isEmpty()) {
      throw new IllegalArgumentException(
          "option 'remote-folder' says how RHX names the folder; add folder=… to say where it is"
              + " from here");
    }
    String name = remote.orElse(folder.map(Path::toString).orElse(""));
    if (name.contains(";") || name.chars().anyMatch(each -> each < ' ' || each > '~')) {
      throw new IllegalArgumentException(
          "RHX cannot be told of the folder '"
              + name
              + "': it must be plain ASCII without a semicolon");
    }
    return name;
  }
}
