package org.wetstack.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.units.Current;

class StimulusTest {

  private static final Duration PHASE = Duration.ofNanos(200_000);
  private static final Stimulus PULSE =
      Stimulus.biphasic(List.of(4, 2), Current.microamps(-5), PHASE);

  @Test
  void aBiphasicPulseIsCathodicFirstAndItsOwnOpposite() {
    assertEquals(List.of(4, 2), PULSE.electrodes());
    assertEquals(
        List.of(
            new Stimulus.Phase(Current.microamps(-5), PHASE),
            new Stimulus.Phase(Current.microamps(5), PHASE)),
        PULSE.phases());
    assertEquals(1, PULSE.pulses());
  }

  @Test
  void changingOnePartKeepsTheOthers() {
    Stimulus changed =
        PULSE
            .train(5, Duration.ofMillis(50))
            .withInterphaseDelay(Duration.ofNanos(50_000))
            .withRecovery(Duration.ofMillis(2), Duration.ofMillis(3));
    assertEquals(
        new Stimulus(
            PULSE.electrodes(),
            PULSE.phases(),
            Duration.ofNanos(50_000),
            5,
            Duration.ofMillis(50),
            Duration.ofMillis(2),
            Duration.ofMillis(3)),
        changed);
  }

  @Test
  void aStimulusDoesNotChangeWithTheListsItWasMadeFrom() {
    var electrodes = new ArrayList<>(List.of(1));
    Stimulus pulse = Stimulus.biphasic(electrodes, Current.microamps(1), PHASE);
    electrodes.add(2);
    assertEquals(List.of(1), pulse.electrodes());
  }

  @Test
  void whatIsNoStimulusIsRefusedInWords() {
    assertRefused("a stimulus needs at least one electrode", () -> on(List.of()));
    assertRefused("an electrode is named twice: [3, 1, 3]", () -> on(List.of(3, 1, 3)));
    assertRefused("a pulse has 1 to 3 phases, not 0", () -> phases(0));
    assertRefused("a pulse has 1 to 3 phases, not 4", () -> phases(4));
    assertRefused(
        "a train has at least 1 pulse, not 0", () -> PULSE.train(0, Duration.ofMillis(1)));
    assertRefused(
        "train period must be longer than zero, not PT0S", () -> PULSE.train(2, Duration.ZERO));
    assertRefused(
        "train period must not be negative: PT-1S", () -> PULSE.train(1, Duration.ofSeconds(-1)));
    assertRefused(
        "interphase delay must not be negative: PT-1S",
        () -> PULSE.withInterphaseDelay(Duration.ofSeconds(-1)));
    assertRefused(
        "amplifier settle must not be negative: PT-1S",
        () -> PULSE.withRecovery(Duration.ofSeconds(-1), Duration.ZERO));
    assertRefused(
        "charge recovery must not be negative: PT-1S",
        () -> PULSE.withRecovery(Duration.ZERO, Duration.ofSeconds(-1)));
    assertRefused(
        "a phase of 0 µA is not a phase: use interphaseDelay",
        () -> new Stimulus.Phase(Current.nanoamps(0), PHASE));
    assertRefused(
        "phase length must be longer than zero, not PT0S",
        () -> new Stimulus.Phase(Current.nanoamps(1), Duration.ZERO));
  }

  private static Stimulus on(List<Integer> electrodes) {
    return Stimulus.biphasic(electrodes, Current.microamps(1), PHASE);
  }

  private static Stimulus phases(int count) {
    return new Stimulus(
        List.of(1),
        Collections.nCopies(count, PULSE.phases().get(0)),
        Duration.ZERO,
        1,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO);
  }

  @Test
  void theTimesAndTheChargeOfATrainAddUp() {
    var applied =
        new AppliedStimulus(
            List.of(1), List.of(phase(-10, 6), phase(20, 3)), 2, 3, 100, 4, 5, 30_000);
    assertEquals(0, applied.residualNanoampTicks());
    assertEquals(11, applied.pulseTicks());
    assertEquals(2 * 100 + 11 + 5, applied.totalTicks());
  }

  @Test
  void theLongestTimesDoNotWrapRound() {
    int most = Integer.MAX_VALUE;
    var applied =
        new AppliedStimulus(
            List.of(1), Collections.nCopies(3, phase(1, most)), most, most, most, most, 0, 1);
    assertEquals(5L * most, applied.pulseTicks());
    assertEquals((most - 1L) * most + 6L * most, applied.totalTicks());
    assertEquals(3L * most, applied.residualNanoampTicks());
    assertTrue(phase(-most, most).nanoampTicks() < -1L << 61);
  }

  @Test
  void whatNoHardwarePlaysIsRefused() {
    var one = List.of(phase(1, 1));
    var on = List.of(1);
    assertNoStimulus(() -> new AppliedStimulus(List.of(), one, 0, 1, 0, 0, 0, 1));
    assertNoStimulus(() -> new AppliedStimulus(on, List.of(), 0, 1, 0, 0, 0, 1));
    assertNoStimulus(
        () -> new AppliedStimulus(on, Collections.nCopies(4, phase(1, 1)), 0, 1, 0, 0, 0, 1));
    assertNoStimulus(() -> new AppliedStimulus(on, one, -1, 1, 0, 0, 0, 1));
    assertNoStimulus(() -> new AppliedStimulus(on, one, 0, 0, 0, 0, 0, 1));
    assertNoStimulus(() -> new AppliedStimulus(on, one, 0, 1, -1, 0, 0, 1));
    assertNoStimulus(() -> new AppliedStimulus(on, one, 0, 1, 0, -1, 0, 1));
    assertNoStimulus(() -> new AppliedStimulus(on, one, 0, 1, 0, 0, -1, 1));
    assertNoStimulus(() -> new AppliedStimulus(on, one, 0, 1, 0, 0, 0, 0));
    assertNoStimulus(() -> phase(0, 1));
    assertNoStimulus(() -> phase(1, 0));
    assertNoStimulus(() -> phase(1, -1));
  }

  private static AppliedStimulus.Phase phase(int nanoamps, int ticks) {
    return new AppliedStimulus.Phase(Current.nanoamps(nanoamps), ticks);
  }

  private static void assertNoStimulus(Runnable attempt) {
    assertThrows(IllegalArgumentException.class, attempt::run);
  }

  private static void assertRefused(String message, Runnable attempt) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, attempt::run).getMessage());
  }
}
