package org.wetstack.drivers.harvard;

import java.net.URI;
import java.util.Set;
import org.wetstack.drivers.fluidics.LineEndpoint;
import org.wetstack.drivers.fluidics.MachineInstrument;
import org.wetstack.drivers.fluidics.PumpOptions;
import org.wetstack.drivers.fluidics.Seat;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.DriverProvider;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/**
 * Opens a Pump 11 Elite, Pico Plus Elite or PHD ULTRA, such as {@code
 * serial:/dev/ttyACM0?diameter=14.427&syringe=10ml&ledger=dopamine.ledger}. {@code address} is that
 * of the pump in a chain, 0 if it has none.
 */
public final class HarvardDriver implements DriverProvider {

  private static final int BAUD = 115_200;
  private static final int MAX_ADDRESS = 99;
  private static final Set<String> OPTIONS = PumpOptions.with("address", "diameter", "syringe");

  @Override
  public String name() {
    return "harvard";
  }

  @Override
  public Instrument open(URI endpoint, LinkProvider links, Timebase time) {
    LineEndpoint split = LineEndpoint.split(endpoint, OPTIONS, BAUD);
    int address = split.options().integer("address", 0, 0, MAX_ADDRESS);
    HarvardSettings settings = HarvardSettings.of(split.options());
    Seat seat =
        Seat.take(
            split.link(),
            split.over(links),
            time,
            HarvardCodec::new,
            "the pump with address " + address,
            Talk.barrier(address));
    var machine = new HarvardMachine(new Talk(address, seat), settings);
    return MachineInstrument.open(seat, machine, settings.options());
  }
}
