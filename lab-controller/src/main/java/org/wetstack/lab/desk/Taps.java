package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.recording.RecordSink;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.lab.signal.DetectorSettings;
import org.wetstack.lab.signal.Spikes;
import org.wetstack.lab.tap.SpikeFeed;
import org.wetstack.lab.tap.Tap;

/** The streams of all arrays that have a session, each with its spikes. Thread-safe. */
public final class Taps {

  /** A millisecond at 30 kHz: what the desk's listeners want is no closed loop. */
  private static final int SAMPLES_PER_BLOCK = 30;

  /** A detector that had to wait must not cost an experiment its spikes. */
  private static final int LEAST_BLOCKS = 256;

  /** One array's stream. */
  public record Stream(Tap tap, SpikeFeed spikes) {}

  private final Duration remembered;
  private final Timebase time;
  private final Executor executor;
  private final Map<String, Stream> streams = new HashMap<>();

  /**
   * @param remembered how much of the past a recording may begin with
   */
  Taps(Duration remembered, Timebase time, Executor executor) {
    this.remembered = remembered;
    this.time = time;
    this.executor = executor;
  }

  /** Starts the stream of an array that has a new session. */
  void open(String array, ElectrodeArray device, DeviceInfo info) {
    int samples = Math.min(SAMPLES_PER_BLOCK, device.layout().maxSamplesPerBlock());
    Tap tap = Tap.open(device, info, samples, remembered, time, executor);
    var spikes = new SpikeFeed(device.layout(), detector(device.layout()));
    // First, as one that has ended lets nobody in.
    spikes.listen(new Recorded(tap));
    try {
      tap.follow(spikes, Tap.ringBlocks(device.layout(), samples, LEAST_BLOCKS));
    } catch (Tap.OverException e) {
      throw new DeviceException(
          Reason.LINK_LOST, Outcome.NOT_DONE, "the stream ended as it began", e);
    }
    synchronized (streams) {
      streams.put(array, new Stream(tap, spikes));
    }
    if (tap.isOver()) {
      // Whoever takes out what has ended may have looked before this was there.
      close(array);
    }
  }

  /** The usual band, as far as the samples hold it: an array must not fail for being slow. */
  private static DetectorSettings detector(ArrayLayout layout) {
    DetectorSettings usual = DetectorSettings.USUAL;
    double high = Math.min(usual.highHertz(), 0.4 * layout.samplesPerSecond());
    return usual.withBand(usual.order(), Math.min(usual.lowHertz(), high / 4), high);
  }

  /**
   * Tells what records the array of its spikes, as they are found: a little after their samples.
   */
  private record Recorded(Tap tap) implements SpikeFeed.Listener {

    @Override
    public void onSpikes(Spikes spikes, long firstSample, int samples, long missedBefore) {
      for (int i = 0; i < spikes.count(); i++) {
        long sample = spikes.sample(i);
        int channel = spikes.channel(i);
        tap.tell(sink -> sink.spike(sample, channel));
      }
    }

    @Override
    public void onEnd(Optional<DeviceException> reason) {}
  }

  /** The session with that array is over. */
  void close(String array) {
    synchronized (streams) {
      streams.remove(array);
    }
  }

  @Nullable Tap find(String array) {
    synchronized (streams) {
      Stream stream = streams.get(array);
      return stream == null ? null : stream.tap();
    }
  }

  /**
   * The stream of {@code array}.
   *
   * @throws Refusal {@code instrument.not-ready} while there is none
   */
  Stream stream(String array) {
    synchronized (streams) {
      Stream stream = streams.get(array);
      if (stream == null) {
        throw new Refusal(
            "instrument.not-ready", "", array, "array " + array + " has no stream now: try again");
      }
      return stream;
    }
  }

  /** Has {@code write} done to everything that is recorded of any array. */
  void tellAll(Consumer<RecordSink> write) {
    List<Stream> all;
    synchronized (streams) {
      all = List.copyOf(streams.values());
    }
    all.forEach(stream -> stream.tap().tell(write));
  }

  /** Has {@code write} done to everything that is recorded of {@code array}. */
  void tell(String array, Consumer<RecordSink> write) {
    Tap tap = find(array);
    if (tap != null) {
      tap.tell(write);
    }
  }
}
