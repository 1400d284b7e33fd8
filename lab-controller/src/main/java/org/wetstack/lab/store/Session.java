package org.wetstack.lab.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.wetstack.lab.journal.Entry;
import tools.jackson.databind.json.JsonMapper;

/**
 * A connection that writes. Each batch has a number, which is written with it: so it is known after
 * a failure whether the batch is in, and nobody else can write unnoticed. Not thread-safe.
 */
final class Session implements AutoCloseable {

  /** More would be a mistake in names. */
  static final int MOST_SERIES = 100_000;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Connection connection;
  private final Map<String, Integer> ids = new HashMap<>();

  private Session(Connection connection) {
    this.connection = connection;
  }

  static Session open(Database database, String rig) throws SQLException {
    Connection connection = database.open();
    try {
      Tables.migrate(connection, database, rig);
      return new Session(connection);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** The number of the batch that was written last; 0 before the first. */
  long batch() throws SQLException {
    return number("batch");
  }

  /** Who wrote that batch; empty before the first. */
  String writer() throws SQLException {
    String found = Tables.find(connection, "writer").orElse("");
    connection.commit();
    return found;
  }

  /** The last entry of the journal that is in; 0 if none is. */
  long entry() throws SQLException {
    return number("entry");
  }

  /** When that entry was written, in milliseconds since 1970. */
  long entryAt() throws SQLException {
    return number("entry-at");
  }

  private long number(String name) throws SQLException {
    long found = Tables.number(connection, name);
    connection.commit();
    return found;
  }

  /**
   * Writes all of {@code batch}, or nothing of it.
   *
   * @param number one more than the one before
   * @param writer who writes, by a name that nobody else has
   * @throws SQLException if it is not known to be in, or another program has written meanwhile
   */
  void write(Batch batch, long number, String writer) throws SQLException {
    try {
      claim(number, writer);
      series(batch);
      for (Level level : Level.values()) {
        buckets(batch, level);
      }
      events(batch);
      if (batch.upTo() > 0) {
        Tables.set(connection, "entry", Long.toString(batch.upTo()));
        Tables.set(connection, "entry-at", Long.toString(batch.upToAt()));
      }
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      // What is not committed is not there after this, nor are ids that were made for it.
      ids.clear();
      connection.rollback();
      throw e;
    }
  }

  private void claim(long number, String writer) throws SQLException {
    try (PreparedStatement take =
        connection.prepareStatement(
            "UPDATE wetstack_store SET value = ? WHERE name = 'batch' AND value = ?")) {
      take.setString(1, Long.toString(number));
      take.setString(2, Long.toString(number - 1));
      if (take.executeUpdate() != 1) {
        throw new SQLException(
            "another program writes into this store: each rig needs a database of its own");
      }
    }
    Tables.set(connection, "writer", writer);
  }

  private void series(Batch batch) throws SQLException {
    if (ids.isEmpty()) {
      readIds();
    }
    for (Map.Entry<String, String> one : batch.units().entrySet()) {
      if (!ids.containsKey(one.getKey()) && ids.size() < MOST_SERIES) {
        try (PreparedStatement add =
            connection.prepareStatement("INSERT INTO wetstack_series (name, unit) VALUES (?, ?)")) {
          add.setString(1, one.getKey());
          add.setString(2, one.getValue());
          add.executeUpdate();
        }
        readId(one.getKey());
      }
    }
  }

  private void readIds() throws SQLException {
    try (Statement ask = connection.createStatement();
        ResultSet found = ask.executeQuery("SELECT name, id FROM wetstack_series")) {
      while (found.next()) {
        ids.put(found.getString(1), found.getInt(2));
      }
    }
  }

  private void readId(String name) throws SQLException {
    try (PreparedStatement ask =
        connection.prepareStatement("SELECT id FROM wetstack_series WHERE name = ?")) {
      ask.setString(1, name);
      try (ResultSet found = ask.executeQuery()) {
        found.next();
        ids.put(name, found.getInt(1));
      }
    }
  }

  private void buckets(Batch batch, Level level) throws SQLException {
    String table = level.table();
    try (PreparedStatement put =
        connection.prepareStatement(
            "INSERT INTO TABLE (series, at, low, high, total, points) VALUES (?, ?, ?, ?, ?, ?)"
                    .replace("TABLE", table)
                + " ON CONFLICT (series, at) DO UPDATE SET"
                + " low = CASE WHEN excluded.low < TABLE.low THEN excluded.low ELSE TABLE.low END,"
                    .replace("TABLE", table)
                + (" high = CASE WHEN excluded.high > TABLE.high THEN excluded.high"
                        + " ELSE TABLE.high END,")
                    .replace("TABLE", table)
                + " total = TABLE.total + excluded.total, points = TABLE.points + excluded.points"
                    .replace("TABLE", table))) {
      boolean any = false;
      for (Map.Entry<Batch.Place, Sum> each : batch.sums().entrySet()) {
        Integer id = ids.get(each.getKey().series());
        if (each.getKey().level() == level && id != null) {
          Sum sum = each.getValue();
          put.setInt(1, id);
          put.setLong(2, each.getKey().start());
          put.setDouble(3, sum.low());
          put.setDouble(4, sum.high());
          put.setDouble(5, sum.total());
          put.setLong(6, sum.count());
          put.addBatch();
          any = true;
        }
      }
      if (any) {
        put.executeBatch();
      }
    }
  }

  private void events(Batch batch) throws SQLException {
    if (batch.events().isEmpty()) {
      return;
    }
    try (PreparedStatement put =
        connection.prepareStatement(
            "INSERT INTO wetstack_event (entry, at, who, what, facts) VALUES (?, ?, ?, ?, ?)"
                // After a backup was restored the journal counts on from there.
                + " ON CONFLICT (entry) DO UPDATE SET at = excluded.at, who = excluded.who,"
                + " what = excluded.what, facts = excluded.facts")) {
      for (Entry event : batch.events()) {
        put.setLong(1, event.number());
        put.setLong(2, event.at().toEpochMilli());
        put.setString(3, event.who());
        put.setString(4, event.what());
        put.setString(5, JSON.writeValueAsString(event.facts()));
        put.addBatch();
      }
      put.executeBatch();
    }
  }

  /**
   * Deletes some of what is older than is kept.
   *
   * @param most days of one series that are deleted at once
   * @return whether there is more
   */
  boolean thin(Retention retention, long now, int most) throws SQLException {
    int left = most;
    try {
      for (Level level : Level.values()) {
        long before = retention.deletable(level, now);
        for (int id : before > 0 ? series() : new int[0]) {
          long first = first(level, id);
          while (first < before) {
            if (left-- <= 0) {
              connection.commit();
              return true;
            }
            delete(level, id, Math.min(before, first + level.millis() * 86_400));
            first = first(level, id);
          }
        }
      }
      connection.commit();
      return false;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    }
  }

  private int[] series() throws SQLException {
    if (ids.isEmpty()) {
      readIds();
    }
    return ids.values().stream().mapToInt(Integer::intValue).toArray();
  }

  /** When the oldest bucket begins; far away if there is none. */
  private long first(Level level, int series) throws SQLException {
    try (PreparedStatement ask =
        connection.prepareStatement("SELECT min(at) FROM " + level.table() + " WHERE series = ?")) {
      ask.setInt(1, series);
      try (ResultSet found = ask.executeQuery()) {
        found.next();
        long first = found.getLong(1);
        return found.wasNull() ? Long.MAX_VALUE : first;
      }
    }
  }

  private void delete(Level level, int series, long before) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM " + level.table() + " WHERE series = ? AND at < ?")) {
      delete.setInt(1, series);
      delete.setLong(2, before);
      delete.executeUpdate();
    }
    connection.commit();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // What was committed is there, and nothing else was to be.
    }
  }
}
