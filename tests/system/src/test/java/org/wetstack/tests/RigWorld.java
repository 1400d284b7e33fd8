package org.wetstack.tests;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.wetstack.drivers.firmware.FirmwareDriver;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.ArraySpec;
import org.wetstack.emulator.board.BoardSpec;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.board.QuietTissue;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.Link.Delivery;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.journal.FileJournal;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.journal.TornJournals;
import org.wetstack.lab.rig.RigFile;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.supervise.Backoff;

/**
 * A rig in virtual time: two emulated boards on bad cables, a disk, and one controller after
 * another, each of which may die at any step.
 */
final class RigWorld {

  static final Duration DEVICE_LEASE = Duration.ofSeconds(10);
  static final Duration SILENCE = Duration.ofSeconds(10);

  static final RigSpec RIG =
      RigFile.parse(
          "day.yaml",
          """
          name: day
          instruments:
            pump: {driver: firmware, endpoint: "tcp://pump:1"}
            mea: {driver: firmware, endpoint: "tcp://mea:1"}
          electrodes: {tin: {material: titanium-nitride, diameter: 30 um}}
          reservoirs:
            one: {pump: pump/one, substance: d, concentration: 1 uM, vehicle: m, content: 50 mL, prepared: 1999-01-01, expires: 2099-01-01}
            two: {pump: pump/two, substance: d, concentration: 1 uM, vehicle: m, content: 50 mL, prepared: 1999-01-01, expires: 2099-01-01}
          cultures:
            a: {cells: {batch: b}, medium: m, plated: 1999-12-01, array: mea, sites: 0-1, electrodes: tin, reservoirs: [one]}
            b: {cells: {batch: b}, medium: m, plated: 1999-12-01, array: mea, sites: 2-3, electrodes: tin, reservoirs: [two]}
          limits:
            dosing: {dose: 2 uL, hour: 6 uL, day: 60 uL, pause: 1 s, rate: 60 uL/min}
          leases: {silence: 10 s, longest: 8 h}
          """);

  /** When nobody was there: from a death to the next controller. */
  record Absence(long fromNanos, long untilNanos) {}

  final VirtualTimebase time = new VirtualTimebase();
  final Random dice;
  final EmulatedBoard pumps;
  final EmulatedBoard mea;
  final Cable pumpCable;
  final Cable meaCable;
  final Map<Long, Long> writtenNanos = new TreeMap<>();
  final List<Absence> absences = new ArrayList<>();
  final Map<String, Long> mishaps = new TreeMap<>();
  private final Path folder;
  private Duration wrong = Duration.ZERO;
  private long diskFailsIn = Long.MAX_VALUE;
  private long diedNanos;
  private @Nullable Life life;
  private @Nullable FileJournal journal;
  private @Nullable LabController controller;

  RigWorld(long seed, Path folder) {
    this.folder = folder;
    dice = new Random(seed);
    Delivery delivery = List.of(Delivery.values()).get(dice.nextInt(3));
    var world = new World(time, seed, 1);
    pumps = new EmulatedBoard(world, BoardSpec.of("pump", pump("one"), pump("two")));
    mea = new EmulatedBoard(world, BoardSpec.of("mea", array()));
    CableFaults faults = dice.nextInt(3) == 0 ? CableFaults.none() : faults(delivery);
    pumpCable = new Cable(time, dice.nextLong(), delivery, faults);
    meaCable = new Cable(time, dice.nextLong(), delivery, faults);
  }

  private static PumpSpec pump(String name) {
    return new PumpSpec(name, 25, 100_000, 400_000, 1_000, 6_000_000, 1_000, 250, 50_000_000);
  }

  private static ArraySpec array() {
    ArraySpec usual = ArraySpec.grid("mea", 2, 2, new QuietTissue(4));
    return new ArraySpec(
        "mea",
        1_000,
        usual.sites(),
        true,
        new ArraySpec.StimulatorSpec(4, 5_000, 20, 10_000, 200, 256, 16, 20_000),
        usual.chips(),
        usual.preparation());
  }

  private CableFaults faults(Delivery delivery) {
    boolean raw = delivery == Delivery.RAW_BYTES;
    boolean messages = delivery == Delivery.MESSAGES;
    return new CableFaults(
        dice.nextInt(5_000_000),
        dice.nextInt(8_000_000),
        messages ? 0 : dice.nextInt(2_000),
        messages ? 0 : 8 + dice.nextInt(60),
        raw ? 400 + dice.nextInt(2_000) : 0,
        raw || messages ? 50 + dice.nextInt(300) : 0,
        messages ? 20 + dice.nextInt(60) : 0,
        messages ? 20 + dice.nextInt(60) : 0);
  }

  /** The controller that is there; a new one, some time later, if it has died. */
  LabController controller() {
    for (int tries = 0; tries < 50; tries++) {
      LabController one = controller;
      if (one != null && life != null && !life.dead()) {
        return one;
      }
      revive();
    }
    throw new IllegalStateException("no controller has come up in 50 tries");
  }

  boolean dead() {
    return life == null || life.dead();
  }

  boolean journalFailed() {
    return journal != null && journal.failure().isPresent();
  }

  /** It ends, as by {@code kill -9}. */
  void kill() {
    bury();
    pass(200 + dice.nextInt(20_000));
  }

  /** It will, in one of the next steps. */
  void killWithin(int steps) {
    note("kill");
    if (life != null) {
      life.diesAfter(dice.nextInt(steps));
    }
  }

  void diskFailsWithin(int operations) {
    note("disk");
    diskFailsIn = dice.nextInt(operations);
  }

  void clockIsSet(Duration by) {
    note("clock");
    wrong = wrong.plus(by);
  }

  void note(String mishap) {
    mishaps.merge(mishap, 1L, Long::sum);
  }

  void pass(int millis) {
    try {
      time.advance(Duration.ofMillis(millis));
    } catch (Killed end) {
      // Seen by whoever asks for the controller next.
    }
  }

  private void bury() {
    Life old = life;
    if (old == null) {
      return;
    }
    old.die();
    diedNanos = time.nanoTime();
    if (journal != null) {
      TornJournals.abandon(journal);
    }
    // A computer says goodbye for a process that has died; one without power does not.
    if (dice.nextBoolean()) {
      pumpCable.cut();
      meaCable.cut();
    }
    life = null;
    journal = null;
    controller = null;
  }

  private void revive() {
    boolean first = life == null && absences.isEmpty() && controller == null && diedNanos == 0;
    if (life != null) {
      kill();
    }
    diskFailsIn = Long.MAX_VALUE;
    var mine = new Life(time, () -> wrong);
    life = mine;
    try {
      FileJournal opened = TornJournals.open(folder, mine, () -> disk(mine));
      journal = opened;
      opened.follow(entry -> writtenNanos.putIfAbsent(entry.number(), time.nanoTime()));
      controller = new LabController(RIG, "simulated", ground(mine, opened));
      if (!first) {
        absences.add(new Absence(diedNanos, time.nanoTime()));
      }
      controller.start();
    } catch (JournalException | Killed e) {
      controller = null;
    }
  }

  private void disk(Life mine) throws IOException {
    if (mine.dead()) {
      throw new IOException("the process is dead");
    }
    mine.step();
    if (diskFailsIn-- <= 0) {
      throw new IOException("No space left on device");
    }
  }

  private LabController.Ground ground(Life mine, FileJournal opened) {
    Executor later = task -> mine.after(Duration.ZERO, task);
    return new LabController.Ground(
        mine,
        opened,
        folder.resolveSibling("data"),
        spec -> open(spec, mine),
        later,
        later,
        task -> {},
        wish -> new OperationId(dice.nextLong() | 1),
        new SplittableRandom(dice.nextLong()),
        Backoff.USUAL,
        () -> Long.MAX_VALUE);
  }

  private Instrument open(RigSpec.InstrumentSpec spec, Life mine) {
    boolean pump = spec.endpoint().contains("pump");
    var links = mine.links(pump ? pumpCable.provider(pumps::plug) : meaCable.provider(mea::plug));
    var driver = new FirmwareDriver(dice::nextLong, 77, DEVICE_LEASE);
    return Unstreamed.of(driver.open(URI.create("cable:" + (pump ? "pump" : "mea")), links, mine));
  }

  /** The controller is asked to end. */
  void close() {
    controller().close();
    bury();
  }
}
