package org.wetstack.emulator.culture.electrode;

/**
 * What noise an electrode and its amplifier have at each frequency, one-sided, in nV² for each
 * hertz: white noise of the amplifier, thermal noise 4kTR of the real part of the impedance
 * (Nyquist 1928), and the 1/f noise of cells too far to be told apart.
 */
record Spectrum(
    double whiteSquare, double constantPhaseSquare, double exponent, double pinkSquare) {

  private static final double BOLTZMANN = 1.380649e-23;
  private static final double AMPLIFIER_HERTZ = 10_000;
  private static final double LOWEST_HERTZ = 1;

  static Spectrum of(ElectrodeProfile profile, double surfaceKiloohms, double pinkMicrovolts) {
    double amplifier = profile.amplifierMicrovolts() * 1_000;
    // 4kT in nV²/Hz for each kiloohm.
    double thermal = 4 * BOLTZMANN * (profile.celsius() + 273.15) * 1e21;
    double exponent = profile.material().exponent;
    double pink = pinkMicrovolts * 1_000;
    return new Spectrum(
        amplifier * amplifier / AMPLIFIER_HERTZ + thermal * profile.spreadingKiloohms(),
        thermal * surfaceKiloohms * StrictMath.cos(Math.PI / 2 * exponent),
        exponent,
        pink * pink / StrictMath.log(5_000.0 / 300));
  }

  double at(double hertz) {
    double f = Math.max(LOWEST_HERTZ, hertz);
    return whiteSquare
        + constantPhaseSquare * StrictMath.pow(f / 1_000, -exponent)
        + pinkSquare / f;
  }
}
