package org.wetstack.lab.rig;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.safety.ElectrodeProfile.First;

/**
 * What electrodes are made of, with a charge density that is reversible in vitro, before derating.
 * docs/reference/rig-file.md has the sources.
 */
enum Material {
  PLATINUM(30, null),
  PLATINUM_IRIDIUM(30, null),
  GOLD(15, null),
  TITANIUM_NITRIDE(1_000, First.CATHODIC),
  IRIDIUM_OXIDE(1_000, null),
  PEDOT(1_000, null);

  private final int density;
  private final @Nullable First first;

  Material(int density, @Nullable First first) {
    this.density = density;
    this.first = first;
  }

  static @Nullable Material called(String name) {
    return Stream.of(values()).filter(each -> each.toString().equals(name)).findAny().orElse(null);
  }

  static List<String> names() {
    return Stream.of(values()).map(Material::toString).toList();
  }

  int microcoulombsPerSquareCentimeter() {
    return density;
  }

  /** The sign that its first phase must have; null if it demands none. */
  @Nullable First first() {
    return first;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
