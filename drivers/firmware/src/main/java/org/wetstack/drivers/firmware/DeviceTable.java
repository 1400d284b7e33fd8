package org.wetstack.drivers.firmware;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Device;
import org.wetstack.protocol.v1.DeviceDescription;

/**
 * What a board carries, by the indices that its messages name. Rows are added while the board is
 * being opened, when its events may already come on another thread: so thread-safe.
 */
final class DeviceTable {

  /** {@code part} is null for what has no events. */
  private record Row(DeviceDescription description, @Nullable Part part) {}

  private final List<Row> rows = new CopyOnWriteArrayList<>();

  /** Adds the device that is described as {@code description}, at the next index. */
  void add(DeviceDescription description, @Nullable Part part) {
    rows.add(new Row(description, part));
  }

  private @Nullable Row row(int index) {
    return index >= 0 && index < rows.size() ? rows.get(index) : null;
  }

  /** The part at {@code index}; null if there is none. */
  @Nullable Part part(int index) {
    Row row = row(index);
    return row == null ? null : row.part();
  }

  /** The name of the device at {@code index}; empty if there is none. */
  String name(int index) {
    Row row = row(index);
    return row == null ? "" : row.description().getName();
  }

  /** Those that users see, in the order of the table. */
  List<Device> devices() {
    var devices = new ArrayList<Device>();
    each(
        part -> {
          if (part instanceof Device device) {
            devices.add(device);
          }
        });
    return List.copyOf(devices);
  }

  /** Calls {@code task} with every part, in the order of the table. */
  void each(Consumer<Part> task) {
    for (Row row : rows) {
      Part part = row.part();
      if (part != null) {
        task.accept(part);
      }
    }
  }

  /** Throws {@link IllegalArgumentException} unless {@code device} is one of these. */
  int indexOf(Device device) {
    for (int index = 0; index < rows.size(); index++) {
      if (rows.get(index).part() == device) {
        return index;
      }
    }
    throw new IllegalArgumentException(device.name() + " is not a device of this board");
  }
}
