package org.wetstack.app.facade;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Items;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.Stimulus.Phase;
import org.wetstack.hal.StimulusLimits;
import org.wetstack.hal.units.Current;

/**
 * The stimulation parameters of an RHX channel as a stimulus of the array. What the array could do
 * only nearly is refused, where RHX would round: every time has to be whole ticks and every current
 * whole steps, but for what gets lost when six digits of them are written.
 *
 * @param stepMicroamps of RHX, whose words tell of at most 255 steps
 */
record Parameters(StimulusLimits limits, double stepMicroamps) {

  private static final String KEY = "KeyPressF";
  private static final int MAX_STEPS = 255;
  private static final double SIX_DIGITS = 5e-6;
  private static final double MOST_TICKS_OFF = 0.1;
  private static final double LEAST_TICKS_OFF = 1e-3;

  /**
   * What {@code channel} is to do.
   *
   * @param electrode of the array; empty if it has none at this channel
   */
  Program read(Channel channel, Optional<Integer> electrode) {
    Items items = channel.items();
    String source = text(items, "Source");
    boolean isKey = source.startsWith(KEY.toLowerCase(Locale.ROOT));
    Optional<Integer> key =
        isKey ? Optional.of(source.charAt(source.length() - 1) - '1') : Optional.empty();
    var program =
        new Program(
            channel.nativeName(),
            key,
            is(items, "TriggerHighOrLow", "High"),
            Optional.empty(),
            number(items, "RefractoryPeriodMicroseconds"),
            "");
    try {
      require(
          isKey,
          "Source " + items.get("Source").text(),
          "has no trigger inputs: use KeyPressF1 to F8");
      require(electrode.isPresent(), "StimEnabled", "has no electrode at this channel");
      Stimulus stimulus = stimulus(items, electrode.orElseThrow());
      return new Program(
          program.channel(),
          key,
          program.onPress(),
          Optional.of(stimulus),
          program.refractoryMicros(),
          "");
    } catch (IllegalArgumentException e) {
      return program.refused(String.valueOf(e.getMessage()));
    }
  }

  private Stimulus stimulus(Items items, int electrode) {
    require(
        is(items, "TriggerEdgeOrLevel", "Edge"),
        "TriggerEdgeOrLevel Level",
        "begins at edges only");
    requireZero(items, "PostTriggerDelayMicroseconds");
    double refractory = number(items, "RefractoryPeriodMicroseconds");
    require(!Double.isNaN(refractory), "RefractoryPeriodMicroseconds nan", "needs a number");
    int pulses = pulses(items);
    boolean triphasic = is(items, "Shape", "Triphasic");
    boolean delayed = is(items, "Shape", "BiphasicWithInterphaseDelay");
    require(triphasic || delayed || is(items, "Shape", "Biphasic"), "Shape", "plays no such shape");
    int sign = is(items, "Polarity", "NegativeFirst") ? -1 : 1;
    Phase first = phase(items, "FirstPhase", sign);
    List<Phase> phases = new ArrayList<>(List.of(first, phase(items, "SecondPhase", -sign)));
    if (triphasic) {
      phases.add(first);
    }
    var stimulus =
        new Stimulus(
            List.of(electrode),
            phases,
            delayed ? time(items, "InterphaseDelayMicroseconds") : Duration.ZERO,
            pulses,
            pulses > 1 ? time(items, "PulseTrainPeriodMicroseconds") : Duration.ZERO,
            settle(items),
            recovery(items, pulses));
    // Here already, so that a refusal names the channel; whatever drives it checks once more.
    limits.quantise(stimulus);
    return stimulus;
  }

  private static int pulses(Items items) {
    if (is(items, "PulseOrTrain", "SinglePulse")) {
      return 1;
    }
    int pulses = items.get("NumberOfStimPulses").integer();
    require(pulses >= 1, "NumberOfStimPulses " + pulses, "plays at least 1 pulse");
    return pulses;
  }

  private Phase phase(Items items, String which, int sign) {
    String name = which + "AmplitudeMicroAmps";
    double microamps = number(items, name);
    double nanoamps = microamps * 1_000;
    long whole = Math.round(nanoamps);
    int step = limits.step().nanoamps();
    // A NaN is no number of steps either.
    boolean exact = Math.abs(nanoamps - whole) <= nanoamps * SIX_DIGITS && whole % step == 0;
    require(
        exact && whole > 0,
        said(items, name),
        "drives whole steps of " + limits.step() + ", at least one");
    require(
        whole <= Math.round(MAX_STEPS * stepMicroamps * 1_000),
        said(items, name),
        "as RHX tells of at most " + MAX_STEPS + " steps of " + stepMicroamps + " µA");
    return new Phase(
        Current.nanoamps(Math.toIntExact(sign * whole)),
        time(items, which + "DurationMicroseconds"));
  }

  private static Duration none(boolean isNone, String what) {
    require(isNone, what, "has no such thing: leave it off");
    return Duration.ZERO;
  }

  private Duration settle(Items items) {
    if (!items.get("EnableAmpSettle").isTrue()) {
      return Duration.ZERO;
    }
    Duration unused = none(!items.get("MaintainAmpSettle").isTrue(), "MaintainAmpSettle True");
    requireZero(items, "PreStimAmpSettleMicroseconds");
    return time(items, "PostStimAmpSettleMicroseconds");
  }

  private Duration recovery(Items items, int pulses) {
    if (!items.get("EnableChargeRecovery").isTrue()) {
      return Duration.ZERO;
    }
    requireZero(items, "PostStimChargeRecovOnMicroseconds");
    require(
        pulses == 1,
        "EnableChargeRecovery True in a PulseTrain",
        "recovers charge after each pulse, where RHX does after the last one only");
    return time(items, "PostStimChargeRecovOffMicroseconds");
  }

  /** The time that {@code name} says, which must be whole ticks of the array. */
  private Duration time(Items items, String name) {
    double ticks = number(items, name) * limits.ticksPerSecond() / 1e6;
    long whole = Math.round(ticks);
    double off = Math.min(MOST_TICKS_OFF, LEAST_TICKS_OFF + ticks * SIX_DIGITS);
    require(
        Math.abs(ticks - whole) <= off,
        said(items, name),
        "counts in ticks of 1/"
            + limits.ticksPerSecond()
            + " s, and this is "
            + ticks
            + " of them");
    return Duration.ofNanos(Math.round(whole * 1e9 / limits.ticksPerSecond()));
  }

  private static void requireZero(Items items, String name) {
    require(number(items, name) == 0, said(items, name), "can only have 0 there");
  }

  private static void require(boolean fulfilled, String what, String why) {
    if (!fulfilled) {
      throw new IllegalArgumentException(what + ": this array " + why);
    }
  }

  private static String said(Items items, String name) {
    return name + " " + items.get(name).print();
  }

  private static double number(Items items, String name) {
    return items.get(name).number();
  }

  private static String text(Items items, String name) {
    return items.get(name).text().toLowerCase(Locale.ROOT);
  }

  private static boolean is(Items items, String name, String value) {
    return text(items, name).equals(value.toLowerCase(Locale.ROOT));
  }
}
