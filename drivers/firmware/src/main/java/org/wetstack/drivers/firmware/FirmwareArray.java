package org.wetstack.drivers.firmware;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.Stimulator;
import org.wetstack.protocol.SampleFrame;
import org.wetstack.protocol.v1.ArrayDescription;
import org.wetstack.protocol.v1.DeviceDescription;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.ReadSites;
import org.wetstack.protocol.v1.Site;
import org.wetstack.protocol.v1.StartStream;
import org.wetstack.protocol.v1.StopStream;

/** An electrode array on a firmware board (SPEC.md, sections 8, 9 and 11). */
final class FirmwareArray implements ElectrodeArray, Part {

  private static final int MAX_CHANNELS = 8_192;

  private final FirmwareBoard board;
  private final int index;
  private final String name;
  private final ArrayLayout layout;
  private final @Nullable FirmwareStimulator stimulator;
  private final AtomicReference<@Nullable Stream> stream = new AtomicReference<>();

  private FirmwareArray(
      FirmwareBoard board, int index, String name, ArrayLayout layout, ArrayDescription array) {
    this.board = board;
    this.index = index;
    this.name = name;
    this.layout = layout;
    this.stimulator =
        array.hasStimulator()
            ? new FirmwareStimulator(
                board, index, array.getStimulator(), array.getSamplesPerSecond())
            : null;
  }

  /** Asks for the electrode positions, 32 at a time, and makes the array. */
  static FirmwareArray describe(FirmwareBoard board, int index, DeviceDescription description) {
    ArrayDescription array = description.getArray();
    int channels = array.getChannels();
    if (channels < 1
        || channels > MAX_CHANNELS
        || array.getSamplesPerSecond() < 1
        || array.getMaxSamplesPerBlock() < 1) {
      throw FirmwareBoard.protocol(
          "array '" + description.getName() + "' describes itself as " + array);
    }
    List<ArrayLayout.Site> sites = new ArrayList<>();
    while (sites.size() < channels) {
      var page =
          board
              .session()
              .call(
                  HostMessage.newBuilder()
                      .setDevice(index)
                      .setReadSites(ReadSites.newBuilder().setFirst(sites.size())),
                  Request.Kind.NORMAL)
              .getSites();
      if (page.getSitesCount() == 0 || page.getFirst() != sites.size()) {
        throw FirmwareBoard.protocol(
            "array '" + description.getName() + "' tells only " + sites.size() + " sites");
      }
      for (Site site : page.getSitesList()) {
        sites.add(
            new ArrayLayout.Site(
                site.getElectrode(), site.getXMicrometers(), site.getYMicrometers()));
      }
    }
    var layout =
        new ArrayLayout(
            array.getSamplesPerSecond(),
            array.getNanovoltsPerCount(),
            array.getMaxSamplesPerBlock(),
            sites.subList(0, channels));
    return new FirmwareArray(board, index, description.getName(), layout, array);
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
  public Optional<Stimulator> stimulator() {
    return Optional.ofNullable(stimulator);
  }

  @Override
  public Instrument.Subscription record(int samplesPerBlock, SampleHandler handler) {
    if (samplesPerBlock < 1 || samplesPerBlock > layout.maxSamplesPerBlock()) {
      throw new IllegalArgumentException(
          samplesPerBlock
              + " samples per block; this array sends 1 to "
              + layout.maxSamplesPerBlock());
    }
    var fresh = new Stream(layout.channels(), handler);
    if (!stream.compareAndSet(null, fresh)) {
      throw new IllegalStateException(
          "array '" + name + "' is already being recorded; close that recording first");
    }
    try {
      // The stream begins on the link's thread, before the first block that follows the reply.
      CompletableFuture<DeviceMessage> begun =
          board
              .session()
              .ask(
                  HostMessage.newBuilder()
                      .setDevice(index)
                      .setStartStream(StartStream.newBuilder().setSamplesPerBlock(samplesPerBlock)),
                  Request.Kind.NORMAL,
                  reply -> fresh.begin(reply.getStreamStarted()));
      DeviceMessage unused = board.session().await(begun, Session.CALL_LIMIT);
    } catch (RuntimeException e) {
      stream.compareAndSet(fresh, null);
      fresh.forget();
      // It may have begun after all.
      var unused = stopStream();
      throw e;
    }
    return () -> close(fresh);
  }

  private void close(Stream closed) {
    if (!stream.compareAndSet(closed, null)) {
      return;
    }
    CompletableFuture<DeviceMessage> stopped = stopStream();
    if (!board.session().inCallback()) {
      try {
        board.session().await(stopped, Session.CALL_LIMIT);
      } catch (DeviceException e) {
        // Its blocks are dropped from here on, whether or not the device still sends them.
      }
    }
    closed.end(Optional.empty());
  }

  private CompletableFuture<DeviceMessage> stopStream() {
    return board
        .session()
        .ask(
            HostMessage.newBuilder()
                .setDevice(index)
                .setStopStream(StopStream.getDefaultInstance()),
            Request.Kind.NORMAL);
  }

  @Override
  public void onEvent(DeviceMessage event) {
    if (event.hasStimulusStatus() && stimulator != null) {
      stimulator.triggers().hear(event.getStimulusStatus());
    }
  }

  @Override
  public void onSamples(SampleFrame samples) {
    Stream current = stream.get();
    if (current != null) {
      DeviceException failed = current.hear(samples);
      if (failed != null && stream.compareAndSet(current, null)) {
        var unused = stopStream();
        current.end(Optional.of(failed));
      }
    }
  }

  @Override
  public void onEventsMissed() {
    if (stimulator != null) {
      stimulator.triggers().askAgain();
    }
  }

  @Override
  public void onEnd(DeviceException reason) {
    Stream current = stream.getAndSet(null);
    if (current != null) {
      current.end(Optional.of(reason));
    }
    if (stimulator != null) {
      stimulator.triggers().lost(reason);
    }
  }
}
