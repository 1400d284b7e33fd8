package org.wetstack.lab.safety.account;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Inheritance;
import org.wetstack.lab.safety.CultureLimits;
import org.wetstack.lab.safety.ElectrodeProfile;
import org.wetstack.lab.safety.Reservoir;

/**
 * Reads a journal from its beginning and finds what should not have been done. It judges by the rig
 * file it was given: of what was journaled under another one it may find too much. It never throws
 * for an entry it cannot read; that is a finding. Not for several threads.
 */
public final class Accountant {

  private final InForce limits;
  private final Gates gates = new Gates();
  private final DoseAccount doses;
  private final TrainAccount trains;
  private final FlashAccount flashes;
  private Instant latest = Instant.MIN;
  private final Map<String, CultureLimits> cultures;

  /**
   * @param cultures the hard limits of each culture, by its name
   * @param profiles of electrodes, by array and number
   */
  public Accountant(
      Map<String, CultureLimits> cultures,
      Collection<Reservoir> reservoirs,
      Map<String, Map<Integer, ElectrodeProfile>> profiles) {
    this.cultures = Map.copyOf(cultures);
    limits = new InForce(cultures);
    doses = new DoseAccount(limits, gates, reservoirs);
    trains = new TrainAccount(limits, gates, profiles);
    flashes = new FlashAccount(limits, gates);
  }

  /** From the next entry on another rig file holds, with the same cultures and electrodes. */
  public void judgeBy(Map<String, CultureLimits> cultures, Collection<Reservoir> reservoirs) {
    limits.judgeBy(cultures);
    doses.refilled(reservoirs, latest);
  }

  /**
   * A culture has come. What is wrong with what was done elsewhere was found there; here it counts.
   */
  public void inherit(Inheritance inheritance) {
    limits.inherit(inheritance);
    var whole = new Accountant(cultures, List.of(), Map.of());
    inheritance.entries().forEach(whole::check);
    doses.inherit(inheritance, whole.doses);
    flashes.inherit(inheritance.culture(), whole.flashes);
    trains.forget(inheritance);
    for (Inheritance.Stay stay : inheritance.stays()) {
      var there = new Accountant(cultures, List.of(), Map.of());
      stay.entries().forEach(there::check);
      trains.inherit(inheritance, stay, there.trains);
    }
  }

  /** What is wrong with the next entry; usually nothing. */
  public List<Finding> check(Entry entry) {
    latest = entry.at().isAfter(latest) ? entry.at() : latest;
    Findings findings = new Findings(entry);
    try {
      account(entry, findings);
    } catch (IllegalArgumentException | ArithmeticException e) {
      findings.add("entry", "", "", "it cannot be accounted for: " + e.getMessage());
    }
    return findings.all();
  }

  private void account(Entry entry, Findings findings) {
    switch (entry.what()) {
      case Kinds.STARTED -> {
        doses.restart();
        trains.restart(latest);
        flashes.restart();
      }
      case Kinds.LIMIT_SET -> limits.set(entry, findings);
      case Kinds.DOSE_INTENDED -> doses.intended(entry, latest, findings);
      case Kinds.DOSE_BEGUN -> doses.begun(entry, latest, findings);
      case Kinds.DOSE_ENDED -> doses.ended(entry, latest, findings);
      case Kinds.DOSE_UNKNOWN -> doses.unknown(entry, findings);
      case Kinds.DOSE_NOT_DONE -> doses.notDone(entry, latest, findings);
      case Kinds.FLASH_INTENDED -> flashes.intended(entry, latest, findings);
      case Kinds.FLASH_BEGUN -> flashes.begun(entry, latest, findings);
      case Kinds.FLASH_ENDED -> flashes.ended(entry, latest, findings);
      case Kinds.FLASH_UNKNOWN -> flashes.unknown(entry, latest, findings);
      case Kinds.FLASH_NOT_DONE -> flashes.notDone(entry, latest, findings);
      case Kinds.STIMULUS_LOADED -> trains.loaded(entry, latest, findings);
      case Kinds.STIMULUS_UNLOADED -> trains.unloaded(entry, latest);
      case Kinds.TRAIN_INTENDED -> trains.intended(entry, latest, findings);
      case Kinds.TRAIN_BEGUN -> trains.begun(entry, latest, findings);
      case Kinds.TRAIN_UNKNOWN -> trains.unknown(entry, findings);
      case Kinds.TRAIN_NOT_DONE -> trains.notDone(entry, findings);
      case Kinds.IMPEDANCES_CHECKED -> trains.impedances(entry, latest);
      case Kinds.INSTRUMENT_LOST -> trains.lost(entry, latest);
      case Kinds.STOP_LATCHED -> {
        gates.stopped(latest);
        trains.stopped(latest);
      }
      case Kinds.STOP_RELEASED -> gates.released(entry, findings);
      case Kinds.INTERLOCK_OPENED -> gates.opened(entry, latest);
      case Kinds.INTERLOCK_CLOSED -> gates.closed(entry, findings);
      case Kinds.CULTURE_LEAVING -> gates.leaves(entry);
      case Kinds.CULTURE_STAYS, Kinds.CULTURE_HERE -> gates.isHere(entry);
      case Kinds.LEASE_GRANTED -> gates.leased(entry);
      case Kinds.LEASE_ENDED -> gates.leaseEnded(entry, latest);
      default -> {}
    }
  }
}
