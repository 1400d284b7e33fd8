package org.wetstack.emulator.culture;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.Stateful;

/** A culture out of a {@link CultureFile}: what it follows from, and the state of its parts. */
public final class SavedCulture {

  private final String name;
  private final long seed;
  private final Profile profile;
  private final Dish dish;

  /** The state of each part, in their order. */
  private final Map<String, byte[]> parts;

  /**
   * @param name of the file, for errors
   */
  SavedCulture(String name, long seed, Profile profile, Dish dish, Map<String, byte[]> parts) {
    this.name = name;
    this.seed = seed;
    this.profile = profile;
    this.dish = dish;
    this.parts = new LinkedHashMap<>(parts);
  }

  public long seed() {
    return seed;
  }

  public Profile profile() {
    return profile;
  }

  public Dish dish() {
    return dish;
  }

  /**
   * That the culture lay on the electrodes of {@code expected}.
   *
   * @throws IllegalArgumentException if not; it says what differs
   */
  public void requireDish(Dish expected) {
    if (!dish.equals(expected)) {
      throw new IllegalArgumentException(
          "%s lay on %s; this array has %s: use an array of the same layout and rate"
              .formatted(name, shown(dish), shown(expected)));
    }
  }

  private static String shown(Dish dish) {
    return "%d electrodes at %d samples per second, the last at (%d µm, %d µm)"
        .formatted(
            dish.electrodes().size(),
            dish.samplesPerSecond(),
            dish.electrodes().get(dish.electrodes().size() - 1).xMicrometers(),
            dish.electrodes().get(dish.electrodes().size() - 1).yMicrometers());
  }

  /**
   * Gives each of {@code into}, newly made from seed, profile and dish, what was saved of it.
   *
   * @throws IOException if the parts are others, or one cannot make sense of its state; they are
   *     then of no use
   */
  public void restore(List<CultureFile.Part> into) throws IOException {
    List<String> saved = List.copyOf(parts.keySet());
    List<String> wanted = into.stream().map(CultureFile.Part::name).toList();
    if (!saved.equals(wanted)) {
      throw new IOException(name + " has the parts " + saved + ", not " + wanted);
    }
    for (CultureFile.Part part : into) {
      restore(part.name(), parts.getOrDefault(part.name(), new byte[0]), part.content());
    }
  }

  private void restore(String part, byte[] state, Stateful into) throws IOException {
    String where = name + ", part '" + part + "': ";
    var in = new DataInputStream(new ByteArrayInputStream(state));
    try {
      into.restore(in);
    } catch (EOFException e) {
      throw new IOException(where + "it ends too early, after " + state.length + " bytes", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(where + e.getMessage(), e);
    }
    if (in.available() > 0) {
      throw new IOException(where + in.available() + " bytes are left over");
    }
  }
}
