package org.wetstack.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.wetstack.lab.journal.Entry;

/**
 * The latest {@value #KEPT} entries of a journal, for those who ask what has happened. Older ones
 * are in its files. Thread-safe.
 */
final class History implements Consumer<Entry> {

  static final int KEPT = 20_000;
  static final int MOST = 1_000;
  private static final int USUAL = 100;

  /** Some entries; {@code next} is where to go on, 0 at the end. */
  record Page(List<Entry> entries, long next) {}

  private final Deque<Entry> entries = new ArrayDeque<>();

  @Override
  public synchronized void accept(Entry entry) {
    entries.add(entry);
    if (entries.size() > KEPT) {
      entries.remove();
    }
  }

  synchronized long latest() {
    Entry last = entries.peekLast();
    return last == null ? 0 : last.number();
  }

  /** Entries from number {@code from} on, at most {@code limit} (0 for the usual number). */
  synchronized Page page(long from, int limit, Set<String> kinds) {
    if (limit < 0 || limit > MOST) {
      throw new IllegalArgumentException("a page has 1 to " + MOST + " entries; ask for the next");
    }
    int most = limit == 0 ? USUAL : limit;
    List<Entry> page = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.number() < from || (!kinds.isEmpty() && !kinds.contains(entry.what()))) {
        continue;
      }
      if (page.size() == most) {
        return new Page(page, entry.number());
      }
      page.add(entry);
    }
    return new Page(page, 0);
  }
}
