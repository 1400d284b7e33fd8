package org.wetstack.hal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.wetstack.hal.spi.DriverProvider;
import org.wetstack.hal.spi.FoundEndpoint;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.SystemTimebase;

/** Opens instruments with the drivers and links found on the class path. */
public final class Instruments {

  private Instruments() {}

  /**
   * Opens the instrument at {@code endpoint} with the driver called {@code driver}, in real time.
   *
   * @param driver a driver's name, such as {@code firmware}
   * @param endpoint such as {@code serial:/dev/ttyACM0}, {@code tcp://10.0.0.7:7310} or {@code
   *     mqtt://broker/rig-1/pump}
   * @throws IllegalArgumentException if the driver, the scheme or the endpoint is not understood
   * @throws DeviceException if nothing suitable answers there
   */
  public static Instrument open(String driver, String endpoint) {
    URI uri = uri(endpoint);
    return driver(driver).open(uri, link(uri), SystemTimebase.shared());
  }

  /**
   * What there is on this computer to open, as the links on the class path tell. Asks nothing of
   * what is there.
   *
   * @throws DeviceException if the system cannot be asked
   */
  public static List<FoundEndpoint> found() {
    return links().stream().flatMap(each -> each.found().stream()).toList();
  }

  private static List<LinkProvider> links() {
    return ServiceLoader.load(LinkProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /**
   * {@code endpoint} as a URI.
   *
   * @throws IllegalArgumentException if it is none; the message says where, and how to write it
   */
  public static URI uri(String endpoint) {
    try {
      return new URI(endpoint);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "'"
              + endpoint
              + "' is not an endpoint: "
              + e.getReason()
              + (e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1))
              + "; write it as in serial:/dev/ttyACM0, and other characters as %20 for a space",
          e);
    }
  }

  /** The driver called {@code name}. */
  public static DriverProvider driver(String name) {
    List<DriverProvider> all =
        ServiceLoader.load(DriverProvider.class).stream().map(ServiceLoader.Provider::get).toList();
    return all.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no driver called '"
                        + name
                        + "'; on the class path: "
                        + all.stream().map(DriverProvider::name).sorted().toList()
                        + "; choose one of these, or add the jar of that driver"));
  }

  /** The link provider for the scheme of {@code endpoint}. */
  public static LinkProvider link(URI endpoint) {
    List<LinkProvider> all = links();
    return all.stream()
        .filter(
            each -> each.schemes().contains(Objects.requireNonNullElse(endpoint.getScheme(), "")))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no link for '"
                        + endpoint
                        + "'; an endpoint starts with one of "
                        + all.stream().flatMap(each -> each.schemes().stream()).sorted().toList()
                        + ", as in serial:/dev/ttyACM0; others need the jar of their link"));
  }

  static <D extends Device> D only(Instrument instrument, Class<D> type) {
    List<D> found = instrument.devices().stream().filter(type::isInstance).map(type::cast).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          instrument.info().model()
              + " has "
              + (found.isEmpty() ? "no " : found.size() + " devices of type ")
              + type.getSimpleName()
              + "; it carries "
              + names(instrument.devices())
              + (found.isEmpty() ? "" : ": ask for one by its name"));
    }
    return found.get(0);
  }

  static <D extends Device> D named(Instrument instrument, Class<D> type, String name) {
    return instrument.devices().stream()
        .filter(device -> type.isInstance(device) && device.name().equals(name))
        .map(type::cast)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    instrument.info().model()
                        + " has no "
                        + type.getSimpleName()
                        + " called '"
                        + name
                        + "'; it carries "
                        + names(instrument.devices())));
  }

  private static String names(List<Device> devices) {
    return devices.stream().map(Device::name).collect(Collectors.joining(", ", "[", "]"));
  }
}
