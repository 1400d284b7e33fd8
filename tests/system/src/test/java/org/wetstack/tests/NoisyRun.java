package org.wetstack.tests;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.drivers.firmware.FirmwareDriver;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.ArrayBench;
import org.wetstack.emulator.board.ArraySpec;
import org.wetstack.emulator.board.BoardSpec;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.board.PumpBench;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.board.QuietTissue;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.spi.Link.Delivery;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.tests.Accountant.Played;
import org.wetstack.tests.Accountant.Pour;

/**
 * A session of dosing and stimulating through a bad cable, with reboots, cuts, hangs and silence.
 * Everything in it follows from its seed.
 */
final class NoisyRun {

  private static final URI ENDPOINT = URI.create("cable:board-1");
  private static final int ACTIONS = 14;
  private static final int TRIES = 200;
  private static final PumpSpec PUMP =
      new PumpSpec("pump", 25, 100_000, 400_000, 1_000, 6_000_000, 1_000, 250, 50_000_000);

  /** What a run came to. */
  record Result(
      long seed,
      long checksum,
      long bytes,
      List<String> faults,
      int doses,
      int pours,
      int pulses,
      long unknown,
      long resolved,
      long missedSamples,
      Map<String, Long> injected) {}

  private final long seed;
  private final Random dice;
  private final VirtualTimebase time = new VirtualTimebase();
  private final Accountant accountant = new Accountant();
  private final List<String> faults = new ArrayList<>();
  private final EmulatedBoard board;
  private final Cable cable;
  private final TappedLinks links;
  private final FirmwareDriver host;
  private final Map<String, Long> mishaps = new java.util.TreeMap<>();
  private final List<CompletableFuture<?>> awaited = new ArrayList<>();

  private @Nullable Instrument instrument;
  private @Nullable LoadedStimulus pulse;
  private long streamEnd = -1;
  private long missed;

  NoisyRun(long seed) {
    this.seed = seed;
    dice = new Random(seed);
    Delivery delivery = List.of(Delivery.values()).get(dice.nextInt(3));
    board =
        new EmulatedBoard(
            new World(time, seed, 1), BoardSpec.of("board-1", PUMP, array(new QuietTissue(4))));
    board.bench().driftPpm(dice.nextInt(201) - 100);
    cable = new Cable(time, dice.nextLong(), delivery, faults(delivery));
    links = new TappedLinks(cable.provider(board::plug), time);
    host = new FirmwareDriver(dice::nextLong, 77, Duration.ofSeconds(1));
  }

  private static ArraySpec array(QuietTissue tissue) {
    ArraySpec usual = ArraySpec.grid("mea", 2, 2, tissue);
    return new ArraySpec(
        "mea",
        2_000,
        usual.sites(),
        true,
        new ArraySpec.StimulatorSpec(4, 5_000, 20, 10_000, 200, 256, 16, 20_000),
        usual.chips(),
        tissue);
  }

  private CableFaults faults(Delivery delivery) {
    boolean raw = delivery == Delivery.RAW_BYTES;
    boolean messages = delivery == Delivery.MESSAGES;
    return new CableFaults(
        dice.nextInt(5_000_000),
        dice.nextInt(8_000_000),
        messages ? 0 : dice.nextInt(2_000),
        messages ? 0 : 8 + dice.nextInt(60),
        raw ? 40 + dice.nextInt(400) : 0,
        raw || messages ? 15 + dice.nextInt(300) : 0,
        messages ? 8 + dice.nextInt(60) : 0,
        messages ? 8 + dice.nextInt(60) : 0);
  }

  Result run() {
    for (int i = 0; i < ACTIONS; i++) {
      Instrument open = session();
      try {
        act(open);
      } catch (DeviceException e) {
        // What it means for a dose or a pulse has been noted; here life goes on.
        pass(dice.nextInt(200));
      }
      pass(dice.nextInt(500));
    }
    settle();
    return result();
  }

  private void act(Instrument open) {
    switch (dice.nextInt(12)) {
      case 0, 1, 2 -> dose(open);
      case 3, 4, 5 -> trigger(open);
      case 6 -> open.device(Pump.class).stop();
      case 7 -> soon("power cycle", () -> board.bench().powerCycle(Duration.ofMillis(50)));
      case 8 -> soon("cut", cable::cut);
      case 9 -> silence();
      case 10 -> hang();
      default -> occlude();
    }
  }

  private void soon(String name, Runnable mishap) {
    mishaps.merge(name, 1L, Long::sum);
    time.after(Duration.ofMillis(dice.nextInt(800)), mishap);
  }

  private void silence() {
    soon("silence", cable::silence);
    time.after(Duration.ofMillis(800 + dice.nextInt(4_000)), cable::restore);
  }

  private void hang() {
    soon("hang", board.bench()::freeze);
    time.after(Duration.ofMillis(800 + dice.nextInt(4_000)), board.bench()::unfreeze);
  }

  private void occlude() {
    PumpBench pump = board.pump("pump");
    soon("occlusion", pump::occlude);
    time.after(Duration.ofMillis(900 + dice.nextInt(500)), pump::open);
  }

  private void dose(Instrument open) {
    Pump pump = open.device(Pump.class);
    var operation = new OperationId(dice.nextLong() | 1);
    var dose =
        new Dose(
            Volume.nanoliters(25 + dice.nextInt(60_000)),
            FlowRate.nanolitersPerMinute(600_000 + dice.nextInt(5_000_000)));
    int attempts = dice.nextInt(4) == 0 ? 2 : 1;
    for (int i = 0; i < attempts; i++) {
      accountant.asksForDose(operation, dose);
      try {
        accountant.doseBegan(operation, pump.dispense(operation, dose).applied());
      } catch (DeviceException e) {
        accountant.doseFailed(operation, e.outcome());
      }
      pass(dice.nextInt(300));
    }
  }

  private void trigger(Instrument open) {
    ElectrodeArray array = open.device(ElectrodeArray.class);
    LoadedStimulus loaded = pulse;
    if (loaded == null) {
      loaded = array.stimulator().orElseThrow().load(stimulus());
      pulse = loaded;
    } else if (dice.nextInt(3) == 0) {
      loaded.arm();
    }
    var operation = new OperationId(dice.nextLong() | 1);
    accountant.asksForPulses(operation, loaded.applied().pulses(), boot(open.info().bootId()));
    var receipt =
        dice.nextBoolean()
            ? loaded.trigger(operation)
            : loaded.triggerAt(operation, Math.max(1, streamEnd) + dice.nextInt(3_000));
    awaited.add(
        receipt
            .handle(
                (began, failure) -> {
                  if (began != null) {
                    accountant.pulsesBegan(began);
                  } else {
                    accountant.pulsesFailed(operation, outcome(failure));
                  }
                  return true;
                })
            .toCompletableFuture());
  }

  private Stimulus stimulus() {
    Stimulus single = Stimulus.biphasic(List.of(0), Current.nanoamps(-500), Duration.ofMillis(1));
    int pulses = 1 + dice.nextInt(5);
    return pulses == 1 ? single : single.train(pulses, Duration.ofMillis(10 + dice.nextInt(40)));
  }

  private static DeviceException.Outcome outcome(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (failure instanceof DeviceException known) {
      return known.outcome();
    }
    if (cause instanceof DeviceException known) {
      return known.outcome();
    }
    throw new IllegalStateException("not for a caller", failure);
  }

  private static int boot(long bootId) {
    return Long.hashCode(bootId);
  }

  /** The session, or a new one as soon as there can be one. */
  private Instrument session() {
    Instrument open = instrument;
    if (open != null && !open.ended().toCompletableFuture().isDone()) {
      if (open.safeState().isPresent() && dice.nextInt(3) == 0) {
        clear(open);
      }
      return open;
    }
    pulse = null;
    open = persist(() -> host.open(ENDPOINT, links, time));
    instrument = open;
    streamEnd = -1;
    clear(open);
    record(open);
    return open;
  }

  private void clear(Instrument open) {
    try {
      open.clearSafeState();
    } catch (DeviceException e) {
      // The cause may still be there, or the link gone: the next action finds out.
    }
  }

  private void record(Instrument open) {
    try {
      open.device(ElectrodeArray.class)
          .record(
              40,
              block -> {
                long gap = streamEnd < 0 ? 0 : block.firstSample() - streamEnd;
                if (streamEnd >= 0 && gap != block.missedBefore()) {
                  faults.add("SILENT GAP of " + gap + ", said " + block.missedBefore());
                }
                missed += block.missedBefore();
                streamEnd = block.firstSample() + block.samples();
              });
    } catch (DeviceException e) {
      // This session goes without samples.
    }
  }

  /** Tries until it works: mishaps end, and a bad cable still carries something. */
  private <T> T persist(Supplier<T> attempt) {
    DeviceException last = null;
    for (int i = 0; i < TRIES; i++) {
      try {
        return attempt.get();
      } catch (DeviceException e) {
        last = e;
        pass(50 + dice.nextInt(200));
      }
    }
    throw new IllegalStateException("seed " + seed + ": never worked", last);
  }

  /** Lets everything end and asks about all that was asked for. */
  private void settle() {
    pass(6_000);
    for (CompletableFuture<?> each : awaited) {
      try {
        Object unused = time.await(each, Duration.ofSeconds(60));
      } catch (TimeoutException e) {
        faults.add("a trigger was never answered");
      }
    }
    persist(
        () -> {
          session().device(Pump.class).stop();
          return true;
        });
    for (OperationId operation : accountant.doses()) {
      Optional<DoseReport> report = persist(() -> session().device(Pump.class).report(operation));
      accountant.reported(operation, report);
    }
    for (OperationId operation : accountant.unknownPulses(boot(session().info().bootId()))) {
      persist(
          () -> {
            Instrument open = session();
            var receipt =
                open.device(ElectrodeArray.class).stimulator().orElseThrow().receipt(operation);
            if (accountant.unknownPulses(boot(open.info().bootId())).contains(operation)) {
              accountant.receiptLater(operation, receipt);
            }
            return true;
          });
    }
  }

  private Result result() {
    List<PumpBench.Pour> pours = board.pump("pump").pours();
    List<ArrayBench.Pulse> pulses = board.array("mea").pulses();
    faults.addAll(
        accountant.audit(
            pours.stream()
                .map(
                    pour ->
                        new Pour(
                            pour.operation(),
                            pour.nanoliters(),
                            pour.beganNanos(),
                            pour.endedNanos()))
                .toList(),
            pulses.stream()
                .map(each -> new Played(each.operation(), each.sample(), boot(each.bootId())))
                .toList(),
            PUMP.maxVolumePerHourNanoliters()));
    Map<String, Long> injected = cable.injected();
    mishaps.forEach((name, count) -> injected.merge(name, count, Long::sum));
    return new Result(
        seed,
        links.checksum(),
        links.bytes(),
        List.copyOf(faults),
        accountant.doses().size(),
        pours.size(),
        pulses.size(),
        accountant.unknowns(),
        accountant.resolvedUnknowns(),
        missed,
        injected);
  }

  private void pass(int millis) {
    time.advance(Duration.ofMillis(millis));
  }
}
