package org.wetstack.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A TCP link against blocking C sockets, both at the same C server: round trips in alternating
 * slices, and bytes read in alternating rounds. Two equal C clients come first; if they differ, so
 * does the machine from one moment to the next, and nothing is claimed.
 *
 * <p>{@code LINK_BEFORE} may name the jar of another build of the link, to be measured beside.
 */
final class LinkSpeed {

  private static final int SLICES = 10;
  private static final int WARM_UP_SLICES = 10;
  private static final int SLICE_MILLIS = 100;
  private static final int REPLY = 64;
  private static final int[] REQUESTS = {64, 7_712};
  private static final int[] BLOCKS = {7_712, 65_536};
  private static final int BYTES = 500_000_000;
  private static final Target ECHO_TARGET = Target.atMost(1.15);

  private final Report report;
  private final String port;

  private LinkSpeed(Report report, String port) {
    this.report = report;
    this.port = port;
  }

  static void run(Report report) throws Exception {
    List<Contender> links = new ArrayList<>();
    try (var programs = new Programs()) {
      String program = programs.compile("link").toString();
      try (var server = Contender.start("server", 0, List.of(program, "serve"));
          var c = Contender.start("C", 1, List.of(program, "client"));
          var twin = Contender.start("C", 1, List.of(program, "client"))) {
        String before = System.getenv("LINK_BEFORE");
        if (before != null) {
          links.add(link("link before", "", before + File.pathSeparator));
        }
        links.add(link("link", "", ""));
        links.add(link("link, poll=spin", "?poll=spin", ""));
        var speed = new LinkSpeed(report, server.hear());
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
    String work = request + " B for " + REPLY + " B";
    report.out().printf("link, %s, in slices of %d ms; p50 / p90 / p99%n", work, SLICE_MILLIS);
    String fault = Control.check(report, "C, " + work, () -> compare(c, twin, request));
    for (Contender link : links) {
      for (int i = 0; i < WARM_UP_SLICES; i++) {
        slice(link, request);
      }
      Comparison of = compare(c, link, request);
      report.add(
          Row.of(link.name() + ", " + work, c.name(), of.count())
              .with("p50", of.at(50), ECHO_TARGET)
              .with("p90", of.at(90))
              .with("p99", of.at(99))
              .note(Comparison.micros(of.allOfSecond(), of.allOfFirst()))
              .faulty(fault));
    }
  }

  private Comparison compare(Contender first, Contender second, int request) throws IOException {
    var comparison = new Comparison();
    for (int round = 0; round < report.rounds(); round++) {
      comparison.round();
      for (int i = 0; i < SLICES; i++) {
        comparison.first(slice(first, request));
        comparison.second(slice(second, request));
      }
    }
    return comparison;
  }

  private long[] slice(Contender who, int request) throws IOException {
    return who.askNumbers("echo " + port + " " + request + " " + REPLY + " " + SLICE_MILLIS);
  }

  private void read(Contender c, Contender twin, List<Contender> links, int block)
      throws IOException {
    report.out().printf("link, reading %d MB in blocks of %d B%n", BYTES / 1_000_000, block);
    String fault = Control.checkSpeed(report, "C", () -> compareReading(c, twin, block));
    for (Contender link : links) {
      report.add(compareReading(c, link, block).faulty(fault));
    }
  }

  private Row compareReading(Contender a, Contender b, int block) throws IOException {
    List<Double> ratios = new ArrayList<>();
    List<Double> speeds = new ArrayList<>();
    for (int round = -1; round < report.rounds(); round++) {
      double ofB = megabytesPerSecond(b, block);
      double ofA = megabytesPerSecond(a, block);
      if (round >= 0) {
        ratios.add(ofB / ofA);
        speeds.add(ofB);
      }
    }
    return Row.of(b.name() + " reads blocks of " + block + " B", a.name(), report.rounds())
        .with(Control.SPEED, new Ratios(ratios))
        .note(new Ratios(speeds) + " MB/s");
  }

  private double megabytesPerSecond(Contender who, int block) throws IOException {
    return Double.parseDouble(who.ask("read " + port + " " + block + " " + BYTES / block).strip());
  }
}
