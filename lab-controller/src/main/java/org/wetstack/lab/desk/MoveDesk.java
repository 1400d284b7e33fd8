package org.wetstack.lab.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.wetstack.lab.parcel.Contents;
import org.wetstack.lab.parcel.Custody;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.safety.Refusal;

/** Where cultures are, and how they go from one controller to another. Thread-safe. */
public final class MoveDesk {

  /** A move that takes longer is told of. */
  static final Duration LATE = Duration.ofMinutes(10);

  private static final Pattern MOVE = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern RIG = Pattern.compile("[a-z0-9-]{1,64}");

  private final Parts parts;
  private final Supplier<RigSpec> rig;
  private final Alarms alarms;
  private final Departures departures;
  private final Arrivals arrivals;

  MoveDesk(
      Parts parts, Supplier<RigSpec> rig, Alarms alarms, Departures departures, Arrivals arrivals) {
    this.parts = parts;
    this.rig = rig;
    this.alarms = alarms;
    this.departures = departures;
    this.arrivals = arrivals;
  }

  public Departures departures() {
    return departures;
  }

  public Arrivals arrivals() {
    return arrivals;
  }

  /**
   * Who has {@code culture}.
   *
   * @throws Refusal {@code unknown.culture} if the rig file has none of that name
   */
  public Custody.State of(String culture) {
    if (!rig.get().cultures().containsKey(culture)) {
      throw new Refusal("unknown.culture", "", culture, "the rig has no culture '" + culture + "'");
    }
    return parts.custody().of(culture);
  }

  /** Tells people of moves that do not come to their end. */
  void look() {
    Instant before = parts.time().now().minus(LATE);
    List<String> late = new ArrayList<>(arrivals.late(rig.get().cultures().keySet(), LATE));
    for (String culture : rig.get().cultures().keySet()) {
      parts
          .custody()
          .of(culture)
          .leaving()
          .filter(one -> one.since().isBefore(before))
          .ifPresent(
              one ->
                  late.add(
                      "culture %s has been leaving for rig %s since %s, and is not gone (move %s)"
                          .formatted(culture, one.to(), one.since(), one.move())));
    }
    for (String text : late) {
      String detail = text + ": run 'wetstack culture move' again, or with --cancel";
      if (!alarms.knows("move", detail)) {
        alarms.raise(parts.journal(), "move", detail);
      }
    }
  }

  /** For what has {@code hash}, by the rig called {@code rig}. */
  static String receipt(String move, String hash, String rig) {
    return Contents.hash("received\n" + move + "\n" + hash + "\n" + rig);
  }

  static RigSpec.Culture its(RigSpec rig, String culture) {
    return Objects.requireNonNull(rig.cultures().get(culture), culture);
  }

  static void checkNames(String move, String other, String own) {
    if (!MOVE.matcher(move).matches()) {
      throw new IllegalArgumentException(
          "a move is named by 16 hexadecimal digits, not '" + Refusals.shortened(move) + "'");
    }
    if (!RIG.matcher(other).matches() || other.equals(own)) {
      throw new IllegalArgumentException(
          "the other rig is called '%s' and this one '%s': they need two names"
              .formatted(Refusals.shortened(other), own));
    }
  }

  static Refusal used(String culture, String move) {
    return new Refusal(
        "move.used",
        "",
        move,
        "move " + move + " of culture " + culture + " is over: each move has a name of its own");
  }

  static Refusal underWay(String culture, String move, String where) {
    return new Refusal(
        "move.under-way",
        "",
        move,
        "culture " + culture + " is on its way " + where + ": finish that move, or cancel it");
  }

  static Refusal notUnderWay(String culture, String move) {
    return new Refusal(
        "move.none",
        "",
        Refusals.shortened(move),
        "culture " + culture + " is not at that step of move " + Refusals.shortened(move));
  }
}
