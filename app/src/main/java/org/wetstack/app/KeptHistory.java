package org.wetstack.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.desk.Space;
import org.wetstack.lab.journal.FileJournal;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.rig.PostgresAddress;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.store.Database;
import org.wetstack.lab.store.HistoryStore;
import org.wetstack.lab.store.Retention;
import org.wetstack.lab.store.Rounds;

/** The history of the rig that {@code run} keeps, where its file says. */
final class KeptHistory implements AutoCloseable {

  private final Optional<HistoryStore> store;
  private final Optional<Rounds> rounds;

  private KeptHistory(Optional<HistoryStore> store, Optional<Rounds> rounds) {
    this.store = store;
    this.rounds = rounds;
  }

  /**
   * @param thread of the database alone
   * @param work where rounds are made
   */
  static KeptHistory of(
      LabController controller,
      FileJournal journal,
      Path data,
      Executor thread,
      Executor work,
      Map<String, String> environment) {
    RigSpec rig = controller.rig();
    RigSpec.Store where = rig.store();
    if (where.isNone()) {
      return new KeptHistory(Optional.empty(), Optional.empty());
    }
    Database database =
        where.isEmbedded()
            ? Database.embedded(file(data))
            : Database.postgresql(
                where.address(),
                where.passwordFile().map(Path::of),
                Optional.ofNullable(environment.get(PostgresAddress.PASSWORD)));
    var store =
        new HistoryStore(
            new HistoryStore.Ground(
                rig.name(),
                database,
                new Retention(where.full(), where.minutes(), where.hours()),
                controller.time(),
                thread,
                journal::read,
                () -> !where.isEmbedded() || !isShort(controller),
                text -> tell(controller, text)));
    journal.follow(store);
    return new KeptHistory(Optional.of(store), Optional.of(new Rounds(controller, store, work)));
  }

  /** Where an embedded store is. */
  static Path file(Path data) {
    return data.resolve("history").resolve("history.sqlite");
  }

  private static void tell(LabController controller, String text) {
    try {
      controller.raise("store", text);
    } catch (JournalException e) {
      // Nothing may be done any more, and the vigil tells of that.
    }
  }

  private static boolean isShort(LabController controller) {
    Space space = controller.archive().space();
    return space.isShort();
  }

  Optional<HistoryStore> store() {
    return store;
  }

  void start() {
    store.ifPresent(HistoryStore::start);
    rounds.ifPresent(Rounds::start);
  }

  @Override
  public void close() {
    rounds.ifPresent(Rounds::close);
    store.ifPresent(HistoryStore::close);
  }
}
