package org.wetstack.emulator.board;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.zip.CRC32C;
import org.wetstack.protocol.v1.Phase;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.Waveform;

/**
 * The firmware's own arithmetic on waveforms: limits, balance, canonical form. SPEC.md, 11.2, 11.3.
 */
final class Waveforms {

  private static final int MAX_TICKS = 10_000_000;

  private Waveforms() {}

  /** Throws {@link RefusedException} unless the array may play {@code waveform}. */
  static void check(Waveform waveform, ArraySpec array) {
    checkShape(waveform);
    ArraySpec.StimulatorSpec limits = array.stimulator();
    if (waveform.getElectrodesCount() > limits.maxElectrodes()) {
      throw outOfRange("at most " + limits.maxElectrodes() + " electrodes");
    }
    for (int electrode : waveform.getElectrodesList()) {
      if (electrode < 0 || electrode >= array.channels()) {
        throw outOfRange("no electrode " + Integer.toUnsignedString(electrode));
      }
    }
    long residual = 0;
    for (Phase phase : waveform.getPhasesList()) {
      checkPhase(phase, limits, array.samplesPerSecond());
      residual += (long) phase.getNanoamps() * phase.getTicks();
    }
    if (residual != 0) {
      throw outOfRange("pulse leaves " + residual + " nA ticks");
    }
    checkTimes(waveform, limits, array.samplesPerSecond());
    String objection = new Pattern(waveform).objection();
    if (!objection.isEmpty()) {
      throw outOfRange(objection);
    }
  }

  /** Throws {@link RefusedException} unless {@code waveform} makes sense on any array. */
  static void checkShape(Waveform waveform) {
    boolean sensible =
        waveform.getElectrodesCount() >= 1
            && new HashSet<>(waveform.getElectrodesList()).size() == waveform.getElectrodesCount()
            && waveform.getPhasesCount() >= 1
            && waveform.getPhasesCount() <= 3
            && waveform.getPulses() != 0
            && (waveform.getPulses() == 1) == (waveform.getPeriodTicks() == 0)
            && waveform.getPhasesList().stream()
                .allMatch(phase -> phase.getNanoamps() != 0 && phase.getTicks() != 0);
    if (!sensible) {
      throw new RefusedException(
          Reason.REASON_MALFORMED, "electrodes, phases, pulses or period make no sense");
    }
  }

  private static void checkPhase(Phase phase, ArraySpec.StimulatorSpec limits, int ticksPerSecond) {
    requireTicks(phase.getTicks());
    long nanoamps = Math.abs((long) phase.getNanoamps());
    if (nanoamps > limits.maxAmplitudeNanoamps()) {
      throw outOfRange(nanoamps + " nA, limit " + limits.maxAmplitudeNanoamps() + " nA");
    }
    if (nanoamps % limits.stepNanoamps() != 0) {
      throw outOfRange(nanoamps + " nA is not in steps of " + limits.stepNanoamps() + " nA");
    }
    if (nanoamps * phase.getTicks() * 1_000
        > (long) limits.maxPhasePicocoulombs() * ticksPerSecond) {
      throw outOfRange("a phase exceeds " + limits.maxPhasePicocoulombs() + " pC");
    }
  }

  private static void checkTimes(
      Waveform waveform, ArraySpec.StimulatorSpec limits, int ticksPerSecond) {
    requireTicks(waveform.getInterphaseTicks());
    requireTicks(waveform.getPeriodTicks());
    requireTicks(waveform.getSettleTicks());
    requireTicks(waveform.getRecoveryTicks());
    if (waveform.getPulses() < 0 || waveform.getPulses() > limits.maxPulses()) {
      throw outOfRange("at most " + limits.maxPulses() + " pulses");
    }
    if (waveform.getPulses() == 1) {
      return;
    }
    if ((long) waveform.getPeriodTicks() * limits.maxPulsesPerSecond() < ticksPerSecond) {
      throw outOfRange("faster than " + limits.maxPulsesPerSecond() + " pulses per second");
    }
    if (waveform.getPeriodTicks() < pulseTicks(waveform) + restTicks(waveform)) {
      throw outOfRange("the period is shorter than a pulse with its recovery");
    }
  }

  private static void requireTicks(int ticks) {
    if (ticks < 0 || ticks > MAX_TICKS) {
      throw outOfRange("at most " + MAX_TICKS + " ticks");
    }
  }

  private static RefusedException outOfRange(String detail) {
    return new RefusedException(Reason.REASON_OUT_OF_RANGE, detail);
  }

  /** From the start of a pulse to the end of its last phase. */
  static long pulseTicks(Waveform waveform) {
    long ticks = (long) waveform.getInterphaseTicks() * (waveform.getPhasesCount() - 1);
    for (Phase phase : waveform.getPhasesList()) {
      ticks += phase.getTicks();
    }
    return ticks;
  }

  static long restTicks(Waveform waveform) {
    return Math.max(waveform.getSettleTicks(), waveform.getRecoveryTicks());
  }

  /** The phases of one pulse as the bench sees them: a tick is a sample. */
  static List<ArrayBench.Phase> phases(Waveform waveform) {
    List<ArrayBench.Phase> phases = new ArrayList<>();
    int after = 0;
    for (Phase phase : waveform.getPhasesList()) {
      phases.add(new ArrayBench.Phase(after, phase.getTicks(), phase.getNanoamps()));
      after += phase.getTicks() + waveform.getInterphaseTicks();
    }
    return List.copyOf(phases);
  }

  static int[] electrodes(Waveform waveform) {
    return waveform.getElectrodesList().stream().mapToInt(Integer::intValue).toArray();
  }

  static int crc(Waveform waveform) {
    ByteBuffer words =
        ByteBuffer.allocate(4 * (7 + waveform.getElectrodesCount() + 2 * waveform.getPhasesCount()))
            .order(ByteOrder.LITTLE_ENDIAN);
    words.putInt(waveform.getElectrodesCount());
    waveform.getElectrodesList().forEach(words::putInt);
    words.putInt(waveform.getPhasesCount());
    waveform.getPhasesList().forEach(p -> words.putInt(p.getNanoamps()).putInt(p.getTicks()));
    words.putInt(waveform.getInterphaseTicks()).putInt(waveform.getPulses());
    words.putInt(waveform.getPeriodTicks()).putInt(waveform.getSettleTicks());
    words.putInt(waveform.getRecoveryTicks());
    var crc = new CRC32C();
    crc.update(words.array());
    return (int) crc.getValue();
  }
}
