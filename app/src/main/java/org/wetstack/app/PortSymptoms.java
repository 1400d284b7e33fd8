package org.wetstack.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.FoundEndpoint;
import org.wetstack.lab.rig.RigSpec;

/**
 * Whether serial ports may be opened, brokers answer, and the port of the controller is free.
 * Instruments on TCP are not tried: many serve one client, and would take this for it.
 */
final class PortSymptoms {

  private static final int CONNECT_MILLIS = 3_000;
  private static final Map<String, Integer> BROKER_PORTS = Map.of("mqtt", 1_883, "mqtts", 8_883);

  private PortSymptoms() {}

  /** Of {@code rig}, or of all ports there are. */
  static List<Symptom> of(Optional<RigSpec> rig) {
    return rig.map(PortSymptoms::needed).orElseGet(PortSymptoms::found);
  }

  private static List<Symptom> found() {
    List<Symptom> all = new ArrayList<>();
    try {
      for (FoundEndpoint each : Instruments.found()) {
        all.add(serial(each.endpoint()));
      }
    } catch (DeviceException e) {
      all.add(Symptom.wrong("ports", String.valueOf(e.getMessage()), "see native libraries above"));
    }
    return all.isEmpty() ? List.of(Symptom.fine("ports", "this computer has none")) : all;
  }

  private static List<Symptom> needed(RigSpec rig) {
    List<Symptom> all = new ArrayList<>();
    Set<InetSocketAddress> brokers = new LinkedHashSet<>();
    for (RigSpec.InstrumentSpec each : rig.instruments().values()) {
      URI endpoint = Instruments.uri(each.endpoint());
      if ("serial".equals(endpoint.getScheme())) {
        all.add(serial(endpoint));
      } else if (BROKER_PORTS.containsKey(endpoint.getScheme()) && endpoint.getHost() != null) {
        brokers.add(broker(endpoint));
      }
    }
    brokers.forEach(each -> all.add(broker(each)));
    all.add(listening(rig.listen()));
    return all;
  }

  static Symptom serial(URI endpoint) {
    String name = endpoint.getSchemeSpecificPart();
    int options = name.indexOf('?');
    Path port = Path.of(options < 0 ? name : name.substring(0, options));
    if (!Files.exists(port)) {
      return Symptom.wrong(
          "port",
          "there is no " + port,
          "plug the instrument in, or correct its endpoint; 'wetstack discover' lists those there"
              + " are");
    }
    if (Files.isReadable(port) && Files.isWritable(port)) {
      return Symptom.fine("port", port + " may be opened");
    }
    return Symptom.wrong(
        "port",
        "you may not open " + port,
        "sudo usermod -aG " + group(port) + " $USER, then log out and in again");
  }

  private static String group(Path port) {
    try {
      return String.valueOf(Files.getAttribute(port, "unix:group")).replace("root", "dialout");
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "dialout";
    }
  }

  private static InetSocketAddress broker(URI endpoint) {
    int port =
        endpoint.getPort() > 0
            ? endpoint.getPort()
            : BROKER_PORTS.getOrDefault(endpoint.getScheme(), 0);
    return InetSocketAddress.createUnresolved(endpoint.getHost(), port);
  }

  static Symptom broker(InetSocketAddress at) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(at.getHostString(), at.getPort()), CONNECT_MILLIS);
      return Symptom.fine("broker", at.getHostString() + ":" + at.getPort() + " answers");
    } catch (IOException e) {
      return Symptom.wrong(
          "broker",
          at.getHostString() + ":" + at.getPort() + " does not answer: " + e.getMessage(),
          "start it, open its port in the firewall, or correct the endpoint");
    }
  }

  static Symptom listening(RigSpec.Listen listen) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(listen.host()), listen.port()));
      return Symptom.fine("listen", listen + " is free");
    } catch (IOException e) {
      return Symptom.doubtful(
          "listen",
          listen + " cannot be had: " + e.getMessage(),
          "if a controller of this rig runs, all is well; otherwise end the other program, or write"
              + " another address after 'listen'");
    }
  }
}
