package org.wetstack.tests;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.wetstack.emulator.board.ArrayBench;
import org.wetstack.emulator.board.PumpBench;
import org.wetstack.hal.OperationId;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.FileJournal;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.journal.TornJournals;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.safety.CultureLimits;
import org.wetstack.lab.safety.account.Accountant;

/**
 * Compares what flowed and was played on the bench with the journal, with what clients were told,
 * and with when leases, stops and deaths were. It knows nothing of the desk.
 */
final class RigDayChecker {

  private static final long HOUR_LIMIT = 6_000;

  /** A command may be obeyed for two seconds after it was sent, or as long as the lease. */
  private static final long UNDER_WAY = RigWorld.DEVICE_LEASE.plusMillis(500).toNanos();

  /** Until an instrument that has lost its host has stopped. */
  private static final long DEAD_MAN = RigWorld.DEVICE_LEASE.plusMillis(600).toNanos();

  private final RigDay day;
  private final Path folder;
  private final List<String> wrong;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Entry> intended = new LinkedHashMap<>();
  private final Map<String, Entry> last = new HashMap<>();

  RigDayChecker(RigDay day, Path folder) {
    this.day = day;
    this.folder = folder;
    wrong = new ArrayList<>(day.faults);
  }

  RigDay.Result check(long seed, int refusals) {
    read();
    List<PumpBench.Pour> pours = new ArrayList<>(day.world.pumps.pump("one").pours());
    pours.addAll(day.world.pumps.pump("two").pours());
    List<ArrayBench.Pulse> pulses = day.world.mea.array("mea").pulses();
    onceAndIntended(pours, pulses);
    outcomes(pours, pulses);
    keys();
    limits(pours);
    moments(pours);
    currents(pulses);
    accounts();
    long unknown = last.values().stream().filter(entry -> entry.what().endsWith("unknown")).count();
    Map<String, Long> mishaps = day.world.pumpCable.injected();
    day.world.mishaps.forEach((name, count) -> mishaps.merge(name, count, Long::sum));
    return new RigDay.Result(
        seed,
        checksum(pours, pulses),
        List.copyOf(wrong),
        (int) day.wishes.stream().filter(wish -> wish.answered().isEmpty()).count(),
        refusals,
        pours.size(),
        pulses.size(),
        day.world.absences.size() + 1,
        unknown,
        mishaps);
  }

  /** I8: the chain verifies, or this throws. */
  private void read() {
    try (FileJournal journal = TornJournals.open(folder, day.world.time, () -> {})) {
      journal.follow(entries::add);
    }
    for (Entry entry : entries) {
      boolean begins =
          entry.what().equals(Kinds.DOSE_INTENDED) || entry.what().equals(Kinds.TRAIN_INTENDED);
      String operation = entry.facts().get("operation");
      if (begins && intended.put(entry.fact("operation"), entry) != null) {
        wrong.add("intended twice: " + entry);
      }
      if (operation != null) {
        last.put(operation, entry);
      }
    }
  }

  private static String id(long operation) {
    return new OperationId(operation).toString();
  }

  /** I1 and I8: each effect once, and after it was on disk that it was intended. */
  private void onceAndIntended(List<PumpBench.Pour> pours, List<ArrayBench.Pulse> pulses) {
    Map<Long, PumpBench.Pour> seen = new HashMap<>();
    for (PumpBench.Pour pour : pours) {
      if (seen.put(pour.operation(), pour) != null) {
        wrong.add("I1: DOUBLE DOSE " + pour);
      }
      Entry entry = intended.get(id(pour.operation()));
      if (entry == null) {
        wrong.add("I8: flow that is not in the journal: " + pour);
      } else if (written(entry) > pour.beganNanos()) {
        wrong.add("I8: it flowed before it was written down: " + pour + ", " + entry);
      }
    }
    for (ArrayBench.Pulse pulse : pulses) {
      if (!intended.containsKey(id(pulse.operation()))) {
        wrong.add("I8: pulses that are not in the journal: " + id(pulse.operation()));
      }
    }
  }

  private long written(Entry entry) {
    Long at = day.world.writtenNanos.get(entry.number());
    return at == null ? Long.MAX_VALUE : at;
  }

  /** I2 and I10: every intent has an end, and the end is what happened. */
  private void outcomes(List<PumpBench.Pour> pours, List<ArrayBench.Pulse> pulses) {
    Map<String, Long> flowed = new HashMap<>();
    pours.forEach(pour -> flowed.merge(id(pour.operation()), pour.nanoliters(), Long::sum));
    Map<String, Long> played = new HashMap<>();
    pulses.forEach(pulse -> played.merge(id(pulse.operation()), 1L, Long::sum));
    for (String operation : intended.keySet()) {
      Entry end = last.getOrDefault(operation, intended.get(operation));
      long nanoliters = flowed.getOrDefault(operation, 0L);
      long count = played.getOrDefault(operation, 0L);
      switch (end.what()) {
        case Kinds.DOSE_ENDED -> {
          if (nanoliters < end.whole("atLeast") || nanoliters > end.whole("atMost")) {
            wrong.add("I2: " + nanoliters + " nL flowed, journaled as " + end);
          }
        }
        case Kinds.DOSE_NOT_DONE, Kinds.TRAIN_NOT_DONE -> {
          if (nanoliters > 0 || count > 0) {
            wrong.add("I2: NOT DONE, but " + nanoliters + " nL and " + count + " pulses: " + end);
          }
        }
        case Kinds.TRAIN_BEGUN -> {
          if (count == 0) {
            wrong.add("I2: begun, but never played: " + end);
          }
        }
        case Kinds.DOSE_UNKNOWN, Kinds.TRAIN_UNKNOWN -> {}
        default -> wrong.add("I10: never ended: " + end);
      }
    }
  }

  /** I1 and I2: a key has one operation, and one that was answered is in the journal. */
  private void keys() {
    Map<String, String> made = new HashMap<>();
    for (Entry entry : intended.values()) {
      String before = made.put(entry.who() + entry.fact("key"), entry.fact("operation"));
      if (before != null) {
        wrong.add("I1: a key made " + before + " and " + entry);
      }
    }
    for (RigDay.Wish wish : day.wishes) {
      wish.answered()
          .ifPresent(
              answer -> {
                if (!answer.toString().equals(made.get(wish.who().name() + wish.key()))) {
                  wrong.add("I2: answered, and not in the journal: " + wish);
                }
              });
    }
  }

  /** I4: by what really flowed, at the times at which the journal was. */
  private void limits(List<PumpBench.Pour> pours) {
    Map<String, Long> flowed = new HashMap<>();
    pours.forEach(pour -> flowed.merge(id(pour.operation()), pour.nanoliters(), Long::sum));
    Map<String, List<long[]>> given = new HashMap<>();
    Instant latest = Instant.MIN;
    for (Entry entry : entries) {
      latest = entry.at().isAfter(latest) ? entry.at() : latest;
      Long nanoliters = flowed.get(entry.facts().getOrDefault("operation", ""));
      if (nanoliters == null || !entry.what().equals(Kinds.DOSE_INTENDED)) {
        continue;
      }
      if (nanoliters > entry.whole("nanoliters")) {
        wrong.add("I4: " + nanoliters + " nL flowed of " + entry);
      }
      List<long[]> all = given.computeIfAbsent(entry.fact("culture"), first -> new ArrayList<>());
      long now = latest.toEpochMilli();
      all.add(new long[] {now, nanoliters});
      long hour =
          all.stream().filter(one -> one[0] > now - 3_600_000).mapToLong(one -> one[1]).sum();
      if (hour > HOUR_LIMIT) {
        wrong.add("I4: " + hour + " nL in the hour before " + entry);
      }
    }
  }

  /**
   * I3 and I6: when it flowed, somebody had a lease, nobody had stopped, and the host was there.
   */
  private void moments(List<PumpBench.Pour> pours) {
    for (PumpBench.Pour pour : pours) {
      Entry entry = intended.get(id(pour.operation()));
      if (entry == null) {
        continue;
      }
      for (RigWorld.Absence absence : day.world.absences) {
        during(pour, absence.fromNanos(), absence.untilNanos(), DEAD_MAN, "I6: nobody was there");
      }
      for (RigDay.Pressed press : day.presses) {
        during(pour, press.atNanos(), released(press), DEAD_MAN, "I3: it was stopped");
      }
      for (Entry other : entries) {
        if (other.what().equals(Kinds.LEASE_ENDED)
            && other.fact("epoch").equals(entry.fact("lease"))) {
          during(pour, written(other), Long.MAX_VALUE, DEAD_MAN, "I3: the lease had ended");
        }
      }
      if (pour.beganNanos() - written(entry) > UNDER_WAY) {
        wrong.add("I3: it began too late: " + pour + ", " + entry);
      }
    }
  }

  /** By the journal: who released it may not have lived to hear so. */
  private long released(RigDay.Pressed press) {
    return entries.stream()
        .filter(entry -> entry.what().equals(Kinds.STOP_RELEASED))
        .mapToLong(this::written)
        .filter(at -> at > press.atNanos())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private void during(PumpBench.Pour pour, long from, long until, long slack, String why) {
    boolean beganInside = pour.beganNanos() > from + slack && pour.beganNanos() < until;
    boolean ranInto =
        pour.beganNanos() <= from + slack
            && pour.endedNanos() > from + slack
            && from + slack < until;
    if (beganInside || ranInto) {
      wrong.add(why + " from " + from + " on: " + pour + ", " + intended.get(id(pour.operation())));
    }
  }

  /** I5: no phase is stronger or longer than what its electrode bears, and all of it comes back. */
  private void currents(List<ArrayBench.Pulse> pulses) {
    for (ArrayBench.Pulse pulse : pulses) {
      long net = 0;
      for (ArrayBench.Phase phase : pulse.phases()) {
        // A sample is a millisecond: nA are pC.
        if (Math.abs(phase.nanoamps()) > 3_000
            || Math.abs((long) phase.nanoamps() * phase.samples()) > 3_000) {
          wrong.add("I5: " + phase + " of " + id(pulse.operation()));
        }
        net += (long) phase.nanoamps() * phase.samples();
      }
      if (net != 0) {
        wrong.add("I5: " + net + " pC stay of " + id(pulse.operation()));
      }
    }
  }

  /** I3, I4 and I5 once more, by the accountant from the journal alone. */
  private void accounts() {
    RigSpec rig = RigWorld.RIG;
    Map<String, CultureLimits> hard = new HashMap<>();
    Map<Integer, org.wetstack.lab.safety.ElectrodeProfile> profiles = new HashMap<>();
    rig.cultures()
        .values()
        .forEach(
            culture -> {
              hard.put(culture.name(), culture.limits());
              culture
                  .sites()
                  .forEach(site -> profiles.put(site, rig.electrodes().get(culture.profile())));
            });
    var accountant = new Accountant(hard, rig.reservoirs().values(), Map.of("mea", profiles));
    for (Entry entry : entries) {
      accountant.check(entry).forEach(finding -> wrong.add("accountant: " + finding));
    }
  }

  private long checksum(List<PumpBench.Pour> pours, List<ArrayBench.Pulse> pulses) {
    var sum = new CRC32C();
    entries.forEach(
        entry -> sum.update(entry.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    sum.update(pours.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    pulses.forEach(
        pulse ->
            sum.update(
                Long.toString(pulse.sample()).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    return sum.getValue();
  }
}
