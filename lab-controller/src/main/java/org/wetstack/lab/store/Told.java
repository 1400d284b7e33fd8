package org.wetstack.lab.store;

import java.util.List;
import java.util.Optional;
import org.wetstack.lab.journal.Entry;

/** All that the store keeps of one entry of the journal: it is written together, or not at all. */
record Told(long number, long at, List<Point> points, Optional<Entry> event) {

  Told {
    points = List.copyOf(points);
  }

  /** How much room it takes. */
  int size() {
    return 1 + points.size();
  }
}
