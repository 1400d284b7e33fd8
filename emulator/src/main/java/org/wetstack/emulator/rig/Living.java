package org.wetstack.emulator.rig;

import java.nio.file.Path;
import java.util.Optional;
import org.wetstack.emulator.culture.Profile;

/**
 * Which culture lives on an array.
 *
 * @param profile what kind it is; of no account if there is a state, which brings its own
 * @param state the file of a saved culture, with which it goes on; if empty, it is a new one
 */
public record Living(Profile profile, Optional<Path> state) {

  private static final Living USUAL = new Living(Profile.usual(), Optional.empty());

  /** A new culture of the usual kind. */
  public static Living usual() {
    return USUAL;
  }
}
