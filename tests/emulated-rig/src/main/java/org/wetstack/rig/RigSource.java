package org.wetstack.rig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.rig.Layout;
import org.wetstack.emulator.rig.Place;
import org.wetstack.emulator.rig.RigFile;
import org.wetstack.emulator.rig.RigSpec;

/** The rig that an annotation asks for. */
final class RigSource {

  private RigSource() {}

  /**
   * Reads the file that {@code wanted} names, if it names one.
   *
   * @throws IllegalArgumentException if there is none, or what it says cannot be
   */
  static RigSpec spec(EmulatedRig wanted, Class<?> test) {
    RigSpec written = wanted.file().isEmpty() ? usual() : read(wanted.file(), test);
    RigSpec spec =
        wanted.seed() == EmulatedRig.AS_WRITTEN ? written : written.withSeed(wanted.seed());
    if (wanted.time() == EmulatedRig.Time.VIRTUAL) {
      spec.boards().forEach(RigSource::requireCable);
    }
    return spec;
  }

  private static RigSpec usual() {
    var array = RigSpec.Array.living("mea", Layout.FOUR_BY_EIGHT);
    var pump = new RigSpec.Pump(PumpSpec.defaults("dopamine"), Optional.of("mea"));
    return new RigSpec(
        1,
        1,
        List.of(
            new RigSpec.Board("mea", Place.CABLE, List.of(array)),
            new RigSpec.Board("pump", Place.CABLE, List.of(pump))));
  }

  private static void requireCable(RigSpec.Board board) {
    if (board.at().kind() != Place.Kind.CABLE) {
      throw new IllegalArgumentException(
          "board '"
              + board.name()
              + "' is at '"
              + board.at()
              + "', where time is real: for time = VIRTUAL put it at cable, noisy-line, slow-stream"
              + " or lossy-broker, or take time = REAL");
    }
  }

  private static RigSpec read(String file, Class<?> test) {
    try (InputStream onClassPath = test.getClassLoader().getResourceAsStream(file)) {
      if (onClassPath != null) {
        return RigFile.read(file, onClassPath);
      }
      Path path = Path.of(file);
      if (!Files.exists(path)) {
        throw new IllegalArgumentException(
            "there is no rig file '"
                + file
                + "' on the class path (src/test/resources), and none at "
                + path.toAbsolutePath());
      }
      return RigFile.read(path);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read rig file '" + file + "': " + e, e);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + file + "' names no file: " + e.getReason(), e);
    }
  }
}
