package org.wetstack.lab.safety;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.wetstack.hal.Dose;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.parcel.Heir;
import org.wetstack.lab.parcel.Inheritance;

/**
 * What one culture may be given. Its state is a function of the journal's entries: a dose counts
 * whole from the entry that intends it, then as the upper bound of what was delivered, and in
 * windows as if all of it had flowed when it ended. Deciding changes nothing; whoever decides and
 * then journals holds a lock around both. May be used by any thread.
 *
 * <p>Time is the latest the journal has seen, or now if that is later: a clock set back frees
 * nothing, and doses wait until it has caught up.
 */
public final class DosingEnvelope implements Heir {

  private static final Duration HOUR = Duration.ofMinutes(60);
  private static final Duration DAY = Duration.ofHours(24);
  private static final long ATTOMOLES_PER_PICOMOLE = 1_000_000;
  private static final int MOST_DOSES = 10_000;

  /**
   * A dose that is not known to have ended.
   *
   * @param volume the most that may flow
   * @param begun whether the pump has said that it began
   */
  public record Unresolved(
      String operation,
      String culture,
      String reservoir,
      Volume volume,
      Instant intended,
      boolean begun) {}

  /**
   * The most that a culture may have been given, in nanolitres: of doses that are not known to have
   * ended the whole.
   */
  public record Given(long lastHour, long lastDay, long total) {}

  private final String culture;
  private final Supplier<DosingLimits> limits;
  private final DoseBook book;

  /**
   * @param culture as the journal names it
   * @param reservoirs all of the rig; doses of other cultures empty them too
   * @param limits those in force, asked for at each decision
   * @throws IllegalArgumentException if two reservoirs have the same name
   */
  public DosingEnvelope(
      String culture, Collection<Reservoir> reservoirs, Supplier<DosingLimits> limits) {
    this.culture = culture;
    this.limits = limits;
    book = new DoseBook(culture, reservoirs);
  }

  /**
   * Whether the culture may be given {@code dose}, as quantised.
   *
   * @throws Refusal if it may not; it names the first limit in the way
   */
  public synchronized void admit(Reservoir reservoir, Dose dose, Instant now) {
    Instant at = book.at(now);
    DosingLimits inForce = limits.get();
    checkReservoir(reservoir, at);
    checkDose(dose, inForce);
    checkRunning(reservoir.name(), inForce, at);
    long volume = dose.volume().nanoliters();
    checkSum("dose.hour", inForce.hour(), book.nanoliters(at, HOUR), volume, "within 60 minutes");
    checkSum("dose.day", inForce.day(), book.nanoliters(at, DAY), volume, "within 24 hours");
    checkSum("dose.total", inForce.total(), book.total(), volume, "in all");
    checkSubstance(reservoir, volume, inForce, at);
    checkSum(
        "dose.content",
        reservoir.content(),
        book.drawn(reservoir.name()),
        volume,
        "from reservoir " + reservoir.name());
  }

  /**
   * What counts against the limits of hour, day and all time for a dose that were asked for now.
   */
  public synchronized Given given(Instant now) {
    Instant at = book.at(now);
    return new Given(book.nanoliters(at, HOUR), book.nanoliters(at, DAY), book.total());
  }

  /**
   * The most that may have been drawn from {@code reservoir} since it was prepared, in nanolitres.
   */
  public synchronized long drawn(String reservoir) {
    return book.drawn(reservoir);
  }

  /** Doses of all cultures that are not known to have ended. The pump may know. */
  public synchronized List<Unresolved> unresolved() {
    return book.unresolved();
  }

  /** One of the rig's reservoirs was filled anew, or is known better. */
  public synchronized void refill(Reservoir reservoir) {
    book.refill(reservoir);
  }

  @Override
  public synchronized void inherit(Inheritance inheritance) {
    if (inheritance.culture().equals(culture)) {
      book.inherit(inheritance);
    }
  }

  /** Takes note of an entry of the journal. */
  @Override
  public synchronized void accept(Entry entry) {
    book.accept(entry);
  }

  private void checkReservoir(Reservoir reservoir, Instant at) {
    if (!reservoir.equals(book.reservoir(reservoir.name()))) {
      throw Refusal.of(
          "dose.reservoir",
          "",
          "reservoir " + reservoir.name(),
          "the rig has no such reservoir; write it into the rig file");
    }
    if (at.isBefore(reservoir.prepared())) {
      throw Refusal.of(
          "dose.prepared",
          reservoir.prepared().toString(),
          at.toString(),
          "reservoir " + reservoir.name() + " is of the future; correct its date, or the clock");
    }
    if (!at.isBefore(reservoir.expires())) {
      throw Refusal.of(
          "dose.expired",
          reservoir.expires().toString(),
          at.toString(),
          "reservoir " + reservoir.name() + " has expired; fill it anew");
    }
    long given = book.lastDay(at);
    if (given >= MOST_DOSES) {
      throw Refusal.of(
          "dose.count",
          MOST_DOSES + " doses in 24 h",
          (given + 1) + " doses",
          "give fewer and larger doses");
    }
  }

  private static void checkDose(Dose dose, DosingLimits limits) {
    if (dose.volume().compareTo(limits.dose()) > 0) {
      throw Refusal.of(
          "dose.volume",
          nanoliters(limits.dose().nanoliters()),
          nanoliters(dose.volume().nanoliters()),
          "give less at once");
    }
    if (dose.rate().compareTo(limits.rate()) > 0) {
      throw Refusal.of(
          "dose.rate",
          limits.rate().nanolitersPerMinute() + " nL/min",
          dose.rate().nanolitersPerMinute() + " nL/min",
          "infuse more slowly");
    }
  }

  private void checkRunning(String reservoir, DosingLimits limits, Instant at) {
    BookedDose running = book.openOf(reservoir);
    if (running != null) {
      throw Refusal.of(
          running.isUnknown() ? "dose.unknown" : "dose.running",
          "1 dose at a time",
          "2 doses of reservoir " + reservoir,
          running.isUnknown()
              ? "what became of that of " + running.intended() + " is unknown; ask the pump"
              : "that of " + running.intended() + " has not ended; wait for it or stop it");
    }
    Duration pause = limits.pause();
    if (pause.isZero()) {
      return;
    }
    if (book.isRunning()) {
      throw Refusal.of(
          "dose.pause",
          pause.toMillis() + " ms",
          "a dose that has not ended",
          "wait for the culture's dose from another reservoir");
    }
    Instant last = book.lastEnd();
    if (last != null && Duration.between(last, at).compareTo(pause) < 0) {
      throw Refusal.of(
          "dose.pause",
          pause.toMillis() + " ms",
          Duration.between(last, at).toMillis() + " ms",
          "wait until " + last.plus(pause));
    }
  }

  private void checkSum(String rule, Volume limit, long before, long more, String where) {
    long sum = UpperBound.plus(before, more);
    if (sum > limit.nanoliters()) {
      throw Refusal.of(
          rule,
          nanoliters(limit.nanoliters()),
          nanoliters(sum),
          culture + " may have had " + before + " nL " + where + "; wait, or give less");
    }
  }

  private void checkSubstance(Reservoir reservoir, long volume, DosingLimits limits, Instant at) {
    long attomoles =
        UpperBound.plus(
            book.attomoles(at, reservoir.substance()),
            UpperBound.times(volume, reservoir.nanomolar()));
    if (attomoles > Math.multiplyExact(limits.picomolesPerDay(), ATTOMOLES_PER_PICOMOLE)) {
      throw Refusal.of(
          "dose.substance",
          limits.picomolesPerDay() + " pmol in 24 h",
          picomolesUp(attomoles) + " pmol of " + reservoir.substance(),
          "wait, or give less");
    }
  }

  private static BigInteger picomolesUp(long attomoles) {
    BigInteger unit = BigInteger.valueOf(ATTOMOLES_PER_PICOMOLE);
    return BigInteger.valueOf(attomoles).add(unit).subtract(BigInteger.ONE).divide(unit);
  }

  private static String nanoliters(long value) {
    return value + " nL";
  }
}
