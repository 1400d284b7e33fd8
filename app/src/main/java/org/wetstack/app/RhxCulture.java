package org.wetstack.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.culture.Culture;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.rhx.signal.AcquisitionSpec;
import org.wetstack.emulator.rhx.state.State;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.Preparation;

/**
 * The culture at the far end of an emulated controller's cables. It lives on when the program is
 * started again, unless that has other channels or another rate.
 */
final class RhxCulture {

  private static final int PITCH_MICROMETERS = 200;

  private final World world;
  private final Profile profile;
  private final Optional<Path> saved;
  private @Nullable Culture culture;

  /**
   * @param saved the file of a culture that goes on; if empty, it is a new one
   */
  RhxCulture(World world, Profile profile, Optional<Path> saved) {
    this.world = world;
    this.profile = profile;
    this.saved = saved;
  }

  /**
   * The culture under all amplifier channels of {@code state}; under the world's lock.
   *
   * @throws IllegalArgumentException if a saved one cannot be had, or lay on other electrodes
   */
  Preparation under(State state) {
    Dish dish = AcquisitionSpec.dish(state, PITCH_MICROMETERS);
    Culture lives = culture;
    if (lives == null || !lives.dish().equals(dish)) {
      lives = lives == null && saved.isPresent() ? read(saved.get(), dish) : grown(dish);
      culture = lives;
    }
    return lives;
  }

  private Culture grown(Dish dish) {
    return new Culture(world.seedFor("culture"), profile, dish);
  }

  private static Culture read(Path file, Dish dish) {
    try {
      return Culture.read(file, dish);
    } catch (IOException e) {
      throw new IllegalArgumentException("--load-culture: " + e.getMessage(), e);
    }
  }

  /** Saves it to {@code file}, while nothing happens in the world. */
  void save(Path file) throws IOException {
    Culture lives = world.ask(() -> culture);
    if (lives != null) {
      lives.write(file);
    }
  }
}
