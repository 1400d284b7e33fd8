package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.rig.Rigs;
import org.wetstack.lab.schedule.Schedule;

/** A schedule that changes while it runs. */
class ScheduleReloadTest {

  @TempDir Path folder;

  private static String rig(String name, String every) {
    return Bench.RIG
        + ("schedule: [{name: %s, do: dose, culture: a, reservoir: drug, volume: 100 nL,"
                + " rate: 60 uL/min, every: %s}]\n")
            .formatted(name, every);
  }

  private static long begun(Bench bench, String task) {
    return bench.journal.of(Kinds.TASK_BEGUN).stream()
        .filter(entry -> entry.fact("task").equals(task))
        .count();
  }

  @Test
  void aTaskThatIsNewIsDueFromNowOnAndOneThatIsGoneNeverAgain() {
    Bench bench = new Bench(folder, rig("old", "10 min"));
    var later = (java.util.concurrent.Executor) task -> bench.time.after(Duration.ZERO, task);
    try (Schedule schedule = new Schedule(bench.controller, later)) {
      schedule.start();
      bench.time.advance(Duration.ofMinutes(10));
      assertEquals(1, begun(bench, "old"));
      // Half a minute after each of them would have been due.
      bench.time.advance(Duration.ofSeconds(30));
      String file = rig("new", "1 min");
      bench.controller.reload().from(() -> Rigs.version(file));
      Request wish = new Request(Bench.person("ann", Role.ADMIN), "ReloadRig", 0, "k", "");
      assertTrue(bench.controller.reload().reload(wish).applied());
      bench.time.advance(Duration.ofSeconds(10));
      assertEquals(0, begun(bench, "new"), "what was due before it was heard of");
      bench.time.advance(Duration.ofMinutes(11));
      assertEquals(11, begun(bench, "new"));
      assertEquals(1, begun(bench, "old"));
      assertEquals(List.of(), bench.journal.of(Kinds.TASK_MISSED));
    }
  }
}
