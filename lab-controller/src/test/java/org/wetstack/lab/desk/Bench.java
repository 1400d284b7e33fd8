package org.wetstack.lab.desk;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.wetstack.hal.Dose;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.MemoryJournal;
import org.wetstack.lab.MortalTime;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.rig.Rigs;
import org.wetstack.lab.safety.Interlocks;
import org.wetstack.lab.supervise.Backoff;

/** A controller with one toy, on one thread in virtual time. */
final class Bench {

  static final String RIG =
      """
      name: r
      instruments: {toy: {driver: firmware, endpoint: "tcp://h:1"}}
      electrodes: {tin: {material: titanium-nitride, diameter: 30 um}}
      reservoirs:
        drug: {pump: toy, substance: d, concentration: 1 uM, vehicle: m, content: 50 mL, prepared: 1999-01-01, expires: 2099-01-01}
      cultures:
        a: {cells: {batch: b}, medium: m, plated: 1999-12-01, array: toy, sites: 100-101, electrodes: tin, reservoirs: [drug]}
        b: {cells: {batch: b}, medium: m, plated: 1999-12-01, array: toy, sites: 102-103, electrodes: tin, reservoirs: [drug]}
      limits:
        dosing: {dose: 2 uL, hour: 5 uL, day: 100 uL, pause: 1 s, rate: 100 uL/min}
      leases: {silence: 10 s, longest: 8 h}
      """;

  static final Principal ADA = person("ada", Role.OPERATOR);
  static final Principal BEN = person("ben", Role.OPERATOR);
  static final Principal SAM = person("sam", Role.SAFETY_OFFICER);

  final VirtualTimebase time;
  final MemoryJournal journal;
  final Toy toy;
  final Path folder;
  RigSpec rig;
  final AtomicLong named = new AtomicLong();
  Function<String, OperationId> names = wish -> new OperationId(named.incrementAndGet());
  MortalTime life;
  private int keys;
  long free = 100L << 30;
  LabController controller;

  Bench(Path folder) {
    this(folder, RIG);
  }

  Bench(Path folder, String yaml) {
    this(folder, yaml, new VirtualTimebase());
  }

  /** Beside others in one {@code time}. */
  Bench(Path folder, String yaml, VirtualTimebase time) {
    this.folder = folder;
    this.time = time;
    journal = new MemoryJournal(time::now);
    toy = new Toy(time);
    life = new MortalTime(time);
    rig = Rigs.parse(yaml);
    controller = start();
  }

  Interlocks.State air() {
    return controller.interlocks().state("air", time.nanoTime());
  }

  /** Has {@code yaml} be the rig file from the next start on. */
  void use(String yaml) {
    rig = Rigs.parse(yaml);
  }

  /** As after a crash: nothing of the controller before is left but the journal. */
  void restart() {
    life.die();
    life = new MortalTime(time);
    journal.restart();
    controller = start();
  }

  private LabController start() {
    MortalTime mine = life;
    Executor later = task -> mine.after(Duration.ZERO, task);
    var made =
        new LabController(
            rig,
            "test",
            new LabController.Ground(
                mine,
                journal,
                folder,
                spec -> toy.open(),
                later,
                later,
                task -> {},
                names,
                new SplittableRandom(1),
                Backoff.USUAL,
                () -> free));
    made.start();
    pass(10);
    return made;
  }

  static Principal person(String name, Role... roles) {
    return new Principal(name, Set.of(roles), "test", java.time.Instant.MAX);
  }

  /** A wish that was never had before. */
  Request ask(Principal who) {
    return ask(who, "fresh-" + keys++);
  }

  Request ask(Principal who, String key) {
    return new Request(who, "Test", 0, key, "");
  }

  void pass(long millis) {
    time.advance(Duration.ofMillis(millis));
  }

  Desk desk() {
    return controller.desk();
  }

  Request request(Principal who, String verb, long epoch, String key, String content) {
    return new Request(who, verb, epoch, key, content);
  }

  Lease lease(Principal who, String resource) {
    return controller
        .leaseDesk()
        .acquire(
            request(who, "acquire", 0, "lease" + ++keys, resource),
            resource,
            "a test",
            Duration.ofHours(1))
        .lease()
        .orElseThrow();
  }

  /** One hundredth of a second of flow for each 10 nL. */
  static Dose dose(long nanoliters) {
    return new Dose(Volume.nanoliters(nanoliters), FlowRate.nanolitersPerMinute(60_000));
  }

  Operation give(Lease lease, String key, long nanoliters) {
    return give(lease, culture(lease), key, nanoliters);
  }

  Operation give(Lease lease, String culture, String key, long nanoliters) {
    return desk()
        .give(
            request(
                person(lease.holder(), Role.OPERATOR), "give", lease.epoch(), key, "" + nanoliters),
            culture,
            "drug",
            dose(nanoliters));
  }

  static String culture(Lease lease) {
    return lease.resource().replace("culture:", "");
  }

  static Stimulus pulse(int electrode) {
    return Stimulus.biphasic(
        List.of(electrode), Current.nanoamps(-1_000), Duration.ofNanos(200_000));
  }

  String load(Lease lease, String key, int electrode) {
    return desk()
        .load(
            request(
                person(lease.holder(), Role.OPERATOR), "load", lease.epoch(), key, "" + electrode),
            culture(lease),
            pulse(electrode))
        .name();
  }

  Operation fire(Lease lease, String key, String stimulus) {
    return desk()
        .fire(
            request(person(lease.holder(), Role.OPERATOR), "fire", lease.epoch(), key, stimulus),
            culture(lease),
            stimulus,
            java.util.OptionalLong.empty());
  }

  List<String> alarms() {
    return journal.of(Kinds.ALARM_RAISED).stream()
        .map(entry -> entry.fact("code") + ": " + entry.fact("detail"))
        .toList();
  }
}
