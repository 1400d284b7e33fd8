package org.wetstack.benchmarks;

import java.util.List;

/**
 * Runs the measurements named, or all of them: {@code link}, {@code loop}, {@code ingest}, {@code
 * rhx}, {@code rhx-decode}, {@code culture}, {@code signal}, {@code record}.
 */
public final class Benchmarks {

  private static final List<String> ALL =
      List.of("link", "loop", "ingest", "rhx", "rhx-decode", "culture", "signal", "record");

  private Benchmarks() {}

  /** Prints to standard output; exits 2 on an unknown name. */
  public static void main(String[] args) throws Exception {
    List<String> wanted = args.length == 0 ? ALL : List.of(args);
    for (String name : wanted) {
      switch (name) {
        case "link" -> LinkSpeed.run(System.out);
        case "loop" -> LoopLatency.run(System.out);
        case "ingest" -> Ingest.run(System.out);
        case "rhx" -> RhxStreams.run(System.out);
        case "culture" -> FullSignalPath.run(System.out);
        case "signal" -> Detection.run(System.out);
        case "record" -> RecordSpeed.run(System.out);
        case "rhx-decode" -> RhxDecode.run(System.out);
        default -> {
          System.err.println("no benchmark '" + name + "'; there are " + ALL);
          System.exit(2);
        }
      }
    }
  }
}
