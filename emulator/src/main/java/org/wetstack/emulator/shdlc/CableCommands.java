package org.wetstack.emulator.shdlc;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/** The commands that concern the cable itself: those of all SHDLC devices, and its settings. */
final class CableCommands {

  private static final byte[] DONE = {};
  private static final Set<Long> BAUDS =
      Set.of(9_600L, 19_200L, 38_400L, 57_600L, 115_200L, 230_400L, 460_800L);
  private static final byte[] VERSION = {1, 7, 0, 1, 0, 1, 0};
  private static final int LOW_MILLIVOLTS = 3_500;
  private static final int HIGH_MILLIVOLTS = 5_000;
  private static final int BUS_FAILURE = 4;

  private final ShdlcSpec spec;
  private final Settings settings;
  private final FlowChip chip;
  private final Measurement measurement;
  private final Errors errors;
  private final LongSupplier upSeconds;
  private final Consumer<Boolean> restart;

  /** The errors since a host asked for them. */
  static final class Errors {
    long state;
    int last;

    void clear() {
      state = 0;
      last = 0;
    }
  }

  CableCommands(
      ShdlcSpec spec,
      Settings settings,
      FlowChip chip,
      Measurement measurement,
      Errors errors,
      LongSupplier upSeconds,
      Consumer<Boolean> restart) {
    this.spec = spec;
    this.settings = settings;
    this.chip = chip;
    this.measurement = measurement;
    this.errors = errors;
    this.upSeconds = upSeconds;
    this.restart = restart;
  }

  void addTo(Map<Integer, Command> commands) {
    commands.put(0x21, Command.quick(this::userData));
    commands.put(0x22, Command.quick(this::selfTest));
    commands.put(0x23, Command.quick(this::supply));
    commands.put(0x24, Command.quick(this::sensorType));
    commands.put(0x25, Command.quick(this::sensorAddress));
    commands.put(0x26, Command.quick(this::measuredSupply));
    commands.put(0x28, Command.quick(this::busDelay));
    commands.put(0x90, Command.quick(this::address));
    commands.put(0x91, Command.quick(this::baud));
    commands.put(0x92, Command.quick(request -> restart(request, true)));
    commands.put(0x93, Command.quick(this::upTime));
    commands.put(0x95, Command.quick(this::answerDelay));
    commands.put(0xD0, Command.quick(this::information));
    commands.put(0xD1, Command.quick(this::version));
    commands.put(0xD2, Command.quick(this::errorState));
    commands.put(0xD3, Command.quick(request -> restart(request, false)));
  }

  private byte[] userData(Request request) {
    request.sized(1, 1 + Settings.BLOCK_BYTES);
    int block = request.u8(0, 0, Settings.BLOCKS - 1);
    if (request.size() > 1) {
      settings.blocks.set(block, request.from(1));
      return DONE;
    }
    return ByteBuffer.allocate(1 + Settings.BLOCK_BYTES)
        .put((byte) block)
        .put(settings.blocks.get(block))
        .array();
  }

  private byte[] selfTest(Request request) {
    request.sized(0);
    requireIdle();
    boolean fails = !chip.plugged() || chip.noisyBus();
    return u16(fails ? BUS_FAILURE : 0);
  }

  private byte[] supply(Request request) {
    return setting(request, settings.supply, 1, now -> settings.supply = now);
  }

  private byte[] sensorType(Request request) {
    return setting(request, settings.sensorType, 4, now -> settings.sensorType = now);
  }

  private byte[] sensorAddress(Request request) {
    return setting(request, settings.sensorAddress, 127, now -> settings.sensorAddress = now);
  }

  /** A setting of one byte, 0 to {@code most}; none changes while a measurement depends on it. */
  private byte[] setting(Request request, int now, int most, IntConsumer change) {
    request.sized(0, 1);
    if (request.size() == 0) {
      return new byte[] {(byte) now};
    }
    int wanted = request.u8(0, 0, most);
    requireIdle();
    change.accept(wanted);
    return DONE;
  }

  private byte[] measuredSupply(Request request) {
    request.sized(0);
    return u16(settings.supply == 0 ? LOW_MILLIVOLTS : HIGH_MILLIVOLTS);
  }

  private byte[] busDelay(Request request) {
    request.sized(0, 2);
    if (request.size() == 0) {
      return u16(settings.busDelayMicros);
    }
    settings.busDelayMicros = request.u16(0);
    return DONE;
  }

  private byte[] address(Request request) {
    request.sized(0, 1);
    if (request.size() == 0) {
      return new byte[] {(byte) settings.address};
    }
    settings.address = request.u8(0, 0, ShdlcSpec.MOST_ADDRESS);
    return DONE;
  }

  private byte[] baud(Request request) {
    request.sized(0, 4);
    if (request.size() == 0) {
      return ByteBuffer.allocate(4).putInt((int) settings.baud).array();
    }
    long wanted = request.u32(0);
    if (!BAUDS.contains(wanted)) {
      throw ShdlcError.PARAMETER.refused();
    }
    settings.baud = wanted;
    return DONE;
  }

  private byte[] restart(Request request, boolean toFactory) {
    request.sized(0);
    restart.accept(toFactory);
    return DONE;
  }

  private byte[] upTime(Request request) {
    request.sized(0);
    return ByteBuffer.allocate(4).putInt((int) upSeconds.getAsLong()).array();
  }

  private byte[] answerDelay(Request request) {
    request.sized(0, 2);
    if (request.size() == 0) {
      return u16(settings.answerDelayMicros);
    }
    settings.answerDelayMicros = request.u16(0);
    return DONE;
  }

  private byte[] information(Request request) {
    return SensorCommands.text(
        switch (request.sized(1).u8(0, 0, 3)) {
          case 0 -> "00090000";
          case 1 -> "RS485 Sensor Cable";
          case 2 -> "1-100804-01";
          default -> "SCC1-" + spec.serialNumber();
        });
  }

  private byte[] version(Request request) {
    request.sized(0);
    return VERSION.clone();
  }

  private byte[] errorState(Request request) {
    boolean clears = request.sized(1).u8(0, 0, 1) == 1;
    byte[] state =
        ByteBuffer.allocate(5).putInt((int) errors.state).put((byte) errors.last).array();
    if (clears) {
      errors.clear();
    }
    return state;
  }

  private void requireIdle() {
    if (measurement.running()) {
      throw ShdlcError.SENSOR_BUSY.refused();
    }
  }

  private static byte[] u16(int value) {
    return new byte[] {(byte) (value >> 8), (byte) value};
  }
}
