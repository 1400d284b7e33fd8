package org.wetstack.emulator.harp;

/** The pump's one digital input, and its two outputs. */
final class DigitalLines {

  private static final int FOLLOWS_SWITCHES = 1;
  private static final int FOLLOWS_SECONDS = 1;
  private static final int FOLLOWS_STEPS = 2;
  private static final int TRIGGERS_STEP = 1;
  private static final int TRIGGERS_PROTOCOL = 2;

  private final PumpRegisters registers;
  private final SyringePump pump;
  private final boolean[] output = new boolean[2];
  private boolean input;

  DigitalLines(PumpRegisters registers, SyringePump pump) {
    this.registers = registers;
    this.pump = pump;
    registers.outputSet.onWrite(written -> drive(registers.outputSet, written, true));
    registers.outputClear.onWrite(written -> drive(registers.outputClear, written, false));
  }

  private boolean drive(Register register, byte[] written, boolean high) {
    Register[] sync = {registers.output0Sync, registers.output1Sync};
    for (int i = 0; i < output.length; i++) {
      if (sync[i].value() == 0 && (written[0] & (1 << i)) != 0) {
        output[i] = high;
      }
    }
    register.content(written);
    return true;
  }

  boolean output(int number) {
    return output[number];
  }

  /** The input changes. Its event comes whatever the mask of events says. */
  void input(boolean high) {
    if (high == input) {
      return;
    }
    input = high;
    switch ((int) registers.inputTrigger.value()) {
      case TRIGGERS_STEP -> {
        if (high) {
          pump.pulse();
        }
      }
      case TRIGGERS_PROTOCOL -> pump.start((byte) (high ? 1 : 0));
      default -> {
        registers.input.value(high ? 1 : 0);
        pump.tell(registers.input);
      }
    }
  }

  void limit(boolean pressed) {
    if (registers.output0Sync.value() == FOLLOWS_SWITCHES) {
      output[0] = pressed;
    }
  }

  void step(boolean high) {
    if (registers.output1Sync.value() == FOLLOWS_STEPS) {
      output[1] = high;
    }
  }

  void newSecond() {
    if (registers.output1Sync.value() == FOLLOWS_SECONDS) {
      output[1] = !output[1];
    }
  }
}
