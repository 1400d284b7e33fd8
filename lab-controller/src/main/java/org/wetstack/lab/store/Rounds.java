package org.wetstack.lab.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.desk.Taps;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.lab.safety.Reservoir;
import org.wetstack.lab.tap.SpikeFeed;

/**
 * Goes round once a minute, and tells the store what each electrode did in it, how noisy it is, and
 * what is left in the reservoirs; readings of interlocks it passes on as they come.
 */
public final class Rounds implements AutoCloseable {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final double NANOVOLTS_PER_MICROVOLT = 1_000;

  private record Listening(SpikeFeed feed, RateMeter meter, Subscription subscription) {}

  private final LabController controller;
  private final HistoryStore store;
  private final Timebase time;
  private final Executor executor;
  private final AtomicBoolean going = new AtomicBoolean();
  private final Map<String, Listening> cultures = new HashMap<>();
  private volatile Timebase.Timer next = () -> {};
  private volatile boolean closed;

  /**
   * @param executor where a round may take its time, apart from the database
   */
  public Rounds(LabController controller, HistoryStore store, Executor executor) {
    this.controller = controller;
    this.store = store;
    this.time = controller.time();
    this.executor = executor;
    controller.followReadings((name, unit, value) -> store.add("reading/" + name, unit, value));
  }

  /** Begins; the first round is when a minute has ended. */
  public void start() {
    go();
    await();
  }

  private void await() {
    if (!closed) {
      long into = Math.floorMod(time.now().toEpochMilli(), MINUTE.toMillis());
      next = time.after(MINUTE.minusMillis(into), this::due);
    }
  }

  private void due() {
    await();
    go();
  }

  private void go() {
    long minute = Level.MINUTE.start(time.now().toEpochMilli()) - MINUTE.toMillis();
    if (going.compareAndSet(false, true)) {
      try {
        executor.execute(
            () -> {
              try {
                round(minute);
              } finally {
                going.set(false);
              }
            });
      } catch (RejectedExecutionException e) {
        going.set(false);
      }
    }
  }

  private synchronized void round(long minute) {
    if (closed) {
      return;
    }
    for (String culture : controller.rig().cultures().keySet()) {
      Taps.@Nullable Stream stream = stream(culture);
      @Nullable Listening known = cultures.get(culture);
      if (known != null && (stream == null || stream.spikes() != known.feed())) {
        // A session of its own: its samples are counted anew, and this minute has no rate.
        known.subscription().close();
        cultures.remove(culture);
        known = null;
      }
      if (stream != null && known == null) {
        listen(culture, stream);
      } else if (stream != null && known != null) {
        tell(culture, stream.tap().layout(), known, minute);
      }
    }
    for (Reservoir reservoir : controller.rig().reservoirs().values()) {
      store.add(
          new Point(
              "reservoir/" + reservoir.name() + "/left",
              "nL",
              minute,
              controller.leftAtLeast(reservoir)));
    }
  }

  private Taps.@Nullable Stream stream(String culture) {
    try {
      return controller.desk().stream(culture);
    } catch (Refusal e) {
      return null;
    }
  }

  private void listen(String culture, Taps.Stream stream) {
    ArrayLayout layout = stream.tap().layout();
    var meter = new RateMeter(layout.channels(), layout.samplesPerSecond());
    try {
      cultures.put(culture, new Listening(stream.spikes(), meter, stream.spikes().listen(meter)));
    } catch (IllegalStateException e) {
      // It has ended just now: the next round finds another.
    }
  }

  private void tell(String culture, ArrayLayout layout, Listening to, long minute) {
    RateMeter.Counted counted = to.meter().take();
    Set<Integer> ours = controller.desk().electrodes(culture);
    List<ArrayLayout.Site> sites = layout.sites();
    for (int channel = 0; channel < layout.channels(); channel++) {
      int electrode = sites.get(channel).electrode();
      if (!ours.contains(electrode)) {
        continue;
      }
      String of = "culture/" + culture;
      counted
          .rate(channel)
          .ifPresent(rate -> store.add(new Point(of + "/rate/" + electrode, "1/s", minute, rate)));
      double counts = to.feed().noiseCounts(channel);
      if (counts > 0) {
        store.add(
            new Point(
                of + "/noise/" + electrode,
                "uV",
                minute,
                counts * layout.nanovoltsPerCount() / NANOVOLTS_PER_MICROVOLT));
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    next.cancel();
    cultures.values().forEach(each -> each.subscription().close());
    cultures.clear();
  }
}
