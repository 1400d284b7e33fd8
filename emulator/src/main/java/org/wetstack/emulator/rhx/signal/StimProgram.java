package org.wetstack.emulator.rhx.signal;

import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Items;
import org.wetstack.emulator.rhx.state.SignalKind;

/**
 * What an upload writes into one sequencer of the controller: fourteen registers of 16 bits, whose
 * times are samples after the trigger. Registers that an upload does not write keep what they had.
 */
final class StimProgram {

  static final int NEVER = 0xFFFF;

  static final int TRIGGER = 0;
  static final int STIMULUS = 1;
  static final int SETTLE_ON = 2;
  static final int SETTLE_OFF = 3;
  static final int START = 4;
  static final int PHASE_2 = 5;
  static final int PHASE_3 = 6;
  static final int END_STIMULUS = 7;
  static final int REPEAT = 8;
  static final int RECOVERY_ON = 9;
  static final int RECOVERY_OFF = 10;
  static final int SETTLE_ON_REPEAT = 11;
  static final int SETTLE_OFF_REPEAT = 12;
  static final int END = 13;
  static final int REGISTERS = 14;

  /** Analog outputs have their levels where amplifier channels have charge recovery. */
  static final int BASELINE = 9;

  static final int POSITIVE = 10;
  static final int NEGATIVE = 11;

  static final int ENABLED = 0x80;
  static final int ON_LOW = 0x40;
  static final int ON_EDGE = 0x20;
  static final int SOURCE = 0x1F;
  static final int NEGATIVE_FIRST = 0x400;

  private static final int BIPHASIC_WITH_DELAY = 1;
  private static final int TRIPHASIC = 2;
  private static final int MONOPHASIC = 3;
  private static final int MID = 32_768;
  private static final double VOLTS_PER_CODE = 20.48 / 65_536;
  private static final int LARGEST_MAGNITUDE = 255;

  private StimProgram() {}

  /** Writes the registers for {@code channel}, whose parameters say what is wanted. */
  static void write(Channel channel, double sampleRate, int[] registers) {
    Items items = channel.items();
    var steps = new Steps(items, sampleRate);
    registers[TRIGGER] = triggerWord(items);
    boolean train = items.get("PulseOrTrain").text().equals("PulseTrain");
    int pulses = train ? items.get("NumberOfStimPulses").integer() : 1;
    boolean digital = channel.kind() == SignalKind.DIGITAL_OUT;
    int shape = digital ? MONOPHASIC : items.get("Shape").choice();
    boolean negativeFirst = !digital && negativeFirst(items);
    if (pulses >= 1) {
      // With less than one pulse the program refuses to write this word, and the old one stays.
      put(registers, STIMULUS, (negativeFirst ? NEGATIVE_FIRST : 0) + (shape << 8) + pulses - 1);
    }
    int end = writePhases(steps, shape, registers);
    put(registers, END, end + steps.of("RefractoryPeriod"));
    int start = registers[START];
    int repeat = train ? start + steps.of("PulseTrainPeriod") : NEVER;
    put(registers, REPEAT, repeat);
    switch (channel.kind()) {
      case AMPLIFIER -> {
        writeSettle(items, steps, end, repeat, registers);
        writeRecovery(items, steps, end, registers);
      }
      case ANALOG_OUT -> writeLevels(items, shape, negativeFirst, registers);
      default -> {}
    }
  }

  private static int triggerWord(Items items) {
    return (items.get("StimEnabled").isTrue() ? ENABLED : 0)
        | (items.get("TriggerHighOrLow").text().equals("Low") ? ON_LOW : 0)
        | (items.get("TriggerEdgeOrLevel").text().equals("Edge") ? ON_EDGE : 0)
        | (items.get("Source").choice() & SOURCE);
  }

  private static boolean negativeFirst(Items items) {
    return items.get("Polarity").text().equals("NegativeFirst");
  }

  /** Returns when the pulse ends. */
  private static int writePhases(Steps steps, int shape, int[] registers) {
    int start = steps.of("PostTriggerDelay");
    int first = steps.of("FirstPhaseDuration");
    int phase2 = shape == MONOPHASIC ? NEVER : start + first;
    int phase3 =
        switch (shape) {
          case BIPHASIC_WITH_DELAY -> phase2 + steps.of("InterphaseDelay");
          case TRIPHASIC -> phase2 + steps.of("SecondPhaseDuration");
          default -> NEVER;
        };
    int end =
        switch (shape) {
          case MONOPHASIC -> start + first;
          case BIPHASIC_WITH_DELAY -> phase3 + steps.of("SecondPhaseDuration");
          case TRIPHASIC -> phase3 + first;
          default -> phase2 + steps.of("SecondPhaseDuration");
        };
    put(registers, START, start);
    put(registers, PHASE_2, phase2);
    put(registers, PHASE_3, phase3);
    put(registers, END_STIMULUS, end);
    return end;
  }

  private static void writeSettle(Items items, Steps steps, int end, int repeat, int[] registers) {
    boolean settle = items.get("EnableAmpSettle").isTrue();
    boolean everyPulse = settle && !items.get("MaintainAmpSettle").isTrue();
    int before = steps.of("PreStimAmpSettle");
    int after = steps.of("PostStimAmpSettle");
    put(registers, SETTLE_ON, settle ? registers[START] - before : NEVER);
    put(registers, SETTLE_OFF, settle ? end + after : 0);
    put(registers, SETTLE_ON_REPEAT, everyPulse ? repeat - before : NEVER);
    // As the program does it: counted from the trigger, not from the end of the pulse.
    put(registers, SETTLE_OFF_REPEAT, everyPulse ? after : NEVER);
  }

  private static void writeRecovery(Items items, Steps steps, int end, int[] registers) {
    boolean recover = items.get("EnableChargeRecovery").isTrue();
    put(registers, RECOVERY_ON, recover ? end + steps.of("PostStimChargeRecovOn") : NEVER);
    put(registers, RECOVERY_OFF, recover ? end + steps.of("PostStimChargeRecovOff") : 0);
  }

  private static void writeLevels(Items items, int shape, boolean negativeFirst, int[] registers) {
    double first = items.get("FirstPhaseAmplitudeVolts").number();
    double second = items.get("SecondPhaseAmplitudeVolts").number();
    boolean onePhase = shape == MONOPHASIC;
    double up = negativeFirst ? (onePhase ? 0 : second) : first;
    double down = negativeFirst ? first : (onePhase ? 0 : second);
    int baseline = MID + code(items.get("BaselineVoltageVolts").number());
    registers[BASELINE] = limited(baseline);
    registers[POSITIVE] = limited(baseline + code(up));
    registers[NEGATIVE] = limited(baseline - code(down));
  }

  private static int code(double volts) {
    return (int) (volts / VOLTS_PER_CODE);
  }

  private static int limited(int code) {
    return Math.max(0, Math.min(0xFFFF, code));
  }

  /**
   * The magnitude that the chip's register has after an upload, in steps.
   *
   * @return 0 for a current beyond the register, which is refused and leaves none
   */
  static int magnitude(Items items, boolean negative, double stepMicroamps) {
    String phase = negative == negativeFirst(items) ? "First" : "Second";
    long steps = Math.round(items.get(phase + "PhaseAmplitudeMicroAmps").number() / stepMicroamps);
    return steps < 0 || steps > LARGEST_MAGNITUDE ? 0 : (int) steps;
  }

  /** The magnitude that the program tells its clients of, which it clamps instead. */
  static int reportedMagnitude(Items items, boolean negative, double stepMicroamps) {
    String phase = negative == negativeFirst(items) ? "First" : "Second";
    long steps = Math.round(items.get(phase + "PhaseAmplitudeMicroAmps").number() / stepMicroamps);
    return (int) Math.max(0, Math.min(LARGEST_MAGNITUDE, steps));
  }

  private static void put(int[] registers, int register, int value) {
    registers[register] = value & 0xFFFF;
  }

  /** Parameters in microseconds as whole samples. */
  private record Steps(Items items, double sampleRate) {

    int of(String name) {
      return (int) Math.round(items.get(name + "Microseconds").number() / (1e6 / sampleRate));
    }
  }
}
