package org.wetstack.emulator.cavro;

import org.wetstack.emulator.fluidics.Mechanics;

/**
 * One pump as it was bought and plumbed.
 *
 * @param addressSwitch 0 to 14
 * @param syringeMicroliters what a whole stroke displaces, 10 to 60,000 µL
 * @param outlet the valve position that leads to the culture, as the pump reports it after an
 *     initialisation by {@code Z}: {@code o} is then the right side
 * @param reservoir the valve position that leads to the reservoir; all others lead to waste
 * @param backlashSteps the play of the screw in the motor's finest steps
 */
public record CavroSpec(
    Model model,
    int addressSwitch,
    int syringeMicroliters,
    ValveType valve,
    String outlet,
    String reservoir,
    int backlashSteps,
    CavroOptions options) {

  /** Travel beyond the stroke, at both ends, for the zero gap and the overrun. */
  private static final double SPARE_SHARE = 0.09;

  private static final double STALL_KILOPASCALS = 700;

  public CavroSpec {
    if (addressSwitch < 0 || addressSwitch > 14) {
      throw new IllegalArgumentException("the address switch has 0 to 14, not " + addressSwitch);
    }
    if (syringeMicroliters < 10 || syringeMicroliters > 60_000) {
      throw new IllegalArgumentException(
          "syringes have 10 to 60,000 uL, not " + syringeMicroliters);
    }
    for (String position : new String[] {outlet, reservoir}) {
      if (!valve.positions().contains(position)) {
        throw new IllegalArgumentException(
            "a " + valve.words() + " has the positions " + valve.positions() + ", not " + position);
      }
    }
  }

  /** A pump with a 3-port valve: reservoir on the left, culture on the right. */
  public static CavroSpec xcalibur(int addressSwitch, int syringeMicroliters) {
    return new CavroSpec(
        Model.XCALIBUR,
        addressSwitch,
        syringeMicroliters,
        ValveType.THREE_PORT,
        "o",
        "i",
        0,
        CavroOptions.usual(Model.XCALIBUR));
  }

  /** A pump with a distribution valve. */
  public static CavroSpec distributing(
      Model model,
      int addressSwitch,
      int syringeMicroliters,
      ValveType valve,
      int outlet,
      int reservoir) {
    return new CavroSpec(
        model,
        addressSwitch,
        syringeMicroliters,
        valve,
        Integer.toString(outlet),
        Integer.toString(reservoir),
        0,
        CavroOptions.usual(model));
  }

  /** The same with other options. */
  public CavroSpec with(CavroOptions other) {
    return new CavroSpec(
        model, addressSwitch, syringeMicroliters, valve, outlet, reservoir, backlashSteps, other);
  }

  /** The drive of this pump; its steps are the finest that the motor makes. */
  Mechanics mechanics() {
    double stroke = model.strokeMillimeters();
    double step = stroke / model.strokeIncrements() / model.stepsPerIncrement();
    // A stroke of s mm displaces s * pi / 4 * bore^2 cubic millimetres, which are microlitres.
    double bore = Math.sqrt(syringeMicroliters * 4 / Math.PI / stroke);
    Mechanics ideal = Mechanics.ideal(step, bore, stroke * (1 + SPARE_SHARE));
    return new Mechanics(
        ideal.stepMillimeters(),
        ideal.boreMillimeters(),
        ideal.strokeMillimeters(),
        backlashSteps,
        0,
        0,
        STALL_KILOPASCALS,
        ideal.reservoirNanoliters());
  }
}
