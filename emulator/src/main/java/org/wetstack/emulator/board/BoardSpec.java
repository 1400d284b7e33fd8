package org.wetstack.emulator.board;

import java.util.HashSet;
import java.util.List;

/**
 * What a board says it is, and what it carries.
 *
 * @param serialNumber also names the board in errors
 * @param devices in the order of the device table; names are unique
 */
public record BoardSpec(
    String manufacturer, String model, String serialNumber, List<DeviceSpec> devices) {

  public BoardSpec {
    devices = List.copyOf(devices);
    var names = new HashSet<String>();
    for (DeviceSpec device : devices) {
      if (!names.add(device.name())) {
        throw new IllegalArgumentException(
            "two devices of board '" + serialNumber + "' are called '" + device.name() + "'");
      }
    }
  }

  /** A board of ours with these devices. */
  public static BoardSpec of(String serialNumber, DeviceSpec... devices) {
    return new BoardSpec("wetstack", "emulated board", serialNumber, List.of(devices));
  }
}
