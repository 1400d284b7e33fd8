package org.wetstack.lab.culture;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.lab.signal.Spikes;
import org.wetstack.lab.tap.SpikeFeed;

/**
 * Listens to the spikes of one culture for some time, then to its answers to pulses. Told on the
 * detector's thread, asked on any.
 */
public final class Ear implements SpikeFeed.Listener {

  /** For so long answers are listened to at most: each millisecond has a count. */
  public static final Duration MOST_PROBING = Duration.ofHours(1);

  private final boolean[] ours;
  private final int electrodes;
  private final int samplesPerSecond;
  private final int[] spontaneous;
  private final int[] perMilli;
  private boolean probing;
  private long heard;
  private long missed;
  private long probedFrom = -1;

  /**
   * @param ours electrodes of the culture
   * @param probing for how long answers may be listened to; at most an hour
   */
  public Ear(ArrayLayout layout, Set<Integer> ours, Duration probing) {
    if (probing.isNegative() || probing.compareTo(MOST_PROBING) > 0) {
      throw new IllegalArgumentException("answers are listened to for 0 s to 1 h, not " + probing);
    }
    this.ours = new boolean[layout.channels()];
    for (int channel = 0; channel < layout.channels(); channel++) {
      this.ours[channel] = ours.contains(layout.sites().get(channel).electrode());
    }
    this.electrodes = ours.size();
    this.samplesPerSecond = layout.samplesPerSecond();
    this.spontaneous = new int[layout.channels()];
    this.perMilli = new int[(int) probing.toMillis() + 1_000];
  }

  /** Spikes from now on are answers, if anything. */
  public synchronized void probe() {
    probing = true;
  }

  @Override
  public synchronized void onSpikes(
      Spikes spikes, long firstSample, int samples, long missedBefore) {
    missed += missedBefore;
    if (probing && probedFrom < 0) {
      probedFrom = firstSample;
    }
    if (!probing) {
      heard += samples;
    }
    for (int i = 0; i < spikes.count(); i++) {
      if (!ours[spikes.channel(i)]) {
        continue;
      }
      if (!probing) {
        spontaneous[spikes.channel(i)]++;
      } else {
        long milli = milli(spikes.sample(i));
        if (milli >= 0 && milli < perMilli.length) {
          perMilli[(int) milli]++;
        }
      }
    }
  }

  @Override
  public void onEnd(Optional<DeviceException> reason) {
    // What was heard until then is what there is.
  }

  private long milli(long sample) {
    return Math.floorDiv((sample - probedFrom) * 1_000, samplesPerSecond);
  }

  /**
   * What was heard.
   *
   * @param first sample of the first pulse; negative if it was not probed
   * @throws IllegalStateException if less than a second was heard
   */
  public synchronized Observation observation(Instant at, long first, int pulses, Duration period) {
    long seconds = heard / samplesPerSecond;
    if (seconds < 1) {
      throw new IllegalStateException(
          "only " + heard + " samples were heard: the array did not send");
    }
    int active = 0;
    long spikes = 0;
    for (int count : spontaneous) {
      spikes += count;
      active += count >= Observation.ACTIVE_HERTZ * seconds && count > 0 ? 1 : 0;
    }
    boolean probed = first >= 0 && probedFrom >= 0;
    return new Observation(
        at,
        seconds,
        electrodes,
        active,
        spikes,
        missed,
        probed ? pulses : 0,
        probed ? answers(first, pulses, period) : 0);
  }

  private long answers(long first, int pulses, Duration period) {
    long sum = 0;
    for (int pulse = 0; pulse < pulses; pulse++) {
      long at = milli(first) + pulse * period.toMillis();
      for (long milli = at + Observation.ANSWER_FROM_MILLIS;
          milli < at + Observation.ANSWER_TO_MILLIS;
          milli++) {
        sum += milli >= 0 && milli < perMilli.length ? perMilli[(int) milli] : 0;
      }
    }
    return sum;
  }
}
