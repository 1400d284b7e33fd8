package org.wetstack.emulator.board;

import java.util.ArrayList;
import java.util.List;
import org.wetstack.protocol.v1.Phase;
import org.wetstack.protocol.v1.Waveform;

/**
 * One pulse of a waveform as a chip has to be told of it: what is switched when, and which currents
 * have to wait in its buffers meanwhile.
 */
final class Pattern {

  /**
   * What is so from a tick of the pulse on.
   *
   * @param nanoamps of the phase that begins; 0 if none does
   * @param next the current that flows next in that direction, perhaps in the next pulse
   */
  record Step(long tick, int nanoamps, int next, boolean settles, boolean discharges) {}

  /** Writes that fit into a frame in which nothing is switched. */
  private static final int WRITES_PER_FRAME = 4;

  private static final int CHANNELS_PER_CHIP = 16;

  final int[] electrodes;
  final List<Step> steps;

  /** The currents with which the first pulse begins, cathodic and anodic. */
  final int[] first;

  private final Waveform waveform;

  Pattern(Waveform waveform) {
    this.waveform = waveform;
    electrodes = Waveforms.electrodes(waveform);
    steps = List.copyOf(steps());
    first = new int[] {firstOf(-1), firstOf(1)};
  }

  /** Whether all phases of a direction have the same current, so that none is written meanwhile. */
  boolean even() {
    return steps.stream().allMatch(step -> step.nanoamps() == step.next());
  }

  private int firstOf(int sign) {
    return waveform.getPhasesList().stream()
        .map(Phase::getNanoamps)
        .filter(nanoamps -> Integer.signum(nanoamps) == sign)
        .findFirst()
        .orElseThrow();
  }

  private List<Step> steps() {
    List<Step> made = new ArrayList<>();
    long tick = 0;
    int last = waveform.getPhasesCount() - 1;
    for (int i = 0; i <= last; i++) {
      Phase phase = waveform.getPhases(i);
      made.add(new Step(tick, phase.getNanoamps(), nextOf(i), false, false));
      tick += phase.getTicks();
      if (i < last && waveform.getInterphaseTicks() > 0) {
        made.add(new Step(tick, 0, 0, false, false));
        tick += waveform.getInterphaseTicks();
      }
    }
    int settle = waveform.getSettleTicks();
    int recovery = waveform.getRecoveryTicks();
    made.add(new Step(tick, 0, 0, settle > 0, recovery > 0));
    int shorter = Math.min(settle, recovery);
    if (shorter > 0 && settle != recovery) {
      made.add(new Step(tick + shorter, 0, 0, settle > shorter, recovery > shorter));
    }
    if (settle > 0 || recovery > 0) {
      made.add(new Step(tick + Math.max(settle, recovery), 0, 0, false, false));
    }
    return made;
  }

  /** The current of the phase after phase {@code i} that flows in the same direction. */
  private int nextOf(int i) {
    int count = waveform.getPhasesCount();
    int sign = Integer.signum(waveform.getPhases(i).getNanoamps());
    for (int j = 1; j < count; j++) {
      int nanoamps = waveform.getPhases((i + j) % count).getNanoamps();
      if (Integer.signum(nanoamps) == sign) {
        return nanoamps;
      }
    }
    return waveform.getPhases(i).getNanoamps();
  }

  /** How many of its electrodes are on the chip that has most of them. */
  private int crowd() {
    int most = 0;
    for (int electrode : electrodes) {
      int chip = electrode / CHANNELS_PER_CHIP;
      int here = 0;
      for (int other : electrodes) {
        here += other / CHANNELS_PER_CHIP == chip ? 1 : 0;
      }
      most = Math.max(most, here);
    }
    return most;
  }

  /** In how many frames both currents of all electrodes can be written, whatever was there. */
  int framesToLoad() {
    return (2 * crowd() + WRITES_PER_FRAME - 1) / WRITES_PER_FRAME;
  }

  /**
   * Why a chip could not be told of this in time; empty if it can. Where a phase is stronger or
   * weaker than the one before it in its direction, each electrode needs a write between the starts
   * of both, in a frame in which nothing is switched.
   */
  String objection() {
    int needed = (crowd() + WRITES_PER_FRAME - 1) / WRITES_PER_FRAME;
    for (int i = 0; i < steps.size(); i++) {
      Step from = steps.get(i);
      if (from.nanoamps() == from.next()) {
        continue;
      }
      long free = framesBetween(i);
      if (free < needed) {
        return (from.nanoamps() + " to " + from.next() + " nA needs " + needed)
            + (" quiet samples between these phases, and has " + Math.max(0, free));
      }
    }
    return "";
  }

  /** Frames between step {@code i} and the next of its direction, but for those of other steps. */
  private long framesBetween(int i) {
    Step from = steps.get(i);
    int sign = Integer.signum(from.nanoamps());
    int between = 0;
    for (int j = i + 1; j < steps.size(); j++) {
      if (Integer.signum(steps.get(j).nanoamps()) == sign) {
        return steps.get(j).tick() - from.tick() - 1 - between;
      }
      between++;
    }
    if (waveform.getPulses() == 1) {
      return Long.MAX_VALUE;
    }
    for (Step early : steps) {
      if (Integer.signum(early.nanoamps()) == sign) {
        return waveform.getPeriodTicks() + early.tick() - from.tick() - 1 - between;
      }
      between++;
    }
    throw new IllegalStateException("a phase follows itself");
  }
}
