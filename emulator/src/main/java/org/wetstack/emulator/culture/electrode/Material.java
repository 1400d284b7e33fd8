package org.wetstack.emulator.culture.electrode;

/**
 * What the surface of an electrode is made of, with numbers that scale with its area. The
 * impedances are those of published electrodes of 30 µm (ITO, TiN) and 15 µm (IrOx, PEDOT) diameter
 * less the resistance of the medium before them; the limits are the charge density of a phase that
 * the surface bears for ever, and the potentials between which water stays whole.
 */
public enum Material {
  /** Indium tin oxide, bare: 1200 kΩ at 30 µm (PMC7281740). Limits assumed. */
  ITO(846_000, 0.90, 40, -600, 800),
  /** Titanium nitride: 300 to 370 kΩ at 30 µm (PMC7281740), 72 µC/cm² (fnins.2015.00265). */
  TIN(236_000, 0.90, 72, -900, 900),
  /** PEDOT: 23 kΩ on 177 µm² (PMC2697029), nearly all of it medium; 2.3 mC/cm². */
  PEDOT(1_200, 0.85, 2_300, -900, 600),
  /** Sputtered or activated iridium oxide: 114 kΩ on 177 µm² (PMC2697029). Limits assumed. */
  IROX(18_800, 0.85, 1_000, -600, 800),
  /** Smooth platinum. Impedance assumed; 50 to 150 µC/cm² from memory of reviews. */
  PT(420_000, 0.90, 100, -600, 800);

  /** Magnitude of the impedance of the surface at 1 kHz, times its area. */
  final double kiloohmSquareMicrometers;

  /** Exponent of the constant-phase element: 1 is a capacitor, 0.5 diffusion. */
  final double exponent;

  final double limitMicrocoulombsPerSquareCentimeter;
  final double lowestMillivolts;
  final double highestMillivolts;

  Material(
      double kiloohmSquareMicrometers,
      double exponent,
      double limitMicrocoulombsPerSquareCentimeter,
      double lowestMillivolts,
      double highestMillivolts) {
    this.kiloohmSquareMicrometers = kiloohmSquareMicrometers;
    this.exponent = exponent;
    this.limitMicrocoulombsPerSquareCentimeter = limitMicrocoulombsPerSquareCentimeter;
    this.lowestMillivolts = lowestMillivolts;
    this.highestMillivolts = highestMillivolts;
  }
}
