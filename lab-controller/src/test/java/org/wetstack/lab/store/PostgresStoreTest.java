package org.wetstack.lab.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same against Debian's PostgreSQL. */
@Timeout(120)
class PostgresStoreTest extends StoreSuite {

  private static @Nullable Postgres postgres;
  private static int made;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> bin = Postgres.installed();
    if (bin.isEmpty()) {
      String why = "PostgreSQL is not installed: apt-get install postgresql";
      assertFalse("true".equals(System.getenv("CI")), why);
      Assumptions.abort(why);
    }
    postgres = Postgres.start(bin.orElseThrow());
  }

  @AfterAll
  static void stop() throws Exception {
    if (postgres != null) {
      postgres.close();
    }
  }

  private static Postgres server() {
    return java.util.Objects.requireNonNull(postgres);
  }

  private static Database at(String name) {
    return Database.postgresql(
        server().address(name), Optional.empty(), Optional.of(Postgres.PASSWORD));
  }

  @Override
  Database fresh() throws Exception {
    String name = "rig_" + made++;
    try (Connection connection = at("postgres").open();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return at(name);
  }

  @Test
  void whileItIsAwayForAnHourTheRigGoesOnAndThenItCatchesUp() throws Exception {
    HistoryStore store = make(Retention.USUAL, 3_000, 500);
    store.look();
    dose(store, 5);
    store.look();
    assertEquals("", store.health().problem());
    server().kill();
    for (int second = 0; second < 3_600; second++) {
      time.advance(Duration.ofSeconds(1));
      store.add("reading/bath", "C", 37);
      if (second % 4 == 0) {
        dose(store, 1);
      }
      if (second % 60 == 0) {
        store.look();
      }
    }
    assertFalse(store.health().problem().isEmpty());
    // One is in the batch that was being written, and 3,000 have room in the queue.
    assertEquals(599, store.health().lost());
    assertEquals(2, told.size(), told::toString);
    server().serve();
    for (int i = 0; i < 3; i++) {
      time.advance(HistoryStore.LONGEST_PAUSE);
      store.look();
    }
    assertEquals("", store.health().problem());
    assertEquals(3_001, all("reading/bath").count());
    assertEquals(599.0, all(HistoryStore.LOST).mean());
    assertEquals(905.0, all("culture/c/dose/d").mean());
    assertEquals(901, all("culture/c/dose/d").count());
  }

  @Test
  void aPasswordIsReadFromItsFileEachTime() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "wrong\n");
    database =
        Database.postgresql(server().address("postgres"), Optional.of(file), Optional.empty());
    HistoryStore store = make(Retention.USUAL, 100, 100);
    store.look();
    assertTrue(
        store.health().problem().contains("password authentication failed"),
        store.health().problem());
    Files.writeString(file, Postgres.PASSWORD + "\n");
    time.advance(HistoryStore.LONGEST_PAUSE);
    store.look();
    assertEquals("", store.health().problem());
  }
}
