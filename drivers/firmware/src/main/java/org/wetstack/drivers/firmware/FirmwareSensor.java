package org.wetstack.drivers.firmware;

import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Sensor;
import org.wetstack.protocol.v1.DeviceDescription;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.ReadSensor;
import org.wetstack.protocol.v1.SensorReading;

/** A sensor on a firmware board (SPEC.md, section 13). It has no events. */
final class FirmwareSensor implements Sensor, Part {

  private final FirmwareBoard board;
  private final int index;
  private final DeviceDescription description;

  FirmwareSensor(FirmwareBoard board, int index, DeviceDescription description) {
    this.board = board;
    this.index = index;
    this.description = description;
    if (description.getSensor().getNanoUnitsPerCount() == 0) {
      throw FirmwareBoard.protocol(
          "sensor '" + description.getName() + "' says that a count of its readings is nothing");
    }
  }

  @Override
  public String name() {
    return description.getName();
  }

  @Override
  public String quantity() {
    return description.getSensor().getQuantity();
  }

  @Override
  public String unit() {
    return description.getSensor().getUnit();
  }

  @Override
  public org.wetstack.hal.SensorReading read() {
    SensorReading reading =
        board
            .session()
            .call(
                HostMessage.newBuilder()
                    .setDevice(index)
                    .setReadSensor(ReadSensor.getDefaultInstance()),
                Request.Kind.NORMAL)
            .getSensorReading();
    long nanoPerCount = Integer.toUnsignedLong(description.getSensor().getNanoUnitsPerCount());
    return new org.wetstack.hal.SensorReading(
        reading.getCounts() * nanoPerCount, reading.getMeasuredMicros());
  }

  @Override
  public void onEvent(DeviceMessage event) {}

  @Override
  public void onEventsMissed() {}

  @Override
  public void onEnd(DeviceException reason) {}
}
