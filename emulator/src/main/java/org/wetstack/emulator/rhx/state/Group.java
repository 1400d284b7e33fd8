package org.wetstack.emulator.rhx.state;

import java.util.List;

/**
 * A headstage port, or the lines of one kind on the controller.
 *
 * @param name as in file headers, such as {@code Port A} or {@code Analog In Ports}
 * @param prefix such as {@code A} or {@code ANALOG-IN}
 * @param items parameters of a port; empty for lines
 * @param channels in native order
 */
public record Group(String name, String prefix, Items items, List<Channel> channels) {

  public Group {
    channels = List.copyOf(channels);
  }

  public boolean isPort() {
    return prefix.length() == 1;
  }

  /** Nothing is plugged in. */
  public boolean isEmpty() {
    return channels.isEmpty();
  }
}
