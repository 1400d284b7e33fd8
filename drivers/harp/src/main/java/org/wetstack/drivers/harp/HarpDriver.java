package org.wetstack.drivers.harp;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.wetstack.drivers.fluidics.LineEndpoint;
import org.wetstack.drivers.fluidics.MachineInstrument;
import org.wetstack.drivers.fluidics.PumpOptions;
import org.wetstack.drivers.fluidics.Seat;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.DriverProvider;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/**
 * Opens Harp syringe pumps, such as {@code serial:/dev/ttyUSB0?step-volume=41.7nl&ledger=pump.txt}.
 * {@code step-volume} is what one step of the motor moves in the step mode that is used, which the
 * pump does not know: measure it. {@code step-mode} is full (unless given), half, quarter, eighth
 * or sixteenth. The other options are those of all pumps on a line ({@link PumpOptions}).
 */
public final class HarpDriver implements DriverProvider {

  private static final List<String> MODES =
      List.of("full", "half", "quarter", "eighth", "sixteenth");

  @Override
  public String name() {
    return "harp";
  }

  @Override
  public Instrument open(URI endpoint, LinkProvider links, Timebase time) {
    LineEndpoint split =
        LineEndpoint.split(endpoint, PumpOptions.with("step-volume", "step-mode"), HarpDevice.BAUD);
    var options = new PumpOptions(split.options());
    StepVolume step =
        split
            .options()
            .text("step-volume")
            .map(StepVolume::parse)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the pump does not know what a step moves: give it with step-volume=41.7nl"
                            + " in "
                            + endpoint));
    String mode = split.options().text("step-mode").orElse("full").toLowerCase(Locale.ROOT);
    if (!MODES.contains(mode)) {
      throw new IllegalArgumentException("option 'step-mode' is one of " + MODES + ", not " + mode);
    }
    HarpPumpLimits limits = HarpPumpLimits.of(step, options);
    Seat seat = HarpDevice.take(split.link(), split.over(links), time);
    var machine = new SyringePumpMachine(new HarpDevice(seat), time, limits, MODES.indexOf(mode));
    return MachineInstrument.open(seat, machine, options);
  }
}
