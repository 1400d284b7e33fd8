package org.wetstack.lab.safety;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A dose as it counts: the most that may have flowed. */
final class BookedDose {

  private final String culture;
  private final String reservoir;
  private final long nanomolar;
  private final Instant intended;
  private long nanoliters;
  private boolean begun;
  private boolean unknown;
  private boolean handedOn;
  private @Nullable Instant ended;

  BookedDose(String culture, String reservoir, long nanoliters, long nanomolar, Instant intended) {
    this.culture = culture;
    this.reservoir = reservoir;
    this.nanoliters = nanoliters;
    this.nanomolar = nanomolar;
    this.intended = intended;
  }

  String culture() {
    return culture;
  }

  String reservoir() {
    return reservoir;
  }

  Instant intended() {
    return intended;
  }

  long nanoliters() {
    return nanoliters;
  }

  /** Nanolitres × nanomoles per litre are attomoles. */
  long attomoles() {
    return UpperBound.times(nanoliters, nanomolar);
  }

  boolean hasBegun() {
    return begun;
  }

  boolean isUnknown() {
    return unknown;
  }

  void begin(long quantised) {
    begun = true;
    unknown = false;
    nanoliters = Math.max(nanoliters, quantised);
  }

  void loseSight() {
    unknown = true;
  }

  /** Ends it. If it had ended before, the later and the greater count. */
  void end(long atMost, Instant at) {
    nanoliters = ended == null ? atMost : Math.max(nanoliters, atMost);
    ended = at;
    unknown = false;
  }

  /** Ends it with all that it might have been. */
  void endWhole(Instant at) {
    ended = at;
    unknown = false;
  }

  /** It counts for its culture elsewhere from now on: among what the culture has brought along. */
  void handOn() {
    handedOn = true;
  }

  boolean isHandedOn() {
    return handedOn;
  }

  boolean endedBefore(Instant moment) {
    return ended != null && ended.isBefore(moment);
  }

  /** Whether any of it counts in a window that began at {@code begin}. */
  boolean countsAfter(Instant begin) {
    return ended == null || ended.isAfter(begin);
  }
}
