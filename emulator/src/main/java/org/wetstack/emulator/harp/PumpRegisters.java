package org.wetstack.emulator.harp;

import static org.wetstack.emulator.harp.PayloadType.FLOAT;
import static org.wetstack.emulator.harp.PayloadType.U16;
import static org.wetstack.emulator.harp.PayloadType.U8;

import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.harp.SyringePumpSpec.Dialect;

/** The registers of the syringe pump, 32 to 55, and what they accept. */
final class PumpRegisters {

  static final int STEP_EVENTS = 1;
  static final int DIRECTION_EVENTS = 1 << 1;
  static final int FORWARD_SWITCH_EVENTS = 1 << 2;
  static final int REVERSE_SWITCH_EVENTS = 1 << 3;
  static final int PROTOCOL_EVENTS = 1 << 5;

  private static final int ALL_EVENTS = 0x3F;
  private static final int SMALLEST_MICROSTEP = 4;

  private final List<Register> all = new ArrayList<>();

  final Register enable = add(U8);
  final Register start = add(U8);
  final Register step = add(U8);
  final Register direction = add(U8);
  final Register forwardSwitch = add(U8);
  final Register reverseSwitch = add(U8);
  final Register input = add(U8);
  final Register outputSet = add(U8);
  final Register outputClear = add(U8);
  final Register output0Sync = add(U8);
  final Register output1Sync = add(U8);
  final Register inputTrigger = add(U8);
  final Register stepMode = add(U8);
  final Register stepCount = add(U16);
  final Register flowRate = add(FLOAT);
  final Register period = add(U16);
  final Register volume = add(FLOAT);
  final Register kind = add(U8);
  final Register events;
  final Register state;
  final Register protocolDirection;

  PumpRegisters(Dialect dialect) {
    boolean described = dialect == Dialect.DEVICE_YML;
    PayloadType calibration = described ? FLOAT : U8;
    add(calibration);
    add(calibration);
    events = add(U8);
    add(U8);
    state = add(U8);
    protocolDirection = add(U8);
    stepMode.onWrite(
        written -> accept(stepMode, written, written[0] >= 0 && written[0] <= SMALLEST_MICROSTEP));
    for (Register positive : List.of(stepCount, period)) {
      positive.onWrite(written -> accept(positive, written, Register.number(written, U16) > 0));
    }
    for (Register positive : List.of(flowRate, volume)) {
      positive.onWrite(
          written ->
              accept(
                  positive,
                  written,
                  Float.intBitsToFloat((int) Register.number(written, FLOAT)) > 0));
    }
    if (described) {
      List.of(forwardSwitch, reverseSwitch, input, state).forEach(Register::readOnly);
    }
  }

  private static boolean accept(Register register, byte[] written, boolean inRange) {
    if (inRange) {
      register.content(written);
    }
    return inRange;
  }

  private Register add(PayloadType type) {
    var register = new Register(32 + all.size(), type, 1);
    all.add(register);
    return register;
  }

  List<Register> all() {
    return all;
  }

  /** What they hold before anything was written or saved. */
  void reset() {
    all.forEach(register -> register.value(0));
    stepCount.value(15);
    flowRate.real(0.5f);
    period.value(10);
    volume.real(0.5f);
    events.value(ALL_EVENTS);
    protocolDirection.value(SyringePump.FORWARD);
  }

  /** What is not taken from what was saved. */
  void forgetStates() {
    List.of(enable, start, step, direction, forwardSwitch, reverseSwitch, input, outputSet)
        .forEach(register -> register.value(0));
    outputClear.value(0);
    state.value(0);
  }

  boolean tells(int event) {
    return (events.value() & event) != 0;
  }
}
