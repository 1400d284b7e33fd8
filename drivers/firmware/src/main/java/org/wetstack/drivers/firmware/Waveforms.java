package org.wetstack.drivers.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.protocol.v1.Phase;
import org.wetstack.protocol.v1.Waveform;

/** Stimuli as they travel. */
final class Waveforms {

  private Waveforms() {}

  static Waveform of(AppliedStimulus stimulus) {
    var waveform =
        Waveform.newBuilder()
            .addAllElectrodes(stimulus.electrodes())
            .setInterphaseTicks(stimulus.interphaseTicks())
            .setPulses(stimulus.pulses())
            .setPeriodTicks(stimulus.periodTicks())
            .setSettleTicks(stimulus.settleTicks())
            .setRecoveryTicks(stimulus.recoveryTicks());
    for (AppliedStimulus.Phase phase : stimulus.phases()) {
      waveform.addPhases(
          Phase.newBuilder().setNanoamps(phase.amplitude().nanoamps()).setTicks(phase.ticks()));
    }
    return waveform.build();
  }

  /** CRC-32C of the canonical form (SPEC.md, 11.3). */
  static int crc(Waveform waveform) {
    int words = 7 + waveform.getElectrodesCount() + 2 * waveform.getPhasesCount();
    ByteBuffer canonical = ByteBuffer.allocate(4 * words).order(ByteOrder.LITTLE_ENDIAN);
    canonical.putInt(waveform.getElectrodesCount());
    for (int electrode : waveform.getElectrodesList()) {
      canonical.putInt(electrode);
    }
    canonical.putInt(waveform.getPhasesCount());
    for (Phase phase : waveform.getPhasesList()) {
      canonical.putInt(phase.getNanoamps()).putInt(phase.getTicks());
    }
    canonical
        .putInt(waveform.getInterphaseTicks())
        .putInt(waveform.getPulses())
        .putInt(waveform.getPeriodTicks())
        .putInt(waveform.getSettleTicks())
        .putInt(waveform.getRecoveryTicks());
    var crc = new CRC32C();
    crc.update(canonical.flip());
    return (int) crc.getValue();
  }
}
