package org.wetstack.lab.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.wetstack.hal.Instrument;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Kinds;
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
  private final Agreements agreements = new Agreements();

  Consent(Parts parts, LimitBook limits) {
    this.parts = parts;
    this.limits = limits;
  }

  /** Agrees to the release of the emergency stop. */
  public synchronized Outcome releaseStop(Principal who) {
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
    Set<Approval> agreed = agreements.add(RELEASE, approval(who), parts.time().nanoTime());
    List<Approval> people = new ArrayList<>(agreed);
    if (people.size() < 2) {
      return new Outcome(false, names(agreed));
    }
    EmergencyStop.checkRelease(people.get(0), people.get(people.size() - 1));
    parts
        .journal()
        .append(who.name(), Kinds.STOP_RELEASED, Map.of("by", String.join(",", names(agreed))));
    parts.stop().release(presses);
    agreements.forget(RELEASE);
    return new Outcome(true, names(agreed));
  }

  /**
   * Sets a limit, or agrees to it.
   *
   * @param value in the unit of the limit
   * @throws Refusal if it may not be set so, whoever agrees
   */
  public synchronized Outcome setLimit(Principal who, String culture, Limit limit, long value) {
    String what = "limit\n" + culture + "\n" + limit.rule() + "\n" + value;
    Set<Approval> agreed = agreements.add(what, approval(who), parts.time().nanoTime());
    try {
      limits.checkChange(culture, limit, value, agreed);
    } catch (Refusal refusal) {
      if (refusal.rule().equals("limit.approval")) {
        return new Outcome(false, names(agreed));
      }
      agreements.forget(what);
      throw refusal;
    }
    parts
        .journal()
        .append(
            who.name(),
            Kinds.LIMIT_SET,
            Map.of(
                "culture", culture,
                "limit", limit.rule(),
                "value", Long.toString(value),
                "by", String.join(",", names(agreed))));
    agreements.forget(what);
    return new Outcome(true, names(agreed));
  }

  /** Closes an interlock whose condition holds again. */
  public synchronized void closeInterlock(Principal who, String interlock) {
    parts.interlocks().checkClose(interlock, parts.time().nanoTime());
    parts
        .journal()
        .append(
            who.name(), Kinds.INTERLOCK_CLOSED, Map.of("interlock", interlock, "by", who.name()));
  }

  /** Lets an instrument out of its safe state. */
  public void clear(Principal who, String instrument) {
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
    parts.journal().append(who.name(), Kinds.INSTRUMENT_CLEARED, Map.of("instrument", instrument));
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

  /** A reading that a program tells. It may open the interlock, which is seen within a second. */
  public void reading(String interlock, double value) {
    if (!Double.isFinite(value) || Math.abs(value) > 1e12) {
      throw new IllegalArgumentException("a reading is a number, not " + value);
    }
    parts.interlocks().read(interlock, LabController.thousandths(value), parts.time().nanoTime());
  }

  /** Says that somebody has seen an alarm. */
  public void acknowledge(Principal who, Alarms.Raised alarm) {
    parts.journal().append(who.name(), Kinds.ALARM_ACKNOWLEDGED, Map.of("alarm", alarm.name()));
  }

  private static Approval approval(Principal who) {
    return new Approval(
        who.name(), who.roles().stream().map(Role::name).collect(Collectors.toSet()));
  }

  private static List<String> names(Set<Approval> agreed) {
    return agreed.stream().map(Approval::name).toList();
  }
}
