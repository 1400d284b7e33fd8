package org.wetstack.lab.lease;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.wetstack.lab.journal.Entry;

/**
 * The right to act on a resource.
 *
 * @param resource {@code rig}, which is all cultures too, or {@code culture:NAME}
 * @param holder the user's name
 * @param epoch more than that of every lease before, of any resource and before any restart
 * @param granted when
 * @param until when it ends, at the latest
 * @param takeover why it was taken from somebody, if it was
 */
public record Lease(
    String resource,
    String holder,
    String purpose,
    long epoch,
    Instant granted,
    Instant until,
    Optional<String> takeover) {

  /** What stands in the journal, by {@code holder}, when it is granted. */
  public Map<String, String> facts() {
    Map<String, String> facts =
        new TreeMap<>(
            Map.of(
                "lease",
                resource,
                "epoch",
                Long.toString(epoch),
                "until",
                Long.toString(until.toEpochMilli()),
                "purpose",
                purpose));
    takeover.ifPresent(reason -> facts.put("takeover", reason));
    return facts;
  }

  static Lease of(Entry entry) {
    return new Lease(
        entry.fact("lease"),
        entry.who(),
        entry.fact("purpose"),
        entry.whole("epoch"),
        entry.at(),
        Instant.ofEpochMilli(entry.whole("until")),
        Optional.ofNullable(entry.facts().get("takeover")));
  }

  /** A lease that has ended, and is to be ended in the journal. */
  public record Ended(Lease lease, String reason) {

    /** What stands in the journal. */
    public Map<String, String> facts() {
      return Map.of(
          "lease", lease.resource(), "epoch", Long.toString(lease.epoch()), "reason", reason);
    }
  }
}
