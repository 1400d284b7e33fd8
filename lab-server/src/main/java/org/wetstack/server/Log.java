package org.wetstack.server;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Journal;
import org.wetstack.lab.journal.Kinds;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a controller says of itself, in lines: what failed, and those entries of the journal that
 * somebody who looks after the computer wants to see. Nobody waits for whoever reads the lines:
 * what they do not take is counted and dropped. Nothing that looks like a secret gets into a line.
 * Thread-safe.
 */
public final class Log {

  static final int MOST_WAITING = 1_000;
  private static final int MOST_TEXT = 2_000;
  private static final int MOST_FRAMES = 12;

  private static final Set<String> BAD =
      Set.of(
          Kinds.INSTRUMENT_LOST,
          Kinds.ALARM_RAISED,
          Kinds.ALERT_DROPPED,
          Kinds.STOP_LATCHED,
          Kinds.INTERLOCK_OPENED,
          Kinds.REFUSED,
          Kinds.DOSE_UNKNOWN,
          Kinds.DOSE_NOT_DONE,
          Kinds.TRAIN_UNKNOWN,
          Kinds.TRAIN_NOT_DONE,
          Kinds.TASK_MISSED,
          Kinds.RESTORED);

  private static final Set<String> GOOD =
      Set.of(
          Kinds.STARTED,
          Kinds.STOPPED,
          Kinds.RELOADED,
          Kinds.INSTRUMENT_READY,
          Kinds.INSTRUMENT_CLEARED,
          Kinds.CULTURE_STOPPED,
          Kinds.LIMIT_SET,
          Kinds.SCHEDULE_PAUSED,
          Kinds.SCHEDULE_RESUMED,
          Kinds.TOKEN_CREATED,
          Kinds.TOKEN_REVOKED,
          Kinds.RECORDING_STARTED,
          Kinds.RECORDING_ENDED,
          Kinds.STOP_RELEASED,
          Kinds.INTERLOCK_CLOSED,
          Kinds.ALARM_ACKNOWLEDGED);

  /** For machines, and of no use to a reader. */
  private static final Set<String> LEFT_OUT = Set.of("key", "request", "made", "time", "level");

  /** Tokens of ours and of others, what stands behind a name for them, and users in addresses. */
  private static final Pattern SECRET =
      Pattern.compile(
          "wst_[A-Za-z0-9_-]+|eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_.-]+"
              + "|(?i:(?<=bearer )[^\\s\"]+|(?<=(?:password|token|secret)[=:] ?)[^\\s\"&]+)"
              + "|(?<=://)[^/@\\s]+(?=@)");

  private final Consumer<String> to;
  private final boolean json;
  private final InstantSource clock;
  private final Executor executor;
  private final Queue<String> waiting = new ArrayDeque<>();
  private boolean writing;
  private long dropped;
  private volatile boolean live;

  /**
   * @param to takes a line, and may wait
   * @param json for programs; else for people
   * @param executor where it may wait
   */
  public Log(Consumer<String> to, boolean json, InstantSource clock, Executor executor) {
    this.to = to;
    this.json = json;
    this.clock = clock;
    this.executor = executor;
  }

  /** Has what is journaled from now on told as well. */
  public void follow(Journal journal) {
    journal.follow(
        entry -> {
          if (live) {
            tell(entry);
          }
        });
    live = true;
  }

  private void tell(Entry entry) {
    boolean bad = BAD.contains(entry.what());
    if (bad || GOOD.contains(entry.what())) {
      Map<String, String> more = new LinkedHashMap<>();
      more.put("who", entry.who());
      entry.facts().forEach(more::putIfAbsent);
      more.put("entry", Long.toString(entry.number()));
      line(bad ? "warn" : "info", entry.what(), more);
    }
  }

  /** Something has happened that the journal does not tell. */
  public void info(String what) {
    line("info", what, Map.of());
  }

  /** Something has failed. */
  public void failure(String what, @Nullable Throwable why) {
    Map<String, String> more = new LinkedHashMap<>();
    if (why != null) {
      more.put("failure", why.toString());
      more.put(
          "trace",
          java.util.Arrays.stream(why.getStackTrace())
              .limit(MOST_FRAMES)
              .map(StackTraceElement::toString)
              .collect(Collectors.joining(" < ")));
    }
    line("error", what, more);
  }

  private void line(String level, String what, Map<String, String> more) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("time", clock.instant().toString());
    members.put("level", level);
    members.put("what", clean(what));
    more.forEach(
        (name, value) -> {
          if (!LEFT_OUT.contains(name) && !value.isEmpty()) {
            members.putIfAbsent(name, clean(value));
          }
        });
    put(json ? JsonMapper.shared().writeValueAsString(members) : words(members));
  }

  private static String words(Map<String, String> members) {
    return members.entrySet().stream()
        .filter(member -> !member.getKey().equals("trace"))
        .map(
            member ->
                switch (member.getKey()) {
                  case "time" -> member.getValue();
                  case "level" -> member.getValue().toUpperCase(Locale.ROOT);
                  case "what" -> member.getValue() + ":";
                  default -> member.getKey() + " " + member.getValue() + ";";
                })
        .collect(Collectors.joining(" "));
  }

  private static String clean(String text) {
    String some = text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…";
    return SECRET.matcher(some).replaceAll("***").replaceAll("\\R", " ");
  }

  private void put(String line) {
    synchronized (waiting) {
      if (waiting.size() >= MOST_WAITING) {
        dropped++;
        return;
      }
      waiting.add(line);
      if (writing) {
        return;
      }
      writing = true;
    }
    try {
      executor.execute(this::write);
    } catch (RejectedExecutionException e) {
      // The controller is about to end, and nobody waits any more.
      write();
    }
  }

  private void write() {
    for (String line = next(); line != null; line = next()) {
      to.accept(line);
    }
  }

  private @Nullable String next() {
    long lost;
    synchronized (waiting) {
      String line = waiting.poll();
      if (line != null) {
        return line;
      }
      writing = false;
      lost = dropped;
      dropped = 0;
    }
    if (lost > 0) {
      info(lost + " lines were dropped here, for nobody took them");
    }
    return null;
  }
}
