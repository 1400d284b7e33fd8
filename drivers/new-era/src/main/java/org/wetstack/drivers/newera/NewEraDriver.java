package org.wetstack.drivers.newera;

import java.math.BigDecimal;
import java.net.URI;
import java.util.Set;
import org.wetstack.drivers.fluidics.LineEndpoint;
import org.wetstack.drivers.fluidics.MachineInstrument;
import org.wetstack.drivers.fluidics.PumpOptions;
import org.wetstack.drivers.fluidics.Seat;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.DriverProvider;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/**
 * Opens New Era pumps: {@code serial:/dev/ttyUSB0?diameter=4.699}. Options: {@code diameter} (mm,
 * needed), {@code address} (0 to 99), {@code silence} (s, after how much of it the pump stops),
 * {@code motor-step} (nm), and those of {@link PumpOptions}.
 */
public final class NewEraDriver implements DriverProvider {

  private static final Set<String> OPTIONS =
      PumpOptions.with("address", "diameter", "silence", "motor-step");
  private static final int BAUD = 19_200;
  private static final int SILENCE_SECONDS = 3;

  @Override
  public String name() {
    return "new-era";
  }

  @Override
  public Instrument open(URI endpoint, LinkProvider links, Timebase time) {
    LineEndpoint split = LineEndpoint.split(endpoint, OPTIONS, BAUD);
    EndpointOptions options = split.options();
    var alarms = new Alarms(options.integer("address", 0, 0, 99));
    int silence = options.integer("silence", SILENCE_SECONDS, 1, 255);
    int step = options.integer("motor-step", 0, 1, 100_000);
    BigDecimal diameter = diameter(options);
    var pump = new PumpOptions(options);
    Seat seat =
        Seat.take(
            split.link(),
            split.over(links),
            time,
            Packets::new,
            "address " + alarms.address(),
            Talk.barrier(alarms));
    return MachineInstrument.open(
        seat,
        new NewEraMachine(new Talk(seat, alarms), alarms, diameter, silence, step, pump),
        pump);
  }

  private static BigDecimal diameter(EndpointOptions options) {
    String text =
        options
            .text("diameter")
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "which syringe is it? Give its inner diameter in mm: diameter=4.699"));
    try {
      BigDecimal diameter = new BigDecimal(text);
      boolean possible =
          diameter.compareTo(new BigDecimal("0.1")) >= 0
              && diameter.compareTo(new BigDecimal("50")) <= 0;
      if (possible) {
        var unused = Digits.text(diameter.movePointRight(3).longValueExact());
        return diameter;
      }
    } catch (ArithmeticException | IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "option 'diameter' must be 0.1 to 50.0 mm in at most four digits, not '" + text + "'");
  }
}
