package org.wetstack.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@link Kernels} in a process of their own, by JMH: what one call takes, and what it allocates.
 */
final class KernelSpeed {

  private static final int WARM_UP_ROUNDS = 3;
  private static final TimeValue ROUND = TimeValue.seconds(2);
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /**
   * Less than any object: JMH itself allocates some kB a round, which it spreads over all calls.
   */
  private static final Target NOTHING = Target.atMost(1);

  private KernelSpeed() {}

  static void run(Report report) throws Exception {
    var options =
        new OptionsBuilder()
            .include(Kernels.class.getName())
            .addProfiler(GCProfiler.class)
            .forks(1)
            .warmupIterations(WARM_UP_ROUNDS)
            .warmupTime(ROUND)
            .measurementIterations(report.rounds())
            .measurementTime(ROUND)
            .verbosity(VerboseMode.SILENT);
    Collection<RunResult> results = new Runner(options.build()).run();
    for (RunResult each : results) {
      report.add(row(each));
    }
  }

  private static Row row(RunResult run) {
    String label = run.getParams().getBenchmark();
    String kernel = label.substring(label.lastIndexOf('.') + 1);
    List<Double> nanos = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    for (IterationResult round : run.getAggregatedResult().getIterationResults()) {
      nanos.add(round.getPrimaryResult().getScore());
      Result<?> allocated = round.getSecondaryResults().get(ALLOCATED);
      if (allocated == null) {
        throw new IllegalStateException("JMH does not tell what " + kernel + " allocates");
      }
      bytes.add(allocated.getScore());
    }
    // What is wrapped goes into a queue: a new buffer is its result.
    Target target = kernel.equals("cobsEncode") ? null : NOTHING;
    return Row.of(kernel, "nothing", nanos.size())
        .with("ns", new Ratios(nanos))
        .with("B allocated", new Ratios(bytes), target);
  }
}
