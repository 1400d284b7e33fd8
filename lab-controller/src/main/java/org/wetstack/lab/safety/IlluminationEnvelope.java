package org.wetstack.lab.safety;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.wetstack.hal.Flash;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.parcel.Heir;
import org.wetstack.lab.parcel.Inheritance;

/**
 * How much light one culture may get. Its state is a function of the journal's entries: a flash
 * counts whole from the entry that intends it, then as what was lit, and in windows as if all of it
 * had been lit when it ended. Deciding changes nothing; whoever decides and then journals holds a
 * lock around both. May be used by any thread.
 *
 * <p>Time is the latest the journal has seen, or now if that is later, as for doses.
 */
public final class IlluminationEnvelope implements Heir {

  private static final Duration HOUR = Duration.ofMinutes(60);
  private static final Duration DAY = Duration.ofHours(24);
  private static final long PICOJOULES_PER_NANOJOULE = 1_000;
  private static final int MOST_FLASHES = 100_000;

  /** The most that a culture may have been given, in picojoules. */
  public record Given(long lastHour, long lastDay) {}

  private final String culture;
  private final Supplier<IlluminationLimits> limits;
  private final FlashBook book;

  /**
   * @param culture as the journal names it
   * @param limits those in force, asked for at each decision
   */
  public IlluminationEnvelope(String culture, Supplier<IlluminationLimits> limits) {
    this.culture = culture;
    this.limits = limits;
    book = new FlashBook(culture);
  }

  /**
   * Whether the culture may be given {@code flash}, as quantised.
   *
   * @throws Refusal if it may not; it names the first limit in the way
   */
  public synchronized void admit(Flash flash, Instant now) {
    Instant at = book.at(now);
    IlluminationLimits inForce = limits.get();
    long energy = flash.energy().picojoules();
    if (flash.power().microwatts() > inForce.microwatts()) {
      throw Refusal.of(
          "flash.power",
          inForce.microwatts() + " µW",
          flash.power().microwatts() + " µW",
          inForce.equals(IlluminationLimits.NONE)
              ? "the rig file does not say how much light " + culture + " bears"
              : "give less light");
    }
    if (energy > picojoules(inForce.flash())) {
      throw Refusal.of(
          "flash.energy",
          nanojoules(picojoules(inForce.flash())),
          nanojoules(energy),
          "flash for a shorter time, or with less power");
    }
    checkPause(inForce.pause(), at);
    if (book.lastDay(at) >= MOST_FLASHES) {
      throw Refusal.of(
          "flash.count",
          MOST_FLASHES + " flashes in 24 h",
          (book.lastDay(at) + 1) + " flashes",
          "give fewer and longer flashes");
    }
    checkSum("flash.hour", inForce.hour(), book.picojoules(at, HOUR), energy, "60 minutes");
    checkSum("flash.day", inForce.day(), book.picojoules(at, DAY), energy, "24 hours");
  }

  /** What counts against the limits of hour and day for a flash that were asked for now. */
  public synchronized Given given(Instant now) {
    Instant at = book.at(now);
    return new Given(book.picojoules(at, HOUR), book.picojoules(at, DAY));
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

  private void checkPause(Duration pause, Instant at) {
    if (book.isRunning()) {
      throw Refusal.of(
          "flash.running",
          "1 flash at a time",
          "2 flashes of " + culture,
          "wait until the light is out, or put it out");
    }
    Instant last = book.lastEnd();
    if (last != null && Duration.between(last, at).compareTo(pause) < 0) {
      throw Refusal.of(
          "flash.pause",
          pause.toMillis() + " ms",
          Duration.between(last, at).toMillis() + " ms",
          "wait until " + last.plus(pause));
    }
  }

  private void checkSum(String rule, long limit, long before, long more, String span) {
    long sum = UpperBound.plus(before, more);
    if (sum > picojoules(limit)) {
      throw Refusal.of(
          rule,
          nanojoules(picojoules(limit)),
          nanojoules(sum),
          "%s may have had %s within %s; wait, or give less"
              .formatted(culture, nanojoules(before), span));
    }
  }

  private static long picojoules(long nanojoules) {
    return nanojoules * PICOJOULES_PER_NANOJOULE;
  }

  /** Rounded up: what counts is never shown as less. */
  private static String nanojoules(long picojoules) {
    return -Math.floorDiv(-picojoules, PICOJOULES_PER_NANOJOULE) + " nJ";
  }
}
