package org.wetstack.emulator.rhx.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.wetstack.emulator.rhx.Board;
import org.wetstack.emulator.rhx.state.State;

/**
 * Saves and loads settings. What loading returns is what the program sends: a complaint, or
 * nothing. Not thread-safe: used under the world's lock, while nothing runs.
 */
final class SettingsFiles {

  private static final String CANNOT_OPEN = "Unable to open input file";
  private static final String NOT_XML =
      "Error: XML file not read as DOM properly - check for invalid syntax.";
  private static final long MOST_BYTES = 16L << 20;

  private final State state;
  private final Board board;
  private final Disk disk;

  /**
   * Settings files of one program.
   *
   * @param board is told to upload what was loaded, as the program does
   */
  SettingsFiles(State state, Board board, Disk disk) {
    this.state = state;
    this.board = board;
    this.disk = disk;
  }

  /** {@code execute savesettingsfile}; false if {@code path} cannot be written. */
  boolean save(String path) {
    return write(path, new SettingsText(state).all());
  }

  /** {@code execute savestimulationsettingsfile}; false if {@code path} cannot be written. */
  boolean saveStimulation(String path) {
    return write(path, new SettingsText(state).stimulation());
  }

  /** {@code execute loadsettingsfile}. Warnings too are returned, and then the file was loaded. */
  Optional<String> load(String path) {
    var loader = new SettingsLoader(state, board);
    Optional<byte[]> file = read(path);
    if (file.isEmpty()) {
      board.uploadBandwidth();
      return Optional.of(CANNOT_OPEN);
    }
    try {
      loader.loadAll(SettingsDocument.parse(file.get()));
    } catch (XMLStreamException e) {
      loader.say(NOT_XML);
    }
    // Also after a failure: what was read before it is in force.
    board.uploadBandwidth();
    return loader.complaints().isEmpty() ? Optional.empty() : Optional.of(loader.complaints());
  }

  /** {@code execute loadstimulationsettingsfile}: of today's form or of the oldest. */
  Optional<String> loadStimulation(String path) {
    Optional<byte[]> file = read(path);
    if (file.isEmpty()) {
      return Optional.of("Error: Loading from XML: " + CANNOT_OPEN);
    }
    String complaint = "Error: invalid xstim element and version attribute";
    try {
      SettingsDocument document = SettingsDocument.parse(file.get());
      if (new SettingsLoader(state, board).loadStimulation(document)) {
        return Optional.empty();
      }
      complaint = new LegacyStimulation(state, board).load(document);
    } catch (XMLStreamException e) {
      // No XML is no legacy file either.
      return Optional.of("Error: Loading from XML: " + complaint);
    }
    return complaint.isEmpty()
        ? Optional.empty()
        : Optional.of("Error: Loading from XML: " + complaint);
  }

  /** Writes all settings to {@code path}; false if that is impossible. */
  boolean write(Path path) {
    return write(path, new SettingsText(state).all());
  }

  private boolean write(String path, String text) {
    try {
      return write(disk.at(path), text);
    } catch (IOException e) {
      // The program says that it failed, and not why.
      return false;
    }
  }

  private static boolean write(Path path, String text) {
    try {
      Files.write(path, text.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      // The program says that it failed, and not why.
      return false;
    }
  }

  private Optional<byte[]> read(String path) {
    try {
      Path real = disk.at(path);
      return Files.size(real) > MOST_BYTES
          ? Optional.empty()
          : Optional.of(Files.readAllBytes(real));
    } catch (IOException e) {
      // The program says that it could not open the file, and not why.
      return Optional.empty();
    }
  }
}
