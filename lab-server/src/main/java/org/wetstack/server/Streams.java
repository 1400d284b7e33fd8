package org.wetstack.server;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.wetstack.api.v1.Samples;
import org.wetstack.api.v1.Spikes;
import org.wetstack.api.v1.WatchSamplesRequest;
import org.wetstack.api.v1.WatchSpikesRequest;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.lab.desk.Desk;
import org.wetstack.lab.desk.Taps;
import org.wetstack.lab.safety.Refusal;

/**
 * Lets clients listen to streams until they go or the stream ends: samples on a lane of their own,
 * spikes on the one of the detector.
 */
final class Streams {

  static final int MOST = 128;

  /** A fifth of a second and more; beyond that a client is slow, and is told what it misses. */
  private static final int RING_BLOCKS = 256;

  private final Desk desk;
  private final Places places = new Places("streams", MOST);

  Streams(Desk desk) {
    this.desk = desk;
  }

  /**
   * Sends samples to {@code client} from now on.
   *
   * @throws Refusal if there is no such stream, or no room for another listener
   */
  Subscription samples(WatchSamplesRequest ask, Client<Samples> client) {
    Taps.Stream stream = desk.stream(ask.getCulture());
    List<Integer> electrodes = electrodes(ask);
    var sender =
        new SampleSender(
            client, electrodes, channels(stream.tap().layout(), electrodes), ask.getDecimation());
    return placed(() -> stream.tap().follow(sender, RING_BLOCKS));
  }

  /** The same with spikes. */
  Subscription spikes(WatchSpikesRequest ask, Client<Spikes> client) {
    Taps.Stream stream = desk.stream(ask.getCulture());
    var sender = new SpikeSender(client, stream.tap().layout(), desk.electrodes(ask.getCulture()));
    return placed(() -> stream.spikes().listen(sender));
  }

  private Subscription placed(Supplier<Subscription> begin) {
    Subscription place = places.take();
    try {
      Subscription subscription = begin.get();
      return () -> {
        place.close();
        subscription.close();
      };
    } catch (IllegalStateException ended) {
      place.close();
      throw new Refusal(
          "instrument.not-ready", "", "", "the stream has just ended: try again in a moment");
    }
  }

  /** Begins what {@code begin} does, until {@code call} ends. */
  static void until(
      ServerCallStreamObserver<?> call, Answers answers, Supplier<Subscription> begin) {
    var ending = new Ending();
    call.setOnCancelHandler(ending::end);
    call.setOnCloseHandler(ending::end);
    Caller.listens();
    try {
      ending.begun(begin.get());
    } catch (RuntimeException e) {
      answers.fail(call, e);
    }
  }

  private List<Integer> electrodes(WatchSamplesRequest ask) {
    Set<Integer> all = desk.electrodes(ask.getCulture());
    if (ask.getElectrodesCount() == 0) {
      return List.copyOf(all);
    }
    if (ask.getElectrodesCount() > all.size()) {
      throw new IllegalArgumentException(
          "culture "
              + ask.getCulture()
              + " has "
              + all.size()
              + " electrodes, not "
              + ask.getElectrodesCount());
    }
    List<Integer> wanted = new ArrayList<>();
    for (int electrode : ask.getElectrodesList()) {
      if (!all.contains(electrode)) {
        throw new IllegalArgumentException(
            "electrode "
                + Integer.toUnsignedString(electrode)
                + " is none of culture "
                + ask.getCulture());
      }
      wanted.add(electrode);
    }
    return wanted;
  }

  private static int[] channels(ArrayLayout layout, List<Integer> electrodes) {
    List<Integer> all = layout.sites().stream().map(ArrayLayout.Site::electrode).toList();
    int[] channels = electrodes.stream().mapToInt(all::indexOf).toArray();
    for (int i = 0; i < channels.length; i++) {
      if (channels[i] < 0) {
        throw new IllegalArgumentException(
            "the array has no electrode "
                + electrodes.get(i)
                + ": the rig file names one too many");
      }
    }
    return channels;
  }
}
