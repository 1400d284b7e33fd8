package org.wetstack.hal;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.wetstack.hal.units.Current;

/**
 * What the stimulator can do and must never exceed. Checked here, and again by the device.
 *
 * @param electrodes how many electrodes may be driven at once
 * @param maxAmplitude largest magnitude of a phase
 * @param step currents are whole multiples of this
 * @param maxPhasePicocoulombs largest magnitude of charge per phase and electrode
 * @param ticksPerSecond times are whole numbers of ticks of this clock
 * @param maxPulsesPerSecond highest rate of a train
 * @param maxPulses longest train
 * @param slots how many stimuli the device holds at once
 */
public record StimulusLimits(
    int electrodes,
    Current maxAmplitude,
    Current step,
    long maxPhasePicocoulombs,
    int ticksPerSecond,
    int maxPulsesPerSecond,
    int maxPulses,
    int slots) {

  private static final int MAX_TICKS = 10_000_000;
  private static final BigInteger THOUSAND = BigInteger.valueOf(1_000);

  public StimulusLimits {
    requireAtLeast(1, electrodes, "electrodes");
    requireAtLeast(1, maxAmplitude.nanoamps(), "nA of amplitude");
    requireAtLeast(1, step.nanoamps(), "nA per current step");
    requireAtLeast(1, maxPhasePicocoulombs, "pC per phase");
    requireAtLeast(1, ticksPerSecond, "ticks per second");
    requireAtLeast(0, maxPulsesPerSecond, "pulses per second");
    requireAtLeast(1, maxPulses, "pulses");
    requireAtLeast(1, slots, "slots");
  }

  private static void requireAtLeast(long least, long stated, String what) {
    if (stated < least) {
      throw new IllegalArgumentException(
          "a stimulator with " + stated + " " + what + "; at least " + least + " is needed");
    }
  }

  /**
   * {@code wanted} as this hardware would play it: currents to the nearest step, halves to the
   * larger magnitude, so opposite phases stay opposite; times to the nearest tick, halves up.
   *
   * @throws IllegalArgumentException if an amplitude exceeds the limit as wanted, or if the
   *     quantised stimulus exceeds any limit, leaves charge behind, or has lost a phase; the
   *     message says which and by how much
   */
  public AppliedStimulus quantise(Stimulus wanted) {
    List<AppliedStimulus.Phase> phases = wanted.phases().stream().map(this::quantise).toList();
    var applied =
        new AppliedStimulus(
            wanted.electrodes(),
            phases,
            ticks(wanted.interphaseDelay(), "interphase delay"),
            wanted.pulses(),
            wanted.pulses() == 1 ? 0 : ticks(wanted.period(), "train period"),
            ticks(wanted.amplifierSettle(), "amplifier settle"),
            ticks(wanted.chargeRecovery(), "charge recovery"),
            ticksPerSecond);
    check(applied);
    return applied;
  }

  /**
   * Checks a stimulus in device units.
   *
   * @throws IllegalArgumentException unless it is within every limit and exactly balanced
   */
  public void check(AppliedStimulus stimulus) {
    if (stimulus.electrodes().size() > electrodes) {
      throw new IllegalArgumentException(
          stimulus.electrodes().size() + " electrodes at once; this device drives " + electrodes);
    }
    if (stimulus.ticksPerSecond() != ticksPerSecond) {
      throw new IllegalArgumentException(
          "stimulus in ticks of 1/"
              + stimulus.ticksPerSecond()
              + " s; this device ticks at 1/"
              + ticksPerSecond
              + " s");
    }
    stimulus.phases().forEach(this::check);
    if (stimulus.residualNanoampTicks() != 0) {
      throw new IllegalArgumentException(
          "after quantisation each pulse leaves "
              + stimulus.residualNanoampTicks() * 1_000.0 / ticksPerSecond
              + " pC per electrode; choose currents in steps of "
              + step
              + " and times in ticks of 1/"
              + ticksPerSecond
              + " s that cancel exactly");
    }
    checkTrain(stimulus);
  }

  private void check(AppliedStimulus.Phase phase) {
    requireAmplitude(phase.amplitude());
    // |nA·ticks| × 1000 / ticksPerSecond is pC; compared without dividing, so without rounding.
    BigInteger charge = BigInteger.valueOf(phase.nanoampTicks()).abs().multiply(THOUSAND);
    BigInteger limit =
        BigInteger.valueOf(maxPhasePicocoulombs).multiply(BigInteger.valueOf(ticksPerSecond));
    if (charge.compareTo(limit) > 0) {
      throw new IllegalArgumentException(
          "phase of "
              + phase.amplitude()
              + " for "
              + phase.ticks()
              + " ticks is "
              + Math.abs(phase.nanoampTicks()) * 1_000.0 / ticksPerSecond
              + " pC, which exceeds the limit of "
              + maxPhasePicocoulombs
              + " pC per phase");
    }
  }

  private void requireAmplitude(Current amplitude) {
    if (Math.abs(amplitude.nanoamps()) > maxAmplitude.nanoamps()) {
      throw new IllegalArgumentException(
          "phase of " + amplitude + " exceeds the limit of " + maxAmplitude);
    }
  }

  private void checkTrain(AppliedStimulus stimulus) {
    if (stimulus.pulses() > maxPulses) {
      throw new IllegalArgumentException(
          "train of " + stimulus.pulses() + " pulses; this device plays at most " + maxPulses);
    }
    if (stimulus.pulses() == 1) {
      return;
    }
    if (Math.multiplyFull(stimulus.periodTicks(), maxPulsesPerSecond) < ticksPerSecond) {
      throw new IllegalArgumentException(
          "train period of "
              + stimulus.periodTicks()
              + " ticks exceeds the limit of "
              + maxPulsesPerSecond
              + " pulses per second");
    }
    long busy = stimulus.pulseTicks() + Math.max(stimulus.settleTicks(), stimulus.recoveryTicks());
    if (stimulus.periodTicks() < busy) {
      throw new IllegalArgumentException(
          "train period of "
              + stimulus.periodTicks()
              + " ticks is shorter than one pulse with its recovery, "
              + busy
              + " ticks");
    }
  }

  private AppliedStimulus.Phase quantise(Stimulus.Phase phase) {
    requireAmplitude(phase.amplitude());
    int wanted = phase.amplitude().nanoamps();
    // Rounded by magnitude: rounding halves upwards would unbalance opposite phases.
    long steps = (2L * Math.abs(wanted) + step.nanoamps()) / (2L * step.nanoamps());
    if (steps == 0) {
      throw new IllegalArgumentException(
          "phase of " + phase.amplitude() + " vanishes: the current step is " + step);
    }
    int ticks = ticks(phase.length(), "phase length");
    if (ticks == 0) {
      throw new IllegalArgumentException(
          "phase of " + phase.length() + " vanishes: a tick is 1/" + ticksPerSecond + " s");
    }
    long nanoamps = Integer.signum(wanted) * steps * step.nanoamps();
    if (nanoamps != (int) nanoamps) {
      throw new IllegalArgumentException("phase of " + phase.amplitude() + " is too large");
    }
    return new AppliedStimulus.Phase(Current.nanoamps((int) nanoamps), ticks);
  }

  /** The nearest whole number of ticks; halves round up. */
  private int ticks(Duration length, String what) {
    BigInteger nanos =
        BigInteger.valueOf(length.getSeconds())
            .multiply(BigInteger.valueOf(1_000_000_000L))
            .add(BigInteger.valueOf(length.getNano()));
    BigInteger ticks =
        nanos
            .multiply(BigInteger.valueOf(ticksPerSecond))
            .add(BigInteger.valueOf(500_000_000L))
            .divide(BigInteger.valueOf(1_000_000_000L));
    if (ticks.compareTo(BigInteger.valueOf(MAX_TICKS)) > 0) {
      throw new IllegalArgumentException(
          what + " of " + length + " is longer than " + MAX_TICKS + " ticks");
    }
    return ticks.intValueExact();
  }
}
