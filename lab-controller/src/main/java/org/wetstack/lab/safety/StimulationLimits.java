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
    long netChargePicocoulombs) {}
