package org.wetstack.emulator.rhx.files;

import java.util.Arrays;
import java.util.List;
import org.wetstack.emulator.rhx.signal.DataBlock;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Items;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/**
 * What a file holds: the channels that were enabled when it was opened and the currents that were
 * set then, whatever is changed later.
 */
final class Selection {

  private static final int MOST_STEPS = 255;

  private final State state;
  private final List<Channel> amplifiers;
  private final boolean[] stimulating;
  private final int[] positiveSteps;
  private final int[] negativeSteps;

  /** Everything that is enabled now. */
  Selection(State state) {
    this.state = state;
    amplifiers = channels(SignalKind.AMPLIFIER);
    stimulating = new boolean[amplifiers.size()];
    positiveSteps = new int[amplifiers.size()];
    negativeSteps = new int[amplifiers.size()];
    if (state.controller().stimulates()) {
      for (int i = 0; i < amplifiers.size(); i++) {
        readStimulus(i, amplifiers.get(i).items());
      }
    }
  }

  /** One stimulation step in amperes; NaN for the chip's least and greatest, which are unknown. */
  static double stepAmps(State state) {
    String step = state.globals().get("StimStepSizeMicroAmps").text();
    return step.equals("Min") || step.equals("Max") ? Double.NaN : Double.parseDouble(step + "e-6");
  }

  private void readStimulus(int i, Items items) {
    stimulating[i] = items.get("StimEnabled").isTrue();
    int first = steps(items.get("FirstPhaseAmplitudeMicroAmps").number());
    int second = steps(items.get("SecondPhaseAmplitudeMicroAmps").number());
    boolean negativeFirst = items.get("Polarity").text().equals("NegativeFirst");
    negativeSteps[i] = negativeFirst ? first : second;
    positiveSteps[i] = negativeFirst ? second : first;
  }

  private int steps(double microamps) {
    long steps = Math.round(microamps / (stepAmps(state) * 1e6));
    return (int) Math.max(0, Math.min(MOST_STEPS, steps));
  }

  /** The enabled amplifier channels. */
  List<Channel> amplifiers() {
    return amplifiers;
  }

  /** The enabled channels of {@code kind}, in the order of their groups, as it is now. */
  List<Channel> channels(SignalKind kind) {
    return state.channels(kind).stream().filter(Channel::enabled).toList();
  }

  /** Whether the {@code i}th enabled amplifier channel was enabled for stimulation. */
  boolean stimulates(int i) {
    return stimulating[i];
  }

  /** Where channel {@code amplifier} of the program stands among those that are saved, or -1. */
  int place(int amplifier) {
    for (int i = 0; i < amplifiers.size(); i++) {
      if (amplifiers.get(i).index() == amplifier) {
        return i;
      }
    }
    return -1;
  }

  /** What a file says of {@code word}, a stimulation word of the {@code i}th saved amplifier. */
  int stimulationWord(int i, int word) {
    int switches =
        word & (DataBlock.COMPLIANCE_LIMIT | DataBlock.CHARGE_RECOVERY | DataBlock.AMP_SETTLE);
    if ((word & DataBlock.STIM_ON) == 0) {
      // In an idle sequencer the polarity means nothing, and files leave it out.
      return switches;
    }
    int polarity = word & DataBlock.NEGATIVE;
    return switches | polarity | (polarity != 0 ? negativeSteps[i] : positiveSteps[i]);
  }

  /** Their indexes among all channels of their kind in the program. */
  static int[] indexes(List<Channel> channels) {
    int[] indexes = new int[channels.size()];
    Arrays.setAll(indexes, i -> channels.get(i).index());
    return indexes;
  }
}
