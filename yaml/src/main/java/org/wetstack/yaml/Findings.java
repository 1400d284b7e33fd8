package org.wetstack.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * All mistakes of a file, so that whoever wrote it learns of them at once. Each part is read in a
 * guard: a mistake is kept, and reading goes on behind it. For one thread.
 */
public final class Findings {

  private final List<PlacedException> found = new ArrayList<>();

  /**
   * What {@code read} gives; {@code fallback} if it found a mistake, so that the parts around it
   * can be read too. Nothing that was made with a fallback may leave the reader.
   */
  public <T> T or(T fallback, Supplier<T> read) {
    try {
      return read.get();
    } catch (PlacedException mistake) {
      found.add(mistake);
      return fallback;
    }
  }

  /** Keeps the mistake that {@code read} finds, if it does. */
  public void in(Runnable read) {
    try {
      read.run();
    } catch (PlacedException mistake) {
      found.add(mistake);
    }
  }

  public void add(PlacedException mistake) {
    found.add(mistake);
  }

  /** How many there are by now: equal before and after if a part had none. */
  public int count() {
    return found.size();
  }

  /** In the order in which they stand in the file. */
  public List<PlacedException> all() {
    return found.stream().sorted(PlacedException.BY_PLACE).toList();
  }
}
