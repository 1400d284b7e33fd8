package org.wetstack.drivers.newera;

import java.net.URI;
import org.wetstack.drivers.fluidics.LineEndpoint;
import org.wetstack.drivers.fluidics.MachineInstrument;
import org.wetstack.drivers.fluidics.PumpOptions;
import org.wetstack.drivers.fluidics.Seat;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.DriverProvider;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/**
 * Opens pumps of the New Era NE-1000 family, such as {@code
 * serial:/dev/ttyUSB0?diameter=4.699&ledger=/var/lib/lab/pump-1.ledger}. Several with addresses may
 * share a line.
 */
public final class NewEraDriver implements DriverProvider {

  private static final int BAUD = 19_200;

  @Override
  public String name() {
    return "new-era";
  }

  @Override
  public Instrument open(URI endpoint, LinkProvider links, Timebase time) {
    LineEndpoint parts = LineEndpoint.split(endpoint, NewEraOptions.NAMES, BAUD);
    NewEraOptions options = NewEraOptions.read(parts.options());
    boolean safe = options.silenceSeconds() > 0;
    Seat seat =
        Seat.take(
            parts.link(),
            links,
            time,
            NewEraCodec::new,
            "New Era pump " + options.address(),
            Talk.barrier(options.address(), safe));
    var machine = new NewEraMachine(new Talk(seat, options.address(), safe), options);
    return MachineInstrument.open(seat, machine, new PumpOptions(parts.options()));
  }
}
