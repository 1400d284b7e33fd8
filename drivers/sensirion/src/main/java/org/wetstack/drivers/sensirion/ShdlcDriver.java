package org.wetstack.drivers.sensirion;

import java.net.URI;
import java.util.Set;
import org.wetstack.drivers.fluidics.LineEndpoint;
import org.wetstack.drivers.fluidics.Seat;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.DriverProvider;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/**
 * Opens Sensirion SLF3x and LD20 flow sensors on an SCC1 cable: {@code
 * serial:/dev/ttyUSB0?address=0&liquid=water}. Never run on hardware.
 */
public final class ShdlcDriver implements DriverProvider {

  private static final int BAUD = 115_200;
  private static final int MOST_ADDRESS = 254;
  private static final Set<String> OPTIONS = Set.of("address", "name", "liquid");

  @Override
  public String name() {
    return "shdlc";
  }

  /** Options: {@code address} (0), {@code name} (flow), {@code liquid}: water (water) or ipa. */
  @Override
  public Instrument open(URI endpoint, LinkProvider links, Timebase time) {
    LineEndpoint line = LineEndpoint.split(endpoint, OPTIONS, BAUD);
    int address = line.options().integer("address", 0, 0, MOST_ADDRESS);
    String name = line.options().text("name").orElse("flow");
    int liquid = liquid(line.options().text("liquid").orElse("water"));
    Seat seat =
        Seat.take(
            line.link(),
            line.over(links),
            time,
            ShdlcCodec::new,
            "sensor " + address,
            FlowCable.barrier(address));
    return FlowInstrument.open(seat, address, name, liquid);
  }

  /** The measurement command for a liquid. */
  private static int liquid(String name) {
    return switch (name) {
      case "water" -> 0x3608;
      case "ipa" -> 0x3615;
      default ->
          throw new IllegalArgumentException(
              "option 'liquid' is water or ipa (isopropyl alcohol), not '" + name + "'");
    };
  }
}
