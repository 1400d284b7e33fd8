package org.wetstack.emulator.rhx.files;

import org.wetstack.emulator.rhx.signal.DataBlock;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.Items;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/**
 * Decides when a triggered recording begins and ends. It looks at whole blocks, as the program
 * does: the condition is a level, so a line that is high from the start triggers at once; what
 * happens within 0.2 s after a beginning or an end counts as a glitch.
 */
final class TriggerGate {

  private static final double GLITCH_SECONDS = 0.2;
  private static final float VOLTS_PER_COUNT = 312.5e-6f;
  private static final float VOLTS_PER_COUNT_USB2 = 50.354e-6f;
  private static final int MID_SCALE = 32_768;

  private enum Phase {
    ARMED,
    OPEN,
    RESTING
  }

  private final boolean digital;
  private final int line;
  private final boolean high;
  private final float thresholdVolts;
  private final boolean unipolar;
  private final int glitchSamples;
  private final int afterSamples;
  private Phase phase = Phase.ARMED;
  private int sinceBegin;
  private int sinceEnd;

  /** Armed, with the settings of {@code state} as they are now. */
  TriggerGate(State state) {
    Items globals = state.globals();
    String source = globals.get("TriggerSource").text();
    digital = source.startsWith(SignalKind.DIGITAL_IN.prefix());
    line = state.channel(source).orElseThrow().nativeOrder();
    high = globals.get("TriggerPolarity").text().equals("High");
    thresholdVolts = (float) globals.get("TriggerAnalogThresholdVolts").number();
    unipolar = state.controller() == Controller.RECORD_USB2;
    double samplesPerSecond = state.setup().sampleRate();
    glitchSamples = (int) Math.ceil(GLITCH_SECONDS * samplesPerSecond);
    int after = globals.get("PostTriggerBufferSeconds").integer();
    afterSamples = (int) Math.ceil(after * samplesPerSecond);
  }

  /** Whether it waits for a trigger. */
  boolean armed() {
    return phase == Phase.ARMED;
  }

  /** The frame in which the trigger came, or -1; only while armed. */
  int begins(Frames frames) {
    int frame = find(frames, true);
    if (frame >= 0) {
      phase = Phase.OPEN;
      sinceBegin = 0;
      sinceEnd = 0;
    }
    return frame;
  }

  /** Whether the recording ends with this block, which is saved; only while it is open. */
  boolean ends(Frames frames) {
    if (sinceEnd > 0) {
      sinceEnd = find(frames, true) >= 0 ? 0 : sinceEnd + DataBlock.FRAMES;
    } else {
      sinceBegin = Math.min(sinceBegin + DataBlock.FRAMES, Integer.MAX_VALUE / 2);
      int frame = sinceBegin > glitchSamples ? find(frames, false) : -1;
      if (frame >= 0) {
        sinceEnd = DataBlock.FRAMES - frame;
      }
    }
    if (sinceEnd <= afterSamples) {
      return false;
    }
    phase = Phase.RESTING;
    return true;
  }

  /** Lets a block pass after an end; armed again when glitches are over. */
  void rest() {
    sinceEnd += DataBlock.FRAMES;
    if (sinceEnd > afterSamples + glitchSamples) {
      phase = Phase.ARMED;
    }
  }

  private int find(Frames frames, boolean beginning) {
    for (int t = 0; t < DataBlock.FRAMES; t++) {
      if (on(frames, t) == (beginning == high)) {
        return t;
      }
    }
    return -1;
  }

  private boolean on(Frames frames, int t) {
    if (digital) {
      return (frames.digitalIn[t] >> line & 1) != 0;
    }
    int word = frames.analogIn[line][t];
    float volts = unipolar ? VOLTS_PER_COUNT_USB2 * word : VOLTS_PER_COUNT * (word - MID_SCALE);
    return volts >= thresholdVolts;
  }
}
