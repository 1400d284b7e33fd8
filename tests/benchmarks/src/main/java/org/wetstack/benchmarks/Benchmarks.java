package org.wetstack.benchmarks;

import java.util.List;

/** Runs the measurements named, or all of them: {@code loop}, {@code ingest}. */
public final class Benchmarks {

  private Benchmarks() {}

  /** Prints to standard output; exits 2 on an unknown name. */
  public static void main(String[] args) throws Exception {
    List<String> wanted = args.length == 0 ? List.of("loop", "ingest") : List.of(args);
    for (String name : wanted) {
      switch (name) {
        case "loop" -> LoopLatency.run(System.out);
        case "ingest" -> Ingest.run(System.out);
        default -> {
          System.err.println("no benchmark '" + name + "'; there are loop and ingest");
          System.exit(2);
        }
      }
    }
  }
}
