package org.wetstack.lab.safety;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;

/**
 * Conditions that all have to hold. One that did not stays open, over restarts, until a person
 * closes it; one that has no recent reading is stale, and no longer when it has. That a condition
 * was opened is a function of the journal's entries; readings are of now. Times are those of {@code
 * Timebase.nanoTime()}. May be used by any thread.
 */
public final class Interlocks implements Consumer<Entry> {

  /** What a condition is. */
  public enum State {
    CLOSED,
    /** It does not hold, or did not since a person closed it last. */
    OPEN,
    /** Nobody knows. */
    STALE
  }

  /** One that is not closed, and why, for people. */
  public record Fault(String interlock, State state, String reason) {}

  /**
   * A reading of a condition.
   *
   * @param thousandths of the condition's unit
   * @param atNanos when it was told
   */
  public record Reading(long thousandths, long atNanos) {}

  private static final class Watch {
    private @Nullable Condition condition;
    private boolean read;
    private long value;
    private long atNanos;
    private @Nullable String latched;
    private @Nullable String unwritten;

    Watch(@Nullable Condition condition) {
      this.condition = condition;
    }
  }

  private final Map<String, Watch> watches = new TreeMap<>();

  /**
   * @throws IllegalArgumentException if two have the same name
   */
  public Interlocks(Collection<Condition> conditions) {
    for (Condition condition : conditions) {
      if (watches.put(condition.name(), new Watch(condition)) != null) {
        throw new IllegalArgumentException("there are two interlocks '" + condition.name() + "'");
      }
    }
  }

  /** Takes note of an entry of the journal. */
  @Override
  public synchronized void accept(Entry entry) {
    if (entry.what().equals(Kinds.INTERLOCK_OPENED)) {
      // One that the rig no longer has stays open: a person, not a rig file, has to close it.
      Watch watch = watches.computeIfAbsent(entry.fact("interlock"), any -> new Watch(null));
      watch.latched = entry.fact("reason");
      watch.unwritten = null;
    } else if (entry.what().equals(Kinds.INTERLOCK_CLOSED)) {
      Watch watch = watches.get(entry.fact("interlock"));
      if (watch != null) {
        watch.latched = null;
      }
    }
  }

  /**
   * Takes note of a reading. If it opens the interlock, {@link #unwritten} tells so until the
   * journal does.
   *
   * @param thousandths of the condition's unit
   * @throws IllegalArgumentException if there is no such interlock
   */
  public synchronized void read(String name, long thousandths, long nowNanos) {
    Watch watch = watches.get(name);
    if (watch == null || watch.condition == null) {
      throw new IllegalArgumentException(
          "there is no interlock '" + name + "'; there are " + watches.keySet());
    }
    watch.read = true;
    watch.value = thousandths;
    watch.atNanos = nowNanos;
    judgeReading(watch, watch.condition);
  }

  private static void judgeReading(Watch watch, Condition condition) {
    if (!condition.stop().holds(watch.value) && watch.latched == null && watch.unwritten == null) {
      watch.unwritten =
          condition.text(watch.value) + " is not within " + condition.text(condition.stop());
    }
  }

  /** Another rig file holds, with the same interlocks in ranges that are as narrow or narrower. */
  public synchronized void narrow(Collection<Condition> conditions) {
    for (Condition condition : conditions) {
      Watch watch = watches.computeIfAbsent(condition.name(), any -> new Watch(condition));
      watch.condition = condition;
      if (watch.read) {
        judgeReading(watch, condition);
      }
    }
  }

  /** Those that have opened and are not yet in the journal: each becomes an entry. */
  public synchronized List<Fault> unwritten() {
    return watches.entrySet().stream()
        .filter(one -> one.getValue().unwritten != null)
        .map(one -> new Fault(one.getKey(), State.OPEN, String.valueOf(one.getValue().unwritten)))
        .toList();
  }

  /** Those that are not closed. */
  public synchronized List<Fault> faults(long nowNanos) {
    return watches.entrySet().stream()
        .map(one -> judge(one.getKey(), one.getValue(), nowNanos))
        .filter(fault -> fault.state() != State.CLOSED)
        .toList();
  }

  /** Those that hold but are not as people want them, or have no recent reading. */
  public synchronized List<Fault> warnings(long nowNanos) {
    List<Fault> warnings = new ArrayList<>();
    watches.forEach(
        (name, watch) -> {
          Fault fault = judge(name, watch, nowNanos);
          Condition condition = watch.condition;
          if (fault.state() == State.STALE) {
            warnings.add(fault);
          } else if (fault.state() == State.CLOSED
              && condition != null
              && !condition.warn().holds(watch.value)) {
            String reason = condition.text(watch.value) + " is not within ";
            warnings.add(new Fault(name, State.CLOSED, reason + condition.text(condition.warn())));
          }
        });
    return warnings;
  }

  /** The latest reading of {@code name}, fresh or not; empty if there is none. */
  public synchronized Optional<Reading> latest(String name) {
    Watch watch = watches.get(name);
    return watch == null || !watch.read
        ? Optional.empty()
        : Optional.of(new Reading(watch.value, watch.atNanos));
  }

  /** What {@code name} is; one that nobody has heard of is open. */
  public synchronized State state(String name, long nowNanos) {
    Watch watch = watches.get(name);
    return watch == null ? State.OPEN : judge(name, watch, nowNanos).state();
  }

  /**
   * Returns if all are closed.
   *
   * @throws Refusal {@code interlock} if not; it names each that is open or stale
   */
  public void requireClosed(long nowNanos) {
    List<Fault> faults = faults(nowNanos);
    if (!faults.isEmpty()) {
      throw Refusal.of(
          "interlock",
          "all closed",
          faults.stream()
              .map(fault -> fault.interlock() + " is " + fault.state() + ": " + fault.reason())
              .collect(Collectors.joining("; ")),
          "put it right; one that is open has to be closed by a person");
    }
  }

  /**
   * Whether a person may close {@code name}: only if its condition holds now.
   *
   * @throws Refusal {@code interlock.close} if it does not, or nobody knows
   */
  public synchronized void checkClose(String name, long nowNanos) {
    Watch watch = watches.get(name);
    if (watch == null) {
      throw Refusal.of(
          "interlock.close", "", name, "there is no such interlock; there are " + watches.keySet());
    }
    Condition condition = watch.condition;
    if (condition == null) {
      return;
    }
    String why =
        !isFresh(watch, condition, nowNanos)
            ? stale(watch, condition)
            : condition.stop().holds(watch.value) && watch.unwritten == null
                ? null
                : condition.text(watch.value);
    if (why != null) {
      throw Refusal.of(
          "interlock.close",
          condition.text(condition.stop()),
          name + ": " + why,
          "put it right, then close it");
    }
  }

  private static Fault judge(String name, Watch watch, long nowNanos) {
    String reason = watch.latched != null ? watch.latched : watch.unwritten;
    Condition condition = watch.condition;
    if (reason != null) {
      return new Fault(name, State.OPEN, reason);
    }
    if (condition == null) {
      return new Fault(name, State.CLOSED, "");
    }
    if (!isFresh(watch, condition, nowNanos)) {
      return new Fault(name, State.STALE, stale(watch, condition));
    }
    if (!condition.stop().holds(watch.value)) {
      return new Fault(name, State.OPEN, condition.text(watch.value));
    }
    return new Fault(name, State.CLOSED, "");
  }

  private static boolean isFresh(Watch watch, Condition condition, long nowNanos) {
    return watch.read && nowNanos - watch.atNanos <= condition.most().toNanos();
  }

  private static String stale(Watch watch, Condition condition) {
    long millis = condition.most().toMillis();
    String most = millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    return watch.read ? "no reading for more than " + most : "no reading yet";
  }
}
