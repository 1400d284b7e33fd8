package org.wetstack.lab.rig;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of electrodes as people write them: {@code 0-7, 16}. */
final class Sites {

  private static final int MOST = 65_535;
  private static final Pattern FORM = Pattern.compile("([0-9]{1,5})(?: ?- ?([0-9]{1,5}))?");

  private Sites() {}

  /**
   * The numbers in {@code text}, ascending.
   *
   * @throws IllegalArgumentException if one is no number or range of 0 to 65535, or stands twice
   */
  static List<Integer> parse(String text) {
    var sites = new TreeSet<Integer>();
    for (String part : text.split(",", -1)) {
      Matcher range = FORM.matcher(part.strip());
      if (!range.matches()) {
        throw new IllegalArgumentException(
            "'" + text + "' names no electrodes: write them as in 0-31 or 0-7, 16");
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (last < first || last > MOST) {
        throw new IllegalArgumentException(
            "'" + part.strip() + "' is no range of electrodes: they go up, to " + MOST);
      }
      for (int site = first; site <= last; site++) {
        if (!sites.add(site)) {
          throw new IllegalArgumentException(
              "electrode " + site + " is named twice: once is enough");
        }
      }
    }
    return List.copyOf(sites);
  }

  /** {@code sites} as {@link #parse} reads them, neighbours as ranges. */
  static String shown(Collection<Integer> sites) {
    var text = new StringBuilder();
    Integer first = null;
    int last = 0;
    for (int site : new TreeSet<>(sites)) {
      if (first != null && site == last + 1) {
        last = site;
        continue;
      }
      append(text, first, last);
      first = site;
      last = site;
    }
    return append(text, first, last).toString();
  }

  private static StringBuilder append(
      StringBuilder text, @org.jspecify.annotations.Nullable Integer first, int last) {
    if (first == null) {
      return text;
    }
    text.append(text.isEmpty() ? "" : ", ").append(first);
    return first == last ? text : text.append('-').append(last);
  }
}
