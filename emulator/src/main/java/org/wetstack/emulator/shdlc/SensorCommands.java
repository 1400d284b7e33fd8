package org.wetstack.emulator.shdlc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** The commands that concern the sensor: measuring, its identity, and its bus. */
final class SensorCommands {

  private static final int NONE = 0;
  private static final int SF06 = 3;
  private static final int WATER = 0x3608;
  private static final int STATUS_IDLE = 0;
  private static final int STATUS_CONTINUOUS = 2;
  private static final byte[] DONE = {};

  private final ShdlcSpec spec;
  private final Settings settings;
  private final FlowChip chip;
  private final Measurement measurement;

  SensorCommands(ShdlcSpec spec, Settings settings, FlowChip chip, Measurement measurement) {
    this.spec = spec;
    this.settings = settings;
    this.chip = chip;
    this.measurement = measurement;
  }

  void addTo(Map<Integer, Command> commands) {
    commands.put(0x29, Command.quick(this::scan));
    commands.put(0x2A, this::transceive);
    commands.put(0x30, Command.quick(this::status));
    commands.put(0x33, Command.quick(this::start));
    commands.put(0x34, Command.quick(this::stop));
    commands.put(0x35, Command.quick(this::last));
    commands.put(0x36, Command.quick(this::buffer));
    commands.put(0x37, Command.quick(this::totalizes));
    commands.put(0x38, Command.quick(this::total));
    commands.put(0x39, Command.quick(this::resetTotal));
    commands.put(0x50, Command.quick(this::part));
    commands.put(0x53, Command.quick(this::scale));
    commands.put(0x54, Command.quick(this::serial));
    commands.put(0x65, Command.quick(this::reset));
    // What older programs of the maker send for it.
    commands.put(0x66, Command.quick(this::reset));
  }

  private byte[] scan(Request request) {
    var unused = request.sized(1).u8(0, 1, 1);
    requireIdle();
    return chip.answers(8) ? new byte[] {8} : DONE;
  }

  private Command.Answer transceive(Request request) {
    if (request.size() < 5 || request.u8(1) != request.size() - 5) {
      throw ShdlcError.DATA_SIZE.refused();
    }
    requireIdle();
    int at = request.u8(0, 0, 127);
    int size = request.u8(2);
    chip.write(at, request.from(5));
    Duration delay = Duration.ofMillis(request.u16(3));
    return new Command.Answer(delay, () -> size == 0 ? DONE : chip.read(at, size));
  }

  private byte[] status(Request request) {
    request.sized(0);
    return new byte[] {(byte) (measurement.running() ? STATUS_CONTINUOUS : STATUS_IDLE)};
  }

  private byte[] start(Request request) {
    // Behind interval and command there may be a parameter with its CRC, and a configuration.
    request.sized(0, 2, 4, 6, 7, 9);
    if (request.size() == 0) {
      return measurement.running() ? u16(measurement.wantedMillis()) : DONE;
    }
    requireIdle();
    start(request.u16(0), request.size() == 2 ? usual() : request.u16(2));
    return DONE;
  }

  private int usual() {
    return measurement.command() == NONE ? WATER : measurement.command();
  }

  private void start(int everyMillis, int with) {
    requireSensor();
    if (!spec.product().measures(with)) {
      throw ShdlcError.UNKNOWN_MEASUREMENT.refused();
    }
    // A host may have left it measuring by a transfer of its own.
    chip.write(settings.sensorAddress, u16(FlowChip.STOP));
    chip.write(settings.sensorAddress, u16(with));
    measurement.start(everyMillis, with);
  }

  private byte[] stop(Request unused) {
    if (measurement.running()) {
      measurement.stop();
      if (chip.answers(settings.sensorAddress)) {
        chip.write(settings.sensorAddress, u16(FlowChip.STOP));
      }
    }
    return DONE;
  }

  private byte[] last(Request request) {
    request.sized(0, 1, 2);
    if (!measurement.running() && spec.quirks().askingStartsMeasurement()) {
      start(measurement.wantedMillis(), usual());
    }
    requireRunning();
    requireSensor();
    if (!chip.measuring()) {
      throw ShdlcError.NO_ACKNOWLEDGE.refused();
    }
    Sample last = measurement.last();
    if (last == null) {
      return DONE;
    }
    return request.size() == 0 ? u16(last.flow()) : last.bytes();
  }

  private byte[] buffer(Request request) {
    var unused = request.sized(1).u8(0, SF06, SF06);
    if (measurement.isEmpty()) {
      requireRunning();
    }
    return measurement.fetch();
  }

  private byte[] totalizes(Request request) {
    request.sized(0, 1);
    if (request.size() == 0) {
      return new byte[] {(byte) (measurement.totalizes() ? 1 : 0)};
    }
    measurement.totalizes(request.u8(0, 0, 1) == 1);
    return DONE;
  }

  private byte[] total(Request request) {
    request.sized(0);
    return ByteBuffer.allocate(Long.BYTES).putLong(measurement.total()).array();
  }

  private byte[] resetTotal(Request request) {
    request.sized(0);
    measurement.resetTotal();
    return DONE;
  }

  private byte[] part(Request request) {
    request.sized(0, 1);
    requireIdle();
    requireSensor();
    if (request.size() == 0) {
      return text(hex(spec.product().id(), 8) + hex(spec.serialNumber(), 16));
    }
    var unused = request.u8(0, SF06, SF06);
    return text(spec.product().partName());
  }

  private byte[] scale(Request request) {
    request.sized(0, 2);
    requireIdle();
    requireSensor();
    int command = request.size() == 0 ? usual() : request.u16(0);
    if (!spec.product().measures(command)) {
      throw ShdlcError.UNKNOWN_MEASUREMENT.refused();
    }
    return ByteBuffer.allocate(6)
        .putShort((short) spec.product().scale())
        .putShort((short) spec.product().unitCode())
        .putShort((short) 0)
        .array();
  }

  private byte[] serial(Request request) {
    var unused = request.sized(1).u8(0, SF06, SF06);
    requireIdle();
    requireSensor();
    return text(hex(spec.serialNumber(), 16));
  }

  private byte[] reset(Request request) {
    request.sized(0);
    measurement.stop();
    chip.reset();
    return DONE;
  }

  private void requireIdle() {
    if (measurement.running()) {
      throw ShdlcError.SENSOR_BUSY.refused();
    }
  }

  private void requireRunning() {
    if (!measurement.running()) {
      throw ShdlcError.NO_MEASUREMENT_STARTED.refused();
    }
  }

  private void requireSensor() {
    if (!settings.suitsSensor() || !chip.answers(settings.sensorAddress)) {
      throw ShdlcError.NO_ACKNOWLEDGE.refused();
    }
    if (chip.noisyBus()) {
      throw ShdlcError.SENSOR_CRC.refused();
    }
  }

  private static byte[] u16(int value) {
    return new byte[] {(byte) (value >> 8), (byte) value};
  }

  private static String hex(long value, int digits) {
    return String.format(Locale.ROOT, "%0" + digits + "X", value);
  }

  /** Text ends with a zero. */
  static byte[] text(String text) {
    return (text + '\0').getBytes(StandardCharsets.US_ASCII);
  }
}
