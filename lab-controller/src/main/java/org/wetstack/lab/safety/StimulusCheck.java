package org.wetstack.lab.safety;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.AppliedStimulus.Phase;

/** What can be said of a quantised stimulus alone, whatever came before it. */
final class StimulusCheck {

  private final AppliedStimulus stimulus;
  private final StimulationLimits limits;

  StimulusCheck(AppliedStimulus stimulus, StimulationLimits limits) {
    this.stimulus = stimulus;
    this.limits = limits;
  }

  /** Throws a {@link Refusal} that names the first limit which {@code stimulus} exceeds. */
  void check(Map<Integer, ElectrodeProfile> profiles) {
    checkNumbers();
    checkAmplitudes();
    checkBalance();
    checkTrain();
    for (int electrode : stimulus.electrodes()) {
      checkElectrode(electrode, profiles.get(electrode));
    }
  }

  /** Ticks in which an electrode carries current during one pulse. */
  static long carryTicks(AppliedStimulus stimulus) {
    return stimulus.phases().stream().mapToLong(Phase::ticks).sum();
  }

  /** What one train may leave on each of its electrodes. */
  static ChargeLedger.Parcel residual(AppliedStimulus stimulus) {
    BigInteger pulse =
        stimulus.phases().stream()
            .map(phase -> BigInteger.valueOf(phase.nanoampTicks()))
            .reduce(BigInteger.ZERO, BigInteger::add);
    return new ChargeLedger.Parcel(
        pulse.multiply(BigInteger.valueOf(stimulus.pulses())), stimulus.ticksPerSecond());
  }

  private void checkNumbers() {
    int electrodes = stimulus.electrodes().size();
    if (electrodes > limits.electrodesAtOnce()) {
      throw refusal(
          "stimulus.electrodes",
          limits.electrodesAtOnce() + " electrodes",
          electrodes + " electrodes",
          "use fewer electrodes, or several stimuli one after the other");
    }
    if (stimulus.pulses() > limits.pulsesPerTrain()) {
      throw refusal(
          "stimulus.pulses",
          limits.pulsesPerTrain() + " pulses",
          stimulus.pulses() + " pulses",
          "fire a shorter train several times");
    }
  }

  private void checkAmplitudes() {
    for (Phase phase : stimulus.phases()) {
      if (Math.abs(phase.amplitude().nanoamps()) > limits.current().nanoamps()) {
        throw refusal(
            "stimulus.current",
            limits.current().nanoamps() + " nA",
            phase.amplitude().nanoamps() + " nA",
            "lower the amplitude");
      }
    }
  }

  /**
   * A pulse may leave 1 nA for the ticks of its longest phase, which is what rounding to whole
   * nanoamperes may do, or 0.5 % of its largest phase, whichever is more.
   */
  private void checkBalance() {
    List<Long> charges = stimulus.phases().stream().map(Phase::nanoampTicks).toList();
    long left = charges.stream().reduce(0L, Math::addExact);
    long rounding = stimulus.phases().stream().mapToLong(Phase::ticks).max().orElseThrow();
    long largest = charges.stream().mapToLong(Math::abs).max().orElseThrow();
    boolean balanced =
        Math.absExact(left) <= rounding || Math.multiplyExact(Math.absExact(left), 200L) <= largest;
    if (!balanced) {
      int ticks = stimulus.ticksPerSecond();
      throw refusal(
          "stimulus.balance",
          rounding >= largest / 200 ? Charge.text(rounding, ticks) : "0.5 %",
          Charge.text(left, ticks) + " left by each pulse",
          "make its phases cancel");
    }
  }

  private void checkTrain() {
    if (stimulus.pulses() > 1) {
      long busy =
          stimulus.pulseTicks() + Math.max(stimulus.settleTicks(), stimulus.recoveryTicks());
      if (stimulus.periodTicks() < busy) {
        throw refusal(
            "stimulus.period",
            busy + " ticks",
            stimulus.periodTicks() + " ticks",
            "a period has to hold a pulse and its recovery; lengthen it");
      }
    }
    long second = stimulus.ticksPerSecond();
    if (pulsesWithin(second) > limits.pulsesPerSecond()) {
      throw refusal(
          "stimulus.rate",
          limits.pulsesPerSecond() + " pulses in 1 s",
          pulsesWithin(second) + " pulses in 1 s",
          "lengthen the period");
    }
    // In 10 s: ticks / (10 × ticksPerSecond) > dutyPerMille / 1000.
    long carrying = Math.multiplyExact(pulsesWithin(10 * second), carryTicks(stimulus));
    if (Math.multiplyExact(carrying, 100L) > Math.multiplyExact(limits.dutyPerMille(), second)) {
      throw refusal(
          "stimulus.duty",
          limits.dutyPerMille() + " ‰ of 10 s",
          carrying + " ticks of 1/" + second + " s in 10 s",
          "shorten the phases or lengthen the period");
    }
  }

  /** The most pulses that begin within any span of so many ticks. */
  private long pulsesWithin(long ticks) {
    if (stimulus.pulses() == 1) {
      return 1;
    }
    long period = stimulus.periodTicks();
    return Math.min(stimulus.pulses(), (ticks + period - 1) / period);
  }

  private void checkElectrode(int electrode, @Nullable ElectrodeProfile profile) {
    if (profile == null) {
      throw refusal(
          "stimulus.profile",
          "",
          "electrode " + electrode,
          "nothing is known of electrode " + electrode + "; give it a profile in the rig file");
    }
    boolean cathodic = stimulus.phases().get(0).amplitude().nanoamps() < 0;
    ElectrodeProfile.First is =
        cathodic ? ElectrodeProfile.First.CATHODIC : ElectrodeProfile.First.ANODIC;
    if (profile.first().isPresent() && profile.first().get() != is) {
      throw refusal(
          "stimulus.order",
          profile.first().get() + " first",
          is + " first",
          profile.material() + " of electrode " + electrode + " demands it; reverse the phases");
    }
    ChargeLimits charge = ChargeLimits.of(profile, limits);
    long largest = largestHalfWave();
    if (!charge.allows(largest, stimulus.ticksPerSecond())) {
      throw refusal(
          "stimulus.charge",
          charge.picocoulombs() + " pC",
          Charge.text(largest, stimulus.ticksPerSecond()),
          charge.binding()
              + " binds on electrode "
              + electrode
              + " ("
              + profile.name()
              + "); lower or shorten the phases");
    }
  }

  /** The largest charge moved one way: phases of one sign that follow each other are one. */
  private long largestHalfWave() {
    long largest = 0;
    long running = 0;
    for (Phase phase : stimulus.phases()) {
      long charge = phase.nanoampTicks();
      running =
          Long.signum(charge) == Long.signum(running) ? Math.addExact(running, charge) : charge;
      largest = Math.max(largest, Math.absExact(running));
    }
    return largest;
  }

  private static Refusal refusal(String rule, String limit, String value, String advice) {
    return Refusal.of(rule, limit, value, advice);
  }
}
