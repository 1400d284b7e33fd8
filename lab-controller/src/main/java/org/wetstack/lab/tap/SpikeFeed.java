package org.wetstack.lab.tap;

import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.lab.signal.DetectorSettings;
import org.wetstack.lab.signal.SpikeDetector;
import org.wetstack.lab.signal.Spikes;

/** Finds the spikes of a stream once, for as many as want to know them. */
public final class SpikeFeed implements SampleHandler {

  /** Is told of spikes. */
  public interface Listener {

    /**
     * The spikes of one block; borrowed. Called for blocks without spikes too, so that silence can
     * be told from a gap. Must return quickly.
     *
     * @param missedBefore samples that nobody looked at, just before this block
     */
    void onSpikes(Spikes spikes, long firstSample, int samples, long missedBefore);

    /** The last call. */
    void onEnd(Optional<DeviceException> reason);
  }

  private final SpikeDetector detector;
  private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  /** Written after each block, so that whoever reads it sees what the detector learned of it. */
  private volatile boolean heard;

  public SpikeFeed(ArrayLayout layout, DetectorSettings settings) {
    this.detector = new SpikeDetector(layout, settings);
  }

  /**
   * Tells {@code listener} of spikes from now on.
   *
   * @throws IllegalStateException if the stream has ended
   */
  public Subscription listen(Listener listener) {
    listeners.add(listener);
    // Looked at after it was added: otherwise nobody might tell it of the end.
    if (ended && listeners.remove(listener)) {
      throw new IllegalStateException("the stream has ended: wait for the next session");
    }
    return () -> listeners.remove(listener);
  }

  /**
   * The standard deviation of the noise of {@code channel}, as of the latest block or a little
   * later; 0 before it is known. On any thread.
   */
  public double noiseCounts(int channel) {
    return !heard ? 0 : detector.noiseCounts(channel);
  }

  @Override
  public void onBlock(SampleBlock block) {
    Spikes spikes = detector.detect(block);
    heard = true;
    for (Listener listener : listeners) {
      listener.onSpikes(spikes, block.firstSample(), block.samples(), block.missedBefore());
    }
  }

  @Override
  public void onEnd(Optional<DeviceException> reason) {
    ended = true;
    for (Listener listener : listeners) {
      if (listeners.remove(listener)) {
        listener.onEnd(reason);
      }
    }
  }
}
