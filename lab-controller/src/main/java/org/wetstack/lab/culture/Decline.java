package org.wetstack.lab.culture;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tells when a culture has declined: once when its vigour falls below a half, and again below 15 %.
 * It must recover by a fifth before the same is told again. Thread-safe.
 */
public final class Decline {

  static final double DECLINED = 0.5;
  static final double NEARLY_DEAD = 0.15;
  private static final double RECOVERED = 1.2;

  private final Map<String, Double> told = new HashMap<>();

  /**
   * What is to be told now of {@code life}, if anything.
   *
   * @param forecast as of now; empty if there is none
   */
  public synchronized Optional<String> look(Life life, Optional<Forecast> forecast) {
    double vigour = life.vigour().orElse(1);
    double before = told.getOrDefault(life.culture(), 1.0);
    if (vigour >= RECOVERED * before) {
      told.remove(life.culture());
      before = 1;
    }
    double now = vigour < NEARLY_DEAD ? NEARLY_DEAD : vigour < DECLINED ? DECLINED : 1;
    if (now >= before) {
      return Optional.empty();
    }
    told.put(life.culture(), now);
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s has declined to %.0f %% of its vigour at first%s",
            life.culture(),
            100 * vigour,
            forecast
                .map(
                    each ->
                        String.format(
                            Locale.ROOT,
                            "; it may last to day %.0f (80 %%: day %.0f to %.0f)",
                            each.median(),
                            each.low(),
                            each.high()))
                .orElse("")));
  }
}
