package org.wetstack.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs the measurements named, or those that are worth it each time. */
public final class Benchmarks {

  private static final int ROUNDS = 5;
  private static final Path FOLDER = Path.of("target", "bench");

  private interface Run {
    void into(Report report) throws Exception;
  }

  /**
   * A benchmark.
   *
   * @param isUsual whether it is run when none is named
   */
  private record Benchmark(String name, String about, boolean isUsual, Run run) {}

  private static final List<Benchmark> ALL =
      List.of(
          usual(
              "loop",
              "spike to trigger through the driver, beside C and naive Java",
              LoopSpeed::run),
          usual("ingest", "samples up to a handler, beside C that reads them", Ingest::run),
          usual("scale", "the cost of a sample with more channels and devices", Scale::run),
          usual("link", "a TCP link beside blocking C sockets", LinkSpeed::run),
          usual("request", "a question to a pump beside C and Modbus libraries", RequestSpeed::run),
          usual("signal", "the spike detector beside vectorised C", Detection::run),
          rare("record", "a recorder beside C that writes as many bytes", RecordSpeed::run),
          usual("kernels", "pieces of the path by JMH, and what they allocate", KernelSpeed::run),
          rare(
              "remote",
              "the closed loop through a controller, beside the same at the board",
              RemoteSpeed::run),
          rare("stop", "an emergency stop of a rig under full load", StopSpeed::run),
          rare("rhx", "streams of an emulated Intan RHX", RhxStreams::run),
          rare("rhx-decode", "decoding those streams beside C", RhxDecode::run),
          rare("culture", "making the signal of a culture", FullSignalPath::run));

  private Benchmarks() {}

  private static Benchmark usual(String name, String about, Run run) {
    return new Benchmark(name, about, true, run);
  }

  private static Benchmark rare(String name, String about, Run run) {
    return new Benchmark(name, about, false, run);
  }

  /** Prints to standard output and writes {@code target/bench}; exits 2 on an unknown name. */
  public static void main(String[] args) throws Exception {
    List<String> wanted = List.of(args);
    if (wanted.contains("--help") || wanted.contains("-h")) {
      System.out.print(help());
      return;
    }
    List<String> names = ALL.stream().map(Benchmark::name).toList();
    for (String name : wanted) {
      if (!names.contains(name)) {
        System.err.println("wetstack: there is no benchmark '" + name + "'\n");
        System.err.print(help());
        System.exit(2);
      }
    }
    List<Benchmark> chosen =
        ALL.stream()
            .filter(each -> wanted.isEmpty() ? each.isUsual() : wanted.contains(each.name()))
            .toList();
    int rounds = rounds();
    Map<String, String> machine = Machine.facts();
    machine.forEach((fact, value) -> System.out.println(fact + ": " + value));
    List<Report> reports = new ArrayList<>();
    for (Benchmark each : chosen) {
      var report = new Report(each.name(), rounds, FOLDER, machine, System.out);
      reports.add(report);
      each.run().into(report);
      report.write();
    }
    System.out.println("\nbenchmark: work ÷ beside, of those with a target");
    reports.forEach(report -> System.out.print(report.summary()));
    System.out.println("pages and data: " + FOLDER.toAbsolutePath());
  }

  private static String help() {
    return "Usage: wetstack bench [NAME...]\n"
        + "Compares with plain sockets and C in the same run; writes target/bench/NAME.md and .json.\n"
        + "BENCH_ROUNDS=N measures N rounds instead of "
        + ROUNDS
        + ". PATH and JAVA_HOME decide which Java.\n\n"
        + ALL.stream()
            .map(
                each ->
                    "  %-12s %s%s%n"
                        .formatted(
                            each.name(), each.about(), each.isUsual() ? "" : " (only if named)"))
            .collect(Collectors.joining());
  }

  private static int rounds() {
    String wanted = System.getenv("BENCH_ROUNDS");
    if (wanted == null || wanted.isEmpty()) {
      return ROUNDS;
    }
    if (!wanted.matches("[1-9]\\d?")) {
      System.err.println("wetstack: BENCH_ROUNDS must be 1 to 99, not '" + wanted + "'");
      System.exit(2);
    }
    return Integer.parseInt(wanted);
  }
}
