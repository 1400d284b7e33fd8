package org.wetstack.lab.signal;

import java.time.Duration;

/**
 * How spikes are told from noise and from stimulation artefacts.
 *
 * @param order of the Butterworth band-pass, 1 to 8
 * @param lowHertz lower corner of the band
 * @param highHertz upper corner of the band, below half of the sample rate
 * @param thresholdSigmas a spike begins where the filtered voltage falls below minus this many
 *     standard deviations of the channel's noise
 * @param deadTime after the beginning of a spike its channel is deaf for so long
 * @param blanking from the beginning of every pulse, and after every gap, all channels are deaf and
 *     their filters are held at rest for so long: it must cover pulse, amplifier settle and
 *     artefact
 * @param settling after blanking the filters run but all channels stay deaf for so much longer
 * @param artefactMicrovolts a filtered voltage farther from 0 is no cell's: its channel is deaf for
 *     blanking and settling
 * @param artefactShare what crosses the threshold on this share of all channels in the same sample
 *     (and on at least {@link #LEAST_ARTEFACT_CHANNELS}) is no cell's: all channels are deaf for
 *     blanking and settling
 * @param warmUp how much undisturbed signal the first noise estimate is made of; no spikes before
 * @param noiseMemory time constant with which the noise estimate follows the signal afterwards; 0
 *     if it does not
 */
public record DetectorSettings(
    int order,
    double lowHertz,
    double highHertz,
    double thresholdSigmas,
    Duration deadTime,
    Duration blanking,
    Duration settling,
    double artefactMicrovolts,
    double artefactShare,
    Duration warmUp,
    Duration noiseMemory) {

  /** Fewer channels than these may well have one cell in common. */
  public static final int LEAST_ARTEFACT_CHANNELS = 8;

  /**
   * 2nd order, 300 to 6000 Hz, 6 sigma, 2.5 ms dead time, 5 + 1 ms deaf after a pulse, artefacts
   * from 2500 µV or half of all channels on, 500 ms warm-up, 4 s memory.
   */
  public static final DetectorSettings USUAL =
      new DetectorSettings(
          2,
          300,
          6_000,
          6,
          Duration.ofNanos(2_500_000),
          Duration.ofMillis(5),
          Duration.ofMillis(1),
          2_500,
          0.5,
          Duration.ofMillis(500),
          Duration.ofSeconds(4));

  public DetectorSettings {
    if (!(thresholdSigmas >= 3 && thresholdSigmas <= 20)) {
      throw new IllegalArgumentException(
          "threshold must be 3 to 20 sigma, not " + thresholdSigmas + ": lower finds only noise");
    }
    if (!(artefactMicrovolts > 0)) {
      throw new IllegalArgumentException(
          "artefacts must begin above 0 µV, not at " + artefactMicrovolts);
    }
    if (!(artefactShare > 0 && artefactShare <= 1)) {
      throw new IllegalArgumentException(
          "the share of channels that makes an artefact must be above 0 and at most 1, not "
              + artefactShare);
    }
    require(deadTime, Duration.ofNanos(500_000), Duration.ofMillis(20), "dead time");
    require(blanking, Duration.ofNanos(1), Duration.ofSeconds(1), "blanking");
    require(settling, Duration.ZERO, Duration.ofMillis(100), "settling");
    require(warmUp, Duration.ofMillis(50), Duration.ofSeconds(60), "warm-up");
    if (!noiseMemory.isZero()) {
      require(noiseMemory, Duration.ofMillis(500), Duration.ofMinutes(10), "noise memory, if any,");
    }
  }

  /** The same with another band. */
  public DetectorSettings withBand(int withOrder, double fromHertz, double toHertz) {
    return new DetectorSettings(
        withOrder,
        fromHertz,
        toHertz,
        thresholdSigmas,
        deadTime,
        blanking,
        settling,
        artefactMicrovolts,
        artefactShare,
        warmUp,
        noiseMemory);
  }

  /** The same with another threshold. */
  public DetectorSettings withThreshold(double sigmas) {
    return new DetectorSettings(
        order,
        lowHertz,
        highHertz,
        sigmas,
        deadTime,
        blanking,
        settling,
        artefactMicrovolts,
        artefactShare,
        warmUp,
        noiseMemory);
  }

  /** The same with another dead time. */
  public DetectorSettings withDeadTime(Duration length) {
    return new DetectorSettings(
        order,
        lowHertz,
        highHertz,
        thresholdSigmas,
        length,
        blanking,
        settling,
        artefactMicrovolts,
        artefactShare,
        warmUp,
        noiseMemory);
  }

  /** The same with other times of deafness around a pulse. */
  public DetectorSettings withBlanking(Duration held, Duration deafAfter) {
    return new DetectorSettings(
        order,
        lowHertz,
        highHertz,
        thresholdSigmas,
        deadTime,
        held,
        deafAfter,
        artefactMicrovolts,
        artefactShare,
        warmUp,
        noiseMemory);
  }

  /** The same with another estimate of the noise; a memory of 0 keeps that of the warm-up. */
  public DetectorSettings withNoise(Duration learnt, Duration memory) {
    return new DetectorSettings(
        order,
        lowHertz,
        highHertz,
        thresholdSigmas,
        deadTime,
        blanking,
        settling,
        artefactMicrovolts,
        artefactShare,
        learnt,
        memory);
  }

  private static void require(Duration value, Duration least, Duration most, String what) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          what + " must be " + least + " to " + most + ", not " + value);
    }
  }
}
