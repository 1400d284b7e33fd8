package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Many seeds of {@link NoisyRun}, each run twice. {@code -Dseeds=N} and {@code -Dfirst.seed=N}
 * choose which.
 */
class NoisySimulationTest {

  private static final long SEEDS = Long.getLong("seeds", 500);
  private static final long FIRST = Long.getLong("first.seed", 1);

  private record Pair(NoisyRun.Result once, NoisyRun.Result again) {}

  @Test
  void noSeedDosesTwiceLosesSilentlyOrRunsDifferentlyTheSecondTime() {
    List<Pair> pairs =
        LongStream.range(FIRST, FIRST + SEEDS)
            .parallel()
            .mapToObj(seed -> new Pair(new NoisyRun(seed).run(), new NoisyRun(seed).run()))
            .toList();
    List<NoisyRun.Result> results = pairs.stream().map(Pair::once).toList();
    System.out.println("\nNoisy cable, each seed run twice: " + summary(results) + "\n");
    List<String> wrong =
        results.stream()
            .flatMap(result -> result.faults().stream().map(what -> result.seed() + ": " + what))
            .toList();
    assertEquals(List.of(), wrong, "by seed");
    for (Pair pair : pairs) {
      assertEquals(pair.once(), pair.again(), () -> "seed " + pair.once().seed());
    }
    assertTrue(results.stream().mapToLong(NoisyRun.Result::pours).sum() > SEEDS / 2);
    assertTrue(results.stream().mapToLong(NoisyRun.Result::pulses).sum() > SEEDS / 2);
  }

  private static String summary(List<NoisyRun.Result> results) {
    Map<String, Long> injected = new TreeMap<>();
    results.forEach(
        result ->
            result.injected().forEach((name, count) -> injected.merge(name, count, Long::sum)));
    return String.format(
        "%d seeds, %d doses asked, %d flowed, %d pulses played, %d outcomes unknown at first, %d of"
            + " them resolved by asking, %d samples missed and said so, %d bytes carried; faults %s;"
            + " %d runs with something wrong",
        results.size(),
        results.stream().mapToLong(NoisyRun.Result::doses).sum(),
        results.stream().mapToLong(NoisyRun.Result::pours).sum(),
        results.stream().mapToLong(NoisyRun.Result::pulses).sum(),
        results.stream().mapToLong(NoisyRun.Result::unknown).sum(),
        results.stream().mapToLong(NoisyRun.Result::resolved).sum(),
        results.stream().mapToLong(NoisyRun.Result::missedSamples).sum(),
        results.stream().mapToLong(NoisyRun.Result::bytes).sum(),
        injected,
        results.stream().filter(result -> !result.faults().isEmpty()).count());
  }
}
