package org.wetstack.drivers.harp;

import static org.wetstack.drivers.harp.PayloadType.U16;
import static org.wetstack.drivers.harp.PayloadType.U8;
import static org.wetstack.drivers.harp.PumpRegisters.ACTIVE;
import static org.wetstack.drivers.harp.PumpRegisters.ALL_EVENTS;
import static org.wetstack.drivers.harp.PumpRegisters.CONTROL;
import static org.wetstack.drivers.harp.PumpRegisters.DIRECTION;
import static org.wetstack.drivers.harp.PumpRegisters.DRIVER;
import static org.wetstack.drivers.harp.PumpRegisters.EVENTS;
import static org.wetstack.drivers.harp.PumpRegisters.FORWARD_SWITCH;
import static org.wetstack.drivers.harp.PumpRegisters.HAS_POWER;
import static org.wetstack.drivers.harp.PumpRegisters.OUTPUT_SET;
import static org.wetstack.drivers.harp.PumpRegisters.PERIOD;
import static org.wetstack.drivers.harp.PumpRegisters.STANDBY;
import static org.wetstack.drivers.harp.PumpRegisters.START;
import static org.wetstack.drivers.harp.PumpRegisters.STATE;
import static org.wetstack.drivers.harp.PumpRegisters.STEP_COUNT;
import static org.wetstack.drivers.harp.PumpRegisters.STEP_MODE;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.wetstack.drivers.fluidics.PumpMachine;
import org.wetstack.drivers.fluidics.Reading;
import org.wetstack.drivers.fluidics.Reading.Kind;
import org.wetstack.drivers.fluidics.Reading.Motion;
import org.wetstack.drivers.harp.StepCount.Moment;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Dose;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.spi.Timebase;

/**
 * The Harp syringe pump: a dose is a protocol of so many steps. Its register of the protocol's
 * state is marked before a start, and every start writes over the mark: so a start whose answer is
 * lost can be told from one that never arrived. Another register holds a mark for as long as the
 * pump has power.
 */
final class SyringePumpMachine implements PumpMachine {

  private final HarpDevice device;
  private final PumpRegisters registers;
  private final HarpPumpLimits limits;
  private final int stepMode;
  private final Protocol protocol;

  SyringePumpMachine(HarpDevice device, Timebase time, HarpPumpLimits limits, int stepMode) {
    this.device = device;
    this.registers = new PumpRegisters(device);
    this.limits = limits;
    this.stepMode = stepMode;
    this.protocol = new Protocol(limits, time);
    device.onEvent(protocol::hear);
  }

  @Override
  public PumpLimits limits() {
    return limits.limits();
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of();
  }

  @Override
  public Optional<DeviceClock> clock() {
    return device.clock();
  }

  @Override
  public CompletableFuture<DeviceInfo> greet() {
    // First of all: a device that a program has muted does not answer anything else.
    return registers
        .byte8(CONTROL, ACTIVE)
        .thenCompose(done -> device.whoAmI())
        .thenCompose(PumpRegisters::expectPump)
        .thenCompose(done -> registers.byte8(EVENTS, ALL_EVENTS))
        .thenCompose(done -> adopt())
        .thenCompose(done -> registers.info());
  }

  private CompletableFuture<Void> adopt() {
    return registers
        .number(STEP_COUNT, U16)
        .thenCombine(
            registers.number(PERIOD, U16),
            (steps, period) -> {
              protocol.adopt(steps, period);
              return 0L;
            })
        .thenCompose(done -> registers.number(DIRECTION, U8))
        .thenAccept(
            forward -> protocol.adopt(forward == 0 ? Direction.WITHDRAW : Direction.INFUSE));
  }

  @Override
  public CompletableFuture<Void> prepare(Direction way, Dose dose) {
    long steps = limits.steps(dose);
    long period = limits.period(dose);
    return registers
        .number(START, U8)
        .thenCompose(
            running ->
                running != 0 && !protocol.isWhole()
                    ? PumpRegisters.failed(
                        Reason.REJECTED, "a protocol runs on the pump; stop it first")
                    : registers.byte8(START, 0))
        .thenCompose(done -> registers.byte8(STEP_MODE, stepMode))
        .thenCompose(done -> registers.set(STEP_COUNT, U16, steps))
        .thenCompose(done -> registers.set(PERIOD, U16, period))
        .thenCompose(done -> registers.byte8(DIRECTION, way == Direction.INFUSE ? 1 : 0))
        .thenCompose(done -> registers.mark())
        .thenAccept(held -> protocol.prepared(way, steps, period, held));
  }

  @Override
  public CompletableFuture<Void> start(Direction way, Dose dose) {
    StepCount begun;
    CompletableFuture<HarpMessage> answer;
    // At once, so that a reading is asked for either before this start or after it.
    synchronized (protocol) {
      begun = protocol.sent();
      answer = device.writeOnce(START, 1);
    }
    return answer.thenCompose(
        reply -> {
          if (reply.number(U8) == 0) {
            return PumpRegisters.failed(
                Reason.REJECTED,
                "the pump is at its limit switch: the syringe is "
                    + (way == Direction.INFUSE ? "empty" : "full"));
          }
          protocol.begun(begun, reply);
          return CompletableFuture.completedFuture(null);
        });
  }

  @Override
  public CompletableFuture<Reading> read() {
    return registers
        .number(OUTPUT_SET, U8)
        .thenCompose(
            mark ->
                (mark & HAS_POWER) == 0
                    ? CompletableFuture.completedFuture(
                        Reading.of(Motion.REST, Delivered.NOTHING)
                            .with(Kind.POWER_LOST, "its registers hold what they do after a start"))
                    : registers.listen().thenCompose(done -> state()));
  }

  private CompletableFuture<Reading> state() {
    Protocol.Asked asked;
    CompletableFuture<HarpMessage> answer;
    synchronized (protocol) {
      asked = protocol.asked();
      answer = device.read(START, U8);
    }
    return answer.thenCompose(
        start -> {
          Moment at = protocol.now(start);
          boolean runs = start.number(U8) != 0;
          return registers
              .number(STATE, U8)
              .thenCombine(registers.number(FORWARD_SWITCH, U8), (state, end) -> state | end << 8)
              .thenCombine(
                  registers.number(DRIVER, U8),
                  (both, driver) ->
                      protocol.tell(
                          asked, at, runs, (int) (both & 0xFF), both >> 8 != 0, driver == 1));
        });
  }

  @Override
  public CompletableFuture<Void> halt() {
    StepCount stopped = protocol.halt();
    return device.writeUrgently(START, 0).thenAccept(reply -> protocol.halted(stopped, reply));
  }

  @Override
  public CompletableFuture<Void> clear() {
    return registers
        .byte8(CONTROL, ACTIVE)
        .thenCompose(done -> registers.byte8(EVENTS, ALL_EVENTS))
        .thenCompose(done -> registers.byte8(OUTPUT_SET, HAS_POWER))
        .thenRun(protocol::clear);
  }

  @Override
  public CompletableFuture<Void> part() {
    return registers.byte8(CONTROL, STANDBY);
  }
}
