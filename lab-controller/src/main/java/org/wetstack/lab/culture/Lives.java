package org.wetstack.lab.culture;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Heir;
import org.wetstack.lab.parcel.Inheritance;

/** The lives of a rig's cultures, as its journal tells them. Thread-safe. */
public final class Lives implements Heir {

  /** A hundred days of an observation each hour. */
  static final int MOST_OBSERVATIONS = 2_400;

  private static final int MOST_IMPEDANCES = 400;

  /** Of one electrode, as {@link Kinds#IMPEDANCES_MEASURED} writes it. */
  private static final Pattern OHMS = Pattern.compile("[0-9]+:([^: ]+):[^: ]+");

  private final Map<String, Story> stories = new LinkedHashMap<>();

  /** The culture of operations and measurements that have not ended yet. */
  private final Map<String, String> open = new HashMap<>();

  private long stops;
  private long alarms;

  /** What is kept of one culture. */
  private static final class Story {
    private final List<Observation> observations = new ArrayList<>();
    private final List<Life.Impedance> impedances = new ArrayList<>();
    private long doses;
    private long trains;
  }

  /** A life goes on as it was elsewhere; stops and alarms are those of this rig. */
  @Override
  public synchronized void inherit(Inheritance inheritance) {
    stories.put(inheritance.culture(), new Story());
    inheritance.entries().forEach(this::tell);
  }

  @Override
  public synchronized void accept(Entry entry) {
    switch (entry.what()) {
      case Kinds.STOP_LATCHED -> stops++;
      case Kinds.ALARM_RAISED -> alarms++;
      default -> tell(entry);
    }
  }

  private void tell(Entry entry) {
    switch (entry.what()) {
      case Kinds.CULTURE_OBSERVED ->
          keep(
              story(entry.fact("culture")).observations,
              Observation.of(entry),
              Vigour.REFERENCE,
              MOST_OBSERVATIONS);
      case Kinds.DOSE_INTENDED, Kinds.TRAIN_INTENDED ->
          open.put(entry.fact("operation"), entry.fact("culture"));
      case Kinds.IMPEDANCES_BEGUN -> open.put(entry.fact("measurement"), entry.fact("culture"));
      case Kinds.DOSE_ENDED -> closed(entry, "operation").doses++;
      case Kinds.TRAIN_BEGUN, Kinds.TRAIN_UNKNOWN -> closed(entry, "operation").trains++;
      case Kinds.DOSE_NOT_DONE, Kinds.TRAIN_NOT_DONE -> open.remove(entry.fact("operation"));
      case Kinds.IMPEDANCES_FAILED -> open.remove(entry.fact("measurement"));
      case Kinds.IMPEDANCES_MEASURED -> impedances(entry);
      default -> {}
    }
  }

  private Story story(String culture) {
    return stories.computeIfAbsent(culture, name -> new Story());
  }

  /** What ends a second time, as a dose that was settled, counts once. */
  private Story closed(Entry entry, String name) {
    String culture = open.remove(entry.fact(name));
    return culture == null ? new Story() : story(culture);
  }

  private void impedances(Entry entry) {
    double[] ohms =
        OHMS.matcher(entry.fact("electrodes"))
            .results()
            .mapToDouble(each -> Double.parseDouble(each.group(1)))
            .toArray();
    if (ohms.length > 0) {
      var median = new Life.Impedance(entry.at(), Vigour.median(ohms));
      keep(closed(entry, "measurement").impedances, median, 1, MOST_IMPEDANCES);
    }
  }

  private static <T> void keep(List<T> all, T one, int first, int most) {
    if (all.size() >= most) {
      all.remove(first);
    }
    all.add(one);
  }

  /** The life of {@code culture}, which was plated at {@code plated}. */
  public synchronized Life of(String culture, Instant plated) {
    Story story = stories.getOrDefault(culture, new Story());
    return new Life(
        culture,
        plated,
        story.observations,
        story.doses,
        story.trains,
        stops,
        alarms,
        story.impedances);
  }
}
