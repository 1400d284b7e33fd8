package org.wetstack.emulator.chip;

/**
 * What the data sheets of the chips leave open, or what differs from chip to chip. Each of these is
 * a choice of the model, not a fact; docs/reference/chips.md says how sure each usual value is.
 *
 * @param amplifier how the amplifiers treat what they see
 * @param clipMicrovolts beyond what voltage an amplifier saturates, either sign, at its input. The
 *     sheet's linear range is ±5 mV, but chips were seen to reach the end of the converter (6.39
 *     mV), so they saturate beyond it
 * @param offsetMicrovolts the largest offset of an amplifier, either sign, drawn for each channel
 *     from the seed; the sheet says less than 100. None with {@link Amplifier#FLAT}
 * @param noiseNanovolts noise of the amplifier itself, root mean square. The chips have 2,400,
 *     which are 0 here because a preparation brings the noise of electrode and amplifier together
 * @param undefinedRead what the lower half of a READ of an address without a register is
 * @param storesUnusedBits whether bits of a register without a meaning can be read back as written;
 *     else they read as 0
 * @param staleDc whether a CONVERT without D replies with the last DC result of the chip; else 0
 * @param otherChannelCode what CONVERT of a channel that is none of an amplifier replies
 * @param complianceReadBeforeClear whether a READ(40) with M replies what the monitor was before M
 *     cleared it
 * @param complianceNeedsStimulation whether only a stimulator that is on can trip its monitor
 * @param complianceDelaySamples for how many samples a stimulator must have been out of voltage
 *     before its monitor trips
 * @param convertNextIncrementsFirst whether CONVERT(63) goes to the next channel before it
 *     converts; else after
 * @param dspFractionBits how many bits the state of the digital high-pass has beyond those of a
 *     sample, 0 to 30
 * @param dspRounds whether its output is rounded; else the fraction is cut off, towards minus
 *     infinity
 * @param dspRunsWhileOff whether its state goes on with the samples while DSPen is 0; else it stays
 * @param dieRevision the upper byte of register 254, register 60 of an RHD
 * @param recoveryNeedsEnable whether charge recovery too needs the enabling keys of stimulation
 * @param recoveryKneeMillivolts how far from its target current-limited recovery has 76 % of its
 *     current: tanh(1)
 * @param recoveryRelaxation how much of the way to the current it should have current-limited
 *     recovery goes in one sample, above 0 up to 1. Stands for the capacitance of the amplifier; a
 *     small one keeps the loop stable with electrodes of high resistance
 * @param biasLossPerStep by what part the current of a stimulator falls short for each step that
 *     its bias is below the recommended one
 * @param lowHeadroomMillivolts how close to VSTIM- an electrode can be driven
 * @param highHeadroomMillivolts how close to VSTIM+ an electrode can be driven
 * @param stimulationSupplyMillivolts VSTIM+, and -VSTIM-
 * @param dcCodeWhenOff what a DC amplifier without power converts to
 * @param zcheckHertz the corner of the low-pass behind the impedance check's DAC
 * @param zcheckQuality the quality of its pair of poles; 0.7071 is Butterworth
 * @param zcheckOtherPicofarads the capacitor that the unspecified scale 2 connects
 * @param faultMicroamps what current trips the fault detector, either sign; 10 to 35
 * @param lvds whether LVDS_en is tied high
 */
public record ChipParameters(
    Amplifier amplifier,
    int clipMicrovolts,
    int offsetMicrovolts,
    int noiseNanovolts,
    int undefinedRead,
    boolean storesUnusedBits,
    boolean staleDc,
    int otherChannelCode,
    boolean complianceReadBeforeClear,
    boolean complianceNeedsStimulation,
    int complianceDelaySamples,
    boolean convertNextIncrementsFirst,
    int dspFractionBits,
    boolean dspRounds,
    boolean dspRunsWhileOff,
    int dieRevision,
    boolean recoveryNeedsEnable,
    double recoveryKneeMillivolts,
    double recoveryRelaxation,
    double biasLossPerStep,
    int lowHeadroomMillivolts,
    int highHeadroomMillivolts,
    int stimulationSupplyMillivolts,
    int dcCodeWhenOff,
    double zcheckHertz,
    double zcheckQuality,
    double zcheckOtherPicofarads,
    double faultMicroamps,
    boolean lvds) {

  /** How the amplifiers treat what they see. */
  public enum Amplifier {
    /** High-pass of one pole, saturation, Butterworth low-pass of three, as the registers say. */
    BANDPASS,
    /** Saturation only: 195 nV are one code, exactly. For tests of protocols. */
    FLAT
  }

  public ChipParameters {
    require(clipMicrovolts >= 1 && clipMicrovolts <= 1_000_000, "clipMicrovolts", "1 to 1000000");
    require(offsetMicrovolts >= 0 && offsetMicrovolts <= 1_000, "offsetMicrovolts", "0 to 1000");
    require(noiseNanovolts >= 0 && noiseNanovolts <= 100_000, "noiseNanovolts", "0 to 100000");
    require(undefinedRead >= 0 && undefinedRead <= 0xFFFF, "undefinedRead", "0 to 65535");
    require(otherChannelCode >= 0 && otherChannelCode <= 0xFFFF, "otherChannelCode", "0 to 65535");
    require(
        complianceDelaySamples >= 0 && complianceDelaySamples <= 1_000_000,
        "complianceDelaySamples",
        "0 to 1000000");
    require(dspFractionBits >= 0 && dspFractionBits <= 30, "dspFractionBits", "0 to 30");
    require(dieRevision >= 0 && dieRevision <= 0xFF, "dieRevision", "0 to 255");
    require(
        recoveryKneeMillivolts > 0 && recoveryKneeMillivolts <= 10_000,
        "recoveryKneeMillivolts",
        "above 0 up to 10000");
    require(
        recoveryRelaxation > 0 && recoveryRelaxation <= 1, "recoveryRelaxation", "above 0 up to 1");
    require(biasLossPerStep >= 0 && biasLossPerStep <= 1, "biasLossPerStep", "0 to 1");
    require(
        stimulationSupplyMillivolts >= 3_300 && stimulationSupplyMillivolts <= 7_000,
        "stimulationSupplyMillivolts",
        "3300 to 7000: more kills the stimulators");
    require(
        lowHeadroomMillivolts >= 0 && lowHeadroomMillivolts <= 3_000,
        "lowHeadroomMillivolts",
        "0 to 3000");
    require(
        highHeadroomMillivolts >= 0 && highHeadroomMillivolts <= 3_000,
        "highHeadroomMillivolts",
        "0 to 3000");
    require(dcCodeWhenOff >= 0 && dcCodeWhenOff <= 1_023, "dcCodeWhenOff", "0 to 1023");
    require(zcheckHertz >= 100 && zcheckHertz <= 1e6, "zcheckHertz", "100 to 1000000");
    require(zcheckQuality >= 0.51 && zcheckQuality <= 10, "zcheckQuality", "0.51 to 10");
    require(
        zcheckOtherPicofarads >= 0 && zcheckOtherPicofarads <= 100,
        "zcheckOtherPicofarads",
        "0 to 100");
    require(faultMicroamps > 0 && faultMicroamps <= 1_000, "faultMicroamps", "above 0 up to 1000");
  }

  private static void require(boolean fits, String name, String range) {
    if (!fits) {
      throw new IllegalArgumentException("the chip parameter " + name + " must be " + range);
    }
  }

  /** The likeliest reading of every open question. */
  public static ChipParameters usual() {
    return new ChipParameters(
        Amplifier.BANDPASS,
        6_500,
        60,
        0,
        0,
        false,
        false,
        0x8000,
        true,
        true,
        0,
        true,
        16,
        true,
        false,
        1,
        false,
        75,
        0.25,
        0.05,
        1_200,
        600,
        7_000,
        512,
        10_000,
        0.7071,
        0,
        20,
        false);
  }

  /** As {@link #usual}, with flat amplifiers. */
  public static ChipParameters flat() {
    return usual().with(Amplifier.FLAT);
  }

  /** The lowest voltage to which a stimulator can drive an electrode, against ground. */
  public int lowestMicrovolts() {
    return 1_000 * (lowHeadroomMillivolts - stimulationSupplyMillivolts);
  }

  /** The highest voltage to which a stimulator can drive an electrode, against ground. */
  public int highestMicrovolts() {
    return 1_000 * (stimulationSupplyMillivolts - highHeadroomMillivolts);
  }

  /** These, with other amplifiers. */
  public ChipParameters with(Amplifier other) {
    return with(other, offsetMicrovolts, noiseNanovolts);
  }

  /** These, with another offset and noise of the amplifiers. */
  public ChipParameters with(int microvoltsOfOffset, int nanovoltsOfNoise) {
    return with(amplifier, microvoltsOfOffset, nanovoltsOfNoise);
  }

  private ChipParameters with(Amplifier kind, int microvoltsOfOffset, int nanovoltsOfNoise) {
    return new ChipParameters(
        kind,
        clipMicrovolts,
        microvoltsOfOffset,
        nanovoltsOfNoise,
        undefinedRead,
        storesUnusedBits,
        staleDc,
        otherChannelCode,
        complianceReadBeforeClear,
        complianceNeedsStimulation,
        complianceDelaySamples,
        convertNextIncrementsFirst,
        dspFractionBits,
        dspRounds,
        dspRunsWhileOff,
        dieRevision,
        recoveryNeedsEnable,
        recoveryKneeMillivolts,
        recoveryRelaxation,
        biasLossPerStep,
        lowHeadroomMillivolts,
        highHeadroomMillivolts,
        stimulationSupplyMillivolts,
        dcCodeWhenOff,
        zcheckHertz,
        zcheckQuality,
        zcheckOtherPicofarads,
        faultMicroamps,
        lvds);
  }
}
