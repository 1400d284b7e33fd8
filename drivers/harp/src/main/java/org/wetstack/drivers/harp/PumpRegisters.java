package org.wetstack.drivers.harp;

import static org.wetstack.drivers.harp.PayloadType.U16;
import static org.wetstack.drivers.harp.PayloadType.U8;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;

/** The registers of the syringe pump that its driver uses, and what it writes into them. */
final class PumpRegisters {

  static final int SYRINGE_PUMP = 1296;

  /** Active, with its lights, and not mute: events come. */
  static final int ACTIVE = 0x61;

  static final int STANDBY = 0x60;
  static final int MODE = 3;
  static final int ALL_EVENTS = 0x3F;

  /** No protocol has this state. */
  static final int NOT_STARTED = 0x5A;

  /** No output has this bit, so nothing comes of it; without power it goes. */
  static final int HAS_POWER = 0x80;

  static final int HARDWARE = 1;
  static final int FIRMWARE_MAJOR = 6;
  static final int FIRMWARE_MINOR = 7;
  static final int CONTROL = 10;
  static final int SERIAL_NUMBER = 13;
  static final int DRIVER = 32;
  static final int START = 33;
  static final int STEP = 34;
  static final int FORWARD_SWITCH = 36;
  static final int OUTPUT_SET = 39;
  static final int STEP_MODE = 44;
  static final int STEP_COUNT = 45;
  static final int PERIOD = 47;
  static final int EVENTS = 52;
  static final int STATE = 54;
  static final int DIRECTION = 55;

  private final HarpDevice device;

  PumpRegisters(HarpDevice device) {
    this.device = device;
  }

  /** Fails unless {@code whoAmI} is a syringe pump. */
  static CompletableFuture<Void> expectPump(int whoAmI) {
    if (whoAmI != SYRINGE_PUMP) {
      return failed(
          Reason.PROTOCOL,
          "this Harp device says that it is " + whoAmI + "; a syringe pump is " + SYRINGE_PUMP);
    }
    return CompletableFuture.completedFuture(null);
  }

  /** Who answers. */
  CompletableFuture<DeviceInfo> info() {
    return number(HARDWARE, U8)
        .thenCombine(number(SERIAL_NUMBER, U16), (board, serial) -> board + ";" + serial)
        .thenCombine(number(FIRMWARE_MAJOR, U8), (text, major) -> text + ";" + major)
        .thenCombine(number(FIRMWARE_MINOR, U8), (text, minor) -> text + "." + minor)
        .thenApply(
            text -> {
              String[] parts = text.split(";", -1);
              return new DeviceInfo(
                  "Harp syringe pump, board " + parts[0], parts[1], parts[2], 0, false);
            });
  }

  /** Marks the state; false if the firmware does not let a host write it. */
  CompletableFuture<Boolean> mark() {
    return device
        .write(STATE, U8, NOT_STARTED)
        .handle(
            (reply, failure) -> {
              if (failure == null) {
                return reply.number(U8) == NOT_STARTED;
              }
              Throwable cause =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              if (cause instanceof DeviceException refusal && refusal.reason() == Reason.REJECTED) {
                return false;
              }
              throw new CompletionException(cause);
            });
  }

  /** Makes sure that events come: a pump that could not send for 3 s has fallen back to standby. */
  CompletableFuture<Void> listen() {
    return number(CONTROL, U8)
        .thenCompose(
            control ->
                (control & MODE) == (ACTIVE & MODE)
                    ? CompletableFuture.completedFuture(null)
                    : byte8(CONTROL, ACTIVE));
  }

  CompletableFuture<Void> byte8(int register, int value) {
    return set(register, U8, value);
  }

  /** Writes, and reads in the reply what the pump made of it. */
  CompletableFuture<Void> set(int register, PayloadType type, long value) {
    return device
        .write(register, type, value)
        .thenCompose(
            reply ->
                reply.number(type) == value
                    ? CompletableFuture.completedFuture(null)
                    : failed(
                        Reason.PROTOCOL,
                        "register "
                            + register
                            + " holds "
                            + reply.number(type)
                            + " after "
                            + value
                            + " was written"));
  }

  CompletableFuture<Long> number(int register, PayloadType type) {
    return device.read(register, type).thenApply(reply -> reply.number(type));
  }

  static <T> CompletableFuture<T> failed(Reason reason, String why) {
    return CompletableFuture.failedFuture(new DeviceException(reason, Outcome.NOT_DONE, why));
  }
}
