package org.wetstack.lab.desk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.wetstack.lab.lease.LeaseSettings;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.safety.Condition;
import org.wetstack.lab.safety.CultureLimits;
import org.wetstack.lab.safety.Interlocks;

/** What a rig file says, as those take it who keep to it. */
final class OfTheFile {

  private OfTheFile() {}

  /** Of those that the rig does not have, {@link Interlocks} tells. */
  static boolean isTold(RigSpec rig, String interlock) {
    RigSpec.Interlock one = rig.interlocks().get(interlock);
    return one == null || one.reads().isEmpty();
  }

  static LeaseSettings leaseSettings(RigSpec rig) {
    LeaseSettings usual = LeaseSettings.DEFAULT;
    return new LeaseSettings(
        rig.leases().silence(),
        rig.leases().longest(),
        usual.places(),
        usual.bookings(),
        usual.ahead());
  }

  static Map<String, CultureLimits> hardLimits(RigSpec rig) {
    Map<String, CultureLimits> hard = new LinkedHashMap<>();
    rig.cultures().forEach((name, culture) -> hard.put(name, culture.limits()));
    return hard;
  }

  static Collection<Condition> conditions(RigSpec rig) {
    List<Condition> all = new ArrayList<>();
    for (RigSpec.Interlock interlock : rig.interlocks().values()) {
      all.add(
          new Condition(
              interlock.name(),
              interlock.unit(),
              thousandths(interlock.warn().orElse(interlock.stop())),
              thousandths(interlock.stop()),
              interlock.stale()));
    }
    return all;
  }

  static Condition.Range thousandths(RigSpec.Range range) {
    return new Condition.Range(thousandths(range.low()), thousandths(range.high()));
  }

  static long thousandths(double value) {
    return Math.round(value * 1_000);
  }

  static Set<String> awaited(RigSpec rig) {
    return rig.cultures().values().stream()
        .filter(RigSpec.Culture::awaited)
        .map(RigSpec.Culture::name)
        .collect(Collectors.toSet());
  }
}
