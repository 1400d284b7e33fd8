package org.wetstack.emulator.harp;

import static org.wetstack.emulator.harp.PayloadType.U16;
import static org.wetstack.emulator.harp.PayloadType.U32;
import static org.wetstack.emulator.harp.PayloadType.U8;

import java.util.Map;
import java.util.TreeMap;
import org.wetstack.emulator.harp.HarpSpec.Core;

/** The registers that every Harp device has, 0 to 15 or 19, as the ATxmega core keeps them. */
final class CoreRegisters {

  static final int ACTIVE = 1;
  static final int MODE = 3;
  static final int HEARTBEAT_ENABLE = 1 << 2;
  static final int DUMP = 1 << 3;
  static final int MUTE = 1 << 4;
  static final int VISUAL_ENABLE = 1 << 5;
  static final int LED_ENABLE = 1 << 6;
  static final int ALIVE_ENABLE = 1 << 7;

  private static final int RESET_TO_DEFAULTS = 1;
  private static final int RESET_TO_SAVED = 1 << 1;
  private static final int SAVE = 1 << 2;
  private static final int NAME_TO_DEFAULT = 1 << 3;
  private static final int BOOT_LOADER = 1 << 5;
  private static final int BOOTED_FROM_DEFAULTS = 1 << 6;
  private static final int BOOTED_FROM_SAVED = 1 << 7;

  private static final int REPEATS = 1;
  private static final int GENERATES = 1 << 1;
  private static final int UNLOCKED = 1 << 6;
  private static final int LOCKED = 1 << 7;

  private static final int SYNCHRONIZED = 1;
  private static final int IS_ACTIVE = 1 << 1;

  /** What these registers can do to their device. */
  interface Device {
    HarpClock clock();

    /** Sends every register. */
    void dump();

    void standby();

    void saveApplication();

    void rebootSoon();
  }

  private final Map<Integer, Register> registers = new TreeMap<>();
  private final HarpSpec spec;
  private final Eeprom eeprom;
  private final Device device;
  private boolean serialUnlocked;

  final Register seconds;
  final Register control;
  final Register heartbeat = new Register(18, U16, 1).readOnly();
  private final Register reset;
  private final Register name;
  private final Register serialNumber;
  private final Register timestampOffset;
  private final Register clockConfig;

  CoreRegisters(HarpSpec spec, Eeprom eeprom, Device device) {
    this.spec = spec;
    this.eeprom = eeprom;
    this.device = device;
    constant(0, U16, spec.whoAmI());
    constant(1, U8, spec.hardwareMajor());
    constant(2, U8, spec.hardwareMinor());
    constant(3, U8, 0);
    constant(4, U8, 1);
    constant(5, U8, spec.core().minor());
    constant(6, U8, spec.firmwareMajor());
    constant(7, U8, spec.firmwareMinor());
    seconds = add(new Register(8, U32, 1).onWrite(this::setSeconds));
    seconds.beforeRead(() -> seconds.value(device.clock().seconds()));
    Register ticks = add(new Register(9, U16, 1).readOnly());
    ticks.beforeRead(() -> ticks.value(device.clock().ticks()));
    control = add(new Register(10, U8, 1).onWrite(this::operate));
    reset = add(new Register(11, U8, 1).onWrite(this::reset));
    name = add(new Register(12, U8, Eeprom.NAME_BYTES).onWrite(this::rename));
    serialNumber = add(new Register(13, U16, 1).onWrite(this::number));
    clockConfig = add(new Register(14, U8, 1).onWrite(this::configureClock));
    timestampOffset = add(new Register(15, U8, 1));
    if (spec.core() == Core.V1_15) {
      add(new Register(16, U8, 16).readOnly());
      add(new Register(17, U8, 8).readOnly());
      add(heartbeat);
      add(new Register(19, U8, 32).readOnly()).content(version());
    }
  }

  private byte[] version() {
    int[] numbers = {
      2,
      0,
      0,
      spec.firmwareMajor(),
      spec.firmwareMinor(),
      0,
      spec.hardwareMajor(),
      spec.hardwareMinor(),
      0,
      'A',
      'T',
      'X'
    };
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      bytes[i] = (byte) numbers[i];
    }
    return bytes;
  }

  private void constant(int address, PayloadType type, int value) {
    add(new Register(address, type, 1).readOnly()).value(value);
  }

  private Register add(Register register) {
    registers.put(register.address(), register);
    return register;
  }

  Map<Integer, Register> all() {
    return registers;
  }

  /** What they hold after a boot. */
  void boot() {
    boolean saved = eeprom.inUse();
    serialUnlocked = false;
    control.value(saved ? eeprom.operationControl : VISUAL_ENABLE | LED_ENABLE);
    // The lock never outlives a boot.
    clockConfig.value(((saved ? eeprom.clockConfig : 0) & ~LOCKED) | UNLOCKED);
    reset.value(saved ? BOOTED_FROM_SAVED : BOOTED_FROM_DEFAULTS);
    heartbeat.value(0);
    name.content(eeprom.name());
    serialNumber.value(eeprom.serialNumber);
    timestampOffset.value(0);
  }

  boolean active() {
    return (control.value() & MODE) == ACTIVE;
  }

  boolean has(int bit) {
    return (control.value() & bit) != 0;
  }

  void synchronised(boolean now) {
    heartbeat.value((heartbeat.value() & ~SYNCHRONIZED) | (now ? SYNCHRONIZED : 0));
  }

  private boolean setSeconds(byte[] written) {
    if ((clockConfig.value() & LOCKED) != 0) {
      return false;
    }
    device.clock().setSeconds(Register.number(written, U32));
    return true;
  }

  /** Sets mode and switches. */
  boolean operate(byte[] written) {
    int asked = written[0] & 0xFF;
    int dropped = DUMP | (spec.core() == Core.V1_13 ? HEARTBEAT_ENABLE : 0);
    int modeBefore = (int) control.value() & MODE;
    int mode = asked & MODE;
    control.value(asked & ~dropped);
    if ((asked & DUMP) != 0) {
      device.dump();
    }
    if (mode == 0 && modeBefore != 0) {
      device.standby();
    }
    if (mode != modeBefore && mode != 2) {
      heartbeat.value((heartbeat.value() & ~IS_ACTIVE) | (mode == ACTIVE ? IS_ACTIVE : 0));
    }
    return true;
  }

  private boolean reset(byte[] written) {
    int asked = written[0] & 0xFF;
    switch (asked) {
      case RESET_TO_DEFAULTS -> eeprom.useDefaults();
      case RESET_TO_SAVED -> {
        if (!eeprom.inUse()) {
          return false;
        }
      }
      case SAVE -> {
        eeprom.operationControl = (int) control.value();
        eeprom.clockConfig = (int) clockConfig.value();
        device.saveApplication();
      }
      case NAME_TO_DEFAULT -> eeprom.forgetName();
      default -> {
        if ((asked & BOOT_LOADER) == 0) {
          return true;
        }
      }
    }
    device.rebootSoon();
    return true;
  }

  private boolean rename(byte[] written) {
    eeprom.name(written);
    device.rebootSoon();
    return true;
  }

  private boolean number(byte[] written) {
    int asked = (int) Register.number(written, U16);
    if (asked == 0xFFFF) {
      serialUnlocked = true;
      return true;
    }
    if (!serialUnlocked) {
      return false;
    }
    eeprom.serialNumber = asked;
    device.rebootSoon();
    return true;
  }

  /** This core neither repeats nor generates a clock for others. */
  private boolean configureClock(byte[] written) {
    int asked = written[0] & 0xFF;
    if ((asked & (REPEATS | GENERATES)) != 0) {
      return false;
    }
    long config = clockConfig.value();
    if ((asked & UNLOCKED) != 0) {
      config = (config & ~LOCKED) | UNLOCKED;
    }
    if ((asked & LOCKED) != 0) {
      config = (config & ~UNLOCKED) | LOCKED;
    }
    clockConfig.value(config);
    return true;
  }
}
