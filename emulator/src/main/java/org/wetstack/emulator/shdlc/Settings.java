package org.wetstack.emulator.shdlc;

import java.util.ArrayList;
import java.util.List;

/** What the cable keeps without power. */
final class Settings {

  static final int BLOCKS = 5;
  static final int BLOCK_BYTES = 20;

  private static final int SF06 = 3;
  private static final int SENSOR_ADDRESS = 8;
  private static final long BAUD = 115_200;

  int address;
  long baud;
  int answerDelayMicros;
  int sensorType;
  int sensorAddress;
  int supply;
  int busDelayMicros;
  final List<byte[]> blocks = new ArrayList<>();

  Settings(int address) {
    restore(address);
  }

  /** As the cable leaves the factory, but at {@code at}, and set to the sensor that is on it. */
  void restore(int at) {
    address = at;
    baud = BAUD;
    answerDelayMicros = 0;
    sensorType = SF06;
    sensorAddress = SENSOR_ADDRESS;
    supply = 0;
    busDelayMicros = 0;
    blocks.clear();
    for (int i = 0; i < BLOCKS; i++) {
      blocks.add(new byte[BLOCK_BYTES]);
    }
  }

  /** Whether it is set to sensors like the one that is on it. */
  boolean suitsSensor() {
    return sensorType == SF06;
  }
}
