package org.wetstack.drivers.intanrhx;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.AppliedStimulus.Phase;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.units.Current;

/**
 * A stimulus in the parameters of an RHX channel, and back. RHX keeps decimal numbers, prints them
 * with six digits, and gives its hardware round(µs · rate / 10⁶) ticks and round(µA / step) steps;
 * so every number is chosen such that its six digits come back as the very ticks and steps that
 * were meant.
 *
 * @param stepNanoamps RHX's StimStepSizeMicroAmps
 */
record StimulusParameters(int stepNanoamps, int ticksPerSecond) {

  /** Registers are 16 bits wide, and their largest value means never. */
  private static final int MAX_TICKS = 65_534;

  private static final int MAX_STEPS = 255;
  private static final int MAX_PHASE_MICROS = 5_000;
  private static final int MAX_SETTLE_MICROS = 500_000;
  private static final int MAX_PERIOD_MICROS = 1_000_000;
  private static final int MAX_RECOVERY_MICROS = 1_000_000;

  /**
   * The parameters of every electrode of {@code stimulus}, in the capitals that RHX answers with.
   *
   * @param key 1 to 8: the function key that fires it
   * @throws IllegalArgumentException if RHX has no parameters for such a waveform
   */
  Map<String, String> of(AppliedStimulus stimulus, int key) {
    check(stimulus);
    Phase first = stimulus.phases().get(0);
    Phase second = stimulus.phases().get(1);
    int rest = Math.max(stimulus.settleTicks(), stimulus.recoveryTicks());
    var all = new LinkedHashMap<String, String>();
    all.put("Shape", shape(stimulus));
    all.put("Polarity", first.amplitude().nanoamps() < 0 ? "NegativeFirst" : "PositiveFirst");
    all.put("Source", "KeyPressF" + key);
    all.put("TriggerEdgeOrLevel", "Edge");
    all.put("TriggerHighOrLow", "High");
    all.put("PostTriggerDelayMicroseconds", "0");
    all.put("PulseOrTrain", stimulus.pulses() == 1 ? "SinglePulse" : "PulseTrain");
    all.put("NumberOfStimPulses", String.valueOf(stimulus.pulses()));
    if (stimulus.pulses() > 1) {
      all.put(
          "PulseTrainPeriodMicroseconds",
          micros(stimulus.periodTicks(), MAX_PERIOD_MICROS, "train period"));
    }
    all.put("FirstPhaseDurationMicroseconds", phaseMicros(first));
    all.put("FirstPhaseAmplitudeMicroAmps", microamps(first));
    all.put("SecondPhaseDurationMicroseconds", phaseMicros(second));
    all.put("SecondPhaseAmplitudeMicroAmps", microamps(second));
    all.put(
        "InterphaseDelayMicroseconds",
        micros(stimulus.interphaseTicks(), MAX_PHASE_MICROS, "interphase delay"));
    all.put("EnableAmpSettle", flag(stimulus.settleTicks() > 0));
    all.put("MaintainAmpSettle", "False");
    all.put("PreStimAmpSettleMicroseconds", "0");
    all.put(
        "PostStimAmpSettleMicroseconds",
        micros(stimulus.settleTicks(), MAX_SETTLE_MICROS, "amplifier settle"));
    all.put("EnableChargeRecovery", flag(stimulus.recoveryTicks() > 0));
    all.put("PostStimChargeRecovOnMicroseconds", "0");
    all.put(
        "PostStimChargeRecovOffMicroseconds",
        micros(stimulus.recoveryTicks(), MAX_RECOVERY_MICROS, "charge recovery"));
    all.put("RefractoryPeriodMicroseconds", micros(rest, MAX_RECOVERY_MICROS, "refractory period"));
    all.put("StimEnabled", "True");
    return all;
  }

  private void check(AppliedStimulus stimulus) {
    List<Phase> phases = stimulus.phases();
    boolean alternates = phases.size() > 1;
    for (int i = 1; i < phases.size(); i++) {
      alternates &= signum(phases.get(i)) == -signum(phases.get(i - 1));
    }
    if (!alternates) {
      throw new IllegalArgumentException(
          "RHX plays two opposite phases, or three of alternating sign; not " + phases);
    }
    if (phases.size() == 3 && !phases.get(2).equals(phases.get(0))) {
      throw new IllegalArgumentException(
          "in a triphasic pulse of RHX the third phase is the first again; not " + phases);
    }
    if (phases.size() == 3 && stimulus.interphaseTicks() > 0) {
      throw new IllegalArgumentException(
          "RHX has no interphase delay in triphasic pulses: choose a biphasic one, or no delay");
    }
    if (stimulus.pulses() > 1 && stimulus.recoveryTicks() > 0) {
      throw new IllegalArgumentException(
          "RHX recovers charge after the last pulse of a train only, not after each: choose no"
              + " charge recovery, or single pulses");
    }
    long last = stimulus.pulseTicks() + Math.max(stimulus.settleTicks(), stimulus.recoveryTicks());
    if (Math.max(last, stimulus.periodTicks()) > MAX_TICKS) {
      throw new IllegalArgumentException(
          "a pulse of RHX with its recovery is at most "
              + MAX_TICKS
              + " ticks of 1/"
              + ticksPerSecond
              + " s, not "
              + last);
    }
  }

  private static int signum(Phase phase) {
    return Integer.signum(phase.amplitude().nanoamps());
  }

  private static String shape(AppliedStimulus stimulus) {
    if (stimulus.phases().size() == 3) {
      return "Triphasic";
    }
    return stimulus.interphaseTicks() > 0 ? "BiphasicWithInterphaseDelay" : "Biphasic";
  }

  private static String flag(boolean on) {
    return on ? "True" : "False";
  }

  private String phaseMicros(Phase phase) {
    return micros(phase.ticks(), MAX_PHASE_MICROS, "phase");
  }

  private String micros(int ticks, int most, String what) {
    String text = SixDigits.of(ticks * 1e6 / ticksPerSecond);
    if (Double.parseDouble(text) > most || ticks(text) != ticks) {
      throw new IllegalArgumentException(
          "a " + what + " of " + text + " µs: RHX takes at most " + most + " µs");
    }
    return text;
  }

  private String microamps(Phase phase) {
    int nanoamps = Math.abs(phase.amplitude().nanoamps());
    String text = SixDigits.of(nanoamps / 1e3);
    if (nanoamps > MAX_STEPS * stepNanoamps || nanoamps(text) != nanoamps) {
      throw new IllegalArgumentException(
          "a current of " + phase.amplitude() + " is no 1 to 255 steps of " + stepNanoamps + " nA");
    }
    return text;
  }

  /** The ticks that RHX makes of {@code micros}. */
  private int ticks(String micros) {
    return (int) Math.round(Double.parseDouble(micros) * ticksPerSecond / 1e6);
  }

  /** The current that RHX makes of {@code microamps}. */
  private int nanoamps(String microamps) {
    long steps = Math.round(Double.parseDouble(microamps) * 1e3 / stepNanoamps);
    return Math.toIntExact(steps * stepNanoamps);
  }

  /**
   * What RHX will play, from what it says of its parameters.
   *
   * @throws DeviceException PROTOCOL if they cannot be read
   */
  AppliedStimulus applied(Map<String, String> said, List<Integer> electrodes) {
    try {
      int sign = value(said, "Polarity").equalsIgnoreCase("NegativeFirst") ? -1 : 1;
      String shape = value(said, "Shape");
      Phase first = phase(said, "FirstPhase", sign);
      var phases = new ArrayList<>(List.of(first, phase(said, "SecondPhase", -sign)));
      if (shape.equalsIgnoreCase("Triphasic")) {
        phases.add(first);
      }
      boolean delayed = shape.equalsIgnoreCase("BiphasicWithInterphaseDelay");
      boolean train = value(said, "PulseOrTrain").equalsIgnoreCase("PulseTrain");
      boolean settles = value(said, "EnableAmpSettle").equalsIgnoreCase("True");
      boolean recovers = value(said, "EnableChargeRecovery").equalsIgnoreCase("True");
      int recovery =
          ticks(value(said, "PostStimChargeRecovOffMicroseconds"))
              - ticks(value(said, "PostStimChargeRecovOnMicroseconds"));
      return new AppliedStimulus(
          electrodes,
          phases,
          delayed ? ticks(value(said, "InterphaseDelayMicroseconds")) : 0,
          train ? Integer.parseInt(value(said, "NumberOfStimPulses")) : 1,
          train ? ticks(value(said, "PulseTrainPeriodMicroseconds")) : 0,
          settles ? ticks(value(said, "PostStimAmpSettleMicroseconds")) : 0,
          recovers ? recovery : 0,
          ticksPerSecond);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new DeviceException(
          Reason.PROTOCOL, Outcome.NOT_DONE, "RHX holds parameters that make no sense: " + said, e);
    }
  }

  private Phase phase(Map<String, String> said, String which, int sign) {
    int nanoamps = nanoamps(value(said, which + "AmplitudeMicroAmps"));
    int ticks = ticks(value(said, which + "DurationMicroseconds"));
    return new Phase(Current.nanoamps(sign * nanoamps), ticks);
  }

  private static String value(Map<String, String> said, String name) {
    String value = said.get(name);
    if (value == null) {
      throw new IllegalArgumentException("RHX said nothing of " + name);
    }
    return value;
  }

  /**
   * RHX's StimStepSizeMicroAmps in nanoamperes; 0 if it is no number, as {@code Min} and {@code
   * Max} are.
   */
  static int stepNanoamps(String text) {
    try {
      return new BigDecimal(text).movePointRight(3).intValueExact();
    } catch (NumberFormatException | ArithmeticException e) {
      return 0;
    }
  }
}
