package org.wetstack.lab.desk;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When outputs were switched off. What was admitted before that may not begin after it; and an
 * instrument that could not be told is told as soon as it is there again. Thread-safe, and waits
 * for no lock.
 */
final class Stops {

  /** A moment, as seen by one culture. */
  record Mark(String culture, long all, long own) {}

  private final AtomicLong all = new AtomicLong();
  private final Map<String, AtomicLong> own = new ConcurrentHashMap<>();
  private final Set<String> owed = ConcurrentHashMap.newKeySet();

  /** Everything is being switched off. */
  void everything() {
    all.incrementAndGet();
  }

  /** What runs for {@code culture} is. */
  void culture(String culture) {
    count(culture).incrementAndGet();
  }

  Mark mark(String culture) {
    return new Mark(culture, all.get(), count(culture).get());
  }

  /** Whether {@code mark} is no longer now. */
  boolean since(Mark mark) {
    return !mark.equals(mark(mark.culture()));
  }

  /** {@code station} should have been stopped, and could not be reached. */
  void owe(String station) {
    owed.add(station);
  }

  /** Whether {@code station} has to be stopped now that it is there; it need not be again. */
  boolean settle(String station) {
    return owed.remove(station);
  }

  private AtomicLong count(String culture) {
    return own.computeIfAbsent(culture, first -> new AtomicLong());
  }
}
