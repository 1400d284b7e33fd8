package org.wetstack.lsl;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.spi.Timebase;

/**
 * An electrode array as two streams of LSL: its samples, and what happens. The stream of the array
 * goes through {@link #onLink} on its own thread, which only looks at the clock, and from there to
 * {@link #reader} on a thread that may wait. Samples of the first two seconds set the clock and are
 * not sent; after that each sample that comes is.
 */
public final class ArrayOutlet implements AutoCloseable {

  private static final Duration CLOSING = Duration.ofSeconds(5);

  /** For inlets to take what was sent last, which LSL drops with its outlet. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private static final double NANOS_PER_SECOND = 1e9;

  /** What an outlet needs besides its array. */
  public record Ground(
      /* Time of the array's driver. */ Timebase time,
      /* Runs one task at a time, in their order, and refuses none. */ Executor markers,
      /* Takes what goes wrong. */ Consumer<String> log) {}

  private final Ground ground;
  private final SampleClock clock;
  private final LslLibrary.Offset offset;
  private final Streams.Form form;
  private final Outlet samples;
  private final Markers markers;
  private final Chunk chunk;
  private long expected = -1;
  private SampleClock.Step step;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong missed = new AtomicLong();
  private volatile boolean over;

  private ArrayOutlet(
      Ground ground,
      ArrayLayout layout,
      Streams.Form form,
      LslLibrary.Offset offset,
      Outlet samples,
      Markers markers) {
    this.ground = ground;
    this.form = form;
    this.offset = offset;
    this.samples = samples;
    this.markers = markers;
    clock = new SampleClock(layout.samplesPerSecond());
    step = clock.step();
    chunk = new Chunk(layout, form.format());
  }

  /**
   * Offers both streams, in which nothing comes yet.
   *
   * @param info of the array's instrument
   * @throws IllegalArgumentException if LSL is to keep more than 2 GiB for a late inlet
   * @throws IOException if LSL does not offer them
   */
  public static ArrayOutlet open(
      LslLibrary library, DeviceInfo info, ArrayLayout layout, Streams.Form form, Ground ground)
      throws IOException {
    Outlet samples = Streams.samples(library, info, layout, form);
    try {
      var markers =
          new Markers(Streams.markers(library, info, form), ground.markers(), ground.log());
      LslLibrary.Offset offset = library.offset(ground.time());
      return new ArrayOutlet(ground, layout, form, offset, samples, markers);
    } catch (IOException | RuntimeException e) {
      samples.close();
      throw e;
    }
  }

  /** What is to hear the array's own stream: it notes when blocks come, and hands them on. */
  public SampleHandler onLink(SampleHandler next) {
    return new SampleHandler() {
      @Override
      public void onBlock(SampleBlock block) {
        clock.arrived(block.firstSample() + block.samples() - 1, ground.time().nanoTime());
        next.onBlock(block);
      }

      @Override
      public void onEnd(Optional<DeviceException> reason) {
        next.onEnd(reason);
      }
    };
  }

  /** What sends the blocks, on one thread, later than {@link #onLink} has seen them. */
  public SampleHandler reader() {
    return new SampleHandler() {
      @Override
      public void onBlock(SampleBlock block) {
        if (clock.isSet()) {
          pass(block);
        }
      }

      @Override
      public void onEnd(Optional<DeviceException> reason) {
        reason.ifPresent(why -> ground.log().accept("the array is lost: " + why.getMessage()));
        tell(reason.map(why -> "lost " + why.getMessage()).orElse("end"));
        over = true;
      }
    };
  }

  private void pass(SampleBlock block) {
    long first = block.firstSample();
    if (expected >= 0 && first > expected) {
      gap(expected, first - expected);
    }
    SampleClock.Step now = clock.step();
    if (!now.equals(step) && first + block.samples() > now.sample()) {
      step = now;
      String what = "clock step-seconds=" + now.seconds() + " sample=" + now.sample();
      markers.tell(what, at(now.sample()));
      ground.log().accept("times jump: " + what);
    }
    for (int mark = 0; mark < block.marks(); mark++) {
      long sample = first + block.markSample(mark);
      long operation = block.markOperation(mark);
      markers.tell("stimulus operation=%016x sample=%d".formatted(operation, sample), at(sample));
    }
    chunk.push(block, samples, at(first + block.samples() - 1));
    expected = first + block.samples();
    sent.addAndGet(block.samples());
  }

  private void gap(long from, long count) {
    if (missed.getAndAdd(count) == 0) {
      ground
          .log()
          .accept(
              count
                  + " samples are missing from sample "
                  + from
                  + " on; more is told at"
                  + " the end");
    }

    markers.tell("gap first=" + from + " samples=" + count, at(from));
  }

  /** {@code sample} by LSL's clock. */
  private double at(long sample) {
    return clock.seconds(sample) + offset.seconds();
  }

  /** Tells an alarm of the instrument. Any thread; never waits. */
  public void alarm(Alarm alarm) {
    tell(
        "alarm device=%s code=%s safe=%s %s"
            .formatted(alarm.device(), alarm.code(), alarm.safe(), alarm.detail()));
  }

  /** Tells {@code what} happens now. Any thread; never waits. */
  public void tell(String what) {
    markers.tell(what, ground.time().nanoTime() / NANOS_PER_SECOND + offset.seconds());
  }

  /** Samples of each channel that were sent, and that were lost between them. */
  public String account() {
    return "%d samples sent, %d missing; times within %.3f ms of when the soonest blocks came"
        .formatted(sent.get(), missed.get(), clock.residualSeconds() * 1_000);
  }

  /** By how much LSL's clock, as it is reckoned here, may be wrong, in seconds. */
  public double clockErrorSeconds() {
    return offset.errorSeconds();
  }

  /** What the streams are called, for those who look for them. */
  public Streams.Form form() {
    return form;
  }

  /**
   * Ends both streams, after {@link #reader} has heard the end. Returns within 7 s; if the reader
   * is still at work then, the streams stay until the process ends.
   */
  @Override
  public void close() {
    if (!over) {
      ground.log().accept("LSL has not taken the last samples: its streams stay open");
      return;
    }
    try {
      if (samples.isHeard()) {
        linger();
      }
      ground.time().await(markers.close(), CLOSING);
      samples.close();
    } catch (TimeoutException e) {
      ground.log().accept("LSL has not taken the last markers within 5 s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void linger() throws InterruptedException {
    try {
      ground.time().await(new CompletableFuture<Void>(), LINGER);
    } catch (TimeoutException e) {
      // As it has to be: nothing tells what inlets have taken.
      return;
    }
  }
}
