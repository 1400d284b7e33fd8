package org.wetstack.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A TCP link against blocking C sockets, both at the same C server: round trips in alternating
 * slices, and bytes read in alternating rounds. Two equal C clients come first; if they differ, so
 * does the machine from one moment to the next, and nothing is claimed.
 *
 * <p>{@code LINK_BEFORE} may name the jar of another build of the link, to be measured beside.
 */
final class LinkSpeed {

  private static final int ROUNDS = 5;
  private static final int SLICES = 10;
  private static final int WARM_UP_SLICES = 10;
  private static final int SLICE_MILLIS = 100;
  private static final int CONTROLS = 3;
  private static final double CONTROL_SPREAD = 0.05;
  private static final int REPLY = 64;
  private static final int[] REQUESTS = {64, 7_712};
  private static final int[] BLOCKS = {7_712, 65_536};
  private static final int BYTES = 500_000_000;

  private final PrintStream out;
  private final String port;

  private LinkSpeed(PrintStream out, String port) {
    this.out = out;
    this.port = port;
  }

  static void run(PrintStream out) throws Exception {
    Path work = Files.createTempDirectory("link");
    Path program = work.resolve("link");
    List<Contender> links = new ArrayList<>();
    try {
      compile(program);
      try (var server = Contender.start("server", 0, List.of(program.toString(), "serve"));
          var c = Contender.start("C", 1, List.of(program.toString(), "client"));
          var twin = Contender.start("C again", 1, List.of(program.toString(), "client"))) {
        String before = System.getenv("LINK_BEFORE");
        if (before != null) {
          links.add(link("link before", "", before + File.pathSeparator));
        }
        links.add(link("link", "", ""));
        links.add(link("link, poll=spin", "?poll=spin", ""));
        var speed = new LinkSpeed(out, server.hear());
        for (int request : REQUESTS) {
          speed.echo(c, twin, links, request);
        }
        for (int block : BLOCKS) {
          speed.read(c, twin, links, block);
        }
      }
    } finally {
      for (Contender link : links) {
        link.close();
      }
      Files.deleteIfExists(program);
      Files.delete(work);
    }
  }

  private static void compile(Path program) throws IOException, InterruptedException {
    Path source = Path.of("tests", "benchmarks", "src", "main", "c", "link.c");
    Process gcc =
        new ProcessBuilder("gcc", "-O2", "-o", program.toString(), source.toString())
            .inheritIO()
            .start();
    if (gcc.waitFor() != 0) {
      throw new IOException("gcc does not compile " + source);
    }
  }

  private static Contender link(String name, String options, String classPathBefore)
      throws IOException {
    return Contender.start(
        name,
        1,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPathBefore + System.getProperty("java.class.path"),
            LinkClient.class.getName(),
            options));
  }

  private void echo(Contender c, Contender twin, List<Contender> links, int request)
      throws IOException {
    out.printf(
        "link, %d B there and %d B back, %d rounds of %d slices of %d ms; ratio to a blocking C"
            + " client, median [min-max]%n",
        request, REPLY, ROUNDS, SLICES, SLICE_MILLIS);
    sayIfInvalid(() -> compare(c, twin, request));
    for (Contender link : links) {
      for (int i = 0; i < WARM_UP_SLICES; i++) {
        slice(link, request);
      }
      compare(c, link, request);
    }
  }

  /** The ratio of the medians of {@code b} and {@code a}. */
  private double compare(Contender a, Contender b, int request) throws IOException {
    List<List<Double>> ratios = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    double[] percentiles = {50, 90, 99};
    var all = new Histogram(3);
    for (int round = 0; round < ROUNDS; round++) {
      var ofA = new Histogram(3);
      var ofB = new Histogram(3);
      for (int i = 0; i < SLICES; i++) {
        ofA.add(slice(a, request));
        ofB.add(slice(b, request));
      }
      for (int i = 0; i < percentiles.length; i++) {
        ratios
            .get(i)
            .add(
                (double) ofB.getValueAtPercentile(percentiles[i])
                    / ofA.getValueAtPercentile(percentiles[i]));
      }
      all.add(ofB);
    }
    out.printf(
        "  %-16s p50 %s  p90 %s  (p99 %s)  n=%d, p50 %.1f µs%n",
        b.name(),
        spread(ratios.get(0)),
        spread(ratios.get(1)),
        spread(ratios.get(2)),
        all.getTotalCount(),
        all.getValueAtPercentile(50) / 1e3);
    return median(ratios.get(0));
  }

  private Histogram slice(Contender who, int request) throws IOException {
    String nanos = who.ask("echo " + port + " " + request + " " + REPLY + " " + SLICE_MILLIS);
    var slice = new Histogram(3);
    for (String one : nanos.strip().split(" ", -1)) {
      slice.recordValue(Long.parseLong(one));
    }
    return slice;
  }

  private void read(Contender c, Contender twin, List<Contender> links, int block)
      throws IOException {
    out.printf(
        "link, reading %d MB written in blocks of %d B, %d rounds; ratio to a blocking C client%n",
        BYTES / 1_000_000, block, ROUNDS);
    sayIfInvalid(() -> compareReading(c, twin, block));
    for (Contender link : links) {
      compareReading(c, link, block);
    }
  }

  private double compareReading(Contender a, Contender b, int block) throws IOException {
    List<Double> ratios = new ArrayList<>();
    List<Double> speeds = new ArrayList<>();
    for (int round = -1; round < ROUNDS; round++) {
      double ofB = megabytesPerSecond(b, block);
      double ofA = megabytesPerSecond(a, block);
      if (round >= 0) {
        ratios.add(ofB / ofA);
        speeds.add(ofB);
      }
    }
    out.printf("  %-16s %s  %.0f MB/s%n", b.name(), spread(ratios), median(speeds));
    return median(ratios);
  }

  private interface Control {
    double ratio() throws IOException;
  }

  private void sayIfInvalid(Control control) throws IOException {
    boolean valid = false;
    for (int i = 0; i < CONTROLS && !valid; i++) {
      valid = Math.abs(control.ratio() - 1) <= CONTROL_SPREAD;
    }
    if (!valid) {
      out.println("  INVALID: two equal C clients differ; the figures below compare nothing");
    }
  }

  private double megabytesPerSecond(Contender who, int block) throws IOException {
    return Double.parseDouble(who.ask("read " + port + " " + block + " " + BYTES / block).strip());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  private static String spread(List<Double> values) {
    return String.format(
        "%.2f [%.2f-%.2f]", median(values), Collections.min(values), Collections.max(values));
  }
}
