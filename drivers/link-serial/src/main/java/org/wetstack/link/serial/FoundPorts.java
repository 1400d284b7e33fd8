package org.wetstack.link.serial;

import com.fazecast.jSerialComm.SerialPort;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.wetstack.hal.spi.FoundEndpoint;

/** The serial ports of this computer. */
final class FoundPorts {

  /** Where Linux keeps names that follow the device instead of the socket it is plugged into. */
  private static final Path STABLE_NAMES = Path.of("/dev/serial/by-id");

  private FoundPorts() {}

  static List<FoundEndpoint> all() {
    try {
      return Arrays.stream(SerialPort.getCommPorts())
          .map(
              port ->
                  found(
                      port.getSystemPortPath(),
                      port.getPortDescription(),
                      port.getVendorID(),
                      port.getProductID(),
                      STABLE_NAMES))
          .toList();
    } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError e) {
      throw OpenFailure.noLibrary(e);
    }
  }

  /**
   * One port.
   *
   * @param vendor of its USB device, -1 for none
   * @param stableNames a folder of links to ports
   */
  static FoundEndpoint found(
      String path, String description, int vendor, int product, Path stableNames) {
    String usb = vendor < 0 ? "" : String.format("USB %04x:%04x", vendor, product);
    String text =
        description.isBlank() || usb.isEmpty() ? description + usb : description + ", " + usb;
    return new FoundEndpoint(
        endpoint(path),
        text,
        leadingTo(path, stableNames).stream().map(FoundPorts::endpoint).toList());
  }

  private static URI endpoint(String path) {
    try {
      return new URI("serial", path, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a port cannot be called '" + path + "'", e);
    }
  }

  /** The links in {@code folder} that lead to {@code path}; none where there is no such folder. */
  private static List<String> leadingTo(String path, Path folder) {
    List<String> names = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return names;
    }
    try (DirectoryStream<Path> links = Files.newDirectoryStream(folder)) {
      for (Path link : links) {
        if (leadsTo(link, path)) {
          names.add(link.toString());
        }
      }
    } catch (IOException e) {
      // A folder that vanished with the last port in it: there are no names then.
      names.clear();
    }
    names.sort(null);
    return names;
  }

  private static boolean leadsTo(Path link, String path) {
    try {
      return Files.isSameFile(link, Path.of(path));
    } catch (IOException e) {
      return false;
    }
  }
}
