package org.wetstack.drivers.remote;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.wetstack.api.v1.WatchSamplesRequest;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.spi.Waiting;

/** The electrodes of an array on which a culture lies. */
final class RemoteArray implements ElectrodeArray {

  private static final Duration FIRST = Duration.ofSeconds(5);

  private final Session session;
  private final String name;
  private final ArrayLayout layout;
  private final Optional<Stimulator> stimulator;
  private final AtomicReference<@Nullable SampleFlow> flow = new AtomicReference<>();

  RemoteArray(Session session, Place place) {
    this.session = session;
    this.name = place.culture().getArray();
    this.layout = Shapes.layout(place.array().device(), place.culture().getElectrodesList());
    this.stimulator =
        place.array().device().hasStimulus()
            ? Optional.of(
                new RemoteStimulator(
                    session, Shapes.limits(place.array().device().getStimulus(), place.limits())))
            : Optional.empty();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ArrayLayout layout() {
    return layout;
  }

  @Override
  public Subscription record(int samplesPerBlock, SampleHandler handler) {
    session.requireOpen();
    if (samplesPerBlock < 1 || samplesPerBlock > layout.maxSamplesPerBlock()) {
      throw new IllegalArgumentException(
          "a block has 1 to " + layout.maxSamplesPerBlock() + " samples, not " + samplesPerBlock);
    }
    var next = new SampleFlow(session, layout, samplesPerBlock, handler, this::over);
    if (!flow.compareAndSet(null, next)) {
      throw new IllegalStateException(
          "array " + name + " is being recorded: close that recording first");
    }
    List<Integer> electrodes = layout.sites().stream().map(ArrayLayout.Site::electrode).toList();
    try {
      session.atEnd(next::end);
      session
          .api()
          .workLater()
          .watchSamples(
              WatchSamplesRequest.newBuilder()
                  .setCulture(session.culture())
                  .addAllElectrodes(electrodes)
                  .build(),
              next);
      return Waiting.await(session.time(), next.begun(), FIRST, "no samples come");
    } catch (RuntimeException e) {
      next.close();
      throw e;
    }
  }

  private void over(SampleFlow ended) {
    flow.compareAndSet(ended, null);
    session.notAtEnd(ended::end);
  }

  @Override
  public Optional<Stimulator> stimulator() {
    return stimulator;
  }
}
