package org.wetstack.server;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.wetstack.api.v1.Samples;
import org.wetstack.api.v1.Spikes;
import org.wetstack.api.v1.WatchSamplesRequest;
import org.wetstack.api.v1.WatchSpikesRequest;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.lab.desk.Desk;
import org.wetstack.lab.desk.Taps;

/** Lets clients listen to streams, each on a lane of its own, until they go or the stream ends. */
final class Streams {

  /** A fifth of a second and more; beyond that a client is slow, and is told what it misses. */
  private static final int RING_BLOCKS = 256;

  private Streams() {}

  static void samples(
      Desk desk,
      WatchSamplesRequest ask,
      ServerCallStreamObserver<Samples> client,
      Answers answers) {
    try {
      Taps.Stream stream = desk.stream(ask.getCulture());
      List<Integer> electrodes = electrodes(desk, ask);
      var sender =
          new SampleSender(
              client, electrodes, channels(stream.tap().layout(), electrodes), ask.getDecimation());
      until(client, stream.tap().follow(sender, RING_BLOCKS));
    } catch (RuntimeException e) {
      answers.fail(client, e);
    }
  }

  static void spikes(
      Desk desk, WatchSpikesRequest ask, ServerCallStreamObserver<Spikes> client, Answers answers) {
    try {
      Taps.Stream stream = desk.stream(ask.getCulture());
      var sender =
          new SpikeSender(client, stream.tap().layout(), desk.electrodes(ask.getCulture()));
      until(client, stream.spikes().listen(sender));
    } catch (RuntimeException e) {
      answers.fail(client, e);
    }
  }

  private static void until(ServerCallStreamObserver<?> client, Subscription subscription) {
    // The limit of a request is for what is answered once.
    ServiceRequestContext.current().clearRequestTimeout();
    client.setOnCancelHandler(subscription::close);
    if (client.isCancelled()) {
      subscription.close();
    }
  }

  private static List<Integer> electrodes(Desk desk, WatchSamplesRequest ask) {
    Set<Integer> all = desk.electrodes(ask.getCulture());
    if (ask.getElectrodesCount() == 0) {
      return List.copyOf(all);
    }
    List<Integer> wanted = new ArrayList<>();
    for (int electrode : ask.getElectrodesList()) {
      if (!all.contains(electrode)) {
        throw new IllegalArgumentException(
            "electrode " + electrode + " is none of culture " + ask.getCulture());
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
