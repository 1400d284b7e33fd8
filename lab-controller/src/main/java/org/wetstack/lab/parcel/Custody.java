package org.wetstack.lab.parcel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;

/**
 * Who has which culture, as the journal tells it. A culture that the journal has told nothing of is
 * here, unless the rig file awaits it. Thread-safe.
 */
public final class Custody implements Consumer<Entry> {

  /** Where a culture is, from where this controller stands. */
  public enum Place {
    HERE,
    /** Nothing is admitted on it; it is still this controller's, and may stay. */
    LEAVING,
    /** It belongs to another. */
    AWAY,
    /** It was never here. */
    AWAITED
  }

  /**
   * It is to go to another rig.
   *
   * @param seal SHA-256 of it
   * @param packed whether nothing about it is to come any more
   */
  public record Leaving(String move, String to, String seal, Instant since, boolean packed) {}

  /**
   * It went.
   *
   * @param parcel the hash of what went along
   * @param seal itself, which is no secret any more
   */
  public record Gone(
      String move, String to, String parcel, String receipt, String seal, Instant at) {}

  /**
   * It is being offered by another rig.
   *
   * @param carried pages that are in the journal
   * @param offered what was promised of it; empty until all pages are there and it fits
   */
  public record Coming(
      String move, String from, int carried, Instant since, Optional<Offered> offered) {}

  /**
   * A promise to take it.
   *
   * @param seal SHA-256 of what will be shown when it belongs to us
   * @param lost what does not come along, a line each
   */
  public record Offered(String parcel, String seal, String lost) {}

  /**
   * What is known of one culture.
   *
   * @param came the move by which it came; empty if it began here, or has never come
   */
  public record State(
      Place place,
      Optional<Leaving> leaving,
      Optional<Gone> gone,
      Optional<Coming> coming,
      Optional<String> came) {}

  private static final class Story {
    boolean here;
    @Nullable Leaving leaving;
    @Nullable Gone gone;
    @Nullable Coming coming;
    @Nullable String came;
    String parcel = "";
    final Set<String> over = new HashSet<>();
    List<String> pages = new ArrayList<>();

    Story(boolean here) {
      this.here = here;
    }

    State state() {
      Place place = Place.AWAITED;
      if (here) {
        place = leaving == null ? Place.HERE : Place.LEAVING;
      } else if (gone != null) {
        place = Place.AWAY;
      }
      return new State(
          place,
          Optional.ofNullable(leaving),
          Optional.ofNullable(gone),
          Optional.ofNullable(coming),
          Optional.ofNullable(came));
    }
  }

  private final Set<String> awaited;
  private final Map<String, Story> stories = new HashMap<>();

  /**
   * @param awaited cultures that were never here, as the rig file says
   */
  public Custody(Set<String> awaited) {
    this.awaited = Set.copyOf(awaited);
  }

  /** What is known of {@code culture}. */
  public synchronized State of(String culture) {
    return story(culture).state();
  }

  /** What was carried of a culture that is coming, in order. */
  public synchronized List<String> pages(String culture) {
    return List.copyOf(story(culture).pages);
  }

  /** Whether {@code move} of {@code culture} came to its end here before, whatever that was. */
  public synchronized boolean isOver(String culture, String move) {
    return story(culture).over.contains(move);
  }

  /** The hash of what {@code culture} brought along when it came last; empty if it never has. */
  public synchronized String parcel(String culture) {
    return story(culture).parcel;
  }

  private Story story(String culture) {
    return stories.computeIfAbsent(culture, name -> new Story(!awaited.contains(name)));
  }

  @Override
  public synchronized void accept(Entry entry) {
    switch (entry.what()) {
      case Kinds.CULTURE_LEAVING -> {
        Story one = story(entry.fact("culture"));
        one.leaving =
            new Leaving(
                entry.fact("move"), entry.fact("to"), entry.fact("seal"), entry.at(), false);
      }
      case Kinds.CULTURE_PACKED -> packed(story(entry.fact("culture")));
      case Kinds.CULTURE_STAYS -> {
        Story one = story(entry.fact("culture"));
        one.leaving = null;
        one.over.add(entry.fact("move"));
      }
      case Kinds.CULTURE_GONE -> gone(entry, story(entry.fact("culture")));
      case Kinds.CULTURE_CARRIED -> carried(entry, story(entry.fact("culture")));
      case Kinds.CULTURE_OFFERED -> offered(entry, story(entry.fact("culture")));
      case Kinds.CULTURE_DECLINED -> declined(story(entry.fact("culture")));
      case Kinds.CULTURE_HERE -> {
        Story one = story(entry.fact("culture"));
        declined(one);
        one.here = true;
        one.leaving = null;
        one.came = entry.fact("move");
        one.parcel = entry.fact("parcel");
        one.over.add(entry.fact("move"));
      }
      default -> {}
    }
  }

  private static void packed(Story one) {
    Leaving leaving = one.leaving;
    if (leaving != null) {
      one.leaving =
          new Leaving(leaving.move(), leaving.to(), leaving.seal(), leaving.since(), true);
    }
  }

  private static void gone(Entry entry, Story one) {
    one.here = false;
    one.leaving = null;
    one.over.add(entry.fact("move"));
    one.gone =
        new Gone(
            entry.fact("move"),
            entry.fact("to"),
            entry.fact("parcel"),
            entry.fact("receipt"),
            entry.fact("seal"),
            entry.at());
  }

  private static void carried(Entry entry, Story one) {
    if (entry.whole("page") == 0) {
      one.pages = new ArrayList<>();
    }
    one.pages.add(entry.fact("entries"));
    Coming before = one.coming;
    boolean same = before != null && before.move().equals(entry.fact("move"));
    one.coming =
        new Coming(
            entry.fact("move"),
            entry.fact("from"),
            one.pages.size(),
            same && before != null ? before.since() : entry.at(),
            Optional.empty());
  }

  private static void offered(Entry entry, Story one) {
    Coming coming = one.coming;
    if (coming != null) {
      one.coming =
          new Coming(
              coming.move(),
              coming.from(),
              coming.carried(),
              coming.since(),
              Optional.of(
                  new Offered(entry.fact("parcel"), entry.fact("seal"), entry.fact("lost"))));
    }
  }

  private static void declined(Story one) {
    one.coming = null;
    one.pages = new ArrayList<>();
  }
}
