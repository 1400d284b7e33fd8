package org.wetstack.emulator.rhx.state;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The parameters of the program, of a port or of a channel, in the program's order. */
public final class Items {

  private final Map<String, Item> byName = new LinkedHashMap<>();

  Items(List<Item> items) {
    items.forEach(item -> byName.put(item.name().toLowerCase(Locale.ROOT), item));
  }

  /** The parameter called {@code name}, whatever its capitals. */
  public Optional<Item> find(String name) {
    return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * The parameter called {@code name}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Item get(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("no parameter is called '" + name + "'"));
  }

  public Collection<Item> all() {
    return Collections.unmodifiableCollection(byName.values());
  }
}
