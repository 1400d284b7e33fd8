package org.wetstack.tests;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lab.stream.Lane;
import org.wetstack.lsl.ArrayOutlet;
import org.wetstack.lsl.LslLibrary;
import org.wetstack.lsl.Streams;

/** An array as both of its streams of LSL, from which samples can be lost on their way. */
final class OfferedArray implements AutoCloseable {

  /** Samples of a block. */
  static final int SIZE = 30;

  private static final Duration WITHIN = Duration.ofSeconds(20);

  /** Passes blocks on, but for those that are to be lost: the counter alone tells of them. */
  private static final class Leak implements SampleHandler {
    private final SampleHandler next;
    private final AtomicInteger toLose = new AtomicInteger();

    Leak(SampleHandler next) {
      this.next = next;
    }

    @Override
    public void onBlock(SampleBlock block) {
      if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
        next.onBlock(block);
      }
    }

    @Override
    public void onEnd(Optional<DeviceException> reason) {
      next.onEnd(reason);
    }
  }

  private final ExecutorService reading = Executors.newSingleThreadExecutor();
  private final ExecutorService markers = Executors.newSingleThreadExecutor();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final ArrayOutlet outlet;
  private final Lane lane;
  private final Leak leak;
  private final Instrument.Subscription recording;

  OfferedArray(NumberedArray array, LslLibrary library, String name) throws IOException {
    outlet =
        ArrayOutlet.open(
            library,
            array.info().array(),
            array.array().layout(),
            new Streams.Form(name, "mea", Streams.Format.INT16, 1),
            new ArrayOutlet.Ground(SystemTimebase.shared(), markers, said::add));
    lane = Lane.open(array.array().layout(), 2_000, outlet.reader(), reading);
    leak = new Leak(outlet.onLink(lane));
    recording = array.array().record(SIZE, leak);
  }

  ArrayOutlet outlet() {
    return outlet;
  }

  /** The next so many blocks do not come. */
  void lose(int blocks) {
    leak.toLose.set(blocks);
  }

  /** Samples that were dropped as LSL did not take those before. */
  long lostInTheRing() {
    return lane.losses().samples();
  }

  @Override
  public void close() {
    recording.close();
    try {
      SystemTimebase.shared().await(lane.ended().toCompletableFuture(), WITHIN);
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException("the lane does not end", e);
    }
    outlet.close();
    reading.shutdown();
    markers.shutdown();
  }
}
