package org.wetstack.lab.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.wetstack.lab.safety.Refusal;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Answers what people ask of a store, apart from what is written. Blocks. Thread-safe. */
public final class StoreReader {

  /** In one question. */
  public static final int MOST_SERIES = 1_024;

  /** In one answer, of all series together. */
  static final int MOST_BUCKETS = 100_000;

  /** Events in one answer. */
  public static final int MOST_EVENTS = 1_000;

  private static final int MOST_QUESTIONS = 4;
  private static final int ANSWER_SECONDS = 20;

  /**
   * A series that there is.
   *
   * @param first when its first hour begins
   * @param last when its last hour begins
   */
  public record Series(String name, String unit, Instant first, Instant last) {}

  /** Of one series, oldest first; buckets without values are left out. */
  public record Line(String series, String unit, List<Bucket> buckets) {
    public Line {
      buckets = List.copyOf(buckets);
    }
  }

  /**
   * What was asked for.
   *
   * @param resolution how long each bucket is
   */
  public record Answer(Duration resolution, List<Line> lines) {
    public Answer {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Which events are wanted.
   *
   * @param kinds all if empty
   * @param most 1 to {@link #MOST_EVENTS}
   */
  public record EventAsk(Instant from, Instant to, Set<String> kinds, int most) {
    public EventAsk {
      kinds = Set.copyOf(kinds);
      if (from.isBefore(Instant.EPOCH) || !to.isAfter(from) || most < 1 || most > MOST_EVENTS) {
        throw new IllegalArgumentException(
            "events are asked for from some time after 1970 to a later one, 1 to "
                + MOST_EVENTS
                + " at once");
      }
    }
  }

  private interface Question<T> {
    T put(Connection connection) throws SQLException;
  }

  private final Database database;
  private final Retention retention;
  private final InstantSource clock;
  private final Semaphore places = new Semaphore(MOST_QUESTIONS);

  StoreReader(Database database, Retention retention, InstantSource clock) {
    this.database = database;
    this.retention = retention;
    this.clock = clock;
  }

  private <T> T ask(Question<T> question) {
    if (!places.tryAcquire()) {
      throw new Refusal(
          "busy.store",
          Integer.toString(MOST_QUESTIONS),
          "",
          MOST_QUESTIONS + " others ask the history store just now: ask again");
    }
    try (Connection connection = database.open()) {
      return question.put(connection);
    } catch (SQLException e) {
      throw new Refusal(
          "store.away",
          "",
          "",
          "the history store does not answer: "
              + e.getMessage()
              + "; the rig goes on without it, and the journal has what was done");
    } finally {
      places.release();
    }
  }

  /** All series, by name; none before the first was written. */
  public List<Series> series() {
    return ask(StoreReader::series);
  }

  private static List<Series> series(Connection connection) throws SQLException {
    List<Series> all = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(ANSWER_SECONDS);
      try (ResultSet found =
          statement.executeQuery(
              "SELECT name, unit, (SELECT min(at) FROM wetstack_hour WHERE series = id),"
                  + " (SELECT max(at) FROM wetstack_hour WHERE series = id)"
                  + " FROM wetstack_series ORDER BY name")) {
        while (found.next()) {
          all.add(
              new Series(
                  found.getString(1),
                  found.getString(2),
                  Instant.ofEpochMilli(found.getLong(3)),
                  Instant.ofEpochMilli(found.getLong(4))));
        }
      }
    }
    return all;
  }

  /**
   * The values that {@code ask} wants.
   *
   * @throws IllegalArgumentException if there is no such series, it is not kept so finely any more,
   *     or there is too much of it
   * @throws Refusal {@code store.away} if the database does not answer
   */
  public Answer query(Ask ask) {
    Width width = Width.of(ask, retention, clock.millis());
    return ask(
        connection -> {
          Map<String, Found> chosen = chosen(connection, ask.series());
          List<Line> lines = new ArrayList<>();
          int room = MOST_BUCKETS;
          for (Map.Entry<String, Found> each : chosen.entrySet()) {
            List<Bucket> buckets = buckets(connection, each.getValue().id(), ask, width, room);
            room -= buckets.size();
            lines.add(new Line(each.getKey(), each.getValue().unit(), buckets));
          }
          return new Answer(Duration.ofMillis(width.millis()), lines);
        });
  }

  private record Found(int id, String unit) {}

  private static Map<String, Found> chosen(Connection connection, List<String> names)
      throws SQLException {
    Map<String, Found> all = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT name, id, unit FROM wetstack_series ORDER BY name")) {
      while (found.next()) {
        all.put(found.getString(1), new Found(found.getInt(2), found.getString(3)));
      }
    }
    Map<String, Found> chosen = new LinkedHashMap<>();
    for (String name : names) {
      boolean any = false;
      for (Map.Entry<String, Found> each : all.entrySet()) {
        if (name.endsWith("*")
            ? each.getKey().startsWith(name.substring(0, name.length() - 1))
            : each.getKey().equals(name)) {
          chosen.put(each.getKey(), each.getValue());
          any = true;
        }
      }
      if (!any) {
        throw new IllegalArgumentException(
            "there is no series '" + name + "': GET /v1/series lists those that there are");
      }
    }
    if (chosen.size() > MOST_SERIES) {
      throw new IllegalArgumentException(
          chosen.size() + " series are too many at once: at most " + MOST_SERIES);
    }
    return chosen;
  }

  private static List<Bucket> buckets(
      Connection connection, int series, Ask ask, Width width, int room) throws SQLException {
    List<Bucket> buckets = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT at - at % ? AS slot, min(low), max(high), sum(total), sum(points) FROM "
                + width.level().table()
                + " WHERE series = ? AND at >= ? AND at < ? GROUP BY 1 ORDER BY 1")) {
      statement.setQueryTimeout(ANSWER_SECONDS);
      statement.setLong(1, width.millis());
      statement.setInt(2, series);
      statement.setLong(3, width.start(ask.from()));
      statement.setLong(4, width.end(ask.to()));
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          if (buckets.size() >= room) {
            throw new IllegalArgumentException(
                "the answer would have more than "
                    + MOST_BUCKETS
                    + " buckets: ask for fewer series, a shorter time or fewer points");
          }
          long count = found.getLong(5);
          buckets.add(
              new Bucket(
                  Instant.ofEpochMilli(found.getLong(1)),
                  found.getDouble(2),
                  found.getDouble(4) / count,
                  found.getDouble(3),
                  count));
        }
      }
    }
    return buckets;
  }

  /**
   * What happened, oldest first.
   *
   * @throws Refusal {@code store.away} if the database does not answer
   */
  public List<Happening> events(EventAsk ask) {
    return ask(connection -> events(connection, ask));
  }

  private static List<Happening> events(Connection connection, EventAsk ask) throws SQLException {
    List<String> kinds = ask.kinds().stream().sorted().toList();
    String only =
        kinds.isEmpty()
            ? ""
            : " AND what IN (" + String.join(", ", kinds.stream().map(kind -> "?").toList()) + ")";
    List<Happening> all = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT entry, at, who, what, facts FROM wetstack_event WHERE at >= ? AND at < ?"
                + only
                + " ORDER BY at, entry LIMIT ?")) {
      statement.setQueryTimeout(ANSWER_SECONDS);
      statement.setLong(1, ask.from().toEpochMilli());
      statement.setLong(2, ask.to().toEpochMilli());
      for (int i = 0; i < kinds.size(); i++) {
        statement.setString(3 + i, kinds.get(i));
      }
      statement.setInt(3 + kinds.size(), ask.most());
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          all.add(
              new Happening(
                  found.getLong(1),
                  Instant.ofEpochMilli(found.getLong(2)),
                  found.getString(3),
                  found.getString(4),
                  facts(found.getString(5))));
        }
      }
    }
    return all;
  }

  private static Map<String, String> facts(String json) {
    return JsonMapper.shared().readValue(json, new TypeReference<Map<String, String>>() {});
  }
}
