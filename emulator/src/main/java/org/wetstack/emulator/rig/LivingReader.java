package org.wetstack.emulator.rig;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.culture.ProfileFile;
import org.wetstack.yaml.YamlMap;

/** Reads which culture an array of a rig file has. */
final class LivingReader {

  private static final List<String> KEYS = List.of("profile", "daysInVitro", "state");
  private static final double MOST_DAYS = 400;

  private LivingReader() {}

  static Living read(YamlMap array, RigSpec.Medium medium) {
    for (String key : KEYS) {
      if (array.has(key) && medium != RigSpec.Medium.CULTURE) {
        throw array.wrong(
            key, "nothing lives in saline: leave out '" + key + "', or let the tissue be culture");
      }
    }
    if (array.has("state")) {
      for (String key : List.of("profile", "daysInVitro")) {
        if (array.has(key)) {
          throw array.wrong(
              key, "a saved culture brings its own: leave out '" + key + "' or 'state'");
        }
      }
      return new Living(Profile.usual(), Optional.of(array.made("state", LivingReader::path)));
    }
    Profile profile =
        array.has("profile") ? array.made("profile", LivingReader::profile) : Profile.usual();
    if (array.has("daysInVitro")) {
      double days = array.real("daysInVitro", 0, 0, MOST_DAYS);
      String yaml = "life: {daysInVitro: " + days + "}";
      profile = ProfileFile.parse("daysInVitro", yaml, profile);
    }
    return new Living(profile, Optional.empty());
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "'" + text + "' names no file: " + e.getReason() + "; write one as in culture.wcl", e);
    }
  }

  private static Profile profile(String text) {
    Path file = path(text);
    try {
      return ProfileFile.read(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "there is no file '"
              + file
              + "': name a profile; './wetstack emulate --print-profile' prints one to begin with",
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "'" + file + "' cannot be read (" + e.getMessage() + "): name a profile", e);
    }
  }
}
