package org.wetstack.lab.safety;

import org.wetstack.hal.units.Current;

/**
 * How much current a culture may get. Each is checked on the quantised waveform; all of them hold
 * at once, beside what the electrode's profile allows.
 *
 * @param current the largest amplitude of any phase, either sign
 * @param chargePerPhasePicocoulombs an absolute cap, whatever the electrode could stand
 * @param pulsesPerSecond of one electrode, over any second
 * @param dutyPerMille share of any ten seconds in which an electrode carries current
 * @param electrodesAtOnce that carry current at the same time on one array
 * @param pulsesPerTrain the longest train
 * @param netChargePicocoulombs what may be left on an electrode over all its pulses, either sign
 */
public record StimulationLimits(
    Current current,
    long chargePerPhasePicocoulombs,
    int pulsesPerSecond,
    int dutyPerMille,
    int electrodesAtOnce,
    int pulsesPerTrain,
    long netChargePicocoulombs) {

  public StimulationLimits {
    require("current", current.nanoamps(), Integer.MAX_VALUE, "nA");
    require("charge per phase", chargePerPhasePicocoulombs, Long.MAX_VALUE, "pC");
    require("rate", pulsesPerSecond, Integer.MAX_VALUE, "pulses per second");
    require("duty", dutyPerMille, 1_000, "per mille");
    require("number of electrodes", electrodesAtOnce, Integer.MAX_VALUE, "at once");
    require("length of a train", pulsesPerTrain, Integer.MAX_VALUE, "pulses");
    require("net charge", netChargePicocoulombs, Long.MAX_VALUE, "pC");
  }

  private static void require(String what, long value, long most, String unit) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(
          "a limit of the " + what + " is 0 to " + most + " " + unit + ", not " + value);
    }
  }
}
