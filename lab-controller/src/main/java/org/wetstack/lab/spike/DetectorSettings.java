package org.wetstack.lab.spike;

import java.time.Duration;

/**
 * How spikes are told from noise and from stimulation artefacts.
 *
 * @param highPassHertz corner of the second-order Butterworth high-pass
 * @param thresholdSigmas a spike begins where the filtered voltage falls below minus this many
 *     standard deviations of the channel's noise
 * @param lockout after the beginning of a spike its channel is deaf for so long
 * @param blanking from the beginning of every pulse, and after every gap, all channels are deaf and
 *     their filters are held at rest for so long: it must cover pulse, amplifier settle and
 *     artefact
 * @param settling after blanking the filters run but all channels stay deaf for so much longer
 * @param warmUp how much undisturbed signal the first noise estimate is made of; no spikes before
 * @param noiseMemory time constant with which the noise estimate follows the signal afterwards
 */
public record DetectorSettings(
    double highPassHertz,
    double thresholdSigmas,
    Duration lockout,
    Duration blanking,
    Duration settling,
    Duration warmUp,
    Duration noiseMemory) {

  /** 300 Hz, 5 sigma, 2.5 ms lockout, 5 + 1 ms deaf after a pulse, 500 ms warm-up, 4 s memory. */
  public static final DetectorSettings USUAL =
      new DetectorSettings(
          300,
          5,
          Duration.ofNanos(2_500_000),
          Duration.ofMillis(5),
          Duration.ofMillis(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(4));

  public DetectorSettings {
    if (!(highPassHertz > 0)) {
      throw new IllegalArgumentException("high-pass corner must be above 0 Hz: " + highPassHertz);
    }
    if (!(thresholdSigmas >= 3 && thresholdSigmas <= 20)) {
      throw new IllegalArgumentException(
          "threshold must be 3 to 20 sigma, not " + thresholdSigmas + ": lower finds only noise");
    }
    require(lockout, Duration.ofNanos(500_000), Duration.ofMillis(20), "lockout");
    require(blanking, Duration.ofNanos(1), Duration.ofSeconds(1), "blanking");
    require(settling, Duration.ZERO, Duration.ofMillis(100), "settling");
    require(warmUp, Duration.ofMillis(50), Duration.ofSeconds(60), "warm-up");
    require(noiseMemory, Duration.ofMillis(500), Duration.ofMinutes(10), "noise memory");
  }

  /** The same with another threshold. */
  public DetectorSettings withThreshold(double sigmas) {
    return new DetectorSettings(
        highPassHertz, sigmas, lockout, blanking, settling, warmUp, noiseMemory);
  }

  /** The same with other times of deafness around a pulse. */
  public DetectorSettings withBlanking(Duration held, Duration deafAfter) {
    return new DetectorSettings(
        highPassHertz, thresholdSigmas, lockout, held, deafAfter, warmUp, noiseMemory);
  }

  private static void require(Duration value, Duration least, Duration most, String what) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          what + " must be " + least + " to " + most + ", not " + value);
    }
  }
}
