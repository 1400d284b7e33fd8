package org.wetstack.app.study;

import java.util.List;
import java.util.function.LongFunction;
import picocli.CommandLine.Option;

/** Which cultures a study has, and how many of them live at a time. */
final class Crowd {

  private static final int MOST_SEEDS = 1_000;
  private static final int MOST_THREADS = 64;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "the first culture; default ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "how many cultures, with one seed after the other; default ${DEFAULT-VALUE}")
  private int seeds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "cultures at a time; changes nothing else; default: as many as there are cores")
  private int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());

  /**
   * @param usual how many cultures there are if nobody says
   */
  Crowd(int usual) {
    seeds = usual;
  }

  /** The seed of the first culture. */
  long first() {
    return seed;
  }

  /** What {@code experiment} makes of each seed. */
  <T> List<T> run(LongFunction<T> experiment) throws InterruptedException {
    Numbers.require("--seeds", seeds, 1, MOST_SEEDS);
    Numbers.require("--threads", threads, 1, MOST_THREADS);
    return Workers.run(seed, seeds, threads, experiment);
  }
}
