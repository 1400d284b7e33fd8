package org.wetstack.emulator.rhx.program;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.rhx.ClientPort;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/**
 * The three sockets of an emulated RHX program in memory, for virtual time: {@code cable:rhx},
 * {@code cable:rhx-waveform} and {@code cable:rhx-spikes}. Thread-safe.
 */
public final class RhxCables implements ClientPort.Factory, LinkProvider {

  private final Timebase time;
  private final long seed;
  private final CableFaults faults;
  private final Map<String, CablePort> ports = new LinkedHashMap<>();

  /** Cables that are all as bad as {@code faults} says, within what a TCP connection can suffer. */
  public RhxCables(Timebase time, long seed, CableFaults faults) {
    this.time = time;
    this.seed = seed;
    this.faults = faults;
  }

  @Override
  public synchronized ClientPort open(String name, ClientPort.Events events) {
    String path = name.equals(EmulatedRhx.COMMAND) ? "rhx" : "rhx-" + name;
    var cable = new Cable(time, seed + ports.size(), Link.Delivery.RELIABLE_BYTES, faults);
    var port = new CablePort(path, cable, events);
    ports.put(path, port);
    return port;
  }

  @Override
  public Set<String> schemes() {
    return Set.of("cable");
  }

  /**
   * Connects, if that port listens now.
   *
   * @throws DeviceException LINK_LOST/NOT_DONE if it does not
   */
  @Override
  public Link open(URI endpoint, LinkHandler handler) {
    CablePort port = port(endpoint);
    if (port == null) {
      throw new IllegalArgumentException(
          "no socket is called '" + endpoint + "': there are cable:" + names());
    }
    Link link = port.connect(handler);
    if (link == null) {
      throw new DeviceException(
          Reason.LINK_LOST,
          Outcome.NOT_DONE,
          endpoint + " refused the connection: nobody listens there, or a client is connected");
    }
    return link;
  }

  /** The cable that {@code endpoint} is plugged into, to cut or silence it. */
  public Cable cable(URI endpoint) {
    CablePort port = port(endpoint);
    if (port == null) {
      throw new IllegalArgumentException("no socket is called '" + endpoint + "'");
    }
    return port.cable();
  }

  private synchronized @Nullable CablePort port(URI endpoint) {
    return ports.get(endpoint.getSchemeSpecificPart());
  }

  private synchronized String names() {
    return String.join(", cable:", ports.keySet());
  }
}
