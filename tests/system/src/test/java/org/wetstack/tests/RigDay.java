package org.wetstack.tests;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.desk.Operation;
import org.wetstack.lab.desk.Request;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.safety.Limit;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.lab.supervise.Condition;
import org.wetstack.lab.supervise.Station;

/**
 * 24 hours of a rig: programs that lease, dose, stimulate, repeat, set limits and stop, while
 * links, instruments, the disk, the clock and the controller fail. Everything in it follows from
 * its seed.
 */
final class RigDay {

  private static final long DAY_NANOS = Duration.ofHours(24).toNanos();
  private static final Principal ADA = person("ada", Role.OPERATOR);
  private static final Principal BEN = person("ben", Role.SAFETY_OFFICER, Role.OPERATOR);

  /** Something asked for under a key, with what was answered. */
  record Wish(Principal who, String key, String culture, Optional<OperationId> answered) {}

  /** The emergency stop was pressed, and whoever did was told so. */
  record Pressed(long atNanos) {}

  /** How a day went. */
  record Result(
      long seed,
      long checksum,
      List<String> faults,
      int wishes,
      int refusals,
      int pours,
      int pulses,
      int lives,
      long unknown,
      Map<String, Long> mishaps) {}

  final RigWorld world;
  final List<Wish> wishes = new ArrayList<>();
  final List<Pressed> presses = new ArrayList<>();
  final List<String> faults = new ArrayList<>();
  private final long seed;
  private final Path folder;
  private final Random dice;
  private final Map<String, OperationId> answers = new HashMap<>();
  private int keys;
  private int consents;
  private int refusals;

  RigDay(long seed, Path folder) {
    this.seed = seed;
    this.folder = folder;
    world = new RigWorld(seed, folder);
    dice = world.dice;
  }

  private static Principal person(String name, Role... roles) {
    return new Principal(name, Set.of(roles), "simulated", java.time.Instant.MAX);
  }

  Result run() {
    while (world.time.nanoTime() < DAY_NANOS) {
      bout();
      int rest = 60_000 + (dice.nextInt(8) == 0 ? dice.nextInt(7_200_000) : dice.nextInt(600_000));
      // Nobody pays for the samples of an array that nobody works with.
      world.mea.bench().powerCycle(Duration.ofMillis(rest - 40_000));
      world.pass(rest);
    }
    recover();
    world.close();
    return new RigDayChecker(this, folder).check(seed, refusals);
  }

  /** Somebody has a culture for a while. */
  private void bout() {
    boolean ada = dice.nextInt(3) > 0;
    Principal who = ada ? ADA : BEN;
    String culture = dice.nextBoolean() ? "a" : "b";
    clear(who);
    String key = key();
    Optional<Lease> lease =
        call(
            () ->
                world
                    .controller()
                    .leaseDesk()
                    .acquire(
                        new Request(who, "acquire", 0, key, culture),
                        "culture:" + culture,
                        "a bout",
                        Duration.ofHours(1))
                    .lease()
                    .orElseThrow(() -> new IllegalStateException("somebody has it")));
    if (lease.isEmpty()) {
      return;
    }
    long epoch = lease.get().epoch();
    List<String> stimuli = new ArrayList<>();
    int actions = 2 + dice.nextInt(8);
    for (int i = 0; i < actions; i++) {
      mishap();
      act(who, culture, epoch, stimuli);
      world.pass(dice.nextInt(4_000));
      rejuvenate();
      if (dice.nextInt(5) > 0) {
        call(() -> world.controller().leaseDesk().renew(who, "culture:" + culture, epoch));
      }
    }
    if (dice.nextInt(3) > 0) {
      call(
          () -> {
            world.controller().leaseDesk().release(who, "culture:" + culture, epoch);
            return "";
          });
    }
  }

  private void act(Principal who, String culture, long epoch, List<String> stimuli) {
    switch (dice.nextInt(9)) {
      case 0, 1, 2, 3 -> dose(who, culture, epoch);
      case 4 -> load(who, culture, epoch, stimuli);
      case 5, 6 -> fire(who, culture, epoch, stimuli);
      case 7 -> limit(who, culture);
      default ->
          call(
              () -> {
                world.controller().desk().stop(who, culture, "enough");
                return "";
              });
    }
  }

  private void dose(Principal who, String culture, long epoch) {
    var dose =
        new Dose(
            Volume.nanoliters(25 + dice.nextInt(2_200)),
            FlowRate.nanolitersPerMinute(5_000 + dice.nextInt(56_000)));
    String key = key();
    var request = new Request(who, "give", epoch, key, dose.toString());
    repeat(
        who,
        key,
        culture,
        desk -> desk.desk().give(request, culture, culture.equals("a") ? "one" : "two", dose));
  }

  private void load(Principal who, String culture, long epoch, List<String> stimuli) {
    Stimulus pulse =
        Stimulus.biphasic(
            List.of(culture.equals("a") ? dice.nextInt(2) : 2 + dice.nextInt(2)),
            Current.nanoamps(-100 - dice.nextInt(1_500)),
            Duration.ofMillis(1));
    Stimulus train = pulse.train(1 + dice.nextInt(20), Duration.ofMillis(20 + dice.nextInt(100)));
    String key = key();
    call(() ->
            world
                .controller()
                .desk()
                .load(new Request(who, "load", epoch, key, train.toString()), culture, train))
        .ifPresent(loaded -> stimuli.add(loaded.name()));
  }

  private void fire(Principal who, String culture, long epoch, List<String> stimuli) {
    if (stimuli.isEmpty()) {
      load(who, culture, epoch, stimuli);
    }
    if (!stimuli.isEmpty()) {
      String stimulus = stimuli.get(dice.nextInt(stimuli.size()));
      String key = key();
      var request = new Request(who, "fire", epoch, key, stimulus);
      repeat(
          who,
          key,
          culture,
          desk -> desk.desk().fire(request, culture, stimulus, OptionalLong.empty()));
    }
  }

  private interface Wanted {
    Operation from(LabController controller);
  }

  /** Asks under one key, again if there was no answer, and at times although there was. */
  private void repeat(Principal who, String key, String culture, Wanted wanted) {
    wishes.add(new Wish(who, key, culture, Optional.empty()));
    int times = dice.nextInt(4) == 0 ? 2 : 1;
    for (int i = 0; i < times || (i < 3 && world.dead()); i++) {
      Optional<Operation> answer = call(() -> wanted.from(world.controller()));
      answer.ifPresent(
          operation -> {
            OperationId before = answers.putIfAbsent(who.name() + key, operation.id());
            if (before != null && !before.equals(operation.id())) {
              faults.add("key " + key + " made " + before + " and then " + operation.id());
            }
            wishes.add(new Wish(who, key, culture, Optional.of(operation.id())));
          });
      world.pass(dice.nextInt(300));
    }
  }

  private void limit(Principal who, String culture) {
    long nanoliters = 500L + dice.nextInt(1_600);
    setLimit(who, culture, nanoliters);
    if (dice.nextBoolean()) {
      setLimit(ADA, culture, 2_000);
      setLimit(BEN, culture, 2_000);
    }
  }

  private void setLimit(Principal who, String culture, long nanoliters) {
    call(
        () ->
            world
                .controller()
                .consent()
                .setLimit(fresh(who), culture, Limit.DOSE_VOLUME, nanoliters, "a whim"));
  }

  private Request fresh(Principal who) {
    return new Request(who, "consent", 0, "consent-" + consents++, "");
  }

  private void mishap() {
    int delay = dice.nextInt(4_000);
    switch (dice.nextInt(22)) {
      case 0 -> soon(delay, "cut", world.pumpCable::cut);
      case 1 -> soon(delay, "cut", world.meaCable::cut);
      case 2 -> silence(delay, dice.nextBoolean());
      case 3 -> soon(delay, "power", () -> world.pumps.bench().powerCycle(Duration.ofMillis(80)));
      case 4 -> soon(delay, "power", () -> world.mea.bench().powerCycle(Duration.ofMillis(80)));
      case 5 -> {
        soon(delay, "hang", world.pumps.bench()::freeze);
        world.time.after(Duration.ofMillis(delay + 8_000L), world.pumps.bench()::unfreeze);
      }
      case 6 -> {
        soon(delay, "occlusion", world.pumps.pump("one")::occlude);
        world.time.after(Duration.ofMillis(delay + 900L), world.pumps.pump("one")::open);
      }
      case 7 -> world.diskFailsWithin(40);
      case 8, 9, 10 -> world.killWithin(dice.nextBoolean() ? 12 : 200);
      case 11 -> world.clockIsSet(Duration.ofSeconds(dice.nextInt(7_200) - 3_600));
      case 12 -> stop();
      default -> {}
    }
  }

  private void soon(int delay, String name, Runnable mishap) {
    world.note(name);
    world.time.after(Duration.ofMillis(delay), mishap);
  }

  private void silence(int delay, boolean pump) {
    var cable = pump ? world.pumpCable : world.meaCable;
    soon(delay, "silence", cable::silence);
    world.time.after(Duration.ofMillis(delay + 500L + dice.nextInt(9_000)), cable::restore);
  }

  private void stop() {
    world.note("stop");
    LabController one = world.controller();
    long at = world.time.nanoTime();
    if (call(() -> one.desk().emergencyStop(BEN, "simulated")).isEmpty() || world.dead()) {
      return;
    }
    if (world.journalFailed()) {
      return;
    }
    presses.add(new Pressed(at));
    world.pass(dice.nextInt(20_000));
    dose(ADA, "a", 1);
  }

  /** A journal that has failed needs another controller; a person sees that in some seconds. */
  private void rejuvenate() {
    if (world.journalFailed() && !world.dead()) {
      world.pass(3_000 + dice.nextInt(10_000));
      world.kill();
    }
  }

  /** What people do before they begin: release the stop, and let instruments out of safe state. */
  private void clear(Principal who) {
    if (call(() -> world.controller().desk().stopped().isPresent()).orElse(false)) {
      call(() -> world.controller().consent().releaseStop(fresh(ADA)));
      call(() -> world.controller().consent().releaseStop(fresh(BEN)));
    }
    for (Station station : world.controller().stations()) {
      if (station.state().instrument().flatMap(instrument -> instrument.safeState()).isPresent()) {
        call(
            () -> {
              world.controller().consent().clear(fresh(who), station.name());
              return "";
            });
      }
    }
  }

  /** Everything is repaired, and the controller has two minutes. */
  private void recover() {
    world.pumpCable.restore();
    world.meaCable.restore();
    world.pumps.bench().unfreeze();
    world.pumps.pump("one").open();
    world.kill();
    call(world::controller);
    world.pass(120_000);
    clear(BEN);
    world.pass(10_000);
    for (Station station : world.controller().stations()) {
      if (station.state().condition() != Condition.READY) {
        faults.add("I10: " + station.name() + " is " + station.state());
      }
    }
  }

  private String key() {
    return "k" + ++keys;
  }

  private <T> Optional<T> call(Supplier<T> wish) {
    try {
      T answer = wish.get();
      return world.dead() ? Optional.empty() : Optional.of(answer);
    } catch (Refusal e) {
      refusals++;
    } catch (DeviceException | JournalException | IllegalStateException e) {
      // As a program is told of it.
    } catch (IllegalArgumentException e) {
      refusals++;
    } catch (Killed e) {
      // The connection is gone.
    }
    return Optional.empty();
  }
}
