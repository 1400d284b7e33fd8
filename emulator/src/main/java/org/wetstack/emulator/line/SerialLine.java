package org.wetstack.emulator.line;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;

/**
 * A line that one or several instruments share, and the hosts that are plugged into it: one on a
 * serial port, several on a serial server. All of them hear what the instruments say. Thread-safe.
 */
public final class SerialLine {

  private final World world;
  private final List<LineDevice> devices;

  /** Guarded by the world's lock; in the order in which they first spoke, as draws of luck need. */
  private final Set<Link> hosts = new LinkedHashSet<>();

  /** A line with {@code devices}, which have power from now on. */
  public SerialLine(World world, List<? extends LineDevice> devices) {
    this.world = world;
    this.devices = List.copyOf(devices);
    world.run(() -> this.devices.forEach(device -> device.join(this::say)));
  }

  /** The end of a further host's cable. */
  public LinkHandler plug() {
    return new LinkHandler() {
      private @Nullable Link host;

      @Override
      public void onBytes(Link link, ByteBuffer bytes) {
        byte[] heard = new byte[bytes.remaining()];
        bytes.get(heard);
        world.run(
            () -> {
              if (host == null) {
                meet(link);
              }
              host = link;
              devices.forEach(device -> device.hear(heard));
            });
      }

      @Override
      public void onClosed(@Nullable Throwable cause) {
        world.run(
            () -> {
              if (host != null) {
                hosts.remove(host);
              }
            });
      }
    };
  }

  /**
   * A serial port has one host at a time, and is not told when one leaves: the next replaces it.
   */
  private void meet(Link link) {
    if (link.delivery() == Link.Delivery.RAW_BYTES) {
      hosts.removeIf(other -> other.delivery() == Link.Delivery.RAW_BYTES);
    }
    hosts.add(link);
  }

  private void say(byte[] bytes) {
    for (Link host : List.copyOf(hosts)) {
      try {
        host.send(ByteBuffer.wrap(bytes));
      } catch (DeviceException e) {
        // As on a wire: what nobody takes is gone.
      }
    }
  }
}
