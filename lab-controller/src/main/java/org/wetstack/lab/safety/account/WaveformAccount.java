package org.wetstack.lab.safety.account;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.safety.ElectrodeProfile;
import org.wetstack.lab.safety.ElectrodeProfile.First;

/** What is wrong with a stimulus, whatever came before it. */
final class WaveformAccount {

  private final InForce limits;
  private final Map<String, Map<Integer, ElectrodeProfile>> profiles;
  private final Map<String, Map<Integer, Instant>> impedances = new HashMap<>();

  WaveformAccount(InForce limits, Map<String, Map<Integer, ElectrodeProfile>> profiles) {
    this.limits = limits;
    this.profiles = Map.copyOf(profiles);
  }

  void impedances(Entry entry, Instant at) {
    for (String electrode : entry.fact("electrodes").split(",", -1)) {
      impedances
          .computeIfAbsent(entry.fact("instrument"), any -> new HashMap<>())
          .put(Integer.parseInt(electrode), at);
    }
  }

  /** The electrodes may have been touched. */
  void forget(String instrument, List<Integer> electrodes) {
    impedances.getOrDefault(instrument, new HashMap<>()).keySet().removeAll(electrodes);
  }

  void check(Waveform wave, Instant at, Findings findings) {
    if (!limits.knows(wave.culture)) {
      findings.add("culture", "", wave.culture, "the rig has no such culture");
      return;
    }
    findings.atMost(
        "stimulus.electrodes",
        limits.of(wave.culture, "stimulus.electrodes"),
        BigInteger.valueOf(wave.electrodes.size()),
        "electrodes");
    findings.atMost(
        "stimulus.pulses", limits.of(wave.culture, "stimulus.pulses"), wave.pulses, "pulses");
    for (BigInteger current : wave.currents) {
      findings.atMost(
          "stimulus.current", limits.of(wave.culture, "stimulus.current"), current.abs(), "nA");
    }
    checkBalance(wave, findings);
    checkTrain(wave, findings);
    for (int electrode : wave.electrodes) {
      checkElectrode(wave, electrode, at, findings);
    }
  }

  /** {@code worst} is what one train more may leave there. */
  void checkResidue(Waveform wave, int electrode, Residues.Charge worst, Findings findings) {
    ElectrodeProfile profile = profile(wave, electrode);
    if (profile == null || !limits.knows(wave.culture)) {
      return;
    }
    BigDecimal tenth =
        cap(wave)
            .min(Electrochemistry.densityLimit(profile))
            .movePointLeft(1)
            .min(new BigDecimal(limits.of(wave.culture, "stimulus.net-charge")));
    BigDecimal thousandth = new BigDecimal(worst.nanoampTicks());
    BigDecimal rate = new BigDecimal(worst.ticksPerSecond());
    boolean tooMuch =
        thousandth.movePointRight(3).compareTo(tenth.multiply(rate)) > 0
            || exceedsTenthOfShannon(profile, thousandth, rate);
    if (tooMuch) {
      findings.add(
          "stimulus.net-charge", tenth + " pC", "on electrode " + electrode, "too much is left");
    }
  }

  private static boolean exceedsTenthOfShannon(
      ElectrodeProfile profile, BigDecimal nanoampTicks, BigDecimal rate) {
    BigDecimal tenfold =
        nanoampTicks.movePointRight(4).divide(rate, 6, java.math.RoundingMode.DOWN);
    return Electrochemistry.exceedsShannon(profile, tenfold);
  }

  private static void checkBalance(Waveform wave, Findings findings) {
    BigInteger left = wave.left().abs();
    BigInteger longest = wave.lengths.stream().reduce(BigInteger.ZERO, BigInteger::max);
    BigDecimal share = new BigDecimal(wave.largestPhase()).multiply(new BigDecimal("0.005"));
    if (left.compareTo(longest) > 0 && new BigDecimal(left).compareTo(share) > 0) {
      findings.add(
          "stimulus.balance", share + " nA·ticks", left + " nA·ticks", "its phases do not cancel");
    }
  }

  private void checkTrain(Waveform wave, Findings findings) {
    boolean train = wave.pulses.compareTo(BigInteger.ONE) > 0;
    if (train && wave.period.compareTo(wave.busy()) < 0) {
      findings.add(
          "stimulus.period",
          wave.busy() + " ticks",
          wave.period + " ticks",
          "a pulse and its recovery take longer");
    }
    findings.atMost(
        "stimulus.rate",
        limits.of(wave.culture, "stimulus.rate"),
        begunWithin(wave, BigInteger.ONE),
        "pulses in 1 s");
    BigDecimal perMille =
        new BigDecimal(begunWithin(wave, BigInteger.TEN).multiply(wave.carrying()))
            .multiply(BigDecimal.valueOf(100));
    BigDecimal allowed =
        new BigDecimal(limits.of(wave.culture, "stimulus.duty").multiply(wave.rate));
    if (perMille.compareTo(allowed) > 0) {
      findings.add("stimulus.duty", allowed.toString(), perMille.toString(), "too much of 10 s");
    }
  }

  /** Pulses that begin in the first so many seconds. */
  private static BigInteger begunWithin(Waveform wave, BigInteger seconds) {
    if (wave.period.signum() == 0) {
      return wave.pulses;
    }
    BigInteger last = seconds.multiply(wave.rate).subtract(BigInteger.ONE).divide(wave.period);
    return wave.pulses.min(last.add(BigInteger.ONE));
  }

  private void checkElectrode(Waveform wave, int electrode, Instant at, Findings findings) {
    ElectrodeProfile profile = profile(wave, electrode);
    if (profile == null) {
      findings.add("stimulus.profile", "", "electrode " + electrode, "nothing is known of it");
      return;
    }
    First first = wave.currents.get(0).signum() < 0 ? First.CATHODIC : First.ANODIC;
    if (profile.first().filter(wanted -> wanted != first).isPresent()) {
      findings.add("stimulus.order", profile.first().get().name(), first.name(), "wrong order");
    }
    BigDecimal charge = wave.picocoulombs(wave.largestSwing());
    findings.atMost("stimulus.charge", Electrochemistry.densityLimit(profile), charge, "pC");
    findings.atMost("stimulus.charge", cap(wave), charge, "pC");
    if (Electrochemistry.exceedsShannon(profile, charge)) {
      findings.add("stimulus.charge", "k = 1.5", charge + " pC", "Shannon's rule forbids it");
    }
    Duration age = profile.impedanceAge().orElse(null);
    if (age != null) {
      Instant checked = impedances.getOrDefault(wave.instrument, Map.of()).get(electrode);
      if (checked == null || checked.plus(age).isBefore(at)) {
        findings.add(
            "stimulus.impedance", age.toString(), String.valueOf(checked), "checked too long ago");
      }
    }
  }

  private BigDecimal cap(Waveform wave) {
    return new BigDecimal(limits.of(wave.culture, "stimulus.charge"));
  }

  private @org.jspecify.annotations.Nullable ElectrodeProfile profile(
      Waveform wave, int electrode) {
    return profiles.getOrDefault(wave.instrument, Map.of()).get(electrode);
  }
}
