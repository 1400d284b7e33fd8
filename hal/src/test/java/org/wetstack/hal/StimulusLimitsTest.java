package org.wetstack.hal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.hal.units.Current;

class StimulusLimitsTest {

  /** 4 electrodes, 10 µA in steps of 100 nA, 2000 pC, ticks of 1/30000 s, 130 Hz, 50 pulses. */
  private static final StimulusLimits LIMITS = limits(10_000, 100, 2_000);

  private static StimulusLimits limits(int amplitude, int step, long picocoulombs) {
    return new StimulusLimits(
        4, Current.nanoamps(amplitude), Current.nanoamps(step), picocoulombs, 30_000, 130, 50, 2);
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1_000);
  }

  private static Stimulus pulse(int nanoamps, long micros) {
    return Stimulus.biphasic(List.of(1), Current.nanoamps(nanoamps), micros(micros));
  }

  private static Stimulus asymmetric(int first, long firstMicros, int second, long secondMicros) {
    return new Stimulus(
        List.of(1),
        List.of(
            new Stimulus.Phase(Current.nanoamps(first), micros(firstMicros)),
            new Stimulus.Phase(Current.nanoamps(second), micros(secondMicros))),
        Duration.ZERO,
        1,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO);
  }

  @ParameterizedTest
  @CsvSource({
    "-5000, 200, -5000, 6",
    "-5049, 200, -5000, 6",
    "-5050, 200, -5100, 6",
    "5050, 200, 5100, 6",
    "-50, 200, -100, 6",
    "10000, 200, 10000, 6",
    "-1000, 50, -1000, 2"
  })
  void currentsGoToTheNearestStepAndTimesToTheNearestTick(
      int nanoamps, long micros, int applied, int ticks) {
    Stimulus wanted = pulse(nanoamps, micros);
    assertEquals(
        List.of(
            new AppliedStimulus.Phase(Current.nanoamps(applied), ticks),
            new AppliedStimulus.Phase(Current.nanoamps(-applied), ticks)),
        LIMITS.quantise(wanted).phases());
  }

  /** Rounding halves upwards made -4.5 steps into -4, and 4.5 into 5: refused as unbalanced. */
  @Test
  void oppositePhasesOfHalfAStepStayOpposite() {
    assertEquals(0, LIMITS.quantise(pulse(-450, 200)).residualNanoampTicks());
    assertEquals(0, LIMITS.quantise(pulse(450, 200)).residualNanoampTicks());
  }

  @Test
  void everyTimeIsGivenInTicks() {
    Stimulus wanted =
        pulse(-1_000, 100)
            .train(3, Duration.ofMillis(10))
            .withInterphaseDelay(micros(34))
            .withRecovery(micros(990), micros(2_010));
    AppliedStimulus applied = LIMITS.quantise(wanted);
    assertEquals(1, applied.interphaseTicks());
    assertEquals(300, applied.periodTicks());
    assertEquals(30, applied.settleTicks());
    assertEquals(60, applied.recoveryTicks());
    assertEquals(30_000, applied.ticksPerSecond());
    assertEquals(0, LIMITS.quantise(wanted.train(1, Duration.ofSeconds(9))).periodTicks());
  }

  @Test
  void anAmplitudeAboveTheLimitIsRefusedAlsoIfItWouldRoundDownToIt() {
    assertRefused("phase of -10.001 µA exceeds the limit of 10 µA", pulse(-10_001, 100));
    assertRefused("phase of 10.04 µA exceeds the limit of 10 µA", pulse(10_040, 100));
    assertRefused("phase of -2147483.647 µA exceeds the limit of 10 µA", pulse(-2147483647, 100));
  }

  @Test
  void anAmplitudeThatRoundsUpAboveTheLimitIsRefusedAndNotClamped() {
    var odd = limits(9_960, 100, 2_000);
    assertRefused("phase of -10 µA exceeds the limit of 9.96 µA", odd, pulse(-9_955, 100));
    assertEquals(-9_900, odd.quantise(pulse(-9_940, 100)).phases().get(0).amplitude().nanoamps());
  }

  @Test
  void theChargeIsCheckedAfterQuantisation() {
    // 10 µA for 200 µs are 2000 pC, exactly the limit; 184 µs are 5.52 ticks, so 6: the same.
    assertDoesNotThrow(() -> LIMITS.quantise(pulse(-10_000, 200)));
    assertDoesNotThrow(() -> LIMITS.quantise(pulse(-10_000, 184)));
    // 1990 pC as wanted, 2000 pC as played.
    assertRefused(
        "phase of -10 µA for 6 ticks is 2000.0 pC, which exceeds the limit of 1999 pC per phase",
        limits(10_000, 100, 1_999),
        pulse(-10_000, 199));
    assertRefused(
        "phase of -10 µA for 7 ticks is 2333.3333333333335 pC, which exceeds the limit of 2000 pC"
            + " per phase",
        pulse(-10_000, 217));
  }

  @Test
  void theLargestLimitsDoNotOverflow() {
    var vast =
        new StimulusLimits(
            4,
            Current.nanoamps(Integer.MAX_VALUE),
            Current.nanoamps(1),
            Long.MAX_VALUE,
            30_000,
            130,
            50,
            2);
    Stimulus wanted =
        Stimulus.biphasic(
            List.of(1), Current.nanoamps(-Integer.MAX_VALUE), Duration.ofSeconds(333));
    assertEquals(9_990_000, vast.quantise(wanted).phases().get(0).ticks());
    var tight = limits(Integer.MAX_VALUE, Integer.MAX_VALUE, 1);
    var refusal = assertThrows(IllegalArgumentException.class, () -> tight.quantise(wanted));
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("exceeds the limit of 1 pC"),
        refusal.getMessage());
    // The step of 1.4 A nearest to 2.147 A is 2.8 A, which no current holds.
    assertRefused(
        "phase of -2147483.647 µA is too large",
        limits(Integer.MAX_VALUE, 1_400_000_000, 1),
        wanted);
  }

  @Test
  void aBalanceThatQuantisationBreaksIsRefused() {
    // 100 µs are 3 ticks, 110 µs are 3.3: as wanted balanced, as played not.
    assertRefused(
        "after quantisation each pulse leaves -30.0 pC per electrode; choose currents in steps of"
            + " 0.1 µA and times in ticks of 1/30000 s that cancel exactly",
        asymmetric(-3_300, 100, 3_000, 110));
    assertDoesNotThrow(() -> LIMITS.quantise(asymmetric(-3_000, 200, 6_000, 100)));
  }

  @Test
  void aStimulusThatLeavesChargeIsRefused() {
    assertRefused(
        "after quantisation each pulse leaves 100.0 pC per electrode; choose currents in steps of"
            + " 0.1 µA and times in ticks of 1/30000 s that cancel exactly",
        asymmetric(-1_000, 100, 2_000, 100));
  }

  @Test
  void aPhaseThatVanishesIsRefused() {
    assertRefused("phase of -0.049 µA vanishes: the current step is 0.1 µA", pulse(-49, 200));
    assertRefused("phase of PT0.000016S vanishes: a tick is 1/30000 s", pulse(-1_000, 16));
  }

  @Test
  void whatLastsTooLongIsRefused() {
    assertRefused(
        "train period of PT5M33.34S is longer than 10000000 ticks",
        pulse(-1_000, 100).train(2, Duration.ofMillis(333_340)));
    assertRefused(
        "charge recovery of PT2562047788015215H30M7S is longer than 10000000 ticks",
        pulse(-1_000, 100).withRecovery(Duration.ZERO, Duration.ofSeconds(Long.MAX_VALUE)));
  }

  @Test
  void aTrainTooLongOrTooFastIsRefused() {
    Stimulus pulse = pulse(-1_000, 100);
    assertRefused(
        "train of 51 pulses; this device plays at most 50", pulse.train(51, Duration.ofMillis(10)));
    // 130 Hz is 230.77 ticks: 231 are slow enough, 230 are not.
    assertEquals(231, LIMITS.quantise(pulse.train(50, micros(7_692))).periodTicks());
    assertRefused(
        "train period of 230 ticks exceeds the limit of 130 pulses per second",
        pulse.train(2, micros(7_680)));
    assertRefused(
        "train period of 300 ticks is shorter than one pulse with its recovery, 306 ticks",
        pulse.train(2, Duration.ofMillis(10)).withRecovery(Duration.ZERO, Duration.ofMillis(10)));
    assertRefused(
        "train period of 300 ticks is shorter than one pulse with its recovery, 301 ticks",
        pulse.train(2, Duration.ofMillis(10)).withRecovery(micros(9_833), Duration.ZERO));
  }

  @Test
  void tooManyElectrodesAreRefused() {
    var five = IntStream.range(0, 5).boxed().toList();
    assertRefused(
        "5 electrodes at once; this device drives 4",
        Stimulus.biphasic(five, Current.nanoamps(-1_000), micros(100)));
  }

  @Test
  void aStimulusForAnotherClockIsRefused() {
    AppliedStimulus other = LIMITS.quantise(pulse(-1_000, 100));
    var faster =
        new StimulusLimits(
            4, Current.nanoamps(10_000), Current.nanoamps(100), 2_000, 25_000, 130, 50, 2);
    var refusal = assertThrows(IllegalArgumentException.class, () -> faster.check(other));
    assertEquals(
        "stimulus in ticks of 1/30000 s; this device ticks at 1/25000 s", refusal.getMessage());
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertSenseless("0 electrodes", 0, 1, 1, 1, 1, 1, 1, 1);
    assertSenseless("-1 nA of amplitude", 1, -1, 1, 1, 1, 1, 1, 1);
    assertSenseless("0 nA per current step", 1, 1, 0, 1, 1, 1, 1, 1);
    assertSenseless("0 pC per phase", 1, 1, 1, 0, 1, 1, 1, 1);
    assertSenseless("0 ticks per second", 1, 1, 1, 1, 0, 1, 1, 1);
    assertSenseless("-1 pulses per second", 1, 1, 1, 1, 1, -1, 1, 1);
    assertSenseless("0 pulses", 1, 1, 1, 1, 1, 1, 0, 1);
    assertSenseless("0 slots", 1, 1, 1, 1, 1, 1, 1, 0);
  }

  private static void assertSenseless(String said, int... n) {
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new StimulusLimits(
                    n[0],
                    Current.nanoamps(n[1]),
                    Current.nanoamps(n[2]),
                    n[3],
                    n[4],
                    n[5],
                    n[6],
                    n[7]));
    assertTrue(
        String.valueOf(refusal.getMessage()).startsWith("a stimulator with " + said + ";"),
        refusal.getMessage());
  }

  private static void assertRefused(String message, Stimulus wanted) {
    assertRefused(message, LIMITS, wanted);
  }

  private static void assertRefused(String message, StimulusLimits limits, Stimulus wanted) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> limits.quantise(wanted));
    assertEquals(message, refusal.getMessage());
  }
}
