package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.parcel.Contents;
import org.wetstack.lab.parcel.Custody;
import org.wetstack.lab.parcel.Custody.Place;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.safety.Refusal;

/**
 * Lets cultures go to other controllers. Each step may be asked for again, and does nothing then.
 * Thread-safe.
 */
public final class Departures {

  /** For which it is waited that everything has ended; asked again, it is waited again. */
  private static final Duration ENDS = Duration.ofSeconds(5);

  /** Moves whose contents are kept at hand; others are made of the journal again. */
  private static final int MOST_AT_HAND = 2;

  private final Parts parts;
  private final Supplier<RigSpec> rig;
  private final Admission admission;
  private final Desk desk;
  private final LeaseDesk leases;
  private final Archive archive;
  private final Impedances impedances;
  private final Seals seals;
  private final Map<String, List<String>> atHand =
      Collections.synchronizedMap(new LinkedHashMap<>());

  Departures(
      Parts parts,
      Supplier<RigSpec> rig,
      Admission admission,
      Desk desk,
      LeaseDesk leases,
      Archive archive,
      Impedances impedances,
      Seals seals) {
    this.parts = parts;
    this.rig = rig;
    this.admission = admission;
    this.desk = desk;
    this.leases = leases;
    this.archive = archive;
    this.impedances = impedances;
    this.seals = seals;
  }

  /**
   * Begins to let {@code culture} go: from here on nothing is admitted on it, what ran is stopped,
   * its lease ends, and when all of that is over, what is known of it is packed.
   *
   * @param move 16 hexadecimal digits that name this move at both rigs
   * @param to the other rig's name
   * @throws Refusal {@code culture.*} if it is not here; {@code move.under-way} if it leaves for
   *     elsewhere; {@code move.unknown} if nobody knows what became of a dose or a train; {@code
   *     move.ending} if something has not ended in five seconds: ask again; {@code lease.not-yours}
   *     if somebody else works with it, unless an administrator asks
   */
  public Custody.State leave(Request request, String culture, String move, String to) {
    Subject subject = desk.subject(culture);
    MoveDesk.checkNames(move, to, rig.get().name());
    Boolean leaving = admission.alone(() -> begin(request, subject.name(), move, to));
    if (leaving) {
      end(request.who().name(), culture, to);
      admission.alone(() -> pack(request.who().name(), subject, move));
    }
    return parts.custody().of(culture);
  }

  /** Whether there is still something to end and to pack. */
  private boolean begin(Request request, String culture, String move, String to) {
    Custody.State now = parts.custody().of(culture);
    if (now.gone().filter(gone -> gone.move().equals(move)).isPresent()
        && now.place() == Place.AWAY) {
      return false;
    }
    if (now.leaving().isPresent()) {
      Custody.Leaving leaving = now.leaving().get();
      if (!leaving.move().equals(move) || !leaving.to().equals(to)) {
        throw MoveDesk.underWay(culture, leaving.move(), "to " + leaving.to());
      }
      return !leaving.packed();
    }
    parts.requireHere(culture);
    if (parts.custody().isOver(culture, move)) {
      throw MoveDesk.used(culture, move);
    }
    requireNobodyElse(request, culture);
    for (Operation one : parts.operations().unresolvedOf(culture)) {
      if (one.pending() && one.progress() == Operation.Progress.UNKNOWN) {
        throw unresolved("move.unknown", one, "ask its instrument, or settle the dose");
      }
    }
    String seal = seals.make(move);
    parts
        .journal()
        .append(
            request.who().name(),
            Kinds.CULTURE_LEAVING,
            Map.of("move", move, "culture", culture, "to", to, "seal", seal));
    return true;
  }

  private void requireNobodyElse(Request request, String culture) {
    for (Lease lease : of(culture, true)) {
      String who = request.who().name();
      if (!lease.holder().equals(who) && !request.who().has(Role.ADMIN)) {
        throw new Refusal(
            "lease.not-yours",
            lease.holder(),
            who,
            lease.holder()
                + " works with "
                + lease.resource()
                + ": ask them to release it, or an administrator to move it");
      }
    }
  }

  private List<Lease> of(String culture, boolean rigToo) {
    return parts.leases().leases().stream()
        .filter(
            lease ->
                lease.resource().equals("culture:" + culture)
                    || (rigToo && lease.resource().equals("rig")))
        .toList();
  }

  private void end(String who, String culture, String to) {
    String reason = "the culture leaves for rig " + to;
    for (Lease lease : of(culture, false)) {
      leases.end(who, new Lease.Ended(lease, reason));
    }
    // Whoever holds the rig holds on to the rest of it.
    desk.leaseEnded("culture:" + culture, reason);
    for (Archive.Kept kept : archive.list()) {
      if (kept.running() && kept.culture().equals(culture)) {
        archive.stop(who, kept.name());
      }
    }
    long until = parts.time().nanoTime() + ENDS.toNanos();
    for (Operation one : parts.operations().unresolvedOf(culture)) {
      long left = Math.max(0, until - parts.time().nanoTime());
      if (one.pending()) {
        parts.operations().await(one.id(), Duration.ofNanos(left), parts.time());
      }
    }
  }

  private Custody.State pack(String who, Subject subject, String move) {
    String culture = subject.name();
    Custody.State now = parts.custody().of(culture);
    if (now.leaving().filter(leaving -> leaving.move().equals(move)).isEmpty()) {
      throw MoveDesk.notUnderWay(culture, move);
    }
    if (now.leaving().get().packed()) {
      return now;
    }
    for (Operation one : parts.operations().unresolvedOf(culture)) {
      if (one.pending()) {
        throw unresolved(
            "move.ending", one, "ask again; if its instrument is lost, or nobody knows");
      }
    }
    if (impedances.running(culture)) {
      throw new Refusal(
          "move.ending", "", culture, "the impedances of " + culture + " are measured: ask again");
    }
    RigSpec.Culture its = MoveDesk.its(rig.get(), culture);
    parts
        .journal()
        .append(
            who,
            Kinds.CULTURE_PACKED,
            Fit.facts(move, rig.get(), its, subject.array().map(Subject.Spot::name).orElse("")));
    return parts.custody().of(culture);
  }

  private static Refusal unresolved(String rule, Operation one, String advice) {
    return new Refusal(
        rule,
        "",
        one.id().toString(),
        one.kind()
            + " "
            + one.id()
            + " of "
            + one.device()
            + " is "
            + one.progress()
            + ": "
            + advice
            + (rule.equals("move.ending")
                ? " what became of it, settle it or keep the culture"
                : ""));
  }

  /**
   * What goes along with {@code culture}, on pages; the same as often as it is asked for.
   *
   * @throws Refusal {@code move.none} unless it is packed for {@code move}, or gone with it
   * @throws IllegalArgumentException if it is too much to be carried
   */
  public List<String> pages(String culture, String move) {
    Subject subject = desk.subject(culture);
    Custody.State now = parts.custody().of(culture);
    boolean packed =
        now.leaving().filter(one -> one.move().equals(move) && one.packed()).isPresent()
            || now.gone().filter(one -> one.move().equals(move)).isPresent();
    if (!packed) {
      throw MoveDesk.notUnderWay(culture, move);
    }
    List<String> known = atHand.get(move);
    if (known != null) {
      return known;
    }
    var contents = new Contents(culture, subject.array().map(Subject.Spot::name).orElse(""), move);
    parts.journal().read(contents);
    if (!contents.complete()) {
      throw MoveDesk.notUnderWay(culture, move);
    }
    List<String> pages = List.copyOf(contents.pages());
    synchronized (atHand) {
      atHand.put(move, pages);
      if (atHand.size() > MOST_AT_HAND) {
        atHand.remove(atHand.keySet().iterator().next());
      }
    }
    return pages;
  }

  /**
   * Lets {@code culture} go, for good: from here on it belongs to the rig that gave {@code
   * receipt}.
   *
   * @throws Refusal {@code move.none} unless it is packed for {@code move}; {@code move.receipt} if
   *     the receipt is not over what was packed, by the rig that it goes to; {@code move.seal} if
   *     the seal is lost
   */
  public Custody.State send(Request request, String culture, String move, String receipt) {
    List<String> pages = pages(culture, move);
    Custody.State after =
        admission.alone(
            () -> {
              Custody.State now = parts.custody().of(culture);
              if (now.leaving().isEmpty()) {
                return now;
              }
              Custody.Leaving leaving = now.leaving().get();
              String hash = Contents.hash(pages);
              if (!receipt.equals(MoveDesk.receipt(move, hash, leaving.to()))) {
                throw new Refusal(
                    "move.receipt",
                    "",
                    Refusals.shortened(receipt),
                    "the receipt is not by rig "
                        + leaving.to()
                        + " for what was packed: have that rig take all pages again");
              }
              String seal = seals.of(move).orElse("");
              if (!Contents.hash(seal).equals(leaving.seal())) {
                throw new Refusal(
                    "move.seal",
                    "",
                    move,
                    "the seal of this move is lost: keep the culture, and move it anew");
              }
              parts
                  .journal()
                  .append(
                      request.who().name(),
                      Kinds.CULTURE_GONE,
                      Map.of(
                          "move", move,
                          "culture", culture,
                          "to", leaving.to(),
                          "parcel", hash,
                          "receipt", receipt,
                          "seal", seal));
              return parts.custody().of(culture);
            });
    seals.forget(move);
    return after;
  }

  /**
   * Keeps {@code culture}, which was to leave.
   *
   * @throws Refusal {@code move.gone} if it is gone already
   */
  public Custody.State keep(Request request, String culture, String move, String reason) {
    desk.subject(culture);
    return admission.alone(
        () -> {
          Custody.State now = parts.custody().of(culture);
          if (now.gone().filter(gone -> gone.move().equals(move)).isPresent()) {
            throw new Refusal(
                "move.gone",
                "",
                move,
                "culture " + culture + " is gone: finish the move, and then move it back");
          }
          if (now.leaving().filter(one -> one.move().equals(move)).isPresent()) {
            parts
                .journal()
                .append(
                    request.who().name(),
                    Kinds.CULTURE_STAYS,
                    Map.of("move", move, "culture", culture, "reason", Refusals.shortened(reason)));
            seals.forget(move);
          }
          return parts.custody().of(culture);
        });
  }
}
