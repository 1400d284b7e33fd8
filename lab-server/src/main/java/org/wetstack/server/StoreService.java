package org.wetstack.server;

import com.linecorp.armeria.server.annotation.Blocking;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.wetstack.api.v1.GetStoreRequest;
import org.wetstack.api.v1.ListEventsReply;
import org.wetstack.api.v1.ListEventsRequest;
import org.wetstack.api.v1.ListSeriesReply;
import org.wetstack.api.v1.ListSeriesRequest;
import org.wetstack.api.v1.QuerySeriesReply;
import org.wetstack.api.v1.QuerySeriesRequest;
import org.wetstack.api.v1.Series;
import org.wetstack.api.v1.StoreGrpc;
import org.wetstack.api.v1.StoreHealth;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.lab.store.Ask;
import org.wetstack.lab.store.Bucket;
import org.wetstack.lab.store.Happening;
import org.wetstack.lab.store.HistoryStore;
import org.wetstack.lab.store.StoreReader;

/** The history of a rig, for those who ask. */
@Blocking
final class StoreService extends StoreGrpc.StoreImplBase {

  private static final int USUAL_EVENTS = 100;

  private final Optional<HistoryStore> store;
  private final InstantSource clock;
  private final Answers answers;

  StoreService(Optional<HistoryStore> store, InstantSource clock, Answers answers) {
    this.store = store;
    this.clock = clock;
    this.answers = answers;
  }

  private HistoryStore store() {
    return store.orElseThrow(
        () ->
            new Refusal(
                "store.none",
                "",
                "",
                "this rig keeps no history: its file says 'store: none'; the journal has what was"
                    + " done"));
  }

  @Override
  public void listSeries(ListSeriesRequest ask, StreamObserver<ListSeriesReply> to) {
    answers.give(
        to,
        () -> {
          ListSeriesReply.Builder reply = ListSeriesReply.newBuilder();
          for (StoreReader.Series each : store().reader().series()) {
            reply.addSeries(
                Series.newBuilder()
                    .setName(each.name())
                    .setUnit(each.unit())
                    .setFirst(Wire.time(each.first()))
                    .setLast(Wire.time(each.last())));
          }
          return reply.build();
        });
  }

  @Override
  public void getStore(GetStoreRequest ask, StreamObserver<StoreHealth> to) {
    answers.give(
        to,
        () ->
            store
                .map(HistoryStore::health)
                .map(StoreService::health)
                .orElse(StoreHealth.getDefaultInstance()));
  }

  private static StoreHealth health(HistoryStore.Health health) {
    StoreHealth.Builder told =
        StoreHealth.newBuilder()
            .setKept(true)
            .setProblem(health.problem())
            .setWaiting(health.waiting())
            .setLost(health.lost())
            .setEntry(health.entry());
    if (health.written().isAfter(Instant.EPOCH)) {
      told.setWritten(Wire.time(health.written()));
    }
    return told.build();
  }

  @Override
  public void querySeries(QuerySeriesRequest ask, StreamObserver<QuerySeriesReply> to) {
    answers.give(to, () -> query(ask));
  }

  private QuerySeriesReply query(QuerySeriesRequest ask) {
    Optional<Duration> resolution =
        ask.getResolutionSeconds() == 0
            ? Optional.empty()
            : Optional.of(Duration.ofSeconds(Integer.toUnsignedLong(ask.getResolutionSeconds())));
    int usual = resolution.isPresent() ? Ask.MOST_POINTS : Ask.USUAL_POINTS;
    StoreReader.Answer answer =
        store()
            .reader()
            .query(
                new Ask(
                    ask.getSeriesList(),
                    Instant.ofEpochMilli(ask.getFromUnixMilliseconds()),
                    to(ask.getToUnixMilliseconds()),
                    resolution,
                    ask.getPoints() == 0 ? usual : ask.getPoints()));
    QuerySeriesReply.Builder reply =
        QuerySeriesReply.newBuilder()
            .setResolutionSeconds(Math.toIntExact(answer.resolution().toSeconds()));
    for (StoreReader.Line each : answer.lines()) {
      QuerySeriesReply.Line.Builder line =
          reply.addLinesBuilder().setSeries(each.series()).setUnit(each.unit());
      for (Bucket bucket : each.buckets()) {
        line.addBucketsBuilder()
            .setAt(Wire.time(bucket.at()))
            .setMin(bucket.min())
            .setMean(bucket.mean())
            .setMax(bucket.max())
            .setCount(bucket.count());
      }
    }
    return reply.build();
  }

  private Instant to(long milliseconds) {
    return milliseconds == 0 ? clock.instant() : Instant.ofEpochMilli(milliseconds);
  }

  @Override
  public void listEvents(ListEventsRequest ask, StreamObserver<ListEventsReply> to) {
    answers.give(
        to,
        () -> {
          ListEventsReply.Builder reply = ListEventsReply.newBuilder();
          for (Happening each :
              store()
                  .reader()
                  .events(
                      new StoreReader.EventAsk(
                          Instant.ofEpochMilli(ask.getFromUnixMilliseconds()),
                          to(ask.getToUnixMilliseconds()),
                          Set.copyOf(ask.getKindsList()),
                          ask.getLimit() == 0 ? USUAL_EVENTS : ask.getLimit()))) {
            reply
                .addEventsBuilder()
                .setEntry(each.entry())
                .setAt(Wire.time(each.at()))
                .setWho(each.who())
                .setWhat(each.what())
                .putAllFacts(each.facts());
          }
          return reply.build();
        });
  }
}
