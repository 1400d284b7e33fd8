package org.wetstack.emulator.culture.network;

import java.lang.reflect.RecordComponent;
import org.wetstack.emulator.tissue.Parameter;

/**
 * The numbers of an {@link Organoid}. [I07] is Izhikevich, Cereb. Cortex 17 (2007) 2443, as its
 * program daspnet.m has it; synapses there are 100 a cell and up to 4 mV, here fewer and stronger,
 * with the rates of learning in the same proportion.
 */
public record NetworkProfile(
    @Parameter(least = 8, most = 2048, value = "nerve cells in the model of an organoid")
        int neurons,
    @Parameter(least = 0.1, most = 1, value = "share of cells that excite others", source = "[I07]")
        double excitatoryShare,
    @Parameter(least = 1, most = 1000, value = "synapses a cell gives, at most one to each cell")
        int synapses,
    @Parameter(most = 5000, unit = "µm", value = "how far tissue reaches beyond the electrodes")
        double marginMicrometers,
    @Parameter(most = 1000, unit = "µm", value = "how high above the array cells are, at most")
        double heightMicrometers,
    @Parameter(most = 1, value = "share of the cells that settled close to an electrode")
        double nearShare,
    @Parameter(most = 1000, unit = "µm", value = "how close, as the deviation along each axis")
        double nearMicrometers,
    @Parameter(
            most = 100,
            unit = "mV/ms",
            value = "noise that drives a cell, largest value; even from minus to plus",
            source = "[I07] has 6.5; less, for the rates of recorded organoids")
        double noise,
    @Parameter(most = 2, value = "how cells differ in it, deviation of the logarithm")
        double noiseSpread,
    @Parameter(most = 2, value = "how organoids differ in it, deviation of the logarithm")
        double organoidSpread,
    @Parameter(most = 2, value = "share of the noise of inhibiting cells in that of the others")
        double inhibitoryNoise,
    @Parameter(most = 1, value = "how the noise of all cells sways together, relative deviation")
        double sway,
    @Parameter(least = 10, most = 1e6, unit = "ms", value = "time constant of this sway")
        double swayMillis,
    @Parameter(
            least = 0.01,
            most = 1,
            value = "within which range of vigour one cell falls silent; all do from 1 to 0")
        double fading,
    @Parameter(most = 1, unit = "1/ms", value = "recovery rate a, exciting", source = "[I07]")
        double excitatoryRate,
    @Parameter(most = 100, value = "recovery step d after a spike, exciting", source = "[I07]")
        double excitatoryStep,
    @Parameter(most = 1, unit = "1/ms", value = "recovery rate a, inhibiting", source = "[I07]")
        double inhibitoryRate,
    @Parameter(most = 100, value = "recovery step d after a spike, inhibiting", source = "[I07]")
        double inhibitoryStep,
    @Parameter(most = 100, unit = "mV", value = "weight of a synapse at first, typical")
        double startWeight,
    @Parameter(most = 2, value = "how weights differ at first, deviation of the logarithm")
        double weightSpread,
    @Parameter(
            most = 100,
            unit = "mV",
            value = "largest weight",
            source = "[I07] has 4 with 100 synapses a cell")
        double largestWeight,
    @Parameter(most = 100, unit = "mV", value = "how much an inhibiting synapse takes, typical")
        double inhibitoryWeight,
    @Parameter(least = 1, most = 10, unit = "ms", value = "delay of a synapse", source = "[I07]")
        double synapticMillis,
    @Parameter(
            least = 10,
            most = 10_000,
            unit = "µm/ms",
            value = "speed of conduction; a delay is at most 20 ms in all",
            source = "latency grows from 4 to 16 ms from 200 to 1700 µm, PMC3775841")
        double micrometersPerMilli,
    @Parameter(most = 0.99, value = "share of its strength an axon loses with each spike")
        double tiringShare,
    @Parameter(least = 10, most = 1e6, unit = "ms", value = "time constant of its return")
        double tiringMillis,
    @Parameter(
            most = 10,
            unit = "mV",
            value = "eligibility for a spike just after a synapse was active",
            source = "[I07] has 0.1, for a largest weight of 4 mV")
        double potentiation,
    @Parameter(
            most = 10,
            unit = "mV",
            value = "eligibility lost by a synapse active just after a spike",
            source =
                "[I07] has 1.5 times potentiation; with so much, eligibility after an evoked wave is"
                    + " often negative, and reward unteaches")
        double depression,
    @Parameter(
            least = 1,
            most = 40,
            unit = "ms",
            value = "time constant of either",
            source = "[I07]: 0.95 is left after 1 ms")
        double pairingMillis,
    @Parameter(
            least = 10,
            most = 1e6,
            unit = "ms",
            value = "time constant of eligibility",
            source = "[I07]")
        double eligibilityMillis,
    @Parameter(
            least = -1,
            most = 1,
            value = "share of eligibility a weight takes over each 10 ms without dopamine",
            source = "[I07] has 0.002; a tenth of it, as of the effect of dopamine")
        double baseline,
    @Parameter(
            most = 10,
            value = "and how much more with any amount of dopamine",
            source = "[I07] has no saturation, and 0.5 just after a reward")
        double dopamineEffect,
    @Parameter(
            least = 1,
            most = 1e7,
            unit = "nM",
            value = "dopamine that has half of this effect",
            source = "phasic dopamine is 300 to 500 nM; published affinities contradict each other")
        double dopamineHalfNanomolar,
    @Parameter(least = 0.1, most = 8, value = "steepness (Hill) of the effect of dopamine")
        double dopamineSteepness,
    @Parameter(
            most = 1,
            value =
                "share of the usual effect that is taken off: 0 counts the level of dopamine,"
                    + " 1 what it is above or below usual",
            source = "assumed; cf. Frémaux, Sprekeler and Gerstner, J. Neurosci. 30 (2010) 13326")
        double adaptation,
    @Parameter(least = 1000, most = 1e8, unit = "ms", value = "time constant of what is usual")
        double adaptationMillis,
    @Parameter(
            most = 1,
            value =
                "each second, how much of the way the weights a cell gives go back to their sum",
            source = "assumed; cf. Royer and Paré, Nature 422 (2003) 518")
        double conservation,
    @Parameter(
            least = 0.1,
            most = 1e6,
            unit = "pC",
            value =
                "charge of a cathodic phase that every other time makes a cell at the electrode"
                    + " fire, typical; an anodic phase counts half")
        double halfPicocoulombs,
    @Parameter(most = 2, value = "how cells differ in it, deviation of the logarithm")
        double halfSpread,
    @Parameter(
            least = 1,
            most = 10_000,
            unit = "µm",
            value = "distance from the electrode where a phase counts half")
        double reachMicrometers,
    @Parameter(least = 0.5, most = 20, value = "steepness of the chance of an answer with charge")
        double answerSteepness,
    @Parameter(most = 100, unit = "ms", value = "shortest latency of a direct answer")
        double leastLatencyMillis,
    @Parameter(most = 100, unit = "ms", value = "longest latency of a direct answer")
        double mostLatencyMillis,
    @Parameter(
            most = 10_000,
            unit = "µs",
            value = "jitter of a direct answer, deviation",
            source = "Bakkum: 160 µs")
        double jitterMicros,
    @Parameter(most = 50, unit = "ms", value = "no direct answer so soon after a spike")
        int refractoryMillis,
    @Parameter(most = 1, value = "share of its readiness to answer a cell loses with an answer")
        double fatigueShare,
    @Parameter(
            least = 10,
            most = 1e6,
            unit = "ms",
            value = "time constant of its return, shortest",
            source = "FinalSpark's advice to rest 1 to 10 s")
        double leastFatigueMillis,
    @Parameter(
            least = 10,
            most = 1e6,
            unit = "ms",
            value = "time constant of its return, longest",
            source = "FinalSpark's advice to rest 1 to 10 s")
        double mostFatigueMillis) {

  /** What a young, well organoid has; statistics and learning were both checked with these. */
  public static NetworkProfile usual() {
    return new NetworkProfile(
        128, 0.8, 32, 150, 60, 0.6, 35, //
        4.0, 0.3, 0.04, 0.95, 0.08, 300, 0.2, //
        0.02, 8, 0.1, 2, //
        3.5, 0.3, 12, 4, 1, 125, 0.1, 2_000, //
        0.3, 0.05, 20, 1_000, 0.0002, 0.08, 500, 2, 1, 60_000, 0.5, //
        100, 0.3, 100, 4, 2, 7, 160, 2, 0.125, 1_000, 10_000);
  }

  /**
   * Checks all numbers, alone and together.
   *
   * @throws IllegalArgumentException if one makes no sense, naming it and its range
   */
  public NetworkProfile checked() {
    for (RecordComponent component : NetworkProfile.class.getRecordComponents()) {
      Parameter range = component.getAnnotation(Parameter.class);
      double value;
      try {
        value = ((Number) component.getAccessor().invoke(this)).doubleValue();
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(component.getName() + " cannot be read", e);
      }
      if (range == null || !(value >= range.least() && value <= range.most())) {
        throw new IllegalArgumentException(
            component.getName() + " is " + value + ", outside its range; see @Parameter");
      }
    }
    if (synapses >= neurons * excitatoryShare - 1) {
      throw new IllegalArgumentException(
          "synapses is " + synapses + "; it must be less than the exciting cells less one");
    }
    if (leastLatencyMillis > mostLatencyMillis || leastFatigueMillis > mostFatigueMillis) {
      throw new IllegalArgumentException(
          "the shortest latency and time constant of fatigue must not exceed the longest");
    }
    return this;
  }
}
