package org.wetstack.lab.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wetstack.lab.journal.Entry;

/**
 * What goes into the database in one transaction. Not thread-safe.
 *
 * <p>Each value is summed up at every level at once, so that no later run has to, and none can be
 * forgotten or done twice.
 */
final class Batch {

  /** A bucket of a series at a level. */
  record Place(String series, Level level, long start) {}

  private final Map<Place, Sum> sums = new HashMap<>();
  private final Map<String, String> units = new HashMap<>();
  private final List<Entry> events = new ArrayList<>();
  private final Map<Level, Long> kept = new EnumMap<>(Level.class);
  private int points;
  private long upTo;
  private long upToAt;

  /**
   * @param now milliseconds since 1970: what is older than is kept is not written at all
   */
  Batch(Retention retention, long now) {
    for (Level level : Level.values()) {
      kept.put(level, retention.deletable(level, now));
    }
  }

  void add(Point point) {
    units.put(point.series(), point.unit());
    points++;
    for (Level level : Level.values()) {
      long start = level.start(point.at());
      if (start >= kept.getOrDefault(level, 0L)) {
        sums.computeIfAbsent(new Place(point.series(), level, start), place -> new Sum())
            .add(point.value());
      }
    }
  }

  void add(Told told) {
    told.points().forEach(this::add);
    told.event().ifPresent(events::add);
    upTo = told.number();
    upToAt = told.at();
  }

  /** Nothing but that the journal is in up to an entry. */
  void reached(long entry, long at) {
    upTo = entry;
    upToAt = at;
  }

  Map<Place, Sum> sums() {
    return sums;
  }

  /** By series. */
  Map<String, String> units() {
    return units;
  }

  List<Entry> events() {
    return events;
  }

  /** The last entry of the journal that is in it; 0 if there is none. */
  long upTo() {
    return upTo;
  }

  /** When that entry was written, in milliseconds since 1970. */
  long upToAt() {
    return upToAt;
  }

  /** How much there is to write, about. */
  int size() {
    return points + events.size();
  }

  boolean isEmpty() {
    return points == 0 && events.isEmpty() && upTo == 0;
  }
}
