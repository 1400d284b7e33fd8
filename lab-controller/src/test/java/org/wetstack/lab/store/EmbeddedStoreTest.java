package org.wetstack.lab.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreTest extends StoreSuite {

  @TempDir private Path folder;
  private int made;

  @Override
  Database fresh() {
    return Database.embedded(folder.resolve("history").resolve(made++ + ".sqlite"));
  }

  @Test
  void aFileThatIsNoStoreIsToldAndLeftAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("letter"), "Dear Ada,\n".repeat(1_000));
    database = Database.embedded(file);
    HistoryStore store = make(Retention.USUAL, 100, 100);
    store.look();
    assertTrue(!store.health().problem().isEmpty());
    assertTrue(Files.readString(file).startsWith("Dear Ada"));
  }

  @Test
  void itCanBeMadeAgainFromTheJournal() throws Exception {
    HistoryStore store = make(Retention.USUAL, 100, 100);
    dose(store, 70);
    store.look();
    store.close();
    Files.delete(folder.resolve("history/0.sqlite"));
    begin();
    dose(make(Retention.USUAL, 100, 100), 30);
    HistoryStore again = make(Retention.USUAL, 100, 100);
    again.look();
    assertEquals(4, again.health().entry());
    assertEquals(100.0, all("culture/c/dose/d").mean());
  }
}
