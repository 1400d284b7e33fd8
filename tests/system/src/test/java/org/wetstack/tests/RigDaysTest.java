package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days of {@link RigDay}. {@code -Dwetstack.days=N} and {@code -Dfirst.seed=N} choose which. */
class RigDaysTest {

  private static final long DAYS = Long.getLong("wetstack.days", 2);
  private static final long FIRST = Long.getLong("first.seed", 1);

  @TempDir Path folder;

  @Test
  void noDayDosesTwiceForgetsOrExceedsAnythingAndASeedIsTheSameDayAgain() {
    List<RigDay.Result> days = new ArrayList<>();
    for (long seed = FIRST; seed < FIRST + DAYS; seed++) {
      days.add(day(seed, "once"));
    }
    System.out.println("\nDays of a rig under faults: " + summary(days) + "\n");
    List<String> wrong = new ArrayList<>();
    days.forEach(day -> day.faults().forEach(what -> wrong.add(day.seed() + ": " + what)));
    assertEquals(List.of(), wrong, "by seed");
    assertEquals(days.get(0), day(FIRST, "again"));
    assertTrue(days.stream().mapToLong(RigDay.Result::pours).sum() > 4 * DAYS);
    assertTrue(days.stream().mapToLong(RigDay.Result::pulses).sum() > 4 * DAYS);
  }

  private RigDay.Result day(long seed, String name) {
    return new RigDay(seed, folder.resolve(seed + name)).run();
  }

  private static String summary(List<RigDay.Result> days) {
    Map<String, Long> mishaps = new TreeMap<>();
    days.forEach(
        day -> day.mishaps().forEach((name, count) -> mishaps.merge(name, count, Long::sum)));
    return String.format(
        "%d days, %d wishes, %d refusals, %d doses flowed, %d pulses played, %d controllers, %d"
            + " outcomes unknown for good; mishaps %s; %d days with something wrong",
        days.size(),
        days.stream().mapToLong(RigDay.Result::wishes).sum(),
        days.stream().mapToLong(RigDay.Result::refusals).sum(),
        days.stream().mapToLong(RigDay.Result::pours).sum(),
        days.stream().mapToLong(RigDay.Result::pulses).sum(),
        days.stream().mapToLong(RigDay.Result::lives).sum(),
        days.stream().mapToLong(RigDay.Result::unknown).sum(),
        mishaps,
        days.stream().filter(day -> !day.faults().isEmpty()).count());
  }
}
