package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.units.Current;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack loadtest}: how soon an array can be made to answer, by its own counter. */
@Command(
    name = "loadtest",
    description = {
      "Closes the loop over an array, emulated or real, and measures how soon a pulse "
          + "follows: records it, finds its spikes, triggers a pulse every now and then, and "
          + "asks the device in which sample each began.",
      "IT STIMULATES: say where and how strongly; nothing is assumed."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  wetstack loadtest tcp://10.0.0.7:7310 --electrodes 0 --amplitude 1uA --samples 3",
      "Ends with 0 if every pulse was confirmed and no sample is missing, 1 otherwise."
    })
final class LoadtestCommand implements Callable<Integer> {

  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Duration SPARE = Duration.ofSeconds(15);
  private static final Duration LONGEST_PHASE = Duration.ofMillis(10);

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ENDPOINT", description = "where the array is")
  private String endpoint = "";

  @Option(
      names = "--driver",
      paramLabel = "NAME",
      defaultValue = "firmware",
      description = "which driver knows the instrument; default ${DEFAULT-VALUE}")
  private String driver = "";

  @Option(
      names = "--array",
      paramLabel = "NAME",
      description = "which array, if the instrument carries several")
  private @Nullable String array;

  @Option(
      names = "--electrodes",
      paramLabel = "N",
      required = true,
      split = ",",
      description = "stimulated electrodes, as in 0 or 3,4")
  private List<Integer> electrodes = List.of();

  @Option(
      names = "--amplitude",
      paramLabel = "CURRENT",
      required = true,
      description = "of both phases, cathodic first, as in 1uA")
  private String amplitude = "";

  @Option(
      names = "--phase",
      paramLabel = "MICROSECONDS",
      defaultValue = "200",
      description = "length of each phase; default ${DEFAULT-VALUE}")
  private int phaseMicros;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "30",
      description = "samples in a block; default ${DEFAULT-VALUE}")
  private int samples;

  @Option(
      names = "--pulses",
      paramLabel = "N",
      defaultValue = "300",
      description = "how many; default ${DEFAULT-VALUE}")
  private int pulses;

  @Option(
      names = "--every",
      paramLabel = "MILLISECONDS",
      defaultValue = "100",
      description = "from when one was told of to the next; default ${DEFAULT-VALUE}")
  private int everyMillis;

  @Option(
      names = "--deadline",
      paramLabel = "MICROSECONDS",
      defaultValue = "5000",
      description = "from the end of a block to its pulse: later ones are counted")
  private int deadlineMicros;

  @Option(
      names = "--histograms",
      paramLabel = "FILE",
      description = "where to write all that was measured, as an HdrHistogram log in nanoseconds")
  private @Nullable Path histograms;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Stimulus stimulus = stimulus();
    var plan =
        new LoadtestPlan(
            samples,
            pulses,
            Duration.ofMillis(everyMillis),
            Duration.ofNanos(deadlineMicros * 1_000L));
    requireWritable(histograms);
    var signal = Signals.first();
    try (Instrument instrument = Instruments.open(driver, endpoint)) {
      instrument
          .safeState()
          .ifPresent(
              safe -> {
                throw new IllegalArgumentException(
                    "the instrument is in its safe state: "
                        + safe
                        + "; look why, and clear it before it is stimulated");
              });
      ElectrodeArray found =
          array == null
              ? instrument.device(ElectrodeArray.class)
              : instrument.device(ElectrodeArray.class, array);
      Stimulator stimulator =
          found
              .stimulator()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "the array '" + found.name() + "' cannot stimulate"));
      plan.check(found.layout());
      requireElectrodes(found);
      try (LoadedStimulus loaded = stimulator.load(stimulus)) {
        return measured(found, stimulator, loaded, plan, signal);
      }
    }
  }

  private Stimulus stimulus() {
    Current of = Current.parse(amplitude);
    if (of.nanoamps() <= 0) {
      throw new IllegalArgumentException(
          "--amplitude is more than nothing and without a sign; the first phase is cathodic");
    }
    if (phaseMicros < 1 || phaseMicros > LONGEST_PHASE.toNanos() / 1_000) {
      throw new IllegalArgumentException(
          "--phase is 1 to " + LONGEST_PHASE.toNanos() / 1_000 + " µs, not " + phaseMicros);
    }
    return Stimulus.biphasic(
        electrodes, Current.nanoamps(-of.nanoamps()), Duration.ofNanos(phaseMicros * 1_000L));
  }

  /** Before anything is stimulated for nothing. */
  private static void requireWritable(@Nullable Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null
        || Files.isDirectory(file)
        || !Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new IllegalArgumentException(
          "--histograms: " + file + " cannot be written; name a file in a folder that is there");
    }
  }

  private void requireElectrodes(ElectrodeArray found) {
    for (int each : electrodes) {
      if (found.layout().sites().stream().noneMatch(site -> site.electrode() == each)) {
        throw new IllegalArgumentException(
            "the array '" + found.name() + "' has no electrode " + each);
      }
    }
  }

  private static void stop(Loadtest test, Stimulator stimulator) {
    test.loop().halt();
    try {
      stimulator.stop();
    } catch (DeviceException e) {
      // An instrument that is lost stops by itself, and what it was lost for is told.
      if (test.lost().isEmpty()) {
        throw e;
      }
    }
  }

  private int measured(
      ElectrodeArray found,
      Stimulator stimulator,
      LoadedStimulus loaded,
      LoadtestPlan plan,
      CompletableFuture<Integer> signal)
      throws IOException, InterruptedException {
    var time = SystemTimebase.shared();
    PrintWriter out = spec.commandLine().getOut();
    Loadtest test = Loadtest.prepare(found.layout(), plan, loaded, WARM_UP, time);
    out.println(plan.words(found) + "; the noise is being learnt …");
    out.flush();
    try (Instrument.Subscription stream = found.record(samples, test.loop())) {
      Object unused =
          time.await(
              CompletableFuture.anyOf(test.over(), test.streamEnded(), signal),
              plan.longest().plus(SPARE));
    } catch (TimeoutException e) {
      out.println("not all pulses were told of in time");
    } finally {
      stop(test, stimulator);
    }
    boolean whole = test.tell(out, histograms);
    out.flush();
    Optional<DeviceException> lost = test.lost();
    if (lost.isPresent()) {
      throw lost.get();
    }
    return signal.getNow(whole ? ExitCode.OK : ExitCode.FAILURE);
  }
}
