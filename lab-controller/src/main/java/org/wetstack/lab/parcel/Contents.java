package org.wetstack.lab.parcel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.wetstack.lab.journal.CarriedEntries;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;

/**
 * What goes along with a culture: a function of the journal up to the entry that says it is packed,
 * so that it is the same whenever it is asked for. These are the entries about the culture, what
 * happened to the whole rig meanwhile, and what it had brought along when it came. For one thread.
 */
public final class Contents implements Consumer<Entry> {

  /** In all; more than a culture has in months. */
  public static final int MOST_ENTRIES = 200_000;

  public static final int MOST_PAGES = 2_000;

  /** Of the whole rig: what may have cut a train short, or explains what was heard. */
  private static final Set<String> OF_THE_RIG =
      Set.of(
          Kinds.STARTED,
          Kinds.RESTORED,
          Kinds.STOP_LATCHED,
          Kinds.STOP_RELEASED,
          Kinds.INTERLOCK_OPENED,
          Kinds.INTERLOCK_CLOSED,
          Kinds.ALARM_RAISED);

  /** Facts that name what an entry is about; a later entry may name only that. */
  private static final List<String> NAMES =
      List.of("operation", "stimulus", "measurement", "recording", "booking");

  private final String culture;
  private final String move;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private final Set<String> arrays = new HashSet<>();
  private final Map<String, List<String>> carried = new HashMap<>();
  private boolean packed;

  /**
   * @param array on which {@code culture} lies, as the journal names it
   */
  public Contents(String culture, String array, String move) {
    this.culture = culture;
    this.move = move;
    arrays.add(array);
  }

  @Override
  public void accept(Entry entry) {
    if (packed) {
      return;
    }
    switch (entry.what()) {
      case Kinds.CULTURE_CARRIED -> carry(entry);
      case Kinds.CULTURE_HERE -> arrive(entry);
      default -> {
        if (isAbout(entry)) {
          add(entry);
          packed = entry.what().equals(Kinds.CULTURE_PACKED) && entry.fact("move").equals(move);
        }
      }
    }
  }

  private void carry(Entry entry) {
    if (entry.fact("culture").equals(culture)) {
      List<String> pages = carried.computeIfAbsent(entry.fact("move"), any -> new ArrayList<>());
      if (entry.whole("page") == 0) {
        pages.clear();
      }
      pages.add(entry.fact("entries"));
    }
  }

  /** All that was known before is in what it has brought. */
  private void arrive(Entry entry) {
    if (entry.fact("culture").equals(culture)) {
      entries.clear();
      known.clear();
      List<Entry> brought = read(carried.getOrDefault(entry.fact("move"), List.of()));
      brought.forEach(this::add);
      for (Inheritance.Stay stay : Inheritance.stays(brought)) {
        stay.entries().stream()
            .filter(one -> one.what().equals(Kinds.BOOKED))
            .forEach(one -> known.add("booking " + stay.name(one.fact("booking"))));
      }
      carried.clear();
      add(entry);
    }
  }

  private void add(Entry entry) {
    if (entries.size() >= MOST_ENTRIES) {
      throw new IllegalArgumentException(
          "culture " + culture + " has more than " + MOST_ENTRIES + " entries: it cannot be moved");
    }
    entries.add(entry);
  }

  private boolean isAbout(Entry entry) {
    String resource = "culture:" + culture;
    boolean named =
        culture.equals(entry.facts().get("culture"))
            || resource.equals(entry.facts().get("lease"))
            || "rig".equals(entry.facts().get("lease"));
    if (named) {
      NAMES.stream().filter(entry.facts()::containsKey).forEach(name -> learn(entry, name));
      if (entry.what().equals(Kinds.STIMULUS_LOADED)) {
        arrays.add(entry.fact("instrument"));
      }
      return true;
    }
    return OF_THE_RIG.contains(entry.what())
        || isOfItsArray(entry)
        || NAMES.stream().anyMatch(name -> known.contains(name + " " + entry.facts().get(name)));
  }

  private void learn(Entry entry, String name) {
    known.add(name + " " + entry.fact(name));
  }

  private boolean isOfItsArray(Entry entry) {
    return Set.of(Kinds.INSTRUMENT_LOST, Kinds.IMPEDANCES_CHECKED).contains(entry.what())
        && arrays.contains(entry.fact("instrument"));
  }

  /** Whether the entry was seen that says it is packed. */
  public boolean complete() {
    return packed;
  }

  /** What goes along. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /**
   * What goes along, on pages.
   *
   * @throws IllegalArgumentException if it is too much
   */
  public List<String> pages() {
    List<String> pages = CarriedEntries.pages(entries);
    if (pages.size() > MOST_PAGES) {
      throw new IllegalArgumentException(
          "what is known of culture %s takes %d pages, and at most %d can be carried"
              .formatted(culture, pages.size(), MOST_PAGES));
    }
    return pages;
  }

  /** The entries on {@code pages}. */
  public static List<Entry> read(List<String> pages) {
    List<Entry> entries = new ArrayList<>();
    pages.forEach(page -> entries.addAll(CarriedEntries.read(page)));
    return entries;
  }

  /** SHA-256 over {@code pages}, each with its length before it. */
  public static String hash(List<String> pages) {
    MessageDigest digest = sha256();
    for (String page : pages) {
      digest.update((page.length() + "\n" + page).getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** SHA-256 of {@code text}, as hexadecimal digits. */
  public static String hash(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
