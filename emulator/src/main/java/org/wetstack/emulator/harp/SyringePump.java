package org.wetstack.emulator.harp;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.SyringeDrive;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.hal.spi.Timebase;

/**
 * The firmware of the syringe pump: single steps, and protocols of so many steps, one each period.
 * It counts pulses and looks at two limit switches; it knows nothing of stalls, pressure or volume.
 */
final class SyringePump implements HarpApplication {

  static final int FORWARD = 1;
  static final int REVERSE = 0;

  private static final Duration PULSE = Duration.ofNanos(500_000);
  private static final Duration INACTIVITY = Duration.ofSeconds(30);
  private static final long MILLI_NANOS = 1_000_000;

  private final World world;
  private final SyringePumpSpec spec;
  private final SyringeDrive drive;
  private final PumpRegisters registers;
  private final LimitSwitches switches;
  private final DigitalLines lines;
  private HarpApplication.@Nullable Core core;
  private int direction = FORWARD;
  private int directionBefore = FORWARD;
  private boolean running;
  private long stepsLeft;
  private long periodNanos;
  private Duration late = Duration.ZERO;
  private long nextNanos;
  private Timebase.@Nullable Timer nextStep;
  private Timebase.@Nullable Timer endOfPulse;
  private Timebase.@Nullable Timer inactivity;

  SyringePump(World world, SyringePumpSpec spec, SyringeDrive drive) {
    this.world = world;
    this.spec = spec;
    this.drive = drive;
    registers = new PumpRegisters(spec.dialect());
    lines = new DigitalLines(registers, this);
    switches = new LimitSwitches(world, spec, drive, this);
    registers.enable.onWrite(written -> enable(written[0]));
    registers.start.onWrite(written -> start(written[0]));
    registers.step.onWrite(written -> manualStep(written[0]));
    registers.direction.onWrite(written -> turn(written[0]));
  }

  @Override
  public List<Register> registers() {
    return registers.all();
  }

  @Override
  public void reset() {
    registers.reset();
  }

  @Override
  public void started(HarpApplication.Core started) {
    registers.forgetStates();
    direction = FORWARD;
    directionBefore = FORWARD;
    registers.direction.value(FORWARD);
    core = started;
    switches.start();
    waitForInactivity();
  }

  @Override
  public void stopped() {
    core = null;
    running = false;
    switches.stop();
    for (Timebase.Timer timer : new Timebase.@Nullable Timer[] {nextStep, endOfPulse, inactivity}) {
      if (timer != null) {
        timer.cancel();
      }
    }
  }

  @Override
  public void newSecond() {
    lines.newSecond();
  }

  DigitalLines lines() {
    return lines;
  }

  private void waitForInactivity() {
    if (inactivity != null) {
      inactivity.cancel();
    }
    inactivity =
        world.after(
            INACTIVITY,
            () -> {
              registers.enable.value(0);
              waitForInactivity();
            });
  }

  private boolean enable(byte written) {
    registers.enable.value(written);
    return true;
  }

  boolean start(byte written) {
    makeDue();
    stopProtocol(true);
    int wanted = registers.protocolDirection.value() == REVERSE ? REVERSE : FORWARD;
    if (written != 0 && !switches.pressed(wanted)) {
      directionBefore = direction;
      turn((byte) wanted);
      running = true;
      // One more: the end comes a period after the last step.
      stepsLeft = registers.stepCount.value() + 1;
      periodNanos = registers.period.value() * MILLI_NANOS;
      nextNanos = world.nanos() + periodNanos;
      plan();
      registers.start.value(written);
      tellState(1);
    }
    return true;
  }

  /** Ends a protocol, if one runs, and turns back to where the motor pointed before it. */
  private void stopProtocol(boolean tell) {
    boolean ran = running;
    running = false;
    if (nextStep != null) {
      nextStep.cancel();
    }
    registers.start.value(0);
    turn((byte) directionBefore);
    if (ran && tell) {
      tellState(0);
    }
  }

  private void tellState(int state) {
    registers.state.value(state);
    event(registers.state, PumpRegisters.PROTOCOL_EVENTS);
  }

  private void plan() {
    nextStep =
        world.after(
            Duration.ofNanos(Math.max(0, nextNanos - world.nanos())),
            () -> {
              makeDue();
              if (running) {
                plan();
              }
            });
  }

  /**
   * Makes the steps whose time has come, at their times: the firmware's timer is never late, while
   * that of a busy computer may be, and a stop must not come before what was due before it.
   */
  private void makeDue() {
    while (running && nextNanos <= world.nanos()) {
      late = Duration.ofNanos(world.nanos() - nextNanos);
      nextNanos += periodNanos;
      stepsLeft--;
      if (stepsLeft == 0) {
        stopProtocol(true);
      } else {
        protocolStep();
      }
    }
    late = Duration.ZERO;
  }

  private void protocolStep() {
    endPulse();
    if (registers.enable.value() != 0 || spec.stepsWakeDriver()) {
      pulse();
    }
  }

  boolean manualStep(byte written) {
    if (written == 0) {
      endPulse();
    } else if (!switches.pressed(direction)) {
      makeDue();
      waitForInactivity();
      if (running) {
        // The firmware has one counter for both: the protocol's next step waits a whole period.
        nextNanos = world.nanos() + periodNanos;
        if (nextStep != null) {
          nextStep.cancel();
        }
        plan();
      }
      pulse();
    }
    return true;
  }

  /** Raises the pin that makes the motor turn by one step; while it is up nothing more happens. */
  void pulse() {
    if (registers.enable.value() == 0) {
      registers.enable.value(1);
    }
    if (registers.step.value() == 0) {
      int units = SyringePumpSpec.MICROSTEPS >> (int) registers.stepMode.value();
      Direction way = direction == REVERSE ? Direction.WITHDRAW : Direction.INFUSE;
      SyringeDrive.End end = drive.pulse(way, units);
      registers.step.value(1);
      lines.step(true);
      stepEvent(registers.step, PumpRegisters.STEP_EVENTS);
      switches.moved(way, end);
    }
    if (endOfPulse != null) {
      endOfPulse.cancel();
    }
    endOfPulse = world.after(PULSE, this::endPulse);
  }

  private void endPulse() {
    if (registers.step.value() != 0) {
      registers.step.value(0);
      lines.step(false);
      stepEvent(registers.step, PumpRegisters.STEP_EVENTS);
    }
  }

  private boolean turn(byte written) {
    registers.direction.value(written);
    int wanted = written & 0xFF;
    if (wanted != direction) {
      direction = wanted;
      stepEvent(registers.direction, PumpRegisters.DIRECTION_EVENTS);
    }
    return true;
  }

  /** A limit switch has closed, for long enough. */
  void switchPressed(int which) {
    register(which).value(1);
    if (direction == which) {
      stopProtocol(spec.tellsWhenSwitchStops());
    }
    event(register(which), events(which));
    lines.limit(true);
  }

  /** A limit switch that was pressed has opened. */
  void switchReleased(int which) {
    register(which).value(0);
    event(register(which), events(which));
    lines.limit(false);
  }

  /** A limit switch is closed already when the pump boots: no event tells of it. */
  void switchFound(int which) {
    register(which).value(1);
  }

  private Register register(int which) {
    return which == FORWARD ? registers.forwardSwitch : registers.reverseSwitch;
  }

  private static int events(int which) {
    return which == FORWARD
        ? PumpRegisters.FORWARD_SWITCH_EVENTS
        : PumpRegisters.REVERSE_SWITCH_EVENTS;
  }

  /** Events of the motor come only while its driver is enabled. */
  private void stepEvent(Register register, int kind) {
    if (registers.enable.value() == 1) {
      event(register, kind);
    }
  }

  private void event(Register register, int kind) {
    if (registers.tells(kind)) {
      tell(register);
    }
  }

  void tell(Register register) {
    HarpApplication.Core now = core;
    if (now != null) {
      now.event(register, late);
    }
  }
}
