package org.wetstack.lab.desk;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  public record Raised(String name, String code, String detail, Instant at, Optional<String> by) {}

  private final Map<String, Raised> alarms = new LinkedHashMap<>();

  @Override
  public synchronized void accept(Entry entry) {
    if (entry.what().equals(Kinds.ALARM_RAISED)) {
      String name = entry.fact("alarm");
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
    String text = detail.length() <= MOST_DETAIL ? detail : detail.substring(0, MOST_DETAIL) + "…";
    String name;
    synchronized (this) {
      if (all(false).stream()
          .anyMatch(one -> one.code().equals(code) && one.detail().equals(text))) {
        return;
      }
      name = "a" + (alarms.size() + 1) + "-" + Integer.toHexString((code + text).hashCode());
    }
    journal.append(
        "controller", Kinds.ALARM_RAISED, Map.of("alarm", name, "code", code, "detail", text));
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
