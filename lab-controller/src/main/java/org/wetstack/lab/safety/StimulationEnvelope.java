package org.wetstack.lab.safety;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.parcel.Heir;
import org.wetstack.lab.parcel.Inheritance;

/**
 * What may be played on the electrodes of one array. Its state is a function of the journal's
 * entries: a train counts from the entry that intends it until the device says it was not done, so
 * what is unknown counts as fired. Deciding changes nothing; whoever decides and then journals
 * holds a lock around both. May be used by any thread.
 *
 * <p>Time is the latest the journal has seen, or now if that is later: a clock set back frees
 * nothing, and stimuli wait until it has caught up.
 */
public final class StimulationEnvelope implements Heir {

  /** How far ahead a train may be scheduled. */
  public static final Duration AHEAD = Duration.ofHours(1);

  private static final int MOST_LOADED = 1_000;

  /**
   * For which nothing is fired after a culture was packed elsewhere: the longest window over which
   * pulses are counted, and what clocks may be apart.
   */
  private static final Duration QUIET = Duration.ofSeconds(10).plus(Inheritance.CLOCKS_APART);

  private final String culture;
  private final Map<Integer, ElectrodeProfile> profiles;
  private final Supplier<StimulationLimits> limits;
  private final Map<Integer, Instant> impedances = new HashMap<>();
  private final Trains trains;
  private Instant quietUntil = Instant.MIN;

  /** Of no culture that could come from elsewhere. */
  public StimulationEnvelope(
      String instrument,
      Map<Integer, ElectrodeProfile> profiles,
      Supplier<StimulationLimits> limits) {
    this("", instrument, profiles, limits);
  }

  /**
   * @param culture as the journal names it
   * @param instrument the array, as the journal names it
   * @param profiles by number of electrode; others are never stimulated
   * @param limits those in force, asked for at each decision
   */
  public StimulationEnvelope(
      String culture,
      String instrument,
      Map<Integer, ElectrodeProfile> profiles,
      Supplier<StimulationLimits> limits) {
    this.culture = culture;
    this.profiles = Map.copyOf(profiles);
    this.limits = limits;
    trains = new Trains(instrument);
  }

  /**
   * Whether {@code stimulus}, as quantised, may be loaded and armed.
   *
   * @throws Refusal if it may not; it names the first limit in the way
   */
  public synchronized void admitLoad(AppliedStimulus stimulus, Instant now) {
    if (trains.loaded() >= MOST_LOADED) {
      throw Refusal.of(
          "stimulus.loaded",
          MOST_LOADED + " stimuli",
          (trains.loaded() + 1) + " stimuli",
          "unload those that are no longer needed");
    }
    exactly(() -> check(stimulus, now));
  }

  /**
   * Whether a loaded stimulus may be fired once.
   *
   * @param operation the name it would be fired under
   * @param fromMillis when it is expected to begin, in milliseconds since 1970 by the clock of
   *     {@code now}: not before now, nor farther ahead than {@link #AHEAD}
   * @throws Refusal if it may not; it names the first limit in the way
   */
  public synchronized void admitTrain(
      String stimulus, String operation, long fromMillis, Instant now) {
    AppliedStimulus played = trains.loaded(stimulus);
    if (played == null) {
      throw Refusal.of("train.stimulus", "", "stimulus " + stimulus, "it is not loaded; load it");
    }
    if (trains.isKnown(operation)) {
      throw Refusal.of(
          "train.operation", "", "operation " + operation, "it was fired before; use a new one");
    }
    long ahead = fromMillis - now.toEpochMilli();
    if (ahead < 0 || ahead > AHEAD.toMillis()) {
      throw Refusal.of(
          "train.from",
          "0 to " + AHEAD.toMillis() + " ms ahead",
          ahead + " ms",
          "schedule it for a time that is near");
    }
    requireQuiet(now);
    exactly(() -> checkTrain(stimulus, played, ahead, now));
  }

  /** Of the pulses before, only what they may have left is known here. */
  private void requireQuiet(Instant now) {
    if (Instant.ofEpochMilli(trains.at(now)).isBefore(quietUntil)) {
      throw Refusal.of(
          "train.moved",
          "from " + quietUntil,
          now.toString(),
          "the culture has just come, and may have had pulses a moment ago; wait until then");
    }
  }

  /**
   * The charge comes along, site by site; impedances were measured by other instruments, or before
   * the culture was carried about, and are forgotten.
   */
  @Override
  public synchronized void inherit(Inheritance inheritance) {
    if (culture.isEmpty() || !inheritance.culture().equals(culture)) {
      return;
    }
    impedances.clear();
    trains.ledger().forget(profiles.keySet());
    for (Inheritance.Stay stay : inheritance.stays()) {
      var there = new Trains(stay.array());
      stay.entries().forEach(there::accept);
      trains.ledger().add(there.ledger(), inheritance.places(stay));
    }
    quietUntil = inheritance.packed().plus(QUIET);
  }

  /** Operations that were intended and of which nothing more is known. The device may know. */
  public synchronized List<String> unresolved() {
    return trains.unresolved();
  }

  /** Takes note of an entry of the journal. */
  @Override
  public synchronized void accept(Entry entry) {
    Optional<List<Integer>> checked = trains.accept(entry);
    checked.ifPresent(
        electrodes ->
            electrodes.stream()
                .filter(profiles::containsKey)
                .forEach(
                    electrode ->
                        impedances.put(electrode, Instant.ofEpochMilli(trains.latestMillis()))));
  }

  private void check(AppliedStimulus stimulus, Instant now) {
    StimulationLimits inForce = limits.get();
    new StimulusCheck(stimulus, inForce).check(profiles);
    ChargeLedger.Parcel residual = StimulusCheck.residual(stimulus);
    for (int electrode : stimulus.electrodes()) {
      ElectrodeProfile profile = Objects.requireNonNull(profiles.get(electrode), "checked before");
      checkImpedance(electrode, profile, now);
      ChargeLimits charge = ChargeLimits.of(profile, inForce);
      if (!trains.ledger().allows(electrode, residual, charge, inForce.netChargePicocoulombs())) {
        throw Refusal.of(
            "stimulus.net-charge",
            new java.math.BigDecimal(
                        ChargeLedger.tenths(charge, inForce.netChargePicocoulombs()), 1)
                    .stripTrailingZeros()
                    .toPlainString()
                + " pC",
            trains.ledger().text(electrode, residual),
            "that would be left on electrode "
                + electrode
                + "; balance the phases, and discharge the electrode before it is used again");
      }
    }
  }

  private void checkImpedance(int electrode, ElectrodeProfile profile, Instant now) {
    if (profile.impedanceAge().isEmpty()) {
      return;
    }
    Duration most = profile.impedanceAge().get();
    Instant checked = impedances.get(electrode);
    Instant at = Instant.ofEpochMilli(trains.at(now));
    if (checked == null || Duration.between(checked, at).compareTo(most) > 0) {
      throw Refusal.of(
          "stimulus.impedance",
          most.toMillis() + " ms",
          checked == null ? "never checked" : Duration.between(checked, at).toMillis() + " ms",
          "check the impedance of electrode " + electrode);
    }
  }

  private void checkTrain(String name, AppliedStimulus stimulus, long ahead, Instant instant) {
    check(stimulus, instant);
    long now = trains.at(instant);
    Train fresh = new Train(name, stimulus, Math.addExact(now, ahead));
    List<Train> meanwhile = new ArrayList<>();
    Map<Integer, List<Train>> beside = new HashMap<>();
    for (Train other : trains.around(fresh, now)) {
      if (other.from() < fresh.end(now) && other.end(now) > fresh.from()) {
        meanwhile.add(other);
      }
      for (int electrode : other.electrodes()) {
        beside.computeIfAbsent(electrode, any -> new ArrayList<>()).add(other);
      }
    }
    checkOverlap(fresh, meanwhile);
    checkAtOnce(fresh, meanwhile, now);
    for (int electrode : stimulus.electrodes()) {
      List<Train> others = beside.get(electrode);
      if (others != null) {
        checkWindows(electrode, fresh, others, now);
      }
    }
  }

  private static void checkOverlap(Train fresh, List<Train> meanwhile) {
    for (Train other : meanwhile) {
      for (int electrode : other.electrodes()) {
        if (fresh.electrodes().contains(electrode)) {
          throw Refusal.of(
              "train.overlap",
              "1 train",
              "2 trains on electrode " + electrode,
              (other.isPlaced()
                  ? "wait until the other has ended, recovery included"
                  : "it is not known whether the other has begun; ask the device"));
        }
      }
    }
  }

  private void checkAtOnce(Train fresh, List<Train> meanwhile, long now) {
    int most = limits.get().electrodesAtOnce();
    int worst = fresh.electrodes().size();
    for (Train begins : meanwhile) {
      long at = Math.max(begins.from(), fresh.from());
      int sum = fresh.electrodes().size();
      for (Train other : meanwhile) {
        sum += other.from() <= at && other.end(now) > at ? other.electrodes().size() : 0;
      }
      worst = Math.max(worst, sum);
    }
    if (worst > most) {
      throw Refusal.of(
          "stimulus.electrodes",
          most + " electrodes",
          worst + " electrodes",
          "wait until other trains of this array have ended");
    }
  }

  private void checkWindows(int electrode, Train fresh, List<Train> others, long now) {
    StimulationLimits inForce = limits.get();
    long pulses = PulseWindow.worst(fresh, others, now, 1_000_000_000L).pulses();
    if (pulses > inForce.pulsesPerSecond()) {
      throw Refusal.of(
          "stimulus.rate",
          inForce.pulsesPerSecond() + " pulses in 1 s",
          pulses + " pulses in 1 s",
          "wait: electrode " + electrode + " has had others");
    }
    long carry = PulseWindow.worst(fresh, others, now, 10_000_000_000L).carryTicks();
    long second = fresh.stimulus().ticksPerSecond();
    if (Math.multiplyExact(carry, 100L) > Math.multiplyExact(inForce.dutyPerMille(), second)) {
      throw Refusal.of(
          "stimulus.duty",
          inForce.dutyPerMille() + " ‰ of 10 s",
          carry + " ticks of 1/" + second + " s in 10 s",
          "wait: electrode " + electrode + " has had others");
    }
  }

  /** What is too large to be computed is too large to be done. */
  private static void exactly(Runnable check) {
    try {
      check.run();
    } catch (ArithmeticException e) {
      throw Refusal.of(
          "stimulus.arithmetic",
          "",
          "numbers too large to be checked",
          "use shorter times and lower currents");
    }
  }
}
