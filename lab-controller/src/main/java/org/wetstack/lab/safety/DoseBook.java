package org.wetstack.lab.safety;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Inheritance;

/**
 * What the journal says of doses: those not yet ended, those of the last day, and sums of all
 * others. Not for several threads.
 */
final class DoseBook {

  private static final Duration DAY = Duration.ofHours(24);

  private final String culture;
  private final Map<String, Reservoir> reservoirs = new HashMap<>();
  private final Map<String, BookedDose> open = new LinkedHashMap<>();
  private final Map<String, BookedDose> lastDay = new LinkedHashMap<>();
  private final Map<String, Long> drawn = new HashMap<>();
  private long total;
  private @Nullable Instant lastEnd;
  private Instant latest = Instant.MIN;

  /** What the culture was given before it came; null if it has always been here. */
  private @Nullable DoseBook before;

  DoseBook(String culture, Collection<Reservoir> reservoirs) {
    this.culture = culture;
    for (Reservoir one : reservoirs) {
      if (this.reservoirs.put(one.name(), one) != null) {
        throw new IllegalArgumentException("there are two reservoirs '" + one.name() + "'");
      }
    }
  }

  /**
   * The culture has come, and has brought along what it was given: all that this book had of it is
   * in there too. Reservoirs here lose nothing by it.
   */
  void inherit(Inheritance inheritance) {
    lastDay.values().stream().filter(this::isMine).forEach(BookedDose::handOn);
    total = 0;
    lastEnd = null;
    var book = new DoseBook(culture, List.of());
    inheritance
        .substances()
        .forEach((name, substance) -> book.reservoirs.put(name, elsewhere(name, substance)));
    for (Entry entry : inheritance.entries()) {
      book.accept(asLateAsItMayBe(entry));
    }
    before = book;
  }

  /** Of which only the substance is known, and matters. */
  private static Reservoir elsewhere(String name, String substance) {
    return new Reservoir(
        name, "", substance, 0, "", Volume.nanoliters(0), Instant.EPOCH, Instant.MAX);
  }

  /** The clock that dated it may be behind ours by so much: so nothing counts too short. */
  private static Entry asLateAsItMayBe(Entry entry) {
    return new Entry(
        entry.number(),
        entry.at().plus(Inheritance.CLOCKS_APART),
        entry.who(),
        entry.what(),
        entry.facts());
  }

  /**
   * The reservoir was filled anew, or is known better. Of doses that ended more than a day ago it
   * is not known whether they came of this filling: they count, unless it is younger.
   */
  void refill(Reservoir reservoir) {
    Reservoir before = reservoirs.put(reservoir.name(), reservoir);
    if (before != null
        && reservoir.prepared().isAfter(before.prepared())
        && reservoir.prepared().isAfter(latest.minus(DAY))) {
      drawn.put(
          reservoir.name(),
          sumOf(
              lastDay.values(),
              dose ->
                  dose.reservoir().equals(reservoir.name())
                      && !dose.endedBefore(reservoir.prepared()),
              BookedDose::nanoliters,
              0));
    }
  }

  @Nullable Reservoir reservoir(String name) {
    return reservoirs.get(name);
  }

  /** {@code now}, unless something was later. */
  Instant at(Instant now) {
    return now.isAfter(latest) ? now : latest;
  }

  /** One that is not known to have ended and draws from {@code reservoir}. */
  @Nullable BookedDose openOf(String reservoir) {
    return open.values().stream()
        .filter(dose -> dose.reservoir().equals(reservoir))
        .findFirst()
        .orElse(null);
  }

  /** When the culture's last dose ended; null if it had none. */
  @Nullable Instant lastEnd() {
    Instant there = before == null ? null : before.lastEnd;
    return lastEnd == null || (there != null && there.isAfter(lastEnd)) ? there : lastEnd;
  }

  boolean isRunning() {
    return open.values().stream().anyMatch(this::isMine);
  }

  /** How many doses of all cultures were given within a day before {@code now}. */
  long lastDay(Instant now) {
    Instant begin = now.minus(DAY);
    long here =
        lastDay.values().stream().filter(dose -> dose.countsAfter(begin)).count() + open.size();
    return before == null ? here : here + before.lastDay(now);
  }

  /** The most that the culture may have got within {@code span} before {@code now}. */
  long nanoliters(Instant now, Duration span) {
    long here = sum(now.minus(span), this::isMine, BookedDose::nanoliters);
    return before == null ? here : UpperBound.plus(here, before.nanoliters(now, span));
  }

  /** The most of {@code substance} that it may have got within a day before {@code now}. */
  long attomoles(Instant now, String substance) {
    long here =
        sum(
            now.minus(DAY),
            dose -> isMine(dose) && mayBe(substance, dose.reservoir()),
            BookedDose::attomoles);
    return before == null ? here : UpperBound.plus(here, before.attomoles(now, substance));
  }

  /** The most that it may ever have got. */
  long total() {
    long here = sumOf(open.values(), this::isMine, BookedDose::nanoliters, total);
    return before == null ? here : UpperBound.plus(here, before.total());
  }

  /** The most that may have been drawn from {@code reservoir} since it was prepared. */
  long drawn(String reservoir) {
    return sumOf(
        open.values(),
        dose -> dose.reservoir().equals(reservoir),
        BookedDose::nanoliters,
        drawn.getOrDefault(reservoir, 0L));
  }

  void accept(Entry entry) {
    latest = at(entry.at());
    forget();
    switch (entry.what()) {
      case Kinds.DOSE_INTENDED -> intend(entry);
      case Kinds.DOSE_BEGUN -> begin(entry);
      case Kinds.DOSE_ENDED -> end(entry);
      case Kinds.DOSE_UNKNOWN -> loseSight(entry);
      case Kinds.DOSE_NOT_DONE -> dismiss(entry);
      default -> {}
    }
  }

  private void intend(Entry entry) {
    String operation = entry.fact("operation");
    if (lastDay.containsKey(operation) || open.containsKey(operation)) {
      return;
    }
    open.put(
        operation,
        new BookedDose(
            entry.fact("culture"),
            entry.fact("reservoir"),
            Volume.nanoliters(entry.whole("nanoliters")).nanoliters(),
            Math.max(0, entry.whole("nanomolar")),
            latest));
  }

  private void begin(Entry entry) {
    BookedDose dose = open.get(entry.fact("operation"));
    if (dose != null) {
      dose.begin(entry.whole("nanoliters"));
    }
  }

  private void loseSight(Entry entry) {
    BookedDose dose = open.get(entry.fact("operation"));
    if (dose != null) {
      dose.loseSight();
    }
  }

  private void end(Entry entry) {
    String operation = entry.fact("operation");
    long atMost = Math.max(0, entry.whole("atMost"));
    BookedDose dose = open.remove(operation);
    if (dose != null) {
      dose.end(atMost, latest);
      book(operation, dose, dose.nanoliters());
      return;
    }
    BookedDose again = lastDay.get(operation);
    if (again != null) {
      long before = again.nanoliters();
      again.end(atMost, latest);
      book(operation, again, again.nanoliters() - before);
    }
  }

  /** What has begun cannot be undone: it counts whole, whatever the pump says of it later. */
  private void dismiss(Entry entry) {
    String operation = entry.fact("operation");
    BookedDose dose = open.remove(operation);
    if (dose != null && dose.hasBegun()) {
      dose.endWhole(latest);
      book(operation, dose, dose.nanoliters());
    }
  }

  private void book(String operation, BookedDose dose, long nanoliters) {
    Reservoir reservoir = reservoirs.get(dose.reservoir());
    if (reservoir != null && !latest.isBefore(reservoir.prepared())) {
      drawn.merge(dose.reservoir(), nanoliters, UpperBound::plus);
    }
    lastDay.remove(operation);
    lastDay.put(operation, dose);
    if (isMine(dose)) {
      total = UpperBound.plus(total, nanoliters);
      lastEnd = latest;
    }
  }

  /** They lie in the order of their ends. */
  private void forget() {
    Instant begin = latest.minus(DAY);
    var eldest = lastDay.values().iterator();
    while (eldest.hasNext() && !eldest.next().countsAfter(begin)) {
      eldest.remove();
    }
  }

  private long sum(Instant begin, Predicate<BookedDose> which, ToLongFunction<BookedDose> what) {
    long ended = sumOf(lastDay.values(), which.and(dose -> dose.countsAfter(begin)), what, 0);
    return sumOf(open.values(), which, what, ended);
  }

  private static long sumOf(
      Collection<BookedDose> doses,
      Predicate<BookedDose> which,
      ToLongFunction<BookedDose> what,
      long before) {
    return doses.stream().filter(which).mapToLong(what).reduce(before, UpperBound::plus);
  }

  private boolean isMine(BookedDose dose) {
    return dose.culture().equals(culture) && !dose.isHandedOn();
  }

  /** Of a reservoir that the rig no longer has, nobody knows what was in it. */
  private boolean mayBe(String substance, String reservoir) {
    Reservoir known = reservoirs.get(reservoir);
    return known == null || known.substance().equals(substance);
  }

  List<DosingEnvelope.Unresolved> unresolved() {
    return open.entrySet().stream()
        .map(
            one ->
                new DosingEnvelope.Unresolved(
                    one.getKey(),
                    one.getValue().culture(),
                    one.getValue().reservoir(),
                    Volume.nanoliters(one.getValue().nanoliters()),
                    one.getValue().intended(),
                    one.getValue().hasBegun()))
        .toList();
  }
}
