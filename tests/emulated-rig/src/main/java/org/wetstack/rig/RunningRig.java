package org.wetstack.rig;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wetstack.broker.EmbeddedBroker;
import org.wetstack.emulator.rig.Place;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.emulator.rig.RigSpec;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.DriverProvider;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.TlsFiles;
import org.wetstack.hal.spi.VirtualTimebase;

/** The rig of one test, with the broker it may need, and the instruments opened so far. */
final class RunningRig implements AutoCloseable {

  private final RigSpec spec;
  private final Timebase time;
  private final Rig rig;
  private final DriverProvider driver;
  private final Map<String, Instrument> instruments = new LinkedHashMap<>();

  /** What is to be put away, the latest first. */
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /**
   * Starts {@code spec}.
   *
   * @throws IOException if a place is taken, or a broker cannot start; nothing stays open
   */
  RunningRig(RigSpec spec, EmulatedRig.Time wanted) throws IOException {
    this.spec = spec;
    boolean virtual = wanted == EmulatedRig.Time.VIRTUAL;
    DriverProvider firmware = Instruments.driver("firmware");
    driver = virtual ? firmware.seeded(spec.seed()) : firmware;
    try {
      time = virtual ? new VirtualTimebase() : ownTime();
      RigSpec whole = spec.needsBroker() ? spec.withBroker(broker()) : spec;
      rig = Rig.start(whole, time, Instruments::link);
      open.push(rig);
    } catch (IOException | RuntimeException e) {
      putAway(e);
      throw e;
    }
  }

  /** Not the one of the process: a handler of another test that dawdles must not be felt here. */
  private Timebase ownTime() {
    var own = new SystemTimebase("emulated rig");
    open.push(own);
    return own;
  }

  private URI broker() throws IOException {
    EmbeddedBroker broker = new EmbeddedBroker(0).start();
    open.push(broker);
    return URI.create("mqtt://127.0.0.1:" + broker.port());
  }

  RigSpec spec() {
    return spec;
  }

  Timebase time() {
    return time;
  }

  Rig rig() {
    return rig;
  }

  /** The instrument that is {@code board}, opened when it is first asked for. */
  Instrument instrument(String board) {
    Instrument known = instruments.get(board);
    if (known != null) {
      return known;
    }
    URI endpoint = asHost(board);
    boolean cable = "cable".equals(endpoint.getScheme());
    Instrument opened =
        driver.open(endpoint, cable ? rig.cables() : Instruments.link(endpoint), time);
    open.push(opened);
    instruments.put(board, opened);
    return opened;
  }

  /**
   * Where a host opens {@code board}. One with a certificate is trusted for showing it; the same is
   * shown to a board that asks for one.
   */
  private URI asHost(String board) {
    Place at =
        spec.boards().stream()
            .filter(each -> each.name().equals(board))
            .map(RigSpec.Board::at)
            .findFirst()
            .orElse(Place.CABLE);
    URI endpoint = rig.endpoint(board);
    if (at.kind() != Place.Kind.TLS) {
      return endpoint;
    }
    var files = EndpointOptions.parse(URI.create(at.text()), TlsFiles.OPTIONS);
    String cert = option(files, "cert");
    return URI.create(
        endpoint
            + (files.text("ca").isEmpty()
                ? "?ca=" + cert
                : "?ca=" + option(files, "ca") + "&cert=" + cert + "&key=" + option(files, "key")));
  }

  private static String option(EndpointOptions files, String name) {
    String value = files.text(name).orElse("");
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Closes the instruments, then the rig, then the broker. */
  @Override
  public void close() {
    var failed = new IllegalStateException("the rig could not be put away");
    putAway(failed);
    if (failed.getSuppressed().length > 0) {
      throw failed;
    }
  }

  private void putAway(Exception failed) {
    for (AutoCloseable each = open.poll(); each != null; each = open.poll()) {
      try {
        each.close();
      } catch (Exception e) {
        failed.addSuppressed(e);
      }
    }
  }
}
