package org.wetstack.lab.safety.account;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.parcel.Inheritance;
import org.wetstack.lab.safety.ElectrodeProfile;

/**
 * Stimuli and trains. A train is remembered a minute after its end, for a day if its outcome is not
 * known; then only what it may have left.
 */
final class TrainAccount {

  private static final Duration REMEMBERED = Duration.ofMinutes(1);
  private static final Duration REMEMBERED_UNKNOWN = Duration.ofDays(1);
  private static final int MOST = 100_000;

  private final Gates gates;
  private final WaveformAccount waveforms;
  private final Map<String, Waveform> loaded = new HashMap<>();
  private final List<Firing> firings = new ArrayList<>();
  private final Residues residues = new Residues();
  private final TrainLimits trainLimits;

  TrainAccount(InForce limits, Gates gates, Map<String, Map<Integer, ElectrodeProfile>> profiles) {
    this.gates = gates;
    waveforms = new WaveformAccount(limits, profiles);
    trainLimits = new TrainLimits(limits);
  }

  /** What {@code before} tells of {@code stay} is left where the culture lies now. */
  void inherit(Inheritance inheritance, Inheritance.Stay stay, TrainAccount before) {
    before.firings.forEach(before.residues::settle);
    residues.move(
        before.residues, stay.array(), stay.sites(), inheritance.array(), inheritance.sites());
  }

  /** What is known of a culture comes from elsewhere from now on. */
  void forget(Inheritance inheritance) {
    firings.removeIf(one -> one.wave.culture.equals(inheritance.culture()));
    residues.forget(inheritance.array(), inheritance.sites());
    waveforms.forget(inheritance.array(), inheritance.sites());
  }

  void restart(Instant at) {
    loaded.clear();
    firings.stream().filter(one -> !one.begun).forEach(one -> one.lost = true);
    cut(at, any -> true, null);
  }

  void stopped(Instant at) {
    cut(at, any -> true, null);
  }

  void lost(Entry entry, Instant at) {
    String instrument = entry.fact("instrument");
    cut(at, one -> one.wave.instrument.equals(instrument), null);
  }

  void loaded(Entry entry, Instant at, Findings findings) {
    Waveform wave = new Waveform(entry);
    gates.lease(entry, wave.culture, findings);
    waveforms.check(wave, at, findings);
    checkResidues(wave, findings);
    loaded.put(wave.name, wave);
  }

  void unloaded(Entry entry, Instant at) {
    Waveform wave = loaded.remove(entry.fact("stimulus"));
    if (wave != null) {
      cut(at, one -> one.wave.name.equals(wave.name), at.toEpochMilli());
    }
  }

  void impedances(Entry entry, Instant at) {
    waveforms.impedances(entry, at);
  }

  void intended(Entry entry, Instant at, Findings findings) {
    forget(at);
    String operation = entry.fact("operation");
    Waveform wave = loaded.get(entry.fact("stimulus"));
    // What it was loaded for is where current flows, whatever the entry says.
    gates.intent(entry, wave == null ? entry.fact("culture") : wave.culture, findings);
    if (find(operation) != null) {
      findings.add("operation", "", operation, "intended twice");
      return;
    }
    if (wave == null) {
      findings.add("train.stimulus", "", entry.fact("stimulus"), "no such stimulus is loaded");
      return;
    }
    long ahead = Math.max(0, entry.whole("from") - entry.at().toEpochMilli());
    Firing fresh = new Firing(operation, wave, entry.fact("lease"), at.toEpochMilli() + ahead);
    waveforms.check(wave, at, findings);
    checkResidues(wave, findings);
    trainLimits.check(fresh, firings, at.toEpochMilli(), findings);
    firings.add(fresh);
  }

  void begun(Entry entry, Instant at, Findings findings) {
    Firing firing = found(entry, findings);
    if (firing != null) {
      if (firing.begun || firing.refused) {
        findings.add("effect.twice", "", firing.operation, "it had begun or been refused");
      }
      if (!firing.lost) {
        gates.effect(firing.lease, at, findings);
      }
      firing.begun = true;
      firing.refused = false;
    }
  }

  void unknown(Entry entry, Findings findings) {
    Firing firing = found(entry, findings);
    if (firing != null) {
      firing.lost = true;
    }
  }

  void notDone(Entry entry, Findings findings) {
    Firing firing = found(entry, findings);
    if (firing != null && firing.begun) {
      findings.add("effect.denied", "", firing.operation, "it had begun, so it was done");
    } else if (firing != null) {
      firing.refused = true;
    }
  }

  private void checkResidues(Waveform wave, Findings findings) {
    for (int electrode : wave.electrodes) {
      waveforms.checkResidue(wave, electrode, residues.worst(wave, electrode, firings), findings);
    }
  }

  private void cut(Instant at, Predicate<Firing> which, @Nullable Long until) {
    long now = at.toEpochMilli();
    for (Firing one : firings) {
      if (which.test(one) && one.end(now) > now) {
        one.cut = true;
        one.until = until == null ? one.until : Math.min(one.until, until);
      }
    }
  }

  private void forget(Instant at) {
    long now = at.toEpochMilli();
    Iterator<Firing> each = firings.iterator();
    while (each.hasNext()) {
      Firing one = each.next();
      Duration memory = one.begun || one.refused ? REMEMBERED : REMEMBERED_UNKNOWN;
      boolean old = one.isKnown() && one.end(now) + memory.toMillis() < now;
      if (old || firings.size() > MOST) {
        residues.settle(one);
        each.remove();
      }
    }
  }

  private @Nullable Firing find(String operation) {
    return firings.stream().filter(one -> one.operation.equals(operation)).findAny().orElse(null);
  }

  private @Nullable Firing found(Entry entry, Findings findings) {
    Firing firing = find(entry.fact("operation"));
    if (firing == null) {
      findings.add("effect", "", entry.fact("operation"), "nobody had intended it");
    }
    return firing;
  }

  /** A train that was intended. */
  static final class Firing {
    final String operation;
    final Waveform wave;
    final String lease;
    final long from;
    long until = Long.MAX_VALUE;
    boolean begun;
    boolean lost;
    boolean refused;
    boolean cut;

    Firing(String operation, Waveform wave, String lease, long from) {
      this.operation = operation;
      this.wave = wave;
      this.lease = lease;
      this.from = from;
    }

    boolean isKnown() {
      return begun || lost || refused;
    }

    long start(long now) {
      return isKnown() ? from : Math.max(from, Math.min(now, until));
    }

    long end(long now) {
      return Math.min(until, Math.addExact(start(now), wave.millis().longValueExact()));
    }

    /** What it leaves for certain; null if only some of it may be left. */
    @Nullable BigInteger certain() {
      if (refused) {
        return BigInteger.ZERO;
      }
      return begun && !cut ? possible() : null;
    }

    BigInteger possible() {
      return wave.left().multiply(wave.pulses);
    }
  }
}
