package org.wetstack.emulator.rhx.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.Items;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.emulator.rhx.state.State;

/**
 * The sequencer against a plain reading of what its parameters mean: each pulse is drawn where it
 * belongs on a time line, and no counter runs.
 */
class StimSequencerTest {

  private static final double MICROS = 1e6 / 30_000;

  private final State state = new State(Setup.demo(Controller.STIM_RECORD));
  private final Channel channel = state.channel("a-000").orElseThrow();
  private final Items items = channel.items();
  private StimSequencer sequencer = new StimSequencer(false);

  private void set(String name, int samples) {
    items.get(name + "Microseconds").force(samples * MICROS);
  }

  private void upload() {
    StimProgram.write(channel, 30_000, sequencer.registers);
  }

  private DrawnStimulus.Frame step(boolean key) {
    sequencer.step(key ? 1 << 24 : 0);
    int sign = sequencer.on() ? (sequencer.positive() ? 1 : -1) : 0;
    return new DrawnStimulus.Frame(sign, sequencer.settling(), sequencer.recovering());
  }

  private void take(DrawnStimulus stimulus) {
    items.get("StimEnabled").force(true);
    items.get("Source").force("KeyPressF1");
    items.get("Shape").force(stimulus.shape);
    items.get("Polarity").force(stimulus.negativeFirst ? "NegativeFirst" : "PositiveFirst");
    items.get("PulseOrTrain").force(stimulus.pulses > 1 ? "PulseTrain" : "SinglePulse");
    items.get("NumberOfStimPulses").force(stimulus.pulses);
    items.get("EnableAmpSettle").force(stimulus.settles);
    items.get("MaintainAmpSettle").force(stimulus.maintains);
    items.get("EnableChargeRecovery").force(stimulus.recovers);
    set("FirstPhaseDuration", stimulus.first);
    set("SecondPhaseDuration", stimulus.second);
    set("InterphaseDelay", stimulus.gap);
    set("PostTriggerDelay", stimulus.delay);
    set("PulseTrainPeriod", stimulus.period);
    set("RefractoryPeriod", stimulus.refractory);
    set("PreStimAmpSettle", stimulus.before);
    set("PostStimAmpSettle", stimulus.after);
    set("PostStimChargeRecovOn", stimulus.recoveryOn);
    set("PostStimChargeRecovOff", stimulus.recoveryOff);
    upload();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStimulusIsWhatItsParametersSay(boolean lateRepeats) {
    sequencer = new StimSequencer(lateRepeats);
    for (long seed = 1; seed <= 2_000; seed++) {
      sequencer.reset();
      var stimulus = new DrawnStimulus(new Random(seed), lateRepeats);
      take(stimulus);
      for (int i = 0; i < 3; i++) {
        assertEquals(DrawnStimulus.Frame.REST, step(false), "seed " + seed);
      }
      for (int time = 0; time <= stimulus.over(); time++) {
        assertEquals(stimulus.at(time), step(time < 2), "seed " + seed + " sample " + time);
      }
      // It is armed again: an edge starts it anew, in the same frame.
      assertEquals(DrawnStimulus.Frame.REST, step(false), "seed " + seed);
      for (int time = 0; time < stimulus.end(); time++) {
        assertEquals(stimulus.at(time), step(true), "seed " + seed + " again, sample " + time);
      }
    }
  }

  private int firstCurrent(int frames, boolean key) {
    for (int i = 0; i < frames; i++) {
      if (step(key).sign() != 0) {
        return i;
      }
    }
    return -1;
  }

  private void simple(String edgeOrLevel, String highOrLow) {
    items.get("StimEnabled").force(true);
    items.get("Source").force("KeyPressF1");
    items.get("TriggerEdgeOrLevel").force(edgeOrLevel);
    items.get("TriggerHighOrLow").force(highOrLow);
    set("FirstPhaseDuration", 3);
    set("SecondPhaseDuration", 3);
    set("RefractoryPeriod", 10);
    upload();
  }

  @Test
  void anEdgeMustBeSeenComing() {
    simple("Edge", "High");
    // Held from before: no edge.
    assertEquals(-1, firstCurrent(100, true));
    assertEquals(-1, firstCurrent(1, false));
    assertEquals(0, firstCurrent(1, true));
    while (step(true).sign() != 0) {
      // Until the end of the pulse.
    }
    // Held on: no second one. Released and pressed in the refractory time: neither.
    assertEquals(-1, firstCurrent(2, false));
    assertEquals(-1, firstCurrent(100, true));
    assertEquals(-1, firstCurrent(1, false));
    assertEquals(0, firstCurrent(1, true));
  }

  @Test
  void aLevelGoesOnAsLongAsItLasts() {
    simple("Level", "Low");
    List<Integer> began = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      step(false);
      if (sequencer.began()) {
        began.add(i);
      }
    }
    // Six samples of pulse, ten of rest, and one to be armed again.
    assertEquals(List.of(0, 17, 34, 51, 68, 85), began);
    for (int i = 0; i < 40; i++) {
      step(true);
    }
    assertEquals(-1, firstCurrent(100, true));
  }

  @Test
  void withoutPulsesTheOldNumberStays() {
    simple("Level", "High");
    items.get("PulseOrTrain").force("PulseTrain");
    items.get("NumberOfStimPulses").force(3);
    upload();
    items.get("NumberOfStimPulses").force(0);
    items.get("Polarity").force("PositiveFirst");
    upload();
    assertEquals(StimProgram.NEGATIVE_FIRST + 2, sequencer.registers[StimProgram.STIMULUS]);
  }

  @Test
  void aMagnitudeBeyondTheRegisterLeavesNoCurrentButIsReported() {
    items.get("FirstPhaseAmplitudeMicroAmps").force(127.5);
    items.get("SecondPhaseAmplitudeMicroAmps").force(128);
    assertEquals(255, StimProgram.magnitude(items, true, 0.5));
    assertEquals(0, StimProgram.magnitude(items, false, 0.5));
    assertEquals(255, StimProgram.reportedMagnitude(items, false, 0.5));
    items.get("FirstPhaseAmplitudeMicroAmps").force(Double.NaN);
    assertEquals(0, StimProgram.magnitude(items, true, 0.5));
  }

  @Test
  void theTriggerWordHasItsBits() {
    simple("Edge", "Low");
    items.get("Source").force("AnalogIn03");
    upload();
    assertEquals(0x80 | 0x40 | 0x20 | 18, sequencer.registers[StimProgram.TRIGGER]);
    items.get("StimEnabled").force(false);
    items.get("TriggerEdgeOrLevel").force("Level");
    items.get("TriggerHighOrLow").force("High");
    items.get("Source").force("DigitalIn16");
    upload();
    assertEquals(15, sequencer.registers[StimProgram.TRIGGER]);
  }

  @Test
  void analogOutputsHaveLevelsAndOnePhaseOnly() {
    Channel out = state.channel("analog-out-2").orElseThrow();
    out.items().get("BaselineVoltageVolts").force(1);
    out.items().get("FirstPhaseAmplitudeVolts").force(2);
    out.items().get("SecondPhaseAmplitudeVolts").force(10.24);
    out.items().get("Shape").force("Monophasic");
    int[] registers = new int[StimProgram.REGISTERS];
    StimProgram.write(out, 30_000, registers);
    assertEquals(32_768 + 3_200, registers[StimProgram.BASELINE]);
    assertEquals(32_768 + 3_200, registers[StimProgram.POSITIVE]);
    assertEquals(32_768 + 3_200 - 6_400, registers[StimProgram.NEGATIVE]);
    assertEquals(3, registers[StimProgram.END_STIMULUS]);
    out.items().get("Shape").force("Biphasic");
    StimProgram.write(out, 30_000, registers);
    // 11.24 V are beyond the range.
    assertEquals(65_535, registers[StimProgram.POSITIVE]);
    assertEquals(6, registers[StimProgram.END_STIMULUS]);
  }
}
