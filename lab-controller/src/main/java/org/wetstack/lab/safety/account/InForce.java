package org.wetstack.lab.safety.account;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Inheritance;
import org.wetstack.lab.safety.CultureLimits;
import org.wetstack.lab.safety.DosingLimits;
import org.wetstack.lab.safety.IlluminationLimits;
import org.wetstack.lab.safety.StimulationLimits;

/** Limits as the rig file and the journal say they were at an entry. */
final class InForce {

  /** Of these less allows more. */
  private static final Set<String> PAUSES = Set.of("dose.pause", "flash.pause");

  private Map<String, CultureLimits> rig;
  private final Map<String, Map<String, BigInteger>> set = new HashMap<>();

  InForce(Map<String, CultureLimits> rig) {
    this.rig = Map.copyOf(rig);
  }

  void judgeBy(Map<String, CultureLimits> other) {
    rig = Map.copyOf(other);
  }

  boolean knows(String culture) {
    return rig.containsKey(culture);
  }

  /** The value of {@code rule} for {@code culture}. */
  BigInteger of(String culture, String rule) {
    BigInteger hard = BigInteger.valueOf(hard(culture, rule));
    BigInteger soft = set.getOrDefault(culture, Map.of()).get(rule);
    if (soft == null) {
      return hard;
    }
    return PAUSES.contains(rule) ? hard.max(soft) : hard.min(soft);
  }

  void set(Entry entry, Findings findings) {
    String culture = entry.fact("culture");
    String rule = entry.fact("limit");
    if (!rig.containsKey(culture)) {
      return;
    }
    BigInteger wanted = BigInteger.valueOf(entry.whole("value"));
    BigInteger hard = BigInteger.valueOf(hard(culture, rule));
    BigInteger before = of(culture, rule);
    int up = PAUSES.contains(rule) ? -1 : 1;
    if (wanted.compareTo(hard) * up > 0) {
      findings.add("limit.hard", hard.toString(), wanted.toString(), "looser than the rig file");
    }
    Set<String> people = Gates.people(entry.fact("by"));
    int needed = wanted.compareTo(before) * up > 0 ? 2 : 1;
    if (people.size() < needed) {
      findings.add(
          "limit.approval", needed + " people", people.size() + " people", "too few agreed");
    }
    set.computeIfAbsent(culture, any -> new HashMap<>()).put(rule, wanted);
  }

  /** What was set elsewhere holds too, unless it is looser. */
  void inherit(Inheritance inheritance) {
    Map<String, BigInteger> there = new HashMap<>();
    for (Entry entry : inheritance.entries()) {
      if (entry.what().equals(Kinds.LIMIT_SET)) {
        there.put(entry.fact("limit"), BigInteger.valueOf(entry.whole("value")));
      }
    }
    Map<String, BigInteger> here =
        set.computeIfAbsent(inheritance.culture(), any -> new HashMap<>());
    there.forEach(
        (rule, value) ->
            here.merge(rule, value, PAUSES.contains(rule) ? BigInteger::max : BigInteger::min));
  }

  private long hard(String culture, String rule) {
    @Nullable CultureLimits limits = rig.get(culture);
    if (limits == null) {
      throw new IllegalArgumentException("the rig has no culture '" + culture + "'");
    }
    StimulationLimits s = limits.stimulation();
    DosingLimits d = limits.dosing();
    IlluminationLimits i = limits.illumination();
    return switch (rule) {
      case "stimulus.current" -> s.current().nanoamps();
      case "stimulus.charge" -> s.chargePerPhasePicocoulombs();
      case "stimulus.rate" -> s.pulsesPerSecond();
      case "stimulus.duty" -> s.dutyPerMille();
      case "stimulus.electrodes" -> s.electrodesAtOnce();
      case "stimulus.pulses" -> s.pulsesPerTrain();
      case "stimulus.net-charge" -> s.netChargePicocoulombs();
      case "dose.volume" -> d.dose().nanoliters();
      case "dose.hour" -> d.hour().nanoliters();
      case "dose.day" -> d.day().nanoliters();
      case "dose.total" -> d.total().nanoliters();
      case "dose.rate" -> d.rate().nanolitersPerMinute();
      case "dose.pause" -> d.pause().toMillis();
      case "dose.substance" -> d.picomolesPerDay();
      case "flash.power" -> i.microwatts();
      case "flash.energy" -> i.flash();
      case "flash.hour" -> i.hour();
      case "flash.day" -> i.day();
      case "flash.pause" -> i.pause().toMillis();
      default -> throw new IllegalArgumentException("there is no limit '" + rule + "'");
    };
  }
}
