package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.recording.Recording;
import org.wetstack.lab.report.ReportPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wetstack demo}: the main job, live, on an emulated rig. */
@Command(
    name = "demo",
    description = {
      "An emulated culture is recorded over TCP, rewarded with dopamine by a pump on a serial port,"
          + " corrected with pulses, and fed by a pump behind MQTT.",
      "Writes a recording and a report."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final int MAX_SECONDS = 86_400;
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @Spec private CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "how long it runs; default ${DEFAULT-VALUE}")
  private int seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "which culture it is; default ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "where recording and report go; default out/demo-DATE-TIME")
  private @Nullable Path out;

  @Option(names = "--json", description = "prints one JSON object a line, for programs")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seconds < 1 || seconds > MAX_SECONDS) {
      throw new IllegalArgumentException(
          "--seconds must be 1 to " + MAX_SECONDS + ", not " + seconds);
    }
    if (out != null && out.toString().isEmpty()) {
      throw new IllegalArgumentException("--out names no folder: write one, as in --out out/mine");
    }
    ZonedDateTime now = ZonedDateTime.now(ZoneId.systemDefault());
    Path folder = out == null ? Path.of("out", "demo-" + STAMP.format(now)) : out;
    if (Files.exists(folder.resolve("recording.json")) || Files.isRegularFile(folder)) {
      throw new IllegalArgumentException(
          "--out " + folder + " is taken already: name a folder that is new or empty");
    }
    CompletableFuture<Integer> signal = Signals.first();
    PrintWriter err = spec.commandLine().getErr();
    err.println("wetstack: starting an emulated rig: array on TCP, pumps on serial and MQTT …");
    err.flush();
    try (var rig = DemoRig.start(seed);
        var experiment = new Experiment(rig, folder, seed, now.toInstant())) {
      return run(experiment, folder, signal);
    }
  }

  private int run(Experiment experiment, Path folder, CompletableFuture<Integer> signal)
      throws InterruptedException {
    Display display = display(spec.commandLine().getOut());
    Timebase time = SystemTimebase.shared();
    long began = time.nanoTime();
    CompletableFuture<Object> over = CompletableFuture.anyOf(signal, experiment.trouble());
    for (int second = 1; second <= seconds && !over.isDone(); second++) {
      long left = began + second * 1_000_000_000L - time.nanoTime();
      try {
        time.await(over, Duration.ofNanos(left));
      } catch (TimeoutException e) {
        display.show(experiment.snapshot((time.nanoTime() - began) / 1e9));
      }
    }
    String notStopped = failureOf(experiment::stop);
    Snapshot last = experiment.snapshot((time.nanoTime() - began) / 1e9);
    Path report = folder.resolve("report.html");
    // What is on the disk so far is worth a report, even if the disk is what failed.
    String notWritten = failureOf(() -> ReportPage.write(Recording.open(folder), report));
    String trouble =
        Stream.of(experiment.trouble().getNow(""), notStopped, notWritten)
            .filter(words -> !words.isEmpty())
            .collect(Collectors.joining("; "));
    display.end(last, folder, report, trouble);
    if (signal.isDone()) {
      return signal.join();
    }
    return trouble.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private interface Step {
    void run() throws IOException;
  }

  /** What went wrong in {@code step}, in words; empty if nothing did. */
  private static String failureOf(Step step) {
    try {
      step.run();
      return "";
    } catch (IOException | DeviceException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Display display(PrintWriter printer) {
    // The launcher tells: since Java 22 System.console() no longer does.
    boolean terminal = Boolean.getBoolean("wetstack.terminal");
    return json ? new JsonDisplay(printer) : new TextDisplay(printer, terminal, seconds);
  }
}
