package org.wetstack.lab.rig;

import java.time.Duration;
import java.util.HashSet;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.culture.Ear;
import org.wetstack.lab.rig.RigSpec.Culture;
import org.wetstack.lab.rig.RigSpec.Task;
import org.wetstack.lab.rig.RigSpec.When;
import org.wetstack.lab.safety.DosingLimits;
import org.wetstack.lab.safety.StimulationLimits;
import org.wetstack.yaml.Findings;
import org.wetstack.yaml.YamlMap;

/**
 * Whether a task could ever be allowed. It is told now, to the person who writes the file, rather
 * than at night; the limits decide again each time, on what the instrument would really do.
 */
final class TaskCheck {

  private final YamlMap map;
  private final Findings findings;
  private final Culture culture;

  TaskCheck(YamlMap map, Findings findings, Culture culture) {
    this.map = map;
    this.findings = findings;
    this.culture = culture;
  }

  void check(Task task) {
    Action action = task.action();
    if (action instanceof Action.Dose dose) {
      check(dose, task.when());
    } else if (action instanceof Action.Exchange exchange) {
      check(exchange, task.when());
    } else if (action instanceof Action.Recording recording) {
      tooOften(task.when(), recording.length(), "a recording");
    } else if (action instanceof Action.Pulses pulses) {
      check(pulses);
    } else if (action instanceof Action.Observation observation) {
      check(observation, task.when());
    }
  }

  private void check(Action.Exchange exchange, When when) {
    DosingLimits limits = culture.limits().dosing();
    reservoir("in", exchange.in());
    reservoir("out", exchange.out());
    dose(exchange.volume(), exchange.rate());
    require(
        exchange.volume().nanoliters() * 2 <= limits.hour().nanoliters(),
        "volume",
        "what is taken out and what is put in count both, and '"
            + culture.name()
            + "' may get "
            + limits.hour()
            + " an hour");
    culture
        .well()
        .ifPresent(
            well ->
                require(
                    exchange.volume().compareTo(well) < 0,
                    "volume",
                    "the well of '" + culture.name() + "' holds " + well + " only"));
    tooOften(
        when,
        exchange.rate().timeFor(exchange.volume()).plus(limits.pause()).multipliedBy(2),
        "an exchange with its pauses");
  }

  private void reservoir(String key, String name) {
    require(
        culture.reservoirs().contains(name),
        key,
        "culture '"
            + culture.name()
            + "' has no reservoir '"
            + name
            + "'; it has "
            + culture.reservoirs());
  }

  private void check(Action.Dose dose, When when) {
    DosingLimits limits = culture.limits().dosing();
    reservoir("reservoir", dose.reservoir());
    dose(dose.volume(), dose.rate());
    tooOften(
        when, dose.rate().timeFor(dose.volume()).plus(limits.pause()), "a dose with its pause");
  }

  private void dose(Volume volume, FlowRate rate) {
    DosingLimits limits = culture.limits().dosing();
    require(
        volume.compareTo(limits.dose()) <= 0,
        "volume",
        "a dose for '" + culture.name() + "' has " + limits.dose() + " at most");
    require(
        rate.compareTo(limits.rate()) <= 0,
        "rate",
        "a dose for '" + culture.name() + "' flows at " + limits.rate() + " at most");
  }

  private void check(Action.Observation observation, When when) {
    observation.probe().ifPresent(this::check);
    require(
        observation.probing().compareTo(Ear.MOST_PROBING) <= 0,
        "pulses",
        "answers are listened to for " + Quantities.shown(Ear.MOST_PROBING) + " at most");
    tooOften(when, observation.whole(), "an observation");
  }

  private void check(Action.Pulses pulses) {
    StimulationLimits limits = culture.limits().stimulation();
    require(
        new HashSet<>(culture.sites()).containsAll(pulses.sites()),
        "sites",
        "culture '"
            + culture.name()
            + "' has electrodes "
            + Sites.shown(culture.sites())
            + " only");
    require(
        pulses.sites().size() <= limits.electrodesAtOnce(),
        "sites",
        "at most " + limits.electrodesAtOnce() + " electrodes carry current at once");
    require(
        Math.abs(pulses.first().nanoamps()) <= limits.current().nanoamps(),
        "current",
        "a phase for '" + culture.name() + "' has " + limits.current() + " at most");
    require(
        pulses.picocoulombs() <= limits.chargePerPhasePicocoulombs(),
        "width",
        "a phase of "
            + pulses.picocoulombs()
            + " pC is more than the limit of "
            + limits.chargePerPhasePicocoulombs()
            + " pC: make it shorter or weaker");
    require(
        pulses.pulses() <= limits.pulsesPerTrain(),
        "pulses",
        "a train for '" + culture.name() + "' has " + limits.pulsesPerTrain() + " pulses at most");
    if (pulses.pulses() > 1) {
      Duration pulse = pulses.width().multipliedBy(2).plus(pulses.gap());
      Duration least = Duration.ofNanos(-Math.floorDiv(-1_000_000_000L, limits.pulsesPerSecond()));
      require(
          pulses.period().compareTo(pulse) > 0,
          "period",
          "a pulse takes " + Quantities.shown(pulse) + ": the next one begins after that");
      require(
          pulses.period().compareTo(least) >= 0,
          "period",
          "at most "
              + limits.pulsesPerSecond()
              + " pulses a second: the period is "
              + Quantities.shown(least)
              + " at least");
    }
  }

  private void tooOften(When when, Duration length, String what) {
    if (when instanceof When.Every every) {
      require(
          every.period().compareTo(length) > 0,
          "every",
          "this is too often: " + what + " takes " + Quantities.shown(length));
    }
  }

  private void require(boolean holds, String key, String otherwise) {
    if (!holds) {
      findings.add(map.wrong(key, otherwise));
    }
  }
}
