package org.wetstack.drivers.intanrhx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Impedance;

/** The file that RHX writes impedances to, in a folder that both hosts reach. */
final class ImpedanceFile {

  private static final String NAME = "wetstack-impedance-";
  private static final Pattern HERTZ = Pattern.compile("Magnitude at ([0-9.e+]+) Hz");
  private static final int COLUMNS = 8;

  private final Path folder;
  private final String baseName;

  /**
   * A file in {@code folder} that is not there yet.
   *
   * @throws DeviceException REJECTED/NOT_DONE if the folder cannot be read
   */
  ImpedanceFile(Path folder) {
    this.folder = folder;
    int number = 1;
    while (!named(NAME + number).isEmpty()) {
      number++;
    }
    baseName = NAME + number;
  }

  /** What RHX is to call it, without its ending. */
  String baseName() {
    return baseName;
  }

  private List<Path> named(String base) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).matches(base + "(\\D.*)?"))
          .toList();
    } catch (IOException e) {
      throw new DeviceException(
          Reason.REJECTED,
          Outcome.NOT_DONE,
          "cannot look into the folder " + folder + " that option 'folder' names: " + e,
          e);
    }
  }

  /** The impedances of {@code channels}; empty while the file lacks any of them. */
  Optional<List<Impedance>> read(List<ChannelName> channels) {
    for (Path file : named(baseName)) {
      if (!file.toString().endsWith(".csv")) {
        continue;
      }
      try {
        List<Impedance> found = parse(Files.readString(file, StandardCharsets.UTF_8));
        List<Integer> wanted = channels.stream().map(ChannelName::electrode).toList();
        List<Impedance> ours =
            found.stream().filter(each -> wanted.contains(each.electrode())).toList();
        if (ours.size() == wanted.size()) {
          return Optional.of(ours);
        }
      } catch (IOException e) {
        // It may be just being written.
      }
    }
    return Optional.empty();
  }

  /**
   * The whole lines of {@code text} that are about amplifier channels.
   *
   * @throws DeviceException PROTOCOL if it is no such file
   */
  static List<Impedance> parse(String text) {
    String[] lines = text.substring(0, text.lastIndexOf('\n') + 1).split("\r?\n", -1);
    var found = new ArrayList<Impedance>();
    Matcher hertz = HERTZ.matcher(lines[0]);
    boolean headed = hertz.find();
    if (!headed && !lines[0].isEmpty()) {
      throw new DeviceException(
          Reason.PROTOCOL, Outcome.NOT_DONE, "no impedances of RHX: '" + lines[0] + "'");
    }
    for (int i = 1; headed && i < lines.length - 1; i++) {
      String[] columns = lines[i].split(",", -1);
      // A custom name in the second column may contain commas; those after it are numbers.
      int from = columns.length - COLUMNS;
      if (from < 0) {
        continue;
      }
      try {
        found.add(
            new Impedance(
                ChannelName.parse(columns[0]).electrode(),
                Double.parseDouble(hertz.group(1)),
                Double.parseDouble(columns[from + 4]),
                Double.parseDouble(columns[from + 5])));
      } catch (IllegalArgumentException e) {
        throw new DeviceException(
            Reason.PROTOCOL, Outcome.NOT_DONE, "no impedance in '" + lines[i] + "'", e);
      }
    }
    return found;
  }
}
