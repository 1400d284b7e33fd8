package org.wetstack.lab.desk;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Journal;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Refusal;

/** What people should know of, until one of them has said that they do. Thread-safe. */
public final class Alarms implements Consumer<Entry> {

  private static final int KEPT = 10_000;
  private static final int MOST_DETAIL = 1_000;

  /**
   * One alarm.
   *
   * @param name of this alarm, for acknowledging it
   * @param by who acknowledged it; empty while nobody has
   */
  public record Raised(String name, String code, String detail, Instant at, Optional<String> by) {

    boolean is(String otherCode, String otherDetail) {
      return code.equals(otherCode) && detail.equals(otherDetail);
    }
  }

  private final ReentrantLock raising = new ReentrantLock();
  private final Map<String, Raised> alarms = new LinkedHashMap<>();
  private long raised;

  @Override
  public synchronized void accept(Entry entry) {
    if (entry.what().equals(Kinds.ALARM_RAISED)) {
      String name = entry.fact("alarm");
      raised++;
      alarms.put(
          name,
          new Raised(name, entry.fact("code"), entry.fact("detail"), entry.at(), Optional.empty()));
      if (alarms.size() > KEPT) {
        alarms.remove(alarms.keySet().iterator().next());
      }
    } else if (entry.what().equals(Kinds.ALARM_ACKNOWLEDGED)) {
      alarms.computeIfPresent(
          entry.fact("alarm"),
          (name, one) ->
              new Raised(name, one.code(), one.detail(), one.at(), Optional.of(entry.who())));
    }
  }

  /** Raises an alarm, unless the same is raised and nobody has acknowledged it yet. */
  void raise(Journal journal, String code, String detail) {
    String text = shortened(detail);
    // Not the lock of accept: whoever appends at the same time may be telling this of it.
    raising.lock();
    try {
      if (all(false).stream().noneMatch(one -> one.is(code, text))) {
        String name = "a" + next() + "-" + Integer.toHexString((code + text).hashCode());
        journal.append(
            "controller", Kinds.ALARM_RAISED, Map.of("alarm", name, "code", code, "detail", text));
      }
    } finally {
      raising.unlock();
    }
  }

  private synchronized long next() {
    return raised + 1;
  }

  /** Whether it was ever raised, acknowledged or not, as far as this remembers. */
  synchronized boolean knows(String code, String detail) {
    String text = shortened(detail);
    return alarms.values().stream().anyMatch(one -> one.is(code, text));
  }

  private static String shortened(String detail) {
    return detail.length() <= MOST_DETAIL ? detail : detail.substring(0, MOST_DETAIL) + "…";
  }

  /** Those that nobody has acknowledged, or all, oldest first. */
  public synchronized List<Raised> all(boolean acknowledgedToo) {
    return alarms.values().stream().filter(one -> acknowledgedToo || one.by().isEmpty()).toList();
  }

  /**
   * The alarm called {@code name}.
   *
   * @throws Refusal {@code unknown.alarm} if there is none
   */
  public synchronized Raised find(String name) {
    Raised one = alarms.get(name);
    if (one == null) {
      throw new Refusal("unknown.alarm", "", name, "there is no alarm '" + name + "'");
    }
    return one;
  }
}
