package org.wetstack.lab.desk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;

/** The recordings of controllers before this one, as the journal tells of them. Thread-safe. */
final class EarlierRecordings implements Consumer<Entry> {

  private final Map<String, Archive.Kept> found = new LinkedHashMap<>();
  private boolean taken;

  @Override
  public synchronized void accept(Entry entry) {
    if (taken) {
      return;
    }
    if (entry.what().equals(Kinds.RECORDING_STARTED)) {
      found.put(
          entry.fact("recording"),
          new Archive.Kept(
              entry.fact("recording"),
              entry.fact("culture"),
              entry.fact("title"),
              entry.at(),
              true,
              0));
      if (found.size() > Archive.MOST_OVER) {
        found.remove(found.keySet().iterator().next());
      }
    } else if (entry.what().equals(Kinds.RECORDING_ENDED)) {
      found.computeIfPresent(
          entry.fact("recording"),
          (name, one) -> one.over(entry.facts().containsKey("missed") ? entry.whole("missed") : 0));
    }
  }

  /** Those there were until now; what comes from now on is of this controller. */
  synchronized List<Archive.Kept> take() {
    taken = true;
    List<Archive.Kept> all = List.copyOf(found.values());
    found.clear();
    return all;
  }
}
