package org.wetstack.lab.rig;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.wetstack.lab.rig.RigSpec.Culture;
import org.wetstack.lab.rig.RigSpec.InstrumentSpec;
import org.wetstack.lab.rig.RigSpec.Interlock;
import org.wetstack.lab.safety.CultureLimits;
import org.wetstack.lab.safety.ElectrodeProfile;
import org.wetstack.lab.safety.IlluminationLimits;
import org.wetstack.lab.safety.Reservoir;

/**
 * What differs between two files of one rig, and whether a running controller may take it over.
 * What makes a rig stricter may be; what makes it looser, or changes what is wired to what, needs a
 * restart, at which a person is there.
 *
 * @param differences in the order of the file; none if both mean the same
 */
public record RigChange(List<Difference> differences) {

  /**
   * One thing that differs.
   *
   * @param path where, as in {@code cultures.c1.limits.dosing.hour}
   * @param what from what to what, for a person
   * @param needsRestart why it cannot be taken over; empty if it can
   */
  public record Difference(String path, String what, String needsRestart) {

    public boolean appliesNow() {
      return needsRestart.isEmpty();
    }
  }

  public RigChange {
    differences = List.copyOf(differences);
  }

  /** Whether all of it can be taken over without a restart. */
  public boolean appliesNow() {
    return differences.stream().allMatch(Difference::appliesNow);
  }

  public static RigChange between(RigSpec before, RigSpec after) {
    var comparison = new Comparison();
    comparison.rig(before, after);
    return new RigChange(comparison.differences);
  }

  private static final class Comparison {

    private static final String RESTART = "it is set up at the start only";
    private static final String LOOSER = "it allows more than before, which a reload may not do";
    private static final String WIRING =
        "what is connected to what changes only while nothing runs";
    private static final String REFILL =
        "only a reservoir that was filled anew may have that: give it a later 'prepared'";
    private static final String SWAPPED = "the ledgers go with the name: give another name";

    private final List<Difference> differences = new ArrayList<>();

    void rig(RigSpec before, RigSpec after) {
      value("name", before.name(), after.name(), "the journal belongs to the rig of that name");
      value("description", before.description(), after.description(), "");
      value("listen", before.listen(), after.listen(), RESTART);
      value("tls", before.tls(), after.tls(), RESTART);
      value("data", before.data(), after.data(), RESTART);
      value("zone", before.zone(), after.zone(), "");
      parts(before, after);
      boolean longer =
          after.leases().silence().compareTo(before.leases().silence()) > 0
              || after.leases().longest().compareTo(before.leases().longest()) > 0;
      value("leases", before.leases(), after.leases(), longer ? LOOSER : RESTART);
      boolean opened = before.users().isPresent() && after.users().isEmpty();
      value("users", before.users(), after.users(), opened ? LOOSER : "");
      value("disk", before.disk(), after.disk(), "");
      value("recordings.also", before.recordedAlso(), after.recordedAlso(), RESTART);
      value("store", before.store(), after.store(), RESTART);
      list("schedule", "tasks", before.schedule(), after.schedule());
      list("alerts", "alerts", before.alerts(), after.alerts());
    }

    /** Without what is in it: addresses of alerts may be secrets, and this is told to many. */
    private void list(String path, String of, List<?> before, List<?> after) {
      if (!before.equals(after)) {
        add(path, before.size() + " " + of, after.size() + " " + of + ", not the same", "");
      }
    }

    private void parts(RigSpec before, RigSpec after) {
      each(
          "instruments",
          before.instruments(),
          after.instruments(),
          (path, pair) -> {
            InstrumentSpec was = pair.before();
            InstrumentSpec is = pair.after();
            value(path + ".driver", was.driver(), is.driver(), RESTART);
            value(path + ".endpoint", was.endpoint(), is.endpoint(), RESTART);
          });
      each(
          "electrodes",
          before.electrodes(),
          after.electrodes(),
          (path, pair) -> electrodes(path, pair.before(), pair.after()));
      each(
          "reservoirs",
          before.reservoirs(),
          after.reservoirs(),
          (path, pair) -> reservoir(path, pair.before(), pair.after()));
      limits("limits", before.limits(), after.limits());
      each(
          "cultures",
          before.cultures(),
          after.cultures(),
          (path, pair) -> culture(path, pair.before(), pair.after()));
      each(
          "interlocks",
          before.interlocks(),
          after.interlocks(),
          (path, pair) -> interlock(path, pair.before(), pair.after()));
    }

    private void electrodes(String path, ElectrodeProfile was, ElectrodeProfile is) {
      boolean stricter =
          is.material().equals(was.material())
              && is.diameterMicrometers() <= was.diameterMicrometers()
              && is.chargeDensity() <= was.chargeDensity()
              && is.deratePercent() <= was.deratePercent()
              && (was.first().isEmpty() || is.first().equals(was.first()))
              && (was.impedanceAge().isEmpty()
                  || is.impedanceAge()
                      .filter(age -> age.compareTo(was.impedanceAge().get()) <= 0)
                      .isPresent());
      value(path, was, is, stricter ? RESTART : LOOSER);
    }

    private void reservoir(String path, Reservoir was, Reservoir is) {
      value(path + ".pump", was.pump(), is.pump(), WIRING);
      value(
          path + ".substance",
          was.substance(),
          is.substance(),
          "the tube still holds what was there before");
      boolean refilled = is.prepared().isAfter(was.prepared());
      value(
          path + ".concentration",
          was.nanomolar() + " nM",
          is.nanomolar() + " nM",
          refilled ? "" : REFILL);
      value(path + ".vehicle", was.vehicle(), is.vehicle(), "");
      boolean less = is.content().compareTo(was.content()) <= 0;
      value(path + ".content", was.content(), is.content(), refilled || less ? "" : REFILL);
      value(
          path + ".prepared",
          was.prepared(),
          is.prepared(),
          refilled ? "" : "what was drawn since then is not counted any more");
      boolean sooner = !is.expires().isAfter(was.expires());
      value(path + ".expires", was.expires(), is.expires(), refilled || sooner ? "" : REFILL);
    }

    private void culture(String path, Culture was, Culture is) {
      value(path + ".cells", was.cells(), is.cells(), SWAPPED);
      value(path + ".plated", was.plated(), is.plated(), SWAPPED);
      value(path + ".medium", was.medium(), is.medium(), "");
      value(path + ".well", was.well(), is.well(), "");
      value(path + ".exchange", was.exchange(), is.exchange(), "");
      value(path + ".lifespan", was.lifespanDays(), is.lifespanDays(), "");
      value(path + ".awaited", was.awaited(), is.awaited(), RESTART);
      value(path + ".array", was.array(), is.array(), WIRING);
      value(path + ".sites", was.sites(), is.sites(), WIRING);
      value(path + ".electrodes", was.profile(), is.profile(), WIRING);
      value(path + ".reservoirs", was.reservoirs(), is.reservoirs(), WIRING);
      value(path + ".lights", was.lights(), is.lights(), WIRING);
      limits(path + ".limits", was.limits(), is.limits());
    }

    private void limits(String path, CultureLimits was, CultureLimits is) {
      boolean dark = is.illumination().equals(IlluminationLimits.NONE);
      for (Limit each : Limit.ALL) {
        if (!each.same(was, is)) {
          add(
              path + "." + each.path(),
              each.shown(was),
              each.shown(is),
              each.looser(is, was) && !(dark && each.section().equals("illumination"))
                  ? LOOSER
                  : "");
        }
      }
    }

    private void interlock(String path, Interlock was, Interlock is) {
      boolean stricter =
          is.reads().equals(was.reads())
              && is.unit().equals(was.unit())
              && was.stop().holds(is.stop())
              && is.stale().compareTo(was.stale()) <= 0;
      value(path, was, is, stricter ? "" : LOOSER);
    }

    private record Pair<T>(T before, T after) {}

    /** What came and went needs a restart; what stayed is compared by {@code compare}. */
    private <T> void each(
        String section,
        Map<String, T> before,
        Map<String, T> after,
        BiConsumer<String, Pair<T>> compare) {
      Set<String> names = new LinkedHashSet<>(before.keySet());
      names.addAll(after.keySet());
      for (String name : names) {
        String path = section + "." + name;
        T was = before.get(name);
        T is = after.get(name);
        if (was == null) {
          add(path, "nothing", "there", RESTART);
        } else if (is == null) {
          add(path, "there", "nothing", RESTART);
        } else {
          compare.accept(path, new Pair<>(was, is));
        }
      }
    }

    private void value(String path, Object was, Object is, String needsRestart) {
      if (!Objects.equals(was, is)) {
        add(path, was.toString(), is.toString(), needsRestart);
      }
    }

    private void add(String path, String was, String is, String needsRestart) {
      differences.add(new Difference(path, was + " → " + is, needsRestart));
    }
  }
}
