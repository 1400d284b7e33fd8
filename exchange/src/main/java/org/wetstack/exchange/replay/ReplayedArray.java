package org.wetstack.exchange.replay;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.recording.Recording;

/** The array of a recording. Each stream plays it from its beginning; it cannot stimulate. */
final class ReplayedArray implements ElectrodeArray {

  private final Recording recording;
  private final int speed;
  private final Timebase time;
  private final Runnable requireOpen;
  private final AtomicReference<@Nullable Replay> playing = new AtomicReference<>();

  ReplayedArray(Recording recording, int speed, Timebase time, Runnable requireOpen) {
    this.recording = recording;
    this.speed = speed;
    this.time = time;
    this.requireOpen = requireOpen;
  }

  @Override
  public String name() {
    return "array";
  }

  @Override
  public ArrayLayout layout() {
    return recording.info().layout();
  }

  @Override
  public Subscription record(int samplesPerBlock, SampleHandler handler) {
    requireOpen.run();
    int most = layout().maxSamplesPerBlock();
    if (samplesPerBlock < 1 || samplesPerBlock > most) {
      throw new IllegalArgumentException(
          "a block has 1 to " + most + " samples, not " + samplesPerBlock);
    }
    var replay = new Replay(recording, samplesPerBlock, speed, time, handler, this::over);
    if (!playing.compareAndSet(null, replay)) {
      throw new IllegalStateException("this recording is being played: close that stream first");
    }
    replay.start();
    return replay::close;
  }

  private void over(Replay ended) {
    playing.compareAndSet(ended, null);
  }

  @Override
  public Optional<Stimulator> stimulator() {
    return Optional.empty();
  }

  void close() {
    Replay now = playing.get();
    if (now != null) {
      now.close();
    }
  }
}
