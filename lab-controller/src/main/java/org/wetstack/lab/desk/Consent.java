package org.wetstack.lab.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjDoubleConsumer;
import java.util.function.Predicate;
import org.wetstack.hal.Instrument;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Custody;
import org.wetstack.lab.safety.Approval;
import org.wetstack.lab.safety.EmergencyStop;
import org.wetstack.lab.safety.Limit;
import org.wetstack.lab.safety.LimitBook;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.lab.supervise.Station;

/**
 * What needs the word of a person, or of two: releasing, closing, and other limits. Thread-safe.
 */
public final class Consent {

  /**
   * What has come of agreeing.
   *
   * @param done whether it is in force now
   * @param agreed everybody who has agreed within ten minutes
   */
  public record Outcome(boolean done, List<String> agreed) {}

  private static final String RELEASE = "release";

  private final Parts parts;
  private final LimitBook limits;
  private final Predicate<String> told;
  private final ObjDoubleConsumer<String> recorded;
  private final Agreements agreements = new Agreements();

  /**
   * @param told the interlocks whose readings programs tell
   * @param recorded told of each such reading, by the name of its interlock
   */
  Consent(
      Parts parts, LimitBook limits, Predicate<String> told, ObjDoubleConsumer<String> recorded) {
    this.parts = parts;
    this.limits = limits;
    this.told = told;
    this.recorded = recorded;
  }

  /** Agrees to the release of the emergency stop. */
  public synchronized Outcome releaseStop(Request request) {
    Optional<List<String>> before = before(request);
    if (before.isPresent()) {
      return new Outcome(true, before.get());
    }
    Principal who = request.who();
    if (!parts.stop().latched()) {
      throw new Refusal("stop.release", "", "", "the emergency stop is not in force");
    }
    if (!who.has(Role.OPERATOR, Role.SAFETY_OFFICER)) {
      throw new Refusal(
          "stop.release",
          "OPERATOR or SAFETY_OFFICER",
          who.roles().toString(),
          "operators and safety officers release the emergency stop: have two of them agree");
    }
    long presses = parts.stop().presses();
    // Of this press: whoever agreed before the next one has not seen why it was pressed.
    String release = RELEASE + " " + presses;
    Set<Approval> agreed = agreements.add(release, request, "", parts.time().nanoTime());
    List<Approval> people = new ArrayList<>(agreed);
    if (people.size() < 2) {
      return new Outcome(false, names(agreed));
    }
    EmergencyStop.checkRelease(people.get(0), people.get(people.size() - 1));
    String by = String.join(",", names(agreed));
    parts.journal().append(who.name(), Kinds.STOP_RELEASED, request.naming(by, Map.of("by", by)));
    parts.stop().release(presses);
    agreements.finish(release, names(agreed));
    return new Outcome(true, names(agreed));
  }

  /**
   * Sets a limit, or agrees to it.
   *
   * @param value in the unit of the limit
   * @param reason for those who read the journal; may be empty
   * @throws Refusal if it may not be set so, whoever agrees
   */
  public synchronized Outcome setLimit(
      Request request, String culture, Limit limit, long value, String reason) {
    Optional<List<String>> before = before(request);
    if (before.isPresent()) {
      return new Outcome(true, before.get());
    }
    if (parts.custody().of(culture).place() != Custody.Place.AWAITED) {
      // What is set now would not go along. Before it comes, limits may be set.
      parts.requireHere(culture);
    }
    String what = "limit\n" + culture + "\n" + limit.rule() + "\n" + value;
    Set<Approval> agreed =
        agreements.add(what, request, Refusals.shortened(reason), parts.time().nanoTime());
    try {
      limits.checkChange(culture, limit, value, agreed);
    } catch (Refusal refusal) {
      if (refusal.rule().equals("limit.approval")) {
        return new Outcome(false, names(agreed));
      }
      agreements.forget(what);
      throw refusal;
    }
    String by = String.join(",", names(agreed));
    parts
        .journal()
        .append(
            request.who().name(),
            Kinds.LIMIT_SET,
            request.naming(
                by,
                Map.of(
                    "culture", culture,
                    "limit", limit.rule(),
                    "value", Long.toString(value),
                    "by", by,
                    "reason", agreements.reasons(what))));
    agreements.finish(what, names(agreed));
    return new Outcome(true, names(agreed));
  }

  /** Closes an interlock whose condition holds again. */
  public synchronized void closeInterlock(Request request, String interlock) {
    if (before(request).isPresent()) {
      return;
    }
    String who = request.who().name();
    parts.interlocks().checkClose(interlock, parts.time().nanoTime());
    parts
        .journal()
        .append(
            who,
            Kinds.INTERLOCK_CLOSED,
            request.naming(who, Map.of("interlock", interlock, "by", who)));
  }

  /** Lets an instrument out of its safe state. */
  public void clear(Request request, String instrument) {
    if (before(request).isPresent()) {
      return;
    }
    String who = request.who().name();
    Station station = parts.stations().get(instrument);
    if (station == null) {
      throw new Refusal(
          "unknown.instrument",
          "",
          instrument,
          "the rig has no instrument '" + instrument + "'; it has " + parts.stations().keySet());
    }
    parts.stop().requireReleased();
    Instrument session = station.instrument();
    parts
        .journal()
        .append(
            who, Kinds.INSTRUMENT_CLEARED, request.naming(who, Map.of("instrument", instrument)));
    session.clearSafeState();
    // Stimuli have to be armed again before they are fired.
    parts.stops().everything();
  }

  /**
   * Says what became of a dose that the pump cannot tell of.
   *
   * @throws Refusal {@code dose.known} if it can, or may still
   */
  public synchronized void settleDose(
      Principal who, Operation operation, long atLeast, long atMost, String reason) {
    if (operation.kind() != Operation.Kind.DOSE
        || operation.progress() != Operation.Progress.UNKNOWN) {
      throw new Refusal(
          "dose.known",
          "",
          operation.progress().name(),
          "operation " + operation.id() + " is no dose of which nobody knows");
    }
    if (atLeast < 0 || atMost < atLeast || atMost > operation.asked() || reason.isBlank()) {
      throw new IllegalArgumentException(
          "say why, and how much was delivered: from 0 to the "
              + operation.asked()
              + " nL that were asked for");
    }
    parts
        .journal()
        .append(
            who.name(),
            Kinds.DOSE_ENDED,
            Map.of(
                "operation", operation.id().toString(),
                "atLeast", Long.toString(atLeast),
                "atMost", Long.toString(atMost),
                "end", "SETTLED",
                "reason", reason));
  }

  /**
   * A reading that a program tells. It may open the interlock, which is seen within a second.
   *
   * @throws Refusal {@code interlock.reads} if an instrument tells its readings
   */
  public void reading(String interlock, double value) {
    if (!told.test(interlock)) {
      throw new Refusal(
          "interlock.reads",
          "api",
          interlock,
          "programs tell no readings of '"
              + interlock
              + "': the rig file does not say 'reads: api'");
    }
    if (!Double.isFinite(value) || Math.abs(value) > 1e12) {
      throw new IllegalArgumentException("a reading is a number, not " + value);
    }
    parts.interlocks().read(interlock, OfTheFile.thousandths(value), parts.time().nanoTime());
    recorded.accept(interlock, value);
  }

  /** Says that somebody has seen an alarm. */
  public void acknowledge(Principal who, Alarms.Raised alarm) {
    parts.journal().append(who.name(), Kinds.ALARM_ACKNOWLEDGED, Map.of("alarm", alarm.name()));
  }

  /** Whoever had agreed when {@code request} was done; empty if it was not. */
  private Optional<List<String>> before(Request request) {
    List<String> made = parts.made(request);
    return made.isEmpty()
        ? agreements.done(request)
        : Optional.of(List.of(made.get(0).split(",", -1)));
  }

  private static List<String> names(Set<Approval> agreed) {
    return agreed.stream().map(Approval::name).toList();
  }
}
