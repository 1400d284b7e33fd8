package org.wetstack.app.facade;

import java.util.Arrays;
import org.wetstack.emulator.rhx.signal.DataBlock;
import org.wetstack.hal.AppliedStimulus;

/** What RHX's stimulation words say of one pulse, sample by sample from its first phase on. */
final class PulseWords {

  /** Of an idle stimulator. */
  static final char IDLE = DataBlock.NEGATIVE;

  private PulseWords() {}

  /** The words of a pulse of {@code stimulus}, of which there is one for each sample. */
  static char[] of(AppliedStimulus stimulus, int samplesPerSecond) {
    double ticksPerSample = (double) stimulus.ticksPerSecond() / samplesPerSecond;
    long rest = Math.max(stimulus.settleTicks(), stimulus.recoveryTicks());
    var words = new char[(int) Math.ceil((stimulus.pulseTicks() + rest) / ticksPerSample)];
    for (int i = 0; i < words.length; i++) {
      words[i] = word(stimulus, (long) (i * ticksPerSample));
    }
    return words;
  }

  private static char word(AppliedStimulus stimulus, long tick) {
    long from = 0;
    for (AppliedStimulus.Phase phase : stimulus.phases()) {
      long until = from + phase.ticks();
      if (tick < until) {
        boolean flows = tick >= from;
        boolean negative = !flows || phase.amplitude().nanoamps() < 0;
        return (char) ((flows ? DataBlock.STIM_ON : 0) | (negative ? DataBlock.NEGATIVE : 0));
      }
      from = until + stimulus.interphaseTicks();
    }
    long after = tick - stimulus.pulseTicks();
    return (char)
        (IDLE
            | (after < stimulus.settleTicks() ? DataBlock.AMP_SETTLE : 0)
            | (after < stimulus.recoveryTicks() ? DataBlock.CHARGE_RECOVERY : 0));
  }

  /** Words of so many idle channels. */
  static char[] idle(int channels) {
    var words = new char[channels];
    Arrays.fill(words, IDLE);
    return words;
  }
}
