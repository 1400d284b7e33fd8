package org.wetstack.emulator.board;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wetstack.protocol.v1.Refused.Reason;

/** The trains of this boot that are scheduled, run, or are remembered. SPEC.md, section 11. */
final class TrainLedger implements Iterable<Train> {

  private static final int REMEMBERED = 64;
  private static final int MAX_LIVE = 16;

  private final Map<Long, Train> trains = new LinkedHashMap<>();
  private boolean forgot;

  @Nullable Train find(long operation) {
    return trains.get(operation);
  }

  /**
   * Throws unless {@code wanted} may be added: no other takes its samples or those in which the
   * chips are told of it, and there is room.
   */
  void requireFree(Train wanted) {
    int live = 0;
    for (Train other : trains.values()) {
      if (other.live()) {
        live++;
        if (wanted.firstSample < other.endSample() + other.samplesUntil(wanted)
            && other.firstSample < wanted.endSample() + wanted.samplesUntil(other)) {
          throw new RefusedException(Reason.REASON_BUSY, "another train takes these samples");
        }
      }
    }
    if (live >= MAX_LIVE) {
      throw new RefusedException(Reason.REASON_BUSY, MAX_LIVE + " triggers are scheduled");
    }
  }

  /** Adds {@code train}, and forgets the oldest that have ended if there are too many. */
  void add(Train train) {
    trains.put(train.operation, train);
    Iterator<Train> oldest = trains.values().iterator();
    while (trains.size() > REMEMBERED && oldest.hasNext()) {
      if (!oldest.next().live()) {
        oldest.remove();
        forgot = true;
      }
    }
  }

  boolean forgotSomething() {
    return forgot;
  }

  /** All of them, oldest first, without a copy: no train may be added meanwhile. */
  @Override
  public Iterator<Train> iterator() {
    return trains.values().iterator();
  }

  /** All of them, oldest first, as they are now: whoever hears of one may add another. */
  List<Train> snapshot() {
    return List.copyOf(trains.values());
  }

  boolean anyLive() {
    return trains.values().stream().anyMatch(Train::live);
  }

  /** Whether a train out of {@code slot} runs or is scheduled. */
  boolean uses(int slot) {
    return trains.values().stream().anyMatch(train -> train.live() && train.slot == slot);
  }

  /** Volatile memory is gone. */
  void clear() {
    trains.clear();
    forgot = false;
  }
}
