package org.wetstack.hal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.hal.units.Current;

/**
 * Random stimuli on random hardware: what is accepted is what was wanted, to half a step and half a
 * tick, balanced and within every limit, by arithmetic that is not the product's.
 */
class QuantisationPropertyTest {

  private static final int STIMULI = 20_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsAcceptedIsWhatWasWantedAndWithinTheLimits(long seed) {
    var random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < STIMULI; i++) {
      StimulusLimits limits = limits(random);
      Stimulus wanted = wanted(random, limits);
      AppliedStimulus applied;
      try {
        applied = limits.quantise(wanted);
      } catch (IllegalArgumentException e) {
        continue;
      }
      accepted++;
      String which = "seed " + seed + ", stimulus " + i + ": " + wanted + " on " + limits;
      assertClose(wanted, applied, limits, which);
      assertWithin(applied, limits, which);
      assertDoesNotThrow(() -> limits.check(applied), which);
    }
    assertTrue(accepted > STIMULI / 10, "seed " + seed + ": only " + accepted + " accepted");
    assertTrue(accepted < STIMULI, "seed " + seed + ": nothing was refused");
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void aPulseAndItsOppositeAreNeverRefusedAsUnbalanced(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < STIMULI; i++) {
      StimulusLimits limits = limits(random);
      int most = limits.maxAmplitude().nanoamps();
      int nanoamps = random.nextInt(1, most + 1) * (random.nextBoolean() ? 1 : -1);
      var wanted =
          Stimulus.biphasic(
              List.of(0),
              Current.nanoamps(nanoamps),
              Duration.ofNanos(random.nextInt(1, 2_000_000)));
      try {
        assertEquals(0, limits.quantise(wanted).residualNanoampTicks());
      } catch (IllegalArgumentException e) {
        String which = "seed " + seed + ", pulse " + i + ": " + wanted + " on " + limits;
        assertTrue(!String.valueOf(e.getMessage()).contains("leaves"), which + ": " + e);
      }
    }
  }

  private static StimulusLimits limits(Random random) {
    return new StimulusLimits(
        random.nextInt(1, 4),
        Current.nanoamps(random.nextInt(1_000, 20_000)),
        Current.nanoamps(random.nextInt(1, 300)),
        random.nextInt(100, 10_000),
        new int[] {7_000, 20_000, 30_000, 44_100, 1_000_000}[random.nextInt(5)],
        random.nextInt(1, 300),
        random.nextInt(1, 100),
        1);
  }

  private static Stimulus wanted(Random random, StimulusLimits limits) {
    int most = limits.maxAmplitude().nanoamps() * 11 / 10;
    var first = phase(random, random.nextInt(1, most));
    List<Stimulus.Phase> phases = new ArrayList<>(List.of(first));
    if (random.nextInt(4) > 0) {
      phases.add(
          new Stimulus.Phase(Current.nanoamps(-first.amplitude().nanoamps()), first.length()));
    } else {
      phases.add(phase(random, -random.nextInt(1, most)));
    }
    List<Integer> electrodes = new ArrayList<>();
    for (int electrode = random.nextInt(1, 4); electrode > 0; electrode--) {
      electrodes.add(electrode);
    }
    return new Stimulus(
        electrodes,
        phases,
        Duration.ofNanos(random.nextInt(500_000)),
        random.nextInt(3) == 0 ? random.nextInt(1, 110) : 1,
        Duration.ofNanos(random.nextInt(1, 100_000_000)),
        Duration.ofNanos(random.nextInt(3_000_000)),
        Duration.ofNanos(random.nextInt(3_000_000)));
  }

  private static Stimulus.Phase phase(Random random, int nanoamps) {
    return new Stimulus.Phase(
        Current.nanoamps(nanoamps), Duration.ofNanos(random.nextInt(1, 700_000)));
  }

  private static void assertClose(
      Stimulus wanted, AppliedStimulus applied, StimulusLimits limits, String which) {
    assertEquals(wanted.electrodes(), applied.electrodes(), which);
    assertEquals(wanted.pulses(), applied.pulses(), which);
    assertEquals(limits.ticksPerSecond(), applied.ticksPerSecond(), which);
    assertEquals(wanted.phases().size(), applied.phases().size(), which);
    for (int i = 0; i < applied.phases().size(); i++) {
      AppliedStimulus.Phase phase = applied.phases().get(i);
      int nanoamps = phase.amplitude().nanoamps();
      int off = Math.abs(nanoamps - wanted.phases().get(i).amplitude().nanoamps());
      assertEquals(0, nanoamps % limits.step().nanoamps(), which);
      assertTrue(2 * off <= limits.step().nanoamps(), which + ": off by " + off + " nA");
      assertHalfTick(wanted.phases().get(i).length(), phase.ticks(), limits, which);
    }
    assertHalfTick(wanted.interphaseDelay(), applied.interphaseTicks(), limits, which);
    assertHalfTick(wanted.amplifierSettle(), applied.settleTicks(), limits, which);
    assertHalfTick(wanted.chargeRecovery(), applied.recoveryTicks(), limits, which);
    if (wanted.pulses() > 1) {
      assertHalfTick(wanted.period(), applied.periodTicks(), limits, which);
    } else {
      assertEquals(0, applied.periodTicks(), which);
    }
  }

  /** |ticks / ticksPerSecond − wanted| is half a tick or less, without dividing. */
  private static void assertHalfTick(
      Duration wanted, int ticks, StimulusLimits limits, String which) {
    BigInteger played = BigInteger.valueOf(ticks).multiply(BigInteger.valueOf(1_000_000_000L));
    BigInteger asked =
        BigInteger.valueOf(wanted.toNanos()).multiply(BigInteger.valueOf(limits.ticksPerSecond()));
    BigInteger off = played.subtract(asked).abs();
    assertTrue(
        off.compareTo(BigInteger.valueOf(500_000_000L)) <= 0,
        () -> which + ": " + wanted + " became " + ticks + " ticks");
  }

  private static void assertWithin(AppliedStimulus applied, StimulusLimits limits, String which) {
    assertTrue(applied.electrodes().size() <= limits.electrodes(), which);
    BigInteger net = BigInteger.ZERO;
    for (AppliedStimulus.Phase phase : applied.phases()) {
      int nanoamps = phase.amplitude().nanoamps();
      assertTrue(Math.abs(nanoamps) <= limits.maxAmplitude().nanoamps(), which);
      assertTrue(nanoamps != 0 && phase.ticks() > 0, which + ": a phase vanished");
      BigInteger charge = BigInteger.valueOf(nanoamps).multiply(BigInteger.valueOf(phase.ticks()));
      net = net.add(charge);
      BigInteger most =
          BigInteger.valueOf(limits.maxPhasePicocoulombs())
              .multiply(BigInteger.valueOf(limits.ticksPerSecond()));
      assertTrue(
          charge.abs().multiply(BigInteger.valueOf(1_000)).compareTo(most) <= 0,
          which + ": too much charge");
    }
    assertEquals(BigInteger.ZERO, net, which + ": charge is left");
    assertTrue(applied.pulses() <= limits.maxPulses(), which);
    if (applied.pulses() > 1) {
      long pulsesPerSecond = (long) applied.periodTicks() * limits.maxPulsesPerSecond();
      assertTrue(pulsesPerSecond >= limits.ticksPerSecond(), which + ": too fast");
      assertTrue(applied.periodTicks() >= applied.pulseTicks() + applied.recoveryTicks(), which);
      assertTrue(applied.periodTicks() >= applied.pulseTicks() + applied.settleTicks(), which);
    }
  }
}
