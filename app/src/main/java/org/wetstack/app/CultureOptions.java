package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.culture.ProfileFile;
import org.wetstack.emulator.rig.Living;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.emulator.rig.RigSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which cultures an emulation has, where they come from and where they go. */
final class CultureOptions {

  @Option(
      names = "--profile",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "what kind of cultures they are, in YAML; docs/reference/culture-profile.md")
  private @Nullable Path profile;

  @Option(
      names = "--print-profile",
      scope = ScopeType.INHERIT,
      description = "prints the whole profile, each number with a comment, and ends")
  private boolean printProfile;

  @Option(
      names = "--load-culture",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "goes on with a culture that --save-culture saved")
  private @Nullable Path load;

  @Option(
      names = "--save-culture",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "saves the culture when the emulation ends")
  private @Nullable Path save;

  /** Prints the profile if that is all that is wanted; whether it was. */
  boolean printed(PrintWriter out) throws IOException {
    if (!printProfile) {
      return false;
    }
    if (load != null || save != null) {
      throw new IllegalArgumentException(
          "--print-profile emulates nothing: leave out --load-culture and --save-culture");
    }
    out.print(ProfileFile.write(profile().orElse(Profile.usual())));
    out.flush();
    return true;
  }

  /** The profile that is named. */
  Optional<Profile> profile() throws IOException {
    if (profile == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ProfileFile.read(profile));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "there is no file '"
              + profile
              + "': --print-profile prints a profile to begin with, as in"
              + " wetstack emulate --print-profile > mine.yaml",
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--profile " + profile + " cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** {@code rig} with the cultures that are wanted. */
  RigSpec applied(RigSpec rig) throws IOException {
    check(rig.living());
    Optional<Profile> wanted = profile();
    if (wanted.isEmpty() && load == null) {
      return rig;
    }
    return rig.withLiving(
        before ->
            load != null
                ? new Living(Profile.usual(), Optional.of(load))
                : new Living(wanted.orElseThrow(), fresh(before)));
  }

  private Optional<Path> fresh(Living before) {
    if (before.state().isPresent()) {
      throw new IllegalArgumentException(
          "--profile "
              + profile
              + " is of no use to the saved culture "
              + before.state().get()
              + ", which brings its own");
    }
    return Optional.empty();
  }

  /** Throws unless what is wanted goes with cultures on the arrays {@code living}. */
  void check(List<String> living) {
    if (profile != null && load != null) {
      throw new IllegalArgumentException(
          "--profile and --load-culture: a saved culture brings its own profile; give one of them");
    }
    if (profile != null && living.isEmpty()) {
      throw new IllegalArgumentException(
          "--profile " + profile + " is of no use: nothing lives in what is emulated");
    }
    if (load != null) {
      requireOne(living, "--load-culture");
      requireFile(load);
    }
    if (save != null) {
      requireOne(living, "--save-culture");
      requirePlace(save);
    }
  }

  private static void requireOne(List<String> living, String option) {
    if (living.size() != 1) {
      throw new IllegalArgumentException(
          option
              + " needs a rig with one living culture; this one has "
              + living.size()
              + (living.isEmpty() ? "" : ", on the arrays " + living));
    }
  }

  private static void requireFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "--load-culture " + file + ": there is no such file; name one that --save-culture wrote");
    }
  }

  /** Before days of an experiment have passed for nothing. */
  private static void requirePlace(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new IllegalArgumentException(
          "--save-culture " + file + ": no file can be made there; name one in a folder of yours");
    }
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "--save-culture " + file + " is a folder: name the file to write in it");
    }
  }

  /** The saved culture that is to go on. */
  Optional<Path> load() {
    return Optional.ofNullable(load);
  }

  /** Where the culture is to be saved. */
  Optional<Path> save() {
    return Optional.ofNullable(save);
  }

  /** Saves the culture of {@code rig}, which stands still, if that is wanted. */
  void save(RigSpec spec, Rig rig) throws IOException {
    if (save != null) {
      rig.culture(spec.living().get(0)).save(save);
    }
  }
}
