package org.wetstack.benchmarks;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.util.EventLoopGroups;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.wetstack.api.v1.RigEvent;
import org.wetstack.api.v1.RigGrpc;
import org.wetstack.api.v1.Samples;
import org.wetstack.api.v1.Spikes;
import org.wetstack.api.v1.WatchRigRequest;
import org.wetstack.api.v1.WatchSamplesRequest;
import org.wetstack.api.v1.WatchSpikesRequest;
import org.wetstack.api.v1.WorkGrpc;

/**
 * Fifty clients of one rig, each on a connection of its own, in a process of their own: one asks
 * for all samples and reads none, the others watch samples, spikes and the rig. For {@code come} it
 * has them come, and says a line when all that will hear something for sure have heard it; for
 * {@code go} they leave, and it says how many messages came and how many samples were missed.
 */
final class StopCrowd {

  private static final int WHOLE = 2;
  private static final int BY_30 = 15;
  private static final int BY_300 = 20;
  private static final int SPIKES = 6;
  private static final int RIG = 6;
  private static final long COMING_SECONDS = 60;

  private final String address;
  private final String token;
  private final EventLoopGroup threads = EventLoopGroups.newEventLoopGroup(2, "crowd", true);
  private final List<ClientFactory> connections = new ArrayList<>();
  private final List<ClientCallStreamObserver<?>> calls = new ArrayList<>();
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong missed = new AtomicLong();
  private CountDownLatch listening = new CountDownLatch(0);
  private volatile boolean leaving;

  private StopCrowd(String address, String token) {
    this.address = address;
    this.token = token;
  }

  /** {@code args}: where the rig is, and the file of a token. */
  public static void main(String[] args) throws Exception {
    var crowd = new StopCrowd(args[0], Files.readString(Path.of(args[1])).strip());
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("come")) {
        crowd.come();
        System.out.println("listening");
      } else {
        System.out.println(crowd.go());
      }
    }
    System.exit(0);
  }

  private void come() throws InterruptedException {
    leaving = false;
    listening = new CountDownLatch(WHOLE + BY_30 + BY_300 + RIG);
    samples(1, 1, true);
    samples(WHOLE, 1, false);
    samples(BY_30, 30, false);
    samples(BY_300, 300, false);
    for (int i = 0; i < SPIKES; i++) {
      client(WorkGrpc.WorkStub.class)
          .watchSpikes(
              WatchSpikesRequest.newBuilder().setCulture("all").build(),
              new Watcher<WatchSpikesRequest, Spikes>(false, Spikes::getMissedBefore, false));
    }
    for (int i = 0; i < RIG; i++) {
      client(RigGrpc.RigStub.class)
          .watchRig(
              WatchRigRequest.getDefaultInstance(),
              new Watcher<WatchRigRequest, RigEvent>(false, RigEvent::getMissed, true));
    }
    if (!listening.await(COMING_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(listening.getCount() + " clients have heard nothing");
    }
  }

  private String go() {
    leaving = true;
    calls.forEach(call -> call.cancel("leaves", null));
    calls.clear();
    for (ClientFactory connection : connections) {
      var unused = connection.closeAsync();
    }
    connections.clear();
    return messages.getAndSet(0) + " " + missed.getAndSet(0);
  }

  private void samples(int count, int decimation, boolean deaf) {
    for (int i = 0; i < count; i++) {
      client(WorkGrpc.WorkStub.class)
          .watchSamples(
              WatchSamplesRequest.newBuilder().setCulture("all").setDecimation(decimation).build(),
              new Watcher<WatchSamplesRequest, Samples>(deaf, Samples::getMissedBefore, !deaf));
    }
  }

  private <T> T client(Class<T> type) {
    ClientFactory connection =
        ClientFactory.builder()
            .workerGroup(threads, false)
            .connectTimeout(Duration.ofSeconds(COMING_SECONDS))
            .build();
    connections.add(connection);
    return GrpcClients.builder("gproto+http://" + address)
        .factory(connection)
        .addHeader(HttpHeaderNames.AUTHORIZATION, "Bearer " + token)
        .responseTimeoutMillis(0)
        .maxResponseLength(0)
        .build(type);
  }

  private final class Watcher<A, B> implements ClientResponseObserver<A, B> {
    private final boolean deaf;
    private final ToLongFunction<B> missedBefore;
    private boolean waited;

    Watcher(boolean deaf, ToLongFunction<B> missedBefore, boolean waited) {
      this.deaf = deaf;
      this.missedBefore = missedBefore;
      this.waited = waited;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<A> call) {
      calls.add(call);
      if (deaf) {
        call.disableAutoRequestWithInitial(0);
      }
    }

    @Override
    public void onNext(B message) {
      messages.incrementAndGet();
      missed.addAndGet(missedBefore.applyAsLong(message));
      if (waited) {
        waited = false;
        listening.countDown();
      }
    }

    @Override
    public void onError(Throwable failure) {
      if (!leaving) {
        System.err.println("a client was sent away: " + failure + ", " + failure.getCause());
      }
    }

    @Override
    public void onCompleted() {
      // The controller ends.
    }
  }
}
