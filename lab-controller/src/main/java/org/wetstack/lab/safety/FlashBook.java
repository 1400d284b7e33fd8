package org.wetstack.lab.safety;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Inheritance;

/**
 * What the journal says of one culture's flashes: those not yet ended, and those of the last day.
 * Not for several threads.
 */
final class FlashBook {

  private static final Duration DAY = Duration.ofHours(24);

  /** A flash as it counts: the most that may have been lit. */
  private static final class Lit {
    private final Duration duration;
    private long picojoules;
    private boolean begun;
    private @Nullable Instant ended;

    private Lit(long picojoules, Duration duration) {
      this.picojoules = picojoules;
      this.duration = duration;
    }

    private boolean countsAfter(Instant begin) {
      return ended == null || ended.isAfter(begin);
    }
  }

  private final String culture;
  private final Map<String, Lit> open = new LinkedHashMap<>();
  private final Map<String, Lit> lastDay = new LinkedHashMap<>();
  private @Nullable Instant lastEnd;
  private Instant latest = Instant.MIN;

  /** What the culture was given before it came; null if it has always been here. */
  private @Nullable FlashBook before;

  FlashBook(String culture) {
    this.culture = culture;
  }

  /** The culture has come, and has brought along what it was given: what was known here too. */
  void inherit(Inheritance inheritance) {
    lastDay.clear();
    lastEnd = null;
    var book = new FlashBook(culture);
    for (Entry entry : inheritance.entries()) {
      // The clock that dated it may be behind ours by so much: nothing counts too short.
      book.accept(
          new Entry(
              entry.number(),
              entry.at().plus(Inheritance.CLOCKS_APART),
              entry.who(),
              entry.what(),
              entry.facts()));
    }
    before = book;
  }

  /** {@code now}, unless something was later. */
  Instant at(Instant now) {
    return now.isAfter(latest) ? now : latest;
  }

  /** Whether one is not known to have ended. */
  boolean isRunning() {
    return !open.isEmpty();
  }

  /** When the last ended; null if there was none. */
  @Nullable Instant lastEnd() {
    Instant there = before == null ? null : before.lastEnd;
    return lastEnd == null || (there != null && there.isAfter(lastEnd)) ? there : lastEnd;
  }

  /** How many there were within a day before {@code now}. */
  long lastDay(Instant now) {
    Instant begin = now.minus(DAY);
    long here =
        open.size() + lastDay.values().stream().filter(lit -> lit.countsAfter(begin)).count();
    return before == null ? here : here + before.lastDay(now);
  }

  /** The most that may have been lit within {@code span} before {@code now}. */
  long picojoules(Instant now, Duration span) {
    Instant begin = now.minus(span);
    long ended =
        lastDay.values().stream()
            .filter(lit -> lit.countsAfter(begin))
            .mapToLong(lit -> lit.picojoules)
            .reduce(0, UpperBound::plus);
    long here =
        open.values().stream().mapToLong(lit -> lit.picojoules).reduce(ended, UpperBound::plus);
    return before == null ? here : UpperBound.plus(here, before.picojoules(now, span));
  }

  void accept(Entry entry) {
    latest = at(entry.at());
    forget();
    switch (entry.what()) {
      case Kinds.FLASH_INTENDED -> intend(entry);
      case Kinds.FLASH_BEGUN -> begin(entry);
      case Kinds.FLASH_ENDED -> end(entry);
      case Kinds.FLASH_UNKNOWN -> endWhole(entry.fact("operation"));
      case Kinds.FLASH_NOT_DONE -> dismiss(entry.fact("operation"));
      default -> {}
    }
  }

  private void intend(Entry entry) {
    String operation = entry.fact("operation");
    if (entry.fact("culture").equals(culture) && !lastDay.containsKey(operation)) {
      open.putIfAbsent(
          operation,
          new Lit(
              Math.max(0, entry.whole("picojoules")),
              Duration.ofNanos(Math.multiplyExact(Math.max(0, entry.whole("micros")), 1_000L))));
    }
  }

  private void begin(Entry entry) {
    Lit lit = open.get(entry.fact("operation"));
    if (lit != null) {
      lit.begun = true;
      lit.picojoules = Math.max(lit.picojoules, entry.whole("picojoules"));
    }
  }

  /** If it had ended before, the later and the greater count. */
  private void end(Entry entry) {
    String operation = entry.fact("operation");
    long picojoules = Math.max(0, entry.whole("picojoules"));
    Lit lit = open.remove(operation);
    if (lit != null) {
      lit.picojoules = picojoules;
      close(operation, lit, latest);
      return;
    }
    Lit again = lastDay.get(operation);
    if (again != null) {
      again.picojoules = Math.max(again.picojoules, picojoules);
      close(operation, again, latest);
    }
  }

  /** A light goes out by itself: so it is out by then, whatever became of the flash. */
  private void endWhole(String operation) {
    Lit lit = open.remove(operation);
    if (lit != null) {
      close(operation, lit, latest.plus(lit.duration));
    }
  }

  /** What has begun cannot be undone: it counts whole, whatever the light says of it later. */
  private void dismiss(String operation) {
    Lit lit = open.get(operation);
    if (lit != null && lit.begun) {
      endWhole(operation);
    } else {
      open.remove(operation);
    }
  }

  private void close(String operation, Lit lit, Instant at) {
    lit.ended = lit.ended != null && lit.ended.isAfter(at) ? lit.ended : at;
    lastDay.remove(operation);
    lastDay.put(operation, lit);
    lastEnd = lastEnd != null && lastEnd.isAfter(at) ? lastEnd : at;
  }

  /** They lie about in the order of their ends. */
  private void forget() {
    Instant begin = latest.minus(DAY);
    var eldest = lastDay.values().iterator();
    while (eldest.hasNext() && !eldest.next().countsAfter(begin)) {
      eldest.remove();
    }
  }
}
