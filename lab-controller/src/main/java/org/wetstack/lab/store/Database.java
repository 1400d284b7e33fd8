package org.wetstack.lab.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import org.wetstack.lab.rig.PostgresAddress;

/**
 * A database that a store lives in: a file of SQLite, or PostgreSQL. Everything that differs
 * between both is here; the drivers are found at run time.
 */
public final class Database {

  private static final int CONNECT_SECONDS = 5;
  private static final int ANSWER_SECONDS = 30;

  private final Optional<Path> file;
  private final String url;
  private final Optional<Path> passwordFile;
  private final Optional<String> password;

  private Database(
      Optional<Path> file, String url, Optional<Path> passwordFile, Optional<String> password) {
    this.file = file;
    this.url = url;
    this.passwordFile = passwordFile;
    this.password = password;
  }

  /** In {@code file}, which is made with its folder if it is not there. */
  public static Database embedded(Path file) {
    return new Database(
        Optional.of(file), "jdbc:sqlite:" + file, Optional.empty(), Optional.empty());
  }

  /**
   * At a server.
   *
   * @param address as in {@code postgresql://user@host:5432/database}
   * @param passwordFile read at each connection, so that it may change
   * @param password if there is no file; without both the server asks for none, or {@code
   *     ~/.pgpass} has it
   */
  public static Database postgresql(
      String address, Optional<Path> passwordFile, Optional<String> password) {
    return new Database(Optional.empty(), address, passwordFile, password);
  }

  boolean isEmbedded() {
    return file.isPresent();
  }

  /** What a table that is looked up by its key only ends with. */
  String tableEnd() {
    return isEmbedded() ? " WITHOUT ROWID" : "";
  }

  /** The type of a number that gives itself. */
  String serial() {
    return isEmbedded()
        ? "INTEGER PRIMARY KEY AUTOINCREMENT"
        : "integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
  }

  /** For people; without secrets. */
  @Override
  public String toString() {
    return file.map(Path::toString).orElse(url);
  }

  /**
   * A connection of its own, which waits for an answer at most half a minute.
   *
   * @throws SQLException if there is none
   */
  Connection open() throws SQLException {
    return file.isPresent() ? openFile(file.get()) : openServer();
  }

  private Connection openFile(Path path) throws SQLException {
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new SQLException("the folder of " + path + " cannot be made: " + e, e);
    }
    Connection connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      // Readers go on while it is written, and a kill in the midst of that leaves it whole.
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA busy_timeout = 5000");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Connection openServer() throws SQLException {
    var server = PostgresAddress.parse(url);
    var properties = new Properties();
    properties.setProperty("user", server.user());
    properties.setProperty("ApplicationName", "wetstack");
    properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
    properties.setProperty("loginTimeout", Integer.toString(2 * CONNECT_SECONDS));
    properties.setProperty("socketTimeout", Integer.toString(ANSWER_SECONDS));
    properties.setProperty("tcpKeepAlive", "true");
    server.options().forEach(properties::setProperty);
    Optional<String> secret = passwordFile.isPresent() ? Optional.of(read()) : password;
    secret.ifPresent(text -> properties.setProperty("password", text));
    return DriverManager.getConnection(server.jdbc(), properties);
  }

  private String read() throws SQLException {
    Path path = passwordFile.orElseThrow();
    try {
      return Files.readString(path, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new SQLException("the password of the store cannot be read from " + path + ": " + e, e);
    }
  }
}
