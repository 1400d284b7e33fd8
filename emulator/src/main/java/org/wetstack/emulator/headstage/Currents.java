package org.wetstack.emulator.headstage;

import java.util.Arrays;
import java.util.List;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.chip.Rhs2116;
import org.wetstack.emulator.tissue.Drive;

/** What flows between the stimulating chips of an array and what its electrodes are in. */
final class Currents {

  private final Rhs2116[] chips;
  private final List<Port> ports;
  private final int channels;
  private final Drive drive;
  private final int[] microvolts;
  private final boolean[] exceeded;
  private boolean wasAnswered;

  /**
   * @param chips none if the array only records
   * @param ports of the same chips
   * @param channels how many electrodes there are
   */
  Currents(Rhs2116[] chips, List<Port> ports, int channels, ChipParameters parameters) {
    this.chips = chips;
    this.ports = ports;
    this.channels = channels;
    drive = new Drive(channels, parameters.lowestMicrovolts(), parameters.highestMicrovolts());
    microvolts = new int[chips.length * Rhs2116.CHANNELS];
    exceeded = new boolean[chips.length * Rhs2116.CHANNELS];
  }

  Drive drive() {
    return drive;
  }

  /** Whether no chip drives anything. */
  boolean none() {
    for (int i = 0; i < chips.length; i++) {
      if (drives(i)) {
        return false;
      }
    }
    return true;
  }

  /** What the chips do to the electrodes in this sample. */
  void pass() {
    boolean active = !none();
    if (active) {
      for (int i = 0; i < chips.length; i++) {
        pass(i);
      }
    } else if (drive.active) {
      Arrays.fill(drive.nanoamps, 0);
      Arrays.fill(drive.recovery, false);
    }
    drive.active = active;
  }

  private boolean drives(int chip) {
    return !chips[chip].quiet() && ports.get(chip).bus().alive();
  }

  private void pass(int chip) {
    boolean drives = drives(chip);
    int first = chip * Rhs2116.CHANNELS;
    int end = Math.min(Rhs2116.CHANNELS, channels - first);
    for (int c = 0; c < end; c++) {
      drive.nanoamps[first + c] = drives ? chips[chip].nanoamps(c) : 0;
      drive.recovery[first + c] = drives && chips[chip].recovers(c);
    }
  }

  /** What the electrodes answered. */
  void answer() {
    boolean answered = drive.answered && chips.length > 0;
    if (answered) {
      System.arraycopy(drive.microvolts, 0, microvolts, 0, channels);
      System.arraycopy(drive.exceeded, 0, exceeded, 0, channels);
    } else if (wasAnswered) {
      Arrays.fill(microvolts, 0);
      Arrays.fill(exceeded, false);
    }
    // Also when all are at 0 V: current-limited recovery may be on its way from there.
    if (answered || wasAnswered || drive.active) {
      for (int i = 0; i < chips.length; i++) {
        chips[i].answer(microvolts, exceeded, i * Rhs2116.CHANNELS);
      }
    }
    wasAnswered = answered;
  }
}
