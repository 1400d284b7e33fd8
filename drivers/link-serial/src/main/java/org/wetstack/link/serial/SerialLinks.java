package org.wetstack.link.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.FoundEndpoint;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;

/**
 * Opens {@code serial:/dev/ttyACM0?baud=115200}, {@code serial:COM3}, a symbolic link to a port or
 * a pseudo-terminal: 8 data bits, no parity, 1 stop bit, no flow control. What arrived before is
 * thrown away. Opening may reset a board that listens to DTR.
 */
public final class SerialLinks implements LinkProvider {

  /** Ports in use by this process; the library itself mistakes a second opening for a lost port. */
  private static final ConcurrentMap<String, Use> IN_USE = new ConcurrentHashMap<>();

  /** Who uses a port. */
  private static final class Use {
    private volatile @Nullable SerialLink link;

    /**
     * Whether that is over, or is in a moment: a handler that closes its link, or hears that it was
     * lost, may open the port again before the threads of the link have ended.
     */
    boolean isOver() {
      SerialLink one = link;
      return one != null && one.isReleased();
    }
  }

  @Override
  public Set<String> schemes() {
    return Set.of("serial");
  }

  @Override
  public Link open(URI endpoint, LinkHandler handler) {
    SerialEndpoint wanted = SerialEndpoint.parse(endpoint);
    String name = resolve(wanted.port());
    var use = new Use();
    Use other = IN_USE.putIfAbsent(name, use);
    if (other != null && other.isOver()) {
      other = IN_USE.putIfAbsent(name, use);
    }
    if (other != null) {
      throw OpenFailure.inUse(wanted.port(), "this program already");
    }
    Port port;
    try {
      port = openPort(name, wanted.baud());
    } catch (RuntimeException | Error e) {
      IN_USE.remove(name, use);
      throw e;
    }
    SerialLink link = SerialLink.start(port, handler, () -> IN_USE.remove(name, use));
    use.link = link;
    return link;
  }

  @Override
  public List<FoundEndpoint> found() {
    return FoundPorts.all();
  }

  private static Port openPort(String name, int baud) {
    SerialPort port = find(name);
    port.setComPortParameters(baud, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
    port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
    port.setComPortTimeouts(
        SerialPort.TIMEOUT_READ_SEMI_BLOCKING, OpenPort.READ_MILLIS, OpenPort.READ_MILLIS);
    // On a port that is not open yet this asks for the flush to happen on opening.
    port.flushIOBuffers();
    if (!port.openPort()) {
      throw OpenFailure.of(port.getLastErrorCode(), name);
    }
    return new OpenPort(port);
  }

  private static SerialPort find(String name) {
    try {
      return SerialPort.getCommPort(name);
    } catch (SerialPortInvalidPortException e) {
      throw OpenFailure.missing(name);
    } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError e) {
      throw OpenFailure.noLibrary(e);
    }
  }

  /** The port itself, so that two names of one port are seen to be the same. */
  private static String resolve(String port) {
    if (!port.startsWith("/")) {
      return port;
    }
    try {
      return Path.of(port).toRealPath().toString();
    } catch (IOException e) {
      throw OpenFailure.unresolved(e, port);
    }
  }
}
