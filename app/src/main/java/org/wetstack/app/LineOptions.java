package org.wetstack.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.host.Host;
import org.wetstack.emulator.host.SerialHost;
import org.wetstack.emulator.host.TcpHost;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.spi.SystemTimebase;
import picocli.CommandLine.Option;

/** Where a line with emulated instruments ends, and who is on it. */
final class LineOptions {

  private static final String AUTO = "auto";
  private static final int MOST_PORT = 65_535;

  @Option(
      names = "--serial",
      paramLabel = "auto",
      description = "on a pseudo-terminal, whose name the system gives; this is the default")
  private @Nullable String serial;

  @Option(
      names = "--link",
      paramLabel = "PATH",
      description = "makes a symbolic link to the pseudo-terminal, so that its name stays")
  private @Nullable String link;

  @Option(
      names = "--tcp",
      paramLabel = "PORT",
      description = "as behind a serial server on 127.0.0.1 instead; 0 picks a free port")
  private @Nullable Integer tcp;

  @Option(
      names = "--address",
      paramLabel = "N",
      description = "which address it has; repeat it for several on one line")
  private @Nullable List<Integer> addresses;

  /** Which addresses instruments of a kind can have, and which one they have when new. */
  record Addresses(int least, int most, int usual) {

    /** For instruments that have a port for themselves. */
    static final Addresses NONE = new Addresses(0, 0, 0);
  }

  /**
   * The addresses that are wanted.
   *
   * @throws IllegalArgumentException if one of them is impossible, or wanted twice
   */
  List<Integer> addresses(String instrument, Addresses possible) {
    if (addresses == null) {
      return List.of(possible.usual());
    }
    if (possible.equals(Addresses.NONE)) {
      throw new IllegalArgumentException(
          "--address is of no use: a " + instrument + " has a port for itself; leave it out");
    }
    for (int i = 0; i < addresses.size(); i++) {
      int address = addresses.get(i);
      if (address < possible.least() || address > possible.most()) {
        throw new IllegalArgumentException(
            "--address %d: addresses of %s are %d to %d"
                .formatted(address, instrument, possible.least(), possible.most()));
      }
      if (addresses.indexOf(address) != i) {
        throw new IllegalArgumentException(
            "--address " + address + " is given twice: each instrument on a line needs its own");
      }
    }
    return List.copyOf(addresses);
  }

  /** Throws {@link IllegalArgumentException} unless the place makes sense. */
  void check() {
    if (serial != null && !serial.equals(AUTO)) {
      throw new IllegalArgumentException(
          "--serial is auto, not '" + serial + "': --link " + serial + " gives the port that name");
    }
    if (link != null && link.isBlank()) {
      throw new IllegalArgumentException("--link needs a path, as in --link /tmp/pump");
    }
    if (tcp != null && (serial != null || link != null)) {
      throw new IllegalArgumentException(
          "--tcp " + tcp + " and a serial port are two places: give one of them");
    }
    if (tcp != null && (tcp < 0 || tcp > MOST_PORT)) {
      throw new IllegalArgumentException("--tcp is a port from 0 to 65535, not " + tcp);
    }
  }

  /** Offers {@code line} there. */
  Host open(SerialLine line) throws IOException {
    if (tcp != null) {
      return TcpHost.open(line::plug, tcp, SystemTimebase.shared());
    }
    return SerialHost.open(line.plug(), link == null ? null : Path.of(link));
  }
}
