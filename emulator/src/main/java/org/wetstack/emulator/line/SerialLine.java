package org.wetstack.emulator.line;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Set<Link> hosts = ConcurrentHashMap.newKeySet();

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
              host = link;
              hosts.add(link);
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

  private void say(byte[] bytes) {
    for (Link host : hosts) {
      try {
        host.send(ByteBuffer.wrap(bytes));
      } catch (DeviceException e) {
        // As on a wire: what nobody takes is gone.
      }
    }
  }
}
