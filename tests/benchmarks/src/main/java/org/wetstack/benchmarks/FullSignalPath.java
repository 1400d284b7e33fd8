package org.wetstack.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.culture.Culture;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.headstage.Headstages;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.Drive;
import org.wetstack.emulator.tissue.Fluid;
import org.wetstack.emulator.tissue.Preparation;

/**
 * How fast an emulated array makes samples, from the network of its culture to the words of its
 * chips, on one core: processor time of one thread, so that what else runs hardly counts.
 */
final class FullSignalPath {

  private static final int RATE = 30_000;
  private static final int STEP_NANOAMPS = 20;
  private static final int ROUNDS = 7;
  private static final long SEED = 1;
  private static final int[] CHANNELS = {32, 128, 1_024};

  /** Samples of one channel in a round: a second of a thousand channels. */
  private static final long WORK = 30_000_000;

  private FullSignalPath() {}

  static void run(Report report) throws Exception {
    PrintStream out = report.out();
    out.printf(
        "culture, %d rounds; times real time on one core, stimulated at 10 Hz, and ns per sample and channel,"
            + " median [min-max]%n",
        ROUNDS);
    for (int channels : CHANNELS) {
      measure(channels, out);
    }
    List<Double> plain = new ArrayList<>();
    try (var programs = new Programs()) {
      Path program = programs.compile("signal", "-O2");
      for (int round = 0; round < ROUNDS; round++) {
        plain.add(loop(program));
      }
    }
    out.printf("plain C loop: noise, filter, 16 bits    %s ns%n", new Ratios(plain));
  }

  /** All parts take turns, so that a machine that changes its pace changes it for all. */
  private static void measure(int channels, PrintStream out) {
    List<Part> parts = parts(channels);
    long samples = Math.max(RATE / 10, WORK / channels / 4);
    for (int round = -2; round < ROUNDS; round++) {
      for (Part part : parts) {
        double nanos = nanos(part, samples) / samples / channels;
        if (round >= 0) {
          part.nanos.add(nanos);
        }
      }
    }
    List<Double> full = parts.get(parts.size() - 2).nanos;
    List<Double> factors = full.stream().map(each -> 1e9 / RATE / channels / each).toList();
    out.printf(Locale.ROOT, "%d channels: %s times real time%n", channels, new Ratios(factors));
    for (Part part : parts) {
      out.printf("  %-38s%s ns%n", part.name, new Ratios(part.nanos));
    }
  }

  private static double nanos(Part part, long samples) {
    long began = Clock.processorNanos();
    part.run.accept(samples);
    return Clock.processorNanos() - began;
  }

  private static List<Part> parts(int channels) {
    Culture unseen = culture(channels);
    Culture seen = culture(channels);
    var drive = new Drive(channels, -7_000_000, 7_000_000);
    int[] nanovolts = new int[channels];
    return List.of(
        new Part("network, chemistry, life", unseen::pass),
        new Part(
            "… and noise, spikes, electrodes",
            samples -> {
              for (long i = 0; i < samples; i++) {
                seen.step(drive, nanovolts);
              }
            }),
        chips("chip words alone, flat amplifiers", ChipParameters.flat(), new Nothing(channels), 0),
        chips("… and amplifiers", ChipParameters.usual(), new Nothing(channels), 0),
        chips("all of it, at rest", ChipParameters.usual(), culture(channels), 0),
        chips(
            "all of it, an eighth stimulated at 10 Hz",
            ChipParameters.usual(),
            culture(channels),
            10),
        chips("… at 500 Hz", ChipParameters.usual(), culture(channels), 500));
  }

  private static Part chips(
      String name, ChipParameters parameters, Preparation preparation, int pulsesPerSecond) {
    int channels = preparation.electrodes();
    var chips = new Headstages(SEED, channels, RATE, STEP_NANOAMPS, parameters, preparation);
    chips.boot();
    short[] counts = new short[Headstages.MAX_FRAMES * channels];
    int[] eighth = new int[channels / 8];
    Arrays.setAll(eighth, i -> 8 * i);
    var pulses = new Pulses(chips, eighth, pulsesPerSecond);
    return new Part(
        name,
        samples -> {
          long made = 0;
          while (made < samples) {
            int next = pulsesPerSecond > 0 ? pulses.next() : Headstages.MAX_FRAMES;
            int count = (int) Math.min(samples - made, Math.min(next, Headstages.MAX_FRAMES));
            chips.frames(counts, count);
            pulses.passed(count);
            made += count;
          }
        });
  }

  /** A pulse of 2 µA, 200 µs in each direction, settle and recovery, on all of some electrodes. */
  private static final class Pulses {
    private static final int PHASE = RATE / 5_000;
    private static final int RECOVERY = RATE / 1_000;
    private final Headstages chips;
    private final int[] electrodes;
    private final int period;
    private long frame;

    Pulses(Headstages chips, int[] electrodes, int pulsesPerSecond) {
      period = RATE / Math.max(1, pulsesPerSecond);
      this.chips = chips;
      this.electrodes = electrodes;
      chips.magnitude(electrodes, -2_000);
      chips.magnitude(electrodes, 2_000);
    }

    void passed(int frames) {
      frame += frames;
    }

    /** Orders what is due; returns how many frames there are before the next order. */
    int next() {
      int at = (int) (frame % period) - period / 2;
      if (at == 0) {
        chips.settle(electrodes, true);
        chips.drive(electrodes, -1);
      } else if (at == PHASE) {
        chips.drive(electrodes, 1);
      } else if (at == 2 * PHASE) {
        chips.drive(electrodes, 0);
        chips.discharge(electrodes, true);
      } else if (at == 2 * PHASE + RECOVERY) {
        chips.discharge(electrodes, false);
        chips.settle(electrodes, false);
      }
      int[] edges = {0, PHASE, 2 * PHASE, 2 * PHASE + RECOVERY};
      for (int edge : edges) {
        if (at < edge) {
          return edge - at;
        }
      }
      return period - at;
    }
  }

  private static Culture culture(int channels) {
    List<Dish.Place> places = new ArrayList<>();
    for (int i = 0; i < channels; i++) {
      int site = i / 8;
      places.add(
          new Dish.Place(
              site % 16 * 4_000 + i % 4 * 200 - 32_000, site / 16 * 4_000 + i % 8 / 4 * 400));
    }
    return new Culture(
        SEED, Profile.usual(), new Dish(RATE, Headstages.NANOVOLTS_PER_COUNT, places));
  }

  private static double loop(Path program) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(program.toString(), "1024", Integer.toString(RATE / 4))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    if (process.waitFor() != 0) {
      throw new IOException("the C loop failed: " + said);
    }
    return Double.parseDouble(said.strip());
  }

  /** What is measured: runs so many samples of all channels. */
  private static final class Part {
    private final String name;
    private final LongConsumer run;
    private final List<Double> nanos = new ArrayList<>();

    Part(String name, LongConsumer run) {
      this.name = name;
      this.run = run;
    }
  }

  /** Electrodes that show nothing. */
  private record Nothing(int electrodes) implements Preparation {
    @Override
    public void step(Drive drive, int[] nanovolts) {
      nanovolts[0] = 195_000;
    }

    @Override
    public void rest(Drive drive, int samples, int[] nanovolts) {
      for (int i = 0; i < samples; i++) {
        nanovolts[i * electrodes] = 195_000;
      }
    }

    @Override
    public int kiloohms(int electrode) {
      return 100;
    }

    @Override
    public int noiseNanovolts(int electrode) {
      return 0;
    }

    @Override
    public void infuse(Fluid fluid, long nanoliters) {}

    @Override
    public void injectSpike(int electrode, long samples) {
      throw new UnsupportedOperationException("nothing fires here");
    }
  }
}
