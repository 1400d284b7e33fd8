package org.wetstack.lab.loop;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.SampleBlock;
import org.wetstack.lab.signal.SpikeDetector;
import org.wetstack.lab.signal.Spikes;

/** One block, what was found in it, and what can be done about it. Borrowed: one is reused. */
public final class Turn {

  private final SpikeDetector detector;
  private final Pulses pulses;
  private @Nullable SampleBlock block;
  private Spikes spikes = new Spikes(0);
  private long end;

  Turn(SpikeDetector detector, Pulses pulses) {
    this.detector = detector;
    this.pulses = pulses;
  }

  void begin(SampleBlock current, Spikes found) {
    block = current;
    spikes = found;
    end = current.firstSample() + current.samples();
  }

  void over() {
    block = null;
  }

  /** The samples, in raw counts. */
  public SampleBlock block() {
    return Objects.requireNonNull(block, "a turn is over when onBlock returns");
  }

  /** The spikes of this block. */
  public Spikes spikes() {
    return spikes;
  }

  /** The sample after the last one of this block. */
  public long end() {
    return end;
  }

  /** The filtered signal of this block in counts, as in {@link SpikeDetector#filtered}. */
  public float filtered(int sample, int channel) {
    return detector.filtered(sample, channel);
  }

  /**
   * Fires {@code stimulus} now. Never blocks, never throws; what becomes of it is counted and
   * recorded.
   *
   * @return false if the loop is halted, and nothing was sent
   */
  public boolean trigger(LoadedStimulus stimulus) {
    return pulses.trigger(stimulus, end);
  }

  /**
   * Fires {@code stimulus} in exactly {@code sample}, which must not have come yet: the device
   * refuses what is too late. As {@link #trigger}.
   */
  public boolean triggerAt(LoadedStimulus stimulus, long sample) {
    return pulses.triggerAt(stimulus, sample, end);
  }

  /**
   * Asks for a dose; as {@link Doser#give}.
   *
   * @return false if none will be given, or the loop is halted
   */
  public boolean dose(Doser doser) {
    return pulses.acting() && doser.give();
  }
}
