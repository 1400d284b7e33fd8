package org.wetstack.app;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.lab.stream.Lane;
import org.wetstack.lsl.ArrayOutlet;
import org.wetstack.lsl.LslLibrary;
import org.wetstack.lsl.Streams;

/** An array that is recorded for LSL: a ring is between the two, so that LSL may be slow. */
final class LslStream implements AutoCloseable {

  /** A second at 30 kHz: a ring this long outlives a pause of the computer. */
  private static final int RING_BLOCKS = 1_024;

  private static final int SAMPLES_PER_BLOCK = 30;
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final ArrayOutlet.Ground ground;
  private final ArrayOutlet outlet;
  private final Lane lane;
  private final Instrument.Subscription alarms;
  private final Instrument.Subscription recording;

  private LslStream(
      ArrayOutlet.Ground ground,
      ArrayOutlet outlet,
      Lane lane,
      Instrument.Subscription alarms,
      Instrument.Subscription recording) {
    this.ground = ground;
    this.outlet = outlet;
    this.lane = lane;
    this.alarms = alarms;
    this.recording = recording;
  }

  /**
   * Offers the streams and records {@code array}.
   *
   * @param reading gives one thread for as long as this is open
   */
  static LslStream start(
      LslLibrary library,
      Instrument instrument,
      ElectrodeArray array,
      Streams.Form form,
      Executor reading,
      ArrayOutlet.Ground ground)
      throws IOException {
    ArrayLayout whole = array.layout();
    int samples = Math.min(SAMPLES_PER_BLOCK, whole.maxSamplesPerBlock());
    // The ring has room for blocks of the size that is asked for, not of the largest.
    var layout =
        new ArrayLayout(
            whole.samplesPerSecond(), whole.nanovoltsPerCount(), samples, whole.sites());
    ArrayOutlet outlet = ArrayOutlet.open(library, instrument.info(), layout, form, ground);
    Lane lane = Lane.open(layout, RING_BLOCKS, outlet.reader(), reading);
    Instrument.Subscription alarms = instrument.onAlarm(outlet::alarm);
    try {
      Instrument.Subscription recording = array.record(samples, outlet.onLink(lane));
      instrument.safeState().ifPresent(state -> outlet.tell("safe-state " + state));
      return new LslStream(ground, outlet, lane, alarms, recording);
    } catch (RuntimeException e) {
      alarms.close();
      // Nothing else would end the thread that it was given.
      lane.onEnd(Optional.empty());
      end(ground, lane, outlet);
      throw e;
    }
  }

  ArrayOutlet outlet() {
    return outlet;
  }

  /** Completes when the array is lost, or LSL takes no more. */
  CompletionStage<Void> ended() {
    return lane.ended();
  }

  /** Ends the recording, sends what is left of it, and ends the streams; within 12 s. */
  @Override
  public void close() {
    recording.close();
    alarms.close();
    end(ground, lane, outlet);
    ground.log().accept(outlet.account());
  }

  private static void end(ArrayOutlet.Ground ground, Lane lane, ArrayOutlet outlet) {
    try {
      ground.time().await(lane.ended().toCompletableFuture(), CLOSING);
    } catch (TimeoutException e) {
      ground.log().accept("LSL does not take the last samples within 5 s");
    } catch (java.util.concurrent.CompletionException e) {
      ground.log().accept("the stream cannot be passed on: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    outlet.close();
  }
}
