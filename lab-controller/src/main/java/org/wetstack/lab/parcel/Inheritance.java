package org.wetstack.lab.parcel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;

/**
 * All that is known of a culture when it comes to a rig.
 *
 * @param culture by its name, which is the same at both
 * @param move by which it came, 16 hexadecimal digits
 * @param at when it was here
 * @param array on which it lies now, as the journal names it
 * @param sites electrodes on which it lies now, ascending
 * @param entries of all rigs that it has been at, in order; the last is a {@link
 *     Kinds#CULTURE_PACKED}
 */
public record Inheritance(
    String culture,
    String move,
    Instant at,
    String array,
    List<Integer> sites,
    List<Entry> entries) {

  /** How far the clocks of two controllers may be apart when a culture goes from one to another. */
  public static final Duration CLOCKS_APART = Duration.ofSeconds(5);

  /**
   * Its time at one rig.
   *
   * @param packed the last of {@code entries}
   */
  public record Stay(Entry packed, List<Entry> entries) {

    /** On which it lay there. */
    public String array() {
      return packed.fact("array");
    }

    /** What was called {@code id} there, so that nothing elsewhere is called the same. */
    public String name(String id) {
      return id.indexOf('.') < 0 ? packed.fact("rig") + "." + id : id;
    }

    /** On which it lay there, ascending: the first is what was later the first elsewhere. */
    public List<Integer> sites() {
      return Inheritance.sites(packed);
    }
  }

  public Inheritance {
    sites = List.copyOf(sites);
    entries = List.copyOf(entries);
  }

  /**
   * @param here {@link Kinds#CULTURE_HERE}
   * @param pages of {@link Kinds#CULTURE_CARRIED}, in order
   * @throws IllegalArgumentException if these are not of a culture
   */
  static Inheritance of(Entry here, List<String> pages) {
    return new Inheritance(
        here.fact("culture"),
        here.fact("move"),
        here.at(),
        here.fact("array"),
        sites(here),
        Contents.read(pages));
  }

  /** The numbers in the fact {@code sites}. */
  static List<Integer> sites(Entry entry) {
    try {
      return List.of(entry.fact("sites").split(",", -1)).stream().map(Integer::valueOf).toList();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'sites' of entry " + entry.number() + " are no numbers: " + entry.fact("sites"), e);
    }
  }

  /** When it was packed last, by the clock of the rig it came from. */
  public Instant packed() {
    return entries.get(entries.size() - 1).at();
  }

  /** Its times at one rig after the other, oldest first. */
  public List<Stay> stays() {
    return stays(entries);
  }

  /** As {@link #stays()}, of entries that were carried. */
  public static List<Stay> stays(List<Entry> entries) {
    List<Stay> stays = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).what().equals(Kinds.CULTURE_PACKED)) {
        stays.add(new Stay(entries.get(i), entries.subList(from, i + 1)));
        from = i + 1;
      }
    }
    return stays;
  }

  /** What is in each reservoir that it may have been given of; without those that had several. */
  public Map<String, String> substances() {
    Map<String, String> known = new LinkedHashMap<>();
    Set<String> several = new HashSet<>();
    for (Stay stay : stays()) {
      for (String line : stay.packed().fact("reservoirs").split("\n", -1)) {
        String[] words = line.split("\t", -1);
        if (words.length > 1) {
          String before = known.putIfAbsent(words[0], words[1]);
          if (before != null && !before.equals(words[1])) {
            several.add(words[0]);
          }
        }
      }
    }
    known.keySet().removeAll(several);
    return known;
  }

  /** The electrode on which it lies now, for each on which it lay in {@code stay}. */
  public Map<Integer, Integer> places(Stay stay) {
    List<Integer> before = stay.sites();
    if (before.size() != sites.size()) {
      throw new IllegalArgumentException(
          "culture "
              + culture
              + " lay on "
              + before.size()
              + " electrodes, not on "
              + sites.size());
    }
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < before.size(); i++) {
      places.put(before.get(i), sites.get(i));
    }
    return places;
  }
}
