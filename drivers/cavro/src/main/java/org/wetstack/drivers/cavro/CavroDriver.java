package org.wetstack.drivers.cavro;

import java.net.URI;
import org.wetstack.drivers.fluidics.LineEndpoint;
import org.wetstack.drivers.fluidics.MachineInstrument;
import org.wetstack.drivers.fluidics.PumpOptions;
import org.wetstack.drivers.fluidics.Question;
import org.wetstack.drivers.fluidics.Seat;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.spi.DriverProvider;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.units.Volume;

/**
 * Opens a Tecan Cavro XCalibur or Centris: {@code serial:/dev/ttyUSB0?address=0&syringe=1000}.
 * Options of its own: {@code address} (the switch, 0 to 14), {@code model} ({@code xcalibur},
 * {@code centris}), {@code syringe} (µL), {@code valve}, {@code outlet}, {@code reservoir}, beside
 * those of every pump.
 */
public final class CavroDriver implements DriverProvider {

  private static final int BAUD = 9_600;
  private static final int FIRST_ADDRESS = 0x31;
  private static final int STROKES_PER_HOUR = 10;
  private static final int BARRIER_SEQUENCE = 1;

  @Override
  public String name() {
    return "cavro";
  }

  @Override
  public Instrument open(URI endpoint, LinkProvider links, Timebase time) {
    LineEndpoint split =
        LineEndpoint.split(
            endpoint,
            PumpOptions.with("address", "model", "syringe", "valve", "outlet", "reservoir"),
            BAUD);
    EndpointOptions own = split.options();
    int address = own.integer("address", 0, 0, 14);
    Model model = model(own);
    var syringe = new Syringe(model, own.integer("syringe", 1_000, 50, 5_000));
    Plumbing plumbing = Plumbing.of(own);
    var options = new PumpOptions(own);
    PumpLimits limits = limits(syringe, options);
    Question barrier =
        Question.safe(
            OemCodec.request(FIRST_ADDRESS + address, BARRIER_SEQUENCE, false, "?76"),
            Answer::isWords);
    Seat seat =
        Seat.take(
            split.link(), split.over(links), time, OemCodec::new, "address " + address, barrier);
    var machine =
        new CavroMachine(new Talk(seat, FIRST_ADDRESS + address), syringe, plumbing, limits);
    return MachineInstrument.open(seat, machine, options);
  }

  private static PumpLimits limits(Syringe syringe, PumpOptions options) {
    Volume stroke = syringe.stroke();
    Volume most = options.maxDose(stroke);
    if (most.compareTo(stroke) > 0) {
      throw new IllegalArgumentException(
          "option 'max-dose': a stroke of the syringe moves " + stroke + ", not " + most);
    }
    return new PumpLimits(
        syringe.step(),
        most,
        options.maxPerHour(Volume.nanoliters(stroke.nanoliters() * STROKES_PER_HOUR)),
        syringe.slowest(),
        options.maxRate(syringe.fastest()),
        syringe.pulse(),
        syringe.tolerance());
  }

  private static Model model(EndpointOptions own) {
    String name = own.text("model").orElse("xcalibur");
    return switch (name) {
      case "xcalibur" -> Model.XCALIBUR;
      case "centris" -> Model.CENTRIS;
      default ->
          throw new IllegalArgumentException("option 'model' is xcalibur or centris, not " + name);
    };
  }
}
