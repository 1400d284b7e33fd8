package org.wetstack.emulator.chip;

/**
 * The test signal of a chip: a DAC that the host writes once a frame, a low-pass of two poles that
 * rounds its staircase, and a capacitor through which the change of the voltage is a current into
 * the selected electrode. The low-pass is solved exactly for a voltage that stays for one sample.
 */
final class ImpedanceCheck {

  private static final double FULL_SCALE_VOLTS = 1.225;

  /** Drives less than a millionth of a picoampere. */
  private static final double SETTLED_VOLTS = 1e-15;

  private final double samplesPerSecond;
  private final double otherPicofarads;

  // The transition of (distance from the DAC's voltage, slope) over one sample.
  private final double keep;
  private final double fromSlope;
  private final double toSlope;
  private final double keepSlope;

  private double volts;
  private double slope;

  ImpedanceCheck(double samplesPerSecond, ChipParameters parameters) {
    this.samplesPerSecond = samplesPerSecond;
    otherPicofarads = parameters.zcheckOtherPicofarads();
    double corner = 2 * StrictMath.PI * parameters.zcheckHertz();
    double damping = corner / (2 * parameters.zcheckQuality());
    double seconds = 1 / samplesPerSecond;
    double square = corner * corner - damping * damping;
    double decay = StrictMath.exp(-damping * seconds);
    double ringing = Math.sqrt(square);
    double cosine = StrictMath.cos(ringing * seconds);
    double sine = StrictMath.sin(ringing * seconds) / ringing;
    keep = decay * (cosine + damping * sine);
    fromSlope = decay * sine;
    toSlope = -decay * corner * corner * sine;
    keepSlope = decay * (cosine - damping * sine);
  }

  void powerUp() {
    volts = 0;
    slope = 0;
  }

  /** So many samples pass with the DAC at {@code code}, or at 0 V without power. */
  void step(int code, boolean powered, int samples) {
    double wanted = dac(code, powered);
    if (Math.abs(volts - wanted) < SETTLED_VOLTS && Math.abs(slope) < SETTLED_VOLTS) {
      // What decays for ever becomes denormal, which is slow.
      volts = wanted;
      slope = 0;
      return;
    }
    for (int i = 0; i < samples; i++) {
      double distance = volts - wanted;
      double before = slope;
      volts += (keep - 1) * distance + fromSlope * before;
      slope = toSlope * distance + keepSlope * before;
    }
  }

  /** The mean current through the capacitor in the coming sample, in nanoamperes. */
  double nanoamps(int code, boolean powered, int scale) {
    double change = (keep - 1) * (volts - dac(code, powered)) + fromSlope * slope;
    return picofarads(scale) * change * samplesPerSecond * 1e-3;
  }

  private static double dac(int code, boolean powered) {
    return powered ? code * (FULL_SCALE_VOLTS / 256) : 0;
  }

  private double picofarads(int scale) {
    return switch (scale) {
      case 0 -> 0.1;
      case 1 -> 1;
      case 3 -> 10;
      default -> otherPicofarads;
    };
  }
}
