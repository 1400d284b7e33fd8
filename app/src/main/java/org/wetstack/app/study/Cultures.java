package org.wetstack.app.study;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.ArraySpec;
import org.wetstack.emulator.board.QuietTissue;
import org.wetstack.emulator.culture.Culture;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.culture.ProfileFile;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.spi.VirtualTimebase;

/** Cultures of one organoid on eight electrodes, without a rig around them. */
final class Cultures {

  private static final int ELECTRODES = 8;

  private Cultures() {}

  /**
   * The profile in {@code file}; the usual one if there is none.
   *
   * @throws IllegalArgumentException if it is wrong, or cannot be read; the message names the place
   */
  static Profile profile(@Nullable Path file) {
    if (file == null) {
      return Profile.usual();
    }
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "--profile "
              + file
              + " is no file: name a profile in YAML, as docs/reference/culture-profile.md says");
    }
    try {
      return ProfileFile.read(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--profile " + file + " cannot be read (" + e.getMessage() + "): name another", e);
    }
  }

  /** {@code profile} with {@code value} for {@code key}, as its file would say it. */
  static Profile with(Profile profile, String key, String value) {
    String yaml = ProfileFile.write(profile);
    String changed = yaml.replaceFirst("(?m)^( +" + key + ":) [^#\\n]*", "$1 " + value + " ");
    if (changed.equals(yaml) && !yaml.contains(key + ": " + value)) {
      throw new IllegalStateException("a profile has no " + key);
    }
    return ProfileFile.parse("changed profile", changed);
  }

  /** Where the electrodes of such a culture are. */
  static List<ArrayLayout.Site> sites() {
    List<ArrayLayout.Site> sites = new ArrayList<>();
    for (var each : layout().sites()) {
      sites.add(new ArrayLayout.Site(sites.size(), each.xMicrometers(), each.yMicrometers()));
    }
    return List.copyOf(sites);
  }

  private static ArraySpec layout() {
    return ArraySpec.organoids(StudyRig.ARRAY, 1, new QuietTissue(ELECTRODES));
  }

  /** The culture that an array called mea would have in a rig of this seed. */
  static Culture culture(long seed, Profile profile) {
    List<Dish.Place> places =
        layout().sites().stream()
            .map(site -> new Dish.Place(site.xMicrometers(), site.yMicrometers()))
            .toList();
    var world = new World(new VirtualTimebase(), seed, 1);
    return new Culture(
        world.seedFor("culture " + StudyRig.ARRAY), profile, new Dish(30_000, 195, places));
  }

  /** Another culture, which goes on from here exactly as {@code culture} would. */
  static Culture twin(long seed, Culture culture) {
    try {
      var bytes = new ByteArrayOutputStream();
      culture.save(new DataOutputStream(bytes));
      Culture twin = culture(seed, culture.profile());
      twin.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      return twin;
    } catch (IOException e) {
      throw new UncheckedIOException("a culture could not be copied", e);
    }
  }
}
