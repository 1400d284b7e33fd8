package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.journal.Journal;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Refusal;

/**
 * Writes down who was refused what, but not without end: nobody shall fill the disk by being turned
 * away. Of each person and rule {@value #MOST} a minute are written, then one entry says how many
 * more there were. Texts are shortened. Thread-safe.
 */
public final class Refusals {

  static final int MOST = 30;
  static final Duration WINDOW = Duration.ofMinutes(1);
  static final int MOST_TEXT = 200;

  /** Persons and rules that are told apart at one time. */
  static final int MOST_KINDS = 1_000;

  private static final Kind OTHERS = new Kind("others", "others");

  private record Kind(String who, String rule) {}

  private static final class Count {
    int written;
    long more;
  }

  private final Journal journal;
  private final Timebase time;
  private final Executor executor;
  private final Map<Kind, Count> counts = new HashMap<>();

  /** What {@link #note} has seen already, on its way to whoever asked. */
  private final Set<Throwable> noted =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  Refusals(Journal journal, Timebase time, Executor executor) {
    this.journal = journal;
    this.time = time;
    this.executor = executor;
  }

  /** {@code why} came of what {@code who} asked for; noted once, however often it is told. */
  public void note(String who, String verb, String culture, RuntimeException why) {
    if (!noted.add(why)) {
      return;
    }
    if (why instanceof Refusal refusal) {
      note(who, verb, culture, refusal.rule(), refusal.limit(), refusal.value());
    } else {
      note(who, verb, culture, "request", "", String.valueOf(why.getMessage()));
    }
  }

  /**
   * Somebody was refused something.
   *
   * @param culture empty if it was not about one
   */
  public void note(
      String who, String verb, String culture, String rule, String limit, String value) {
    if (isToBeWritten(new Kind(who, rule))) {
      journal.append(
          who,
          Kinds.REFUSED,
          Map.of(
              "verb", shortened(verb),
              "culture", shortened(culture),
              "rule", rule,
              "limit", shortened(limit),
              "value", shortened(value)));
    }
  }

  private synchronized boolean isToBeWritten(Kind wanted) {
    boolean known = counts.containsKey(wanted);
    Kind kind = known || counts.size() < MOST_KINDS ? wanted : OTHERS;
    Count count = counts.get(kind);
    if (count == null) {
      count = new Count();
      counts.put(kind, count);
      time.after(WINDOW, () -> over(kind));
    }
    if (count.written == MOST) {
      count.more++;
      return false;
    }
    count.written++;
    return true;
  }

  private void over(Kind kind) {
    Count count;
    synchronized (this) {
      count = counts.remove(kind);
    }
    if (count == null || count.more == 0) {
      return;
    }
    long more = count.more;
    try {
      executor.execute(() -> tell(kind, more));
    } catch (RejectedExecutionException e) {
      // The controller is being closed.
    }
  }

  private void tell(Kind kind, long more) {
    try {
      journal.append(
          kind.who(),
          Kinds.REFUSED,
          Map.of(
              "verb",
              "",
              "rule",
              kind.rule(),
              "limit",
              MOST + " a minute are written",
              "value",
              more + " more"));
    } catch (JournalException e) {
      // Whoever wants to do something is told of that.
    }
  }

  static String shortened(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…";
  }
}
