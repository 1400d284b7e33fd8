package org.wetstack.lab.culture;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Heir;
import org.wetstack.lab.parcel.Inheritance;

/** When the medium of each culture was exchanged, as the journal tells. Thread-safe. */
public final class Exchanges implements Heir {

  /** Of alarms about medium. */
  public static final String ALARM = "medium";

  private static final String EXCHANGE = "exchange-";
  private static final int MOST_TOLD = 1_000;

  /**
   * An exchange.
   *
   * @param nanoliters that were put in
   * @param by {@code hand} or {@code pump}
   * @param who did it, or told of it
   */
  public record Done(Instant at, long nanoliters, String by, String who) {}

  /**
   * How it stands with the medium of one culture.
   *
   * @param last empty if nobody ever told of one
   * @param due when the next is, or was
   * @param overdue whether it was due so long ago that people are told
   * @param done exchanges in all
   * @param missed exchanges in all that were due and not done before the next was
   */
  public record State(Optional<Done> last, Instant due, boolean overdue, long done, long missed) {}

  private static final class Story {
    private @Nullable Done last;
    private long done;
    private long missed;
    private long missedSince;
  }

  private final Map<String, Story> stories = new HashMap<>();
  private final Set<String> told = new LinkedHashSet<>();

  @Override
  public synchronized void accept(Entry entry) {
    switch (entry.what()) {
      case Kinds.MEDIUM_EXCHANGED -> {
        Story story = story(entry.fact("culture"));
        story.last = new Done(entry.at(), entry.whole("nanoliters"), entry.fact("by"), entry.who());
        story.done++;
        story.missedSince = 0;
      }
      case Kinds.TASK_MISSED -> {
        String task = entry.fact("task");
        if (task.startsWith(EXCHANGE)) {
          Story story = story(task.substring(EXCHANGE.length()));
          story.missed += entry.whole("times");
          story.missedSince += entry.whole("times");
        }
      }
      case Kinds.ALARM_RAISED -> {
        if (entry.fact("code").equals(ALARM)) {
          told.add(entry.fact("detail"));
          if (told.size() > MOST_TOLD) {
            told.remove(told.iterator().next());
          }
        }
      }
      default -> {}
    }
  }

  @Override
  public synchronized void inherit(Inheritance inheritance) {
    String culture = inheritance.culture();
    stories.remove(culture);
    for (Entry entry : inheritance.entries()) {
      boolean its =
          entry.what().equals(Kinds.MEDIUM_EXCHANGED)
              ? entry.fact("culture").equals(culture)
              : entry.what().equals(Kinds.TASK_MISSED)
                  && entry.fact("task").equals(EXCHANGE + culture);
      if (its) {
        accept(entry);
      }
    }
  }

  private Story story(String culture) {
    return stories.computeIfAbsent(culture, name -> new Story());
  }

  /**
   * How it stands with {@code culture}.
   *
   * @param plated from when on it is counted if nobody has told of an exchange
   */
  public synchronized State state(
      String culture, Instant plated, Duration every, Duration late, Instant now) {
    Story story = stories.getOrDefault(culture, new Story());
    Optional<Done> last = Optional.ofNullable(story.last);
    Instant due = last.map(Done::at).orElse(plated).plus(every);
    return new State(last, due, now.isAfter(due.plus(late)), story.done, story.missed);
  }

  /** Missed exchanges that are written down since the last that was done. */
  public synchronized long missedSince(String culture) {
    return stories.getOrDefault(culture, new Story()).missedSince;
  }

  /** Whether an alarm about medium with these words was ever raised. */
  public synchronized boolean isTold(String detail) {
    return told.contains(detail);
  }
}
