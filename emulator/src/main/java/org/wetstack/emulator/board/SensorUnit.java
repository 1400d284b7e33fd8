package org.wetstack.emulator.board;

import java.util.function.IntSupplier;
import org.wetstack.protocol.v1.DeviceDescription;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.SensorDescription;
import org.wetstack.protocol.v1.SensorReading;

/** A sensor that shows what the bench has set, or what it is beside. */
final class SensorUnit implements Unit {

  private final EmulatedBoard board;
  private final SensorSpec spec;
  private IntSupplier counts;

  SensorUnit(EmulatedBoard board, SensorSpec spec) {
    this.board = board;
    this.spec = spec;
    this.counts = spec::counts;
  }

  /** Shows what {@code reading} says, in counts, whenever it is read. */
  void show(IntSupplier reading) {
    counts = reading;
  }

  @Override
  public DeviceDescription describe() {
    return DeviceDescription.newBuilder()
        .setName(spec.name())
        .setSensor(
            SensorDescription.newBuilder()
                .setQuantity(spec.quantity())
                .setUnit(spec.unit())
                .setNanoUnitsPerCount(spec.nanoUnitsPerCount()))
        .build();
  }

  @Override
  public boolean supports(HostMessage.BodyCase body) {
    return body == HostMessage.BodyCase.READ_SENSOR;
  }

  @Override
  public DeviceMessage.Builder handle(HostMessage message) {
    return DeviceMessage.newBuilder()
        .setSensorReading(
            SensorReading.newBuilder()
                .setCounts(counts.getAsInt())
                .setMeasuredMicros(board.clock().micros()));
  }
}
