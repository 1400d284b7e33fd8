package org.wetstack.emulator.rhx.files;

import org.wetstack.emulator.rhx.state.Items;
import org.wetstack.emulator.rhx.state.State;

/**
 * Which bands of the amplifier channels are saved, and whether spikes are. Nobody can change it
 * while the board runs.
 *
 * @param traditional one file of blocks; of the bands it holds the wide one and the DC amplifiers'
 * @param snapshots whether the waveform goes with each spike
 */
record Wants(
    boolean traditional,
    boolean wide,
    boolean low,
    boolean high,
    boolean dc,
    boolean spikes,
    boolean snapshots) {

  static Wants of(State state) {
    Items globals = state.globals();
    boolean traditional = globals.get("FileFormat").text().equals("Traditional");
    boolean spikes = !traditional && globals.get("SaveSpikeData").isTrue();
    return new Wants(
        traditional,
        traditional || globals.get("SaveWidebandAmplifierWaveforms").isTrue(),
        !traditional && globals.get("SaveLowpassAmplifierWaveforms").isTrue(),
        !traditional && globals.get("SaveHighpassAmplifierWaveforms").isTrue(),
        state.controller().stimulates() && globals.get("SaveDCAmplifierWaveforms").isTrue(),
        spikes,
        spikes && globals.get("SaveSpikeSnapshots").isTrue());
  }
}
