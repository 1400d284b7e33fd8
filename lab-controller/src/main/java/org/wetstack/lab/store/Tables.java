package org.wetstack.lab.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables of a store, and how those of older versions become these. */
final class Tables {

  /** Of what is made here. A store of a newer one is left alone. */
  static final int VERSION = 1;

  private Tables() {}

  /**
   * Makes or changes the tables until they are as this program wants them, all or nothing.
   *
   * @param rig whose store it is
   * @throws SQLException also if it is another rig's, or of a newer version
   */
  static void migrate(Connection connection, Database database, String rig) throws SQLException {
    connection.setAutoCommit(false);
    try {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE IF NOT EXISTS wetstack_store"
                + " (name varchar(64) PRIMARY KEY, value varchar(200) NOT NULL)");
      }
      int version = find(connection, "version").map(Integer::parseInt).orElse(0);
      if (version > VERSION) {
        throw new SQLException(
            "the store is of a newer Wetstack (its version is "
                + version
                + ", this one knows "
                + VERSION
                + "): update this one, or give the rig another database");
      }
      String whose = find(connection, "rig").orElse(rig);
      if (!whose.equals(rig)) {
        throw new SQLException(
            "the store is that of rig '"
                + whose
                + "', not of '"
                + rig
                + "': each rig needs a database of its own");
      }
      for (int next = version + 1; next <= VERSION; next++) {
        try (Statement statement = connection.createStatement()) {
          for (String change : changes(next, database)) {
            statement.execute(change);
          }
        }
        set(connection, "version", Integer.toString(next));
        set(connection, "rig", rig);
        set(connection, "batch", Long.toString(number(connection, "batch")));
      }
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    }
  }

  /** What makes {@code version} of the one before. */
  private static List<String> changes(int version, Database database) {
    if (version != 1) {
      throw new IllegalArgumentException("there is no version " + version);
    }
    List<String> changes = new ArrayList<>();
    changes.add(
        "CREATE TABLE wetstack_series (id "
            + database.serial()
            + ", name varchar(200) NOT NULL UNIQUE, unit varchar(200) NOT NULL)");
    for (Level level : Level.values()) {
      changes.add(
          "CREATE TABLE "
              + level.table()
              + " (series integer NOT NULL, at bigint NOT NULL, low double precision NOT NULL,"
              + " high double precision NOT NULL, total double precision NOT NULL,"
              + " points bigint NOT NULL, PRIMARY KEY (series, at))"
              + database.tableEnd());
    }
    changes.add(
        "CREATE TABLE wetstack_event (entry bigint PRIMARY KEY, at bigint NOT NULL,"
            + " who text NOT NULL, what text NOT NULL, facts text NOT NULL)");
    changes.add("CREATE INDEX wetstack_event_at ON wetstack_event (at)");
    return changes;
  }

  /** What the store knows of itself by {@code name}. */
  static Optional<String> find(Connection connection, String name) throws SQLException {
    try (PreparedStatement ask =
        connection.prepareStatement("SELECT value FROM wetstack_store WHERE name = ?")) {
      ask.setString(1, name);
      try (ResultSet found = ask.executeQuery()) {
        return found.next() ? Optional.of(found.getString(1)) : Optional.empty();
      }
    }
  }

  static long number(Connection connection, String name) throws SQLException {
    return Long.parseLong(find(connection, name).orElse("0"));
  }

  static void set(Connection connection, String name, String value) throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement(
            "INSERT INTO wetstack_store (name, value) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value")) {
      put.setString(1, name);
      put.setString(2, value);
      put.executeUpdate();
    }
  }
}
