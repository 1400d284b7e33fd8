package org.wetstack.app.facade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.emulator.rhx.state.State;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.Stimulus.Phase;
import org.wetstack.hal.StimulusLimits;
import org.wetstack.hal.units.Current;

/** What parameters of RHX mean to an array, and which mean nothing to it. */
class ParametersTest {

  private static final StimulusLimits LIMITS =
      new StimulusLimits(
          32, Current.nanoamps(5_000), Current.nanoamps(20), 4_000, 30_000, 200, 256, 16);

  private final State state =
      new State(new Setup(Controller.STIM_RECORD, 30_000, "0.02", Map.of('A', 16), true));
  private final Channel channel = state.channel("A-003").orElseThrow();
  private final Parameters parameters = new Parameters(LIMITS, 0.02);

  @BeforeEach
  void usual() {
    set("Source", "keypressf3");
    set("FirstPhaseAmplitudeMicroAmps", "2");
    set("SecondPhaseAmplitudeMicroAmps", "2");
  }

  private void set(String name, String value) {
    assertEquals(Optional.empty(), channel.items().get(name).set(value, state), name);
  }

  private Program read() {
    return parameters.read(channel, Optional.of(7));
  }

  private Stimulus stimulus() {
    Program program = read();
    return program.stimulus().orElseThrow(() -> new AssertionError(program.refusal()));
  }

  private void refused(String with) {
    Program program = read();
    assertEquals(Optional.empty(), program.stimulus());
    assertTrue(program.refusal().contains(with), program::refusal);
  }

  private static Phase phase(int nanoamps, int micros) {
    return new Phase(Current.nanoamps(nanoamps), Duration.ofNanos(micros * 1_000L));
  }

  @Test
  void theDefaultsAreACathodicFirstPulseWithAMillisecondOfSettling() {
    assertEquals(
        Stimulus.biphasic(List.of(7), Current.nanoamps(-2_000), Duration.ofNanos(100_000)),
        stimulus());
    assertEquals(Optional.of(2), read().key());
    assertTrue(read().onPress());
  }

  @Test
  void polarityTurnsBothPhasesAndLowFiresOnRelease() {
    set("Polarity", "positivefirst");
    set("TriggerHighOrLow", "low");
    assertEquals(List.of(phase(2_000, 100), phase(-2_000, 100)), stimulus().phases());
    assertEquals(false, read().onPress());
  }

  @Test
  void onlyTheShapeWithADelayHasOne() {
    set("InterphaseDelayMicroseconds", "200");
    assertEquals(Duration.ZERO, stimulus().interphaseDelay());
    set("Shape", "biphasicwithinterphasedelay");
    assertEquals(Duration.ofNanos(200_000), stimulus().interphaseDelay());
  }

  @Test
  void aTriphasicPulseEndsAsItBegan() {
    set("Shape", "triphasic");
    set("FirstPhaseAmplitudeMicroAmps", "1");
    assertEquals(
        List.of(phase(-1_000, 100), phase(2_000, 100), phase(-1_000, 100)), stimulus().phases());
    set("FirstPhaseAmplitudeMicroAmps", "2");
    refused("leaves");
  }

  @Test
  void aTrainHasItsCountAndItsPeriod() {
    set("NumberOfStimPulses", "5");
    set("PulseTrainPeriodMicroseconds", "20000");
    assertEquals(1, stimulus().pulses());
    set("PulseOrTrain", "pulsetrain");
    assertEquals(5, stimulus().pulses());
    assertEquals(Duration.ofMillis(20), stimulus().period());
    set("PulseTrainPeriodMicroseconds", "1000");
    refused("200 pulses per second");
    set("NumberOfStimPulses", "0");
    refused("NumberOfStimPulses 0");
  }

  @Test
  void sixDigitsOfATickAreTheTickAndHalfATickIsNone() {
    set("FirstPhaseDurationMicroseconds", "33.3333");
    set("SecondPhaseDurationMicroseconds", "33.3333");
    AppliedStimulus applied = LIMITS.quantise(stimulus());
    assertEquals(
        List.of(1, 1), applied.phases().stream().map(AppliedStimulus.Phase::ticks).toList());
    set("FirstPhaseDurationMicroseconds", "50");
    refused("FirstPhaseDurationMicroseconds 50");
  }

  @Test
  void settlingIsOffOrAfterThePulse() {
    set("PostStimAmpSettleMicroseconds", "2000");
    assertEquals(Duration.ofMillis(2), stimulus().amplifierSettle());
    set("PreStimAmpSettleMicroseconds", "100");
    refused("PreStimAmpSettleMicroseconds 100");
    set("EnableAmpSettle", "false");
    assertEquals(Duration.ZERO, stimulus().amplifierSettle());
  }

  @Test
  void chargeIsRecoveredAfterASinglePulseOnly() {
    set("EnableChargeRecovery", "true");
    set("PostStimChargeRecovOffMicroseconds", "3000");
    assertEquals(Duration.ofMillis(3), stimulus().chargeRecovery());
    set("PulseOrTrain", "pulsetrain");
    refused("EnableChargeRecovery");
    set("PulseOrTrain", "singlepulse");
    set("PostStimChargeRecovOnMicroseconds", "100");
    refused("PostStimChargeRecovOnMicroseconds 100");
  }

  @Test
  void whatRhxStoresAndNobodyCanDoIsRefused() {
    set("SecondPhaseAmplitudeMicroAmps", "0");
    refused("SecondPhaseAmplitudeMicroAmps 0");
    set("SecondPhaseAmplitudeMicroAmps", "nan");
    refused("SecondPhaseAmplitudeMicroAmps nan");
    set("SecondPhaseAmplitudeMicroAmps", "2");
    set("FirstPhaseDurationMicroseconds", "nan");
    refused("FirstPhaseDurationMicroseconds nan");
    set("FirstPhaseDurationMicroseconds", "100");
    set("RefractoryPeriodMicroseconds", "nan");
    refused("RefractoryPeriodMicroseconds nan");
  }

  @Test
  void aChannelWithoutAnElectrodeIsRefused() {
    Program program = parameters.read(channel, Optional.empty());
    assertTrue(program.refusal().contains("no electrode"), program::refusal);
  }

  @Test
  void onlyTheSameWaveformGoesTogether() {
    Program one = read();
    Program other = parameters.read(channel, Optional.of(8));
    assertTrue(one.goesWith(other));
    set("RefractoryPeriodMicroseconds", "5000");
    assertEquals(false, one.goesWith(read()));
    set("RefractoryPeriodMicroseconds", "1000");
    set("FirstPhaseDurationMicroseconds", "200");
    set("SecondPhaseDurationMicroseconds", "200");
    assertEquals(false, one.goesWith(read()));
  }
}
