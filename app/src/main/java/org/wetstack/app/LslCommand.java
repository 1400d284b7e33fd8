package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lsl.ArrayOutlet;
import org.wetstack.lsl.LslLibrary;
import org.wetstack.lsl.LslLibrary.Reach;
import org.wetstack.lsl.Streams;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wetstack lsl}: an array as streams of the lab streaming layer. */
@Command(
    name = "lsl",
    description = {
      "Offers the samples of an electrode array, and what happens on it, as two streams of the lab "
          + "streaming layer, until Ctrl-C.",
      "Needs liblsl, which is yours to install. Only programs on this computer can take the "
          + "streams, unless --network is given.",
      "See docs/how-to/stream-to-lsl.md."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  wetstack lsl tcp://10.0.0.7:7310 --library /opt/lsl/lib/liblsl.so --format float32",
      "  wetstack lsl 'lab://127.0.0.1:7400/culture:organoids?token-file=/home/ada/token'"
    })
final class LslCommand implements Callable<Integer> {

  private static final double MICROS_PER_SECOND = 1e6;
  private static final double NANOS_PER_MICRO = 1e3;

  @Spec private CommandSpec spec;
  @Mixin private ArrayOptions which = new ArrayOptions();

  @Option(
      names = "--library",
      paramLabel = "PATH",
      description = "where liblsl.so is; default where this system keeps libraries")
  private @Nullable Path library;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "int16",
      description = "int16: counts, with their scale in the description; float32: microvolts")
  private Streams.Format format = Streams.Format.INT16;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "of the stream; default made of the instrument's serial number and the array")
  private @Nullable String name;

  @Option(
      names = "--buffer-seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "kept for each inlet that is late; what is older it misses; default 5")
  private int bufferSeconds;

  @Option(
      names = "--network",
      description = "lets out to other computers, as LSL's own settings say; it knows no passwords")
  private boolean network;

  @Option(names = "--seconds", paramLabel = "N", description = "how long; default until Ctrl-C")
  private int seconds = Integer.MAX_VALUE;

  @Override
  public Integer call() throws IOException, InterruptedException {
    // Before the instrument: to open one may reset it, and that should not be in vain.
    LslLibrary lsl =
        LslLibrary.load(
            Optional.ofNullable(library), network ? Reach.NETWORK : Reach.THIS_COMPUTER);
    CompletableFuture<Integer> ended = Signals.first();
    ExecutorService reading = Executors.newSingleThreadExecutor(RunCommand.daemon("wetstack-lsl"));
    ExecutorService markers =
        Executors.newSingleThreadExecutor(RunCommand.daemon("wetstack-lsl-markers"));
    var ground = new ArrayOutlet.Ground(SystemTimebase.shared(), markers, this::say);
    try (Instrument instrument = which.open()) {
      ElectrodeArray array = which.of(instrument);
      try (LslStream stream =
          LslStream.start(lsl, instrument, array, form(instrument, array), reading, ground)) {
        print(lsl, stream.outlet(), array.layout(), instrument);
        var unused =
            stream.ended().whenComplete((reason, failure) -> ended.complete(ExitCode.FAILURE));
        return Emulation.await(ended, Duration.ofSeconds(seconds));
      }
    } finally {
      reading.shutdown();
      markers.shutdown();
    }
  }

  private Streams.Form form(Instrument instrument, ElectrodeArray array) {
    String serial = instrument.info().serialNumber();
    return new Streams.Form(
        name == null ? "wetstack " + serial + " " + array.name() : name,
        array.name(),
        format,
        bufferSeconds);
  }

  private void say(String news) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(news);
    err.flush();
  }

  private void print(
      LslLibrary lsl, ArrayOutlet outlet, ArrayLayout layout, Instrument instrument) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("samples  " + outlet.form().name());
    out.println("markers  " + outlet.form().markers());
    out.printf(
        Locale.ROOT,
        "%s, %d channels at %d Hz, for %s, by LSL %s%n",
        format.name().toLowerCase(Locale.ROOT),
        layout.channels(),
        layout.samplesPerSecond(),
        network ? "the network" : "this computer",
        lsl.version());
    out.printf(
        Locale.ROOT,
        "LSL's clock is known within %.1f µs; times are late by the way of a block, which a"
            + " heartbeat takes in %.0f µs at best%n",
        outlet.clockErrorSeconds() * MICROS_PER_SECOND,
        instrument.clock().uncertainty().toNanos() / NANOS_PER_MICRO);
    out.flush();
  }
}
