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
import static org.wetstack.drivers.harp.PumpRegisters.NOT_STARTED;
import static org.wetstack.drivers.harp.PumpRegisters.OUTPUT_SET;
import static org.wetstack.drivers.harp.PumpRegisters.PERIOD;
import static org.wetstack.drivers.harp.PumpRegisters.STANDBY;
import static org.wetstack.drivers.harp.PumpRegisters.START;
import static org.wetstack.drivers.harp.PumpRegisters.STATE;
import static org.wetstack.drivers.harp.PumpRegisters.STEP;
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
  private final Timebase time;
  private final HarpPumpLimits limits;
  private final int stepMode;
  private StepCount count = new StepCount(0, 1);
  private Direction direction = Direction.INFUSE;
  private boolean ours;
  private boolean marked;
  private boolean halted;
  private boolean empty;

  SyringePumpMachine(HarpDevice device, Timebase time, HarpPumpLimits limits, int stepMode) {
    this.device = device;
    this.registers = new PumpRegisters(device);
    this.time = time;
    this.limits = limits;
    this.stepMode = stepMode;
    device.onEvent(this::hear);
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

  /**
   * A protocol that runs, or has run, was started by somebody else: how far it is, is not known.
   */
  private CompletableFuture<Void> adopt() {
    return registers
        .number(STEP_COUNT, U16)
        .thenCombine(
            registers.number(PERIOD, U16),
            (steps, period) -> {
              synchronized (this) {
                count = new StepCount(steps, Math.max(1, period));
                ours = false;
                marked = true;
              }
              return 0L;
            })
        .thenCompose(done -> registers.number(DIRECTION, U8))
        .thenAccept(
            forward -> {
              synchronized (this) {
                direction = forward == 0 ? Direction.WITHDRAW : Direction.INFUSE;
              }
            });
  }

  @Override
  public CompletableFuture<Void> prepare(Direction way, Dose dose) {
    long steps = limits.steps(dose);
    long period = limits.period(dose);
    return registers
        .number(START, U8)
        .thenCompose(
            running -> {
              boolean done;
              synchronized (this) {
                done = ours && count.allMade();
              }
              return running != 0 && !done
                  ? PumpRegisters.failed(
                      Reason.REJECTED, "a protocol runs on the pump; stop it first")
                  : registers.byte8(START, 0);
            })
        .thenCompose(done -> registers.byte8(STEP_MODE, stepMode))
        .thenCompose(done -> registers.set(STEP_COUNT, U16, steps))
        .thenCompose(done -> registers.set(PERIOD, U16, period))
        .thenCompose(done -> registers.byte8(DIRECTION, way == Direction.INFUSE ? 1 : 0))
        .thenCompose(done -> registers.mark())
        .thenAccept(
            held -> {
              synchronized (this) {
                count = new StepCount(steps, period);
                direction = way;
                ours = true;
                marked = held;
                halted = false;
              }
            });
  }

  @Override
  public CompletableFuture<Void> start(Direction way, Dose dose) {
    StepCount begun;
    CompletableFuture<HarpMessage> answer;
    // At once, so that a reading is asked for either before this start or after it.
    synchronized (this) {
      begun = count;
      begun.sent(time.nanoTime());
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
          synchronized (this) {
            begun.begun(now(reply));
          }
          return CompletableFuture.completedFuture(null);
        });
  }

  /** On the link's thread. */
  private synchronized void hear(HarpMessage event) {
    if (!event.holds(U8)) {
      return;
    }
    boolean high = event.number(U8) != 0;
    switch (event.address()) {
      case STEP -> {
        if (high) {
          count.step(now(event));
        }
      }
      case STATE -> {
        if (high) {
          count.begun(now(event));
        } else {
          count.ended(now(event));
        }
      }
      default -> {
        // Switches and inputs are read when they matter.
      }
    }
  }

  private Moment now(HarpMessage message) {
    return new Moment(message.deviceMicros(), time.nanoTime());
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
    StepCount asked;
    boolean sent;
    CompletableFuture<HarpMessage> answer;
    synchronized (this) {
      asked = count;
      sent = count.wasSent();
      answer = device.read(START, U8);
    }
    return answer.thenCompose(
        start -> {
          Moment at = now(start);
          boolean runs = start.number(U8) != 0;
          return registers
              .number(STATE, U8)
              .thenCombine(registers.number(FORWARD_SWITCH, U8), (state, end) -> state | end << 8)
              .thenCombine(
                  registers.number(DRIVER, U8),
                  (both, driver) ->
                      isOf(asked, sent)
                          ? tell(at, runs, (int) (both & 0xFF), both >> 8 != 0, driver == 1)
                          : early(runs));
        });
  }

  /** Whether nothing was prepared or started since. */
  private synchronized boolean isOf(StepCount asked, boolean sent) {
    return asked == count && sent == count.wasSent();
  }

  /** Asked for before a start, so it knows nothing of what that began. */
  private synchronized Reading early(boolean runs) {
    return troubled(Reading.of(runs ? Motion.OTHER : Motion.REST, Delivered.NOTHING));
  }

  private synchronized Reading tell(
      Moment at, boolean runs, int state, boolean forwardEnd, boolean enabled) {
    Motion way = direction == Direction.INFUSE ? Motion.INFUSING : Motion.WITHDRAWING;
    boolean waiting = ours && !count.wasSent();
    boolean untouched = marked && state == NOT_STARTED;
    if (waiting || (untouched && !runs)) {
      return early(runs);
    }
    if (!runs) {
      count.over(at);
      if (count.lasted() && enabled) {
        count.whole();
      }
      boolean cut = ours && !count.allMade() && !halted;
      empty |= cut && forwardEnd && direction == Direction.INFUSE;
    }
    Delivered moved =
        new Delivered(
            limits.step().atLeast(count.atLeast()), limits.step().atMost(count.atMost(at)));
    // All its steps are made a period before it says that it is over.
    return troubled(Reading.of(runs && !count.allMade() ? way : Motion.REST, moved));
  }

  private Reading troubled(Reading reading) {
    return empty
        ? reading.with(Kind.EMPTY, "the plunger has met the forward limit switch")
        : reading;
  }

  @Override
  public CompletableFuture<Void> halt() {
    StepCount stopped;
    synchronized (this) {
      stopped = count;
      halted = true;
    }
    return device
        .writeUrgently(START, 0)
        .thenAccept(
            reply -> {
              synchronized (this) {
                if (stopped.wasSent()) {
                  stopped.over(now(reply));
                }
              }
            });
  }

  @Override
  public CompletableFuture<Void> clear() {
    return registers
        .byte8(CONTROL, ACTIVE)
        .thenCompose(done -> registers.byte8(EVENTS, ALL_EVENTS))
        .thenCompose(done -> registers.byte8(OUTPUT_SET, HAS_POWER))
        .thenRun(
            () -> {
              synchronized (this) {
                empty = false;
                // The dose that met the switch is over, and told of.
                halted = true;
              }
            });
  }

  @Override
  public CompletableFuture<Void> part() {
    return registers.byte8(CONTROL, STANDBY);
  }
}
