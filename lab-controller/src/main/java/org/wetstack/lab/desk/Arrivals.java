package org.wetstack.lab.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.wetstack.lab.journal.CarriedEntries;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Booking;
import org.wetstack.lab.parcel.Contents;
import org.wetstack.lab.parcel.Custody;
import org.wetstack.lab.parcel.Custody.Place;
import org.wetstack.lab.parcel.Heir;
import org.wetstack.lab.parcel.Inheritance;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.safety.Refusal;

/**
 * Takes cultures from other controllers. Each step may be asked for again, and does nothing then.
 * Thread-safe.
 */
public final class Arrivals {

  private static final int MOST_LOST = 20_000;

  /**
   * What is promised of a culture.
   *
   * @param receipt for the rig that it comes from
   * @param lost what does not come along
   */
  public record Offer(String receipt, List<String> lost) {}

  private final Parts parts;
  private final Supplier<RigSpec> rig;
  private final Admission admission;
  private final Desk desk;
  private final Supplier<List<Heir>> rehearsal;

  /**
   * @param rehearsal heirs that nobody asks: what they cannot inherit, those that count cannot
   */
  Arrivals(
      Parts parts,
      Supplier<RigSpec> rig,
      Admission admission,
      Desk desk,
      Supplier<List<Heir>> rehearsal) {
    this.parts = parts;
    this.rig = rig;
    this.admission = admission;
    this.desk = desk;
    this.rehearsal = rehearsal;
  }

  /**
   * Keeps a page of what is known of {@code culture}; it is on disk when this returns.
   *
   * @param from the other rig's name
   * @param page the next; or one that is here, and the same
   * @return how many pages are here
   * @throws Refusal {@code culture.here} if the culture is here; {@code move.under-way} if another
   *     rig offers it
   */
  public int take(
      Request request, String culture, String move, String from, int page, String entries) {
    desk.subject(culture);
    MoveDesk.checkNames(move, from, rig.get().name());
    CarriedEntries.read(entries);
    return admission.alone(
        () -> {
          Custody.State now = parts.custody().of(culture);
          List<String> pages = pages(culture, now, move, from);
          if (now.came().filter(move::equals).isPresent()) {
            return page + 1;
          }
          if (page < 0 || page > pages.size() || page >= Contents.MOST_PAGES) {
            throw new IllegalArgumentException(
                "page " + page + " cannot be taken: the next is " + pages.size());
          }
          if (page < pages.size()) {
            if (!pages.get(page).equals(entries)) {
              throw new IllegalArgumentException("page " + page + " is here, and is another");
            }
            return pages.size();
          }
          parts
              .journal()
              .append(
                  request.who().name(),
                  Kinds.CULTURE_CARRIED,
                  Map.of(
                      "move", move,
                      "culture", culture,
                      "from", from,
                      "page", Integer.toString(page),
                      "entries", entries));
          return page + 1;
        });
  }

  /** Those of {@code move} that are here. */
  private List<String> pages(String culture, Custody.State now, String move, String from) {
    if (now.came().filter(move::equals).isPresent()) {
      return List.of();
    }
    requireNotHere(culture, now, move);
    if (now.coming().isEmpty()) {
      return List.of();
    }
    Custody.Coming coming = now.coming().get();
    if (coming.move().equals(move)) {
      return parts.custody().pages(culture);
    }
    if (coming.offered().isPresent() && !coming.from().equals(from)) {
      throw MoveDesk.underWay(culture, coming.move(), "from " + coming.from());
    }
    return List.of();
  }

  private void requireNotHere(String culture, Custody.State now, String move) {
    if (parts.custody().isOver(culture, move)) {
      // Its seal is known by now: what came with it once must not come again.
      throw MoveDesk.used(culture, move);
    }
    if (now.place() == Place.HERE || now.place() == Place.LEAVING) {
      throw new Refusal(
          "culture.here",
          "",
          culture,
          "this rig has culture " + culture + " already: nobody else can give it away");
    }
  }

  /**
   * Promises to take {@code culture}, if all of it is here and fits.
   *
   * @param parcel hash over all pages
   * @param seal SHA-256 of what is shown when the culture is gone there
   * @param clock what the other rig's clock said just now
   * @throws Refusal {@code move.none}, {@code move.hash}, {@code move.clocks}, {@code move.fit} or
   *     {@code move.entries}
   */
  public Offer offer(
      Request request, String culture, String move, String parcel, String seal, Instant clock) {
    desk.subject(culture);
    List<String> pages = parts.custody().pages(culture);
    // Takes a while if much has come, and others shall not wait for it.
    List<String> lost =
        !pages.isEmpty() && Contents.hash(pages).equals(parcel)
            ? judge(culture, move, Contents.read(pages))
            : List.of();
    return admission.alone(
        () -> {
          Custody.State now = parts.custody().of(culture);
          String receipt = MoveDesk.receipt(move, parcel, rig.get().name());
          if (now.came().filter(move::equals).isPresent()
              && parcel.equals(parts.custody().parcel(culture))) {
            return new Offer(receipt, List.of());
          }
          requireNotHere(culture, now, move);
          Custody.Coming coming = coming(culture, now, move);
          List<String> still = parts.custody().pages(culture);
          if (!still.equals(pages) || !Contents.hash(still).equals(parcel)) {
            throw new Refusal(
                "move.hash",
                parcel,
                Contents.hash(still),
                "not all pages are here: send the others");
          }
          if (coming.offered().filter(one -> one.parcel().equals(parcel)).isPresent()) {
            return new Offer(receipt, lost);
          }
          requireSameTime(clock);
          parts
              .journal()
              .append(
                  request.who().name(),
                  Kinds.CULTURE_OFFERED,
                  Map.of(
                      "move", move,
                      "culture", culture,
                      "from", coming.from(),
                      "pages", Integer.toString(pages.size()),
                      "parcel", parcel,
                      "seal", seal,
                      "lost", text(lost)));
          return new Offer(receipt, lost);
        });
  }

  private static String text(List<String> lost) {
    String text = String.join("\n", lost);
    return text.length() <= MOST_LOST ? text : text.substring(0, MOST_LOST) + "…";
  }

  private static Custody.Coming coming(String culture, Custody.State now, String move) {
    return now.coming()
        .filter(one -> one.move().equals(move))
        .orElseThrow(() -> MoveDesk.notUnderWay(culture, move));
  }

  private void requireSameTime(Instant clock) {
    Duration apart = Duration.between(clock, parts.time().now()).abs();
    if (apart.compareTo(Inheritance.CLOCKS_APART) > 0) {
      throw new Refusal(
          "move.clocks",
          Inheritance.CLOCKS_APART.toString(),
          apart.toString(),
          "the clocks of both rigs differ, and limits of an hour or a day would be wrong: set them"
              + " right, and go on");
    }
  }

  /** What is lost if it comes. */
  private List<String> judge(String culture, String move, List<Entry> entries) {
    RigSpec.Culture its = MoveDesk.its(rig.get(), culture);
    Entry packed = entries.get(entries.size() - 1);
    if (!packed.what().equals(Kinds.CULTURE_PACKED)
        || !packed.fact("move").equals(move)
        || !packed.fact("culture").equals(culture)) {
      throw new Refusal(
          "move.hash", move, packed.what(), "what was carried does not end as it should");
    }
    Fit.check(packed, rig.get(), its);
    try {
      var inheritance =
          new Inheritance(culture, move, parts.time().now(), array(culture), its.sites(), entries);
      rehearsal.get().forEach(heir -> heir.inherit(inheritance));
      List<Booking> booked = Booking.of("culture:" + culture, inheritance.stays());
      return Fit.lost(packed, entries, rig.get(), its, parts.leases().clashes(booked));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new Refusal(
          "move.entries",
          "",
          culture,
          "what was carried cannot be accounted for here: " + e.getMessage());
    }
  }

  private String array(String culture) {
    return desk.subject(culture).array().map(Subject.Spot::name).orElse("");
  }

  /**
   * Takes {@code culture}: from here on it is this rig's.
   *
   * @param seal which the other rig tells once the culture is gone there
   * @throws Refusal {@code move.none} unless it was promised; {@code move.seal} if the seal is
   *     wrong
   */
  public Custody.State accept(Request request, String culture, String move, String seal) {
    desk.subject(culture);
    return admission.alone(
        () -> {
          Custody.State now = parts.custody().of(culture);
          if (now.came().filter(move::equals).isPresent()) {
            return now;
          }
          requireNotHere(culture, now, move);
          Custody.Coming coming = coming(culture, now, move);
          Custody.Offered offered =
              coming.offered().orElseThrow(() -> MoveDesk.notUnderWay(culture, move));
          if (!Contents.hash(seal).equals(offered.seal())) {
            throw new Refusal(
                "move.seal",
                "",
                move,
                "that is not the seal: rig "
                    + coming.from()
                    + " tells it once the culture is gone");
          }
          parts
              .journal()
              .append(
                  request.who().name(),
                  Kinds.CULTURE_HERE,
                  Map.of(
                      "move", move,
                      "culture", culture,
                      "from", coming.from(),
                      "parcel", offered.parcel(),
                      "array", array(culture),
                      "sites", Fit.sites(MoveDesk.its(rig.get(), culture)),
                      "lost", offered.lost()));
          return parts.custody().of(culture);
        });
  }

  /** Forgets what was carried for {@code move}. If the culture is gone there, it can come again. */
  public Custody.State decline(Request request, String culture, String move, String reason) {
    desk.subject(culture);
    return admission.alone(
        () -> {
          Optional<Custody.Coming> coming = parts.custody().of(culture).coming();
          if (coming.filter(one -> one.move().equals(move)).isPresent()) {
            parts
                .journal()
                .append(
                    request.who().name(),
                    Kinds.CULTURE_DECLINED,
                    Map.of("move", move, "culture", culture, "reason", Refusals.shortened(reason)));
          }
          return parts.custody().of(culture);
        });
  }

  /** Which cultures have been on their way for longer than {@code most}. */
  List<String> late(Iterable<String> cultures, Duration most) {
    List<String> late = new ArrayList<>();
    Instant before = parts.time().now().minus(most);
    for (String culture : cultures) {
      parts
          .custody()
          .of(culture)
          .coming()
          .filter(one -> one.since().isBefore(before))
          .ifPresent(
              one ->
                  late.add(
                      "culture %s has been coming from rig %s since %s, and is not here (move %s)"
                          .formatted(culture, one.from(), one.since(), one.move())));
    }
    return late;
  }
}
