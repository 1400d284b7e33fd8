package org.wetstack.lab.store;

import java.time.Instant;
import java.util.Map;

/**
 * An entry of the journal that is worth finding again after months.
 *
 * @param entry its number in the journal
 * @param what one of {@link org.wetstack.lab.journal.Kinds}
 */
public record Happening(
    long entry, Instant at, String who, String what, Map<String, String> facts) {

  public Happening {
    facts = Map.copyOf(facts);
  }
}
