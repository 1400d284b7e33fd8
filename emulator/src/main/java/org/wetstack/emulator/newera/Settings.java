package org.wetstack.emulator.newera;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the pump keeps without power. */
final class Settings {

  /** How the pump shares work with another one on its second socket. */
  enum Pairing {
    NONE,
    DUAL,
    RECP,
    ALTR
  }

  private static final List<String> SWITCHES =
      List.of("AL", "PF", "BP", "LN", "LOC", "LOCP", "DIN", "ROM");

  private static final List<Integer> BAUDS = List.of(300, 1_200, 2_400, 9_600, 19_200);

  private final NewEraSpec spec;
  final List<Phase> phases = new ArrayList<>();
  final Map<String, Boolean> switches = new TreeMap<>();
  BigDecimal diameter;
  VolumeUnit volumeUnit;
  Trigger trigger = Trigger.FT;
  int safeSeconds;
  int address;
  Pairing pairing = Pairing.NONE;
  int baud = 19_200;

  Settings(NewEraSpec spec) {
    this.spec = spec;
    diameter = Numbers.fourDigits(spec.mechanics().boreMillimeters());
    volumeUnit = VolumeUnit.forDiameter(diameter);
    reset();
    address = spec.address();
    safeSeconds = spec.safeSeconds();
  }

  /** As {@code *RESET} leaves it. */
  void reset() {
    phases.clear();
    phases.add(new Phase(PhaseFunction.RAT));
    while (phases.size() < spec.phases()) {
      phases.add(new Phase(PhaseFunction.STP));
    }
    SWITCHES.forEach(name -> switches.put(name, false));
    switches.put("BP", true);
    diameter = Numbers.fourDigits(spec.mechanics().boreMillimeters());
    volumeUnit = VolumeUnit.forDiameter(diameter);
    trigger = Trigger.FT;
    safeSeconds = 0;
    address = 0;
    pairing = Pairing.NONE;
    baud = 19_200;
  }

  /**
   * As {@code *ADR} sets it: an address, perhaps with a baud rate, or how to share work.
   *
   * @throws Refusal if it is neither
   */
  void network(String data) {
    for (Pairing other : Pairing.values()) {
      if (other != Pairing.NONE && other.name().equals(data)) {
        pairing = other;
        baud = 19_200;
        return;
      }
    }
    int at = data.indexOf('B');
    int rate = baud;
    if (at >= 0) {
      rate = Numbers.whole(data.substring(at + 1), 300, 19_200);
      if (!BAUDS.contains(rate)) {
        throw Refusal.outOfRange();
      }
    }
    address = Numbers.whole(at < 0 ? data : data.substring(0, at), 0, 99);
    baud = rate;
    pairing = Pairing.NONE;
  }

  /** The phase of this number, from 1. */
  Phase phase(int number) {
    return phases.get(number - 1);
  }

  boolean on(String name) {
    return Boolean.TRUE.equals(switches.get(name));
  }

  double nanolitersPerStep() {
    return spec.model().nanolitersPerStep(diameter.doubleValue());
  }

  /**
   * Whether the pump can go so fast with this syringe. The limits are those of the manual: in four
   * digits, in the unit of the rate.
   */
  boolean possible(BigDecimal rate, RateUnit unit) {
    double bore = diameter.doubleValue();
    double top = unit.of(spec.model().topNanolitersPerMinute(bore));
    double least = unit.of(spec.model().leastNanolitersPerMinute(bore));
    return rate.signum() > 0
        && rate.doubleValue() <= top
        && rate.compareTo(Numbers.fourDigits(least)) >= 0;
  }

  /** The same for a rate that was computed, in nanolitres per minute. */
  boolean possible(double rate) {
    double bore = diameter.doubleValue();
    double slack = 1.001;
    return rate <= spec.model().topNanolitersPerMinute(bore) * slack
        && rate * slack >= spec.model().leastNanolitersPerMinute(bore);
  }
}
