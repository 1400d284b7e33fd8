package org.wetstack.emulator.tissue;

/**
 * One independent unit under an electrode. It fires by itself with exponential intervals after a
 * refractory time, now and then in a short burst, and answers stimulation with one spike, less and
 * less often the more often it is asked.
 */
final class Neuron {

  private static final long NEVER = Long.MAX_VALUE;

  /** Preferred numbers R20: twenty equal steps per decade. */
  private static final int[] DECADE = {
    100, 112, 125, 140, 160, 180, 200, 224, 250, 280, 315, 355, 400, 450, 500, 560, 630, 710, 800,
    900
  };

  private static final int BURST_CHANCE = 1_000;
  private static final int FATIGUE_SHARE = 8;

  /** Answers to this are certain to one in a million, and its square is far from overflow. */
  private static final long MAX_PICOCOULOMBS = 1_000_000;

  final int channel;
  final int number;
  final SpikeShape shape;
  final int rateMillihertz;

  private final Dice dice;
  private final int samplesPerSecond;
  private final int refractory;
  private final int halfPicocoulombs;
  private final int latencyMicros;
  private final int recoveryMillis;
  private long hazard;
  private long restUntil = Long.MIN_VALUE;
  private long evokedAt = NEVER;
  private long burstAt = NEVER;
  private int burstLeft;
  private int fatigue;
  private boolean lastWasEvoked;

  Neuron(long seed, int channel, int number, int samplesPerSecond, int nanovoltsPerCount) {
    this.channel = channel;
    this.number = number;
    this.samplesPerSecond = samplesPerSecond;
    dice = new Dice(seed);
    shape = SpikeShape.roll(dice, samplesPerSecond, nanovoltsPerCount);
    // 0.1 to 10 Hz, as many between 0.1 and 1 as between 1 and 10.
    int step = dice.below(41);
    int decade = step / 20 == 0 ? 1 : step / 20 == 1 ? 10 : 100;
    rateMillihertz = DECADE[step % 20] * decade;
    refractory = samples(dice.between(2_000, 3_000));
    halfPicocoulombs = dice.between(50, 150);
    latencyMicros = dice.between(2_500, 7_000);
    recoveryMillis = dice.between(1_000, 10_000);
    rollHazard();
  }

  /**
   * The next millisecond, from {@code start} to before {@code end}.
   *
   * @param gain of the spontaneous rate, in 256ths
   * @return the sample in which a spike begins, or -1 if none does
   */
  long advance(long start, long end, int gain) {
    fatigue -= fatigue == 0 ? 0 : Math.max(1, fatigue / recoveryMillis);
    long from = Math.max(start, restUntil);
    if (from >= end) {
      forgetUntil(end);
      return -1;
    }
    long pace = (long) rateMillihertz * gain;
    long own = hazard / pace >= end - from ? NEVER : from + hazard / pace;
    long evoked = evokedAt >= from ? evokedAt : NEVER;
    long burst = burstAt >= from ? burstAt : NEVER;
    long at = Math.min(own, Math.min(evoked, burst));
    if (at >= end) {
      hazard -= pace * (end - from);
      forgetUntil(end);
      return -1;
    }
    if (at == own) {
      rollHazard();
    } else {
      hazard -= pace * (at - from);
    }
    lastWasEvoked = at == evoked;
    afterSpike(at, at == burst, end);
    return at;
  }

  /** Whether the spike that {@link #advance} told of answers a pulse. */
  boolean lastWasEvoked() {
    return lastWasEvoked;
  }

  /**
   * A pulse at {@code sample} brings {@code picocoulombs} here from {@code distanceMicrometers}
   * away.
   *
   * @param gain of the probability of an answer, in 256ths
   */
  void stimulate(long sample, long picocoulombs, int distanceMicrometers, int gain) {
    long felt = Math.min(picocoulombs, MAX_PICOCOULOMBS);
    long square = felt * felt;
    long chance = 65_536 * square / (square + (long) halfPicocoulombs * halfPicocoulombs);
    chance = chance * gain / 256 * (65_536 - fatigue) / 65_536;
    int jitter = dice.between(-200, 200) + dice.between(-200, 200);
    int micros = latencyMicros + 8 * distanceMicrometers + jitter;
    if (!dice.chance((int) Math.min(65_536, chance)) || micros > 15_000) {
      return;
    }
    long at = sample + samples(micros) - shape.trough();
    if (evokedAt == NEVER) {
      fatigue += (65_536 - fatigue) / FATIGUE_SHARE;
    }
    evokedAt = Math.min(evokedAt, at);
  }

  /** How much this spike is larger or smaller than the unit's usual one, in 256ths. */
  int rollSize() {
    return dice.between(235, 277);
  }

  private void afterSpike(long at, boolean inBurst, long end) {
    restUntil = at + refractory;
    forgetUntil(Math.max(at + 1, end));
    if (inBurst) {
      burstLeft--;
    } else if (burstLeft == 0 && dice.chance(BURST_CHANCE)) {
      burstLeft = dice.between(2, 5);
    }
    if (burstLeft > 0) {
      burstAt = at + samples(dice.between(3_500, 8_000));
    }
  }

  /** What fell into the refractory time does not happen later. */
  private void forgetUntil(long end) {
    if (evokedAt < end) {
      evokedAt = NEVER;
    }
    if (burstAt < end) {
      burstAt = NEVER;
      burstLeft = 0;
    }
  }

  private void rollHazard() {
    // In millihertz × 256ths × samples; exponential() has the mean 65536.
    hazard = (dice.exponential() * (1_000L * samplesPerSecond)) >> 8;
  }

  private int samples(int micros) {
    return (int) ((long) samplesPerSecond * micros / 1_000_000);
  }
}
