package org.wetstack.server;

import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.HttpResponseException;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule;
import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.StatusRuntimeException;
import io.netty.handler.ssl.ClientAuth;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.wetstack.lab.access.Authenticator;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Tokens;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.store.HistoryStore;
import tools.jackson.databind.json.JsonMapper;

/**
 * A controller on a port: gRPC, and the same as JSON over HTTP, whose description is at {@code
 * /v1/openapi.json}. {@code /health} tells that the process lives, {@code /ready} that every
 * instrument has a session.
 */
public final class LabServer implements AutoCloseable {

  static final int MOST_REQUEST_BYTES = 1 << 20;

  /** Room for a token of an identity provider, 16 KiB, and the other headers. */
  private static final int MOST_HEADER_BYTES = 24 << 10;

  private static final int MOST_CALLS_PER_CONNECTION = 128;
  private static final int MOST_RESETS = 200;
  private static final int RESET_WINDOW_SECONDS = 10;
  private static final int MOST_LEAVING = 1_024;
  private static final Duration START = Duration.ofSeconds(30);

  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final Duration LAST_ANSWERS = Duration.ofMillis(500);

  private final Server server;
  private final Runnable lastWords;

  private LabServer(Server server, Runnable lastWords) {
    this.server = server;
    this.lastWords = lastWords;
  }

  /** As below, for a rig that keeps no history. */
  public static LabServer start(
      LabController controller,
      Listen listen,
      Authenticator authenticator,
      Tokens tokens,
      String version,
      BiConsumer<String, Throwable> log) {
    return start(controller, Optional.empty(), listen, authenticator, tokens, version, log);
  }

  /**
   * Serves {@code controller}; returns once clients can come.
   *
   * @param store has the rig's history; empty if none is kept
   * @param log is told of what callers are not
   * @throws IllegalStateException if the port cannot be had
   */
  public static LabServer start(
      LabController controller,
      Optional<HistoryStore> store,
      Listen listen,
      Authenticator authenticator,
      Tokens tokens,
      String version,
      BiConsumer<String, Throwable> log) {
    return start(controller, store, listen, authenticator, tokens, version, log, Bounds.USUAL);
  }

  static LabServer start(
      LabController controller,
      Optional<HistoryStore> store,
      Listen listen,
      Authenticator authenticator,
      Tokens tokens,
      String version,
      BiConsumer<String, Throwable> log,
      Bounds bounds) {
    var history = new History();
    var revoked = new Welcome.Revoked();
    var events = new Events(() -> Picture.rig(controller, version, history.latest()));
    controller.journal().follow(history);
    var metrics = new Metrics(controller, history, store);
    controller.journal().follow(revoked);
    controller.journal().follow(events);
    var answers = new Answers(controller.refusals(), log);
    var streams = new Streams(controller.desk());
    Gate.Watchman watchman =
        (context, who, verb, rule, why) ->
            turnedAway(context, () -> note(controller, who, verb, rule, why, log));
    var gate = new Gate(watchman);
    var live = new Live(streams, events, authenticator, gate, revoked, controller.time());
    Function<Principal, Welcome> welcomes =
        who -> new Welcome(who, controller.time()::now, revoked);
    var guests = new Guests(bounds.connections(), bounds.idle());
    var page = new Page();
    ServerBuilder builder = Server.builder();
    port(builder, listen);
    builder
        .maxRequestLength(MOST_REQUEST_BYTES)
        // Guests keep the bound; until the ones that leave have left there are more.
        .maxNumConnections(bounds.connections() + MOST_LEAVING)
        .childChannelPipelineCustomizer(guests::come)
        .http1MaxHeaderSize(MOST_HEADER_BYTES)
        .http2MaxHeaderListSize(MOST_HEADER_BYTES)
        .http2MaxStreamsPerConnection(MOST_CALLS_PER_CONNECTION)
        .http2MaxResetFramesPerWindow(MOST_RESETS, RESET_WINDOW_SECONDS)
        .requestTimeout(bounds.request())
        .idleTimeout(bounds.idle())
        // With a quiet time of zero it would not wait for anything.
        .gracefulShutdownTimeout(Duration.ofMillis(1), LAST_ANSWERS)
        .disableServerHeader()
        .meterRegistry(metrics.registry())
        .errorHandler(
            (context, failure) -> {
              if (!isTheirs(failure)) {
                log.accept("a request failed", failure);
              }
              return null;
            })
        .decorator(
            service -> new Door(new Strict(service), authenticator, listen, watchman, bounds))
        .service("/health", (request, http) -> HttpResponse.of("alive\n"))
        .service("/ready", (request, http) -> ready(controller))
        .service("/metrics", (request, http) -> metrics.answer(request))
        .service("/v1/openapi.json", (request, http) -> openApi(version))
        .service("/v1/live", live.service())
        .service("/", page)
        .service("/page/{version}/{file}", page)
        .service(
            GrpcService.builder()
                .addService(new RigService(controller, history, version, events, welcomes, answers))
                .addService(new LeasesService(controller, answers))
                .addService(new WorkService(controller, streams, welcomes, answers))
                .addService(new MovesService(controller, answers))
                .addService(new ExperimentsService(controller, answers))
                .addService(new UsersService(controller, tokens, answers))
                .addService(new StoreService(store, controller.time()::now, answers))
                .addService(new SchemaService())
                .intercept(gate)
                .supportedSerializationFormats(GrpcSerializationFormats.values())
                .jsonMarshallerFactory(service -> new ProtoJson())
                .enableHttpJsonTranscoding(
                    HttpJsonTranscodingOptions.builder()
                        .errorHandler(new JsonErrors())
                        .queryParamMatchRules(
                            HttpJsonTranscodingQueryParamMatchRule.LOWER_CAMEL_CASE,
                            HttpJsonTranscodingQueryParamMatchRule.ORIGINAL_FIELD)
                        .build())
                // A deadline of the client's own is kept by the client; ours holds for all.
                .useClientTimeoutHeader(false)
                // Some kilobytes may become gigabytes.
                .decompressorRegistry(
                    DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false))
                .maxRequestMessageLength(MOST_REQUEST_BYTES)
                .build());
    Server server = builder.build();
    try {
      server.start().get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "cannot listen on " + listen.address() + ": " + cause.getMessage(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting to listen", e);
    }
    return new LabServer(server, () -> lastWords(controller, events));
  }

  private static void port(ServerBuilder builder, Listen listen) {
    if (listen.tls().isEmpty()) {
      builder.http(listen.address());
      return;
    }
    Listen.Tls tls = listen.tls().get();
    builder
        .https(listen.address())
        .tls(TlsKeyPair.of(tls.key().toFile(), tls.certificate().toFile()))
        .tlsCustomizer(
            ssl ->
                tls.clients()
                    .ifPresent(ca -> ssl.trustManager(ca.toFile()).clientAuth(ClientAuth.REQUIRE)));
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.activePort().localAddress();
  }

  private static HttpResponse ready(LabController controller) {
    StringBuilder waits = new StringBuilder();
    controller
        .stations()
        .forEach(
            station -> {
              var state = station.state();
              if (state.condition() != org.wetstack.lab.supervise.Condition.READY) {
                waits.append(station.name()).append(' ').append(state.condition()).append('\n');
              }
            });
    controller.unhealthy().forEach(part -> waits.append(part).append(" gives no sign of life\n"));
    return waits.isEmpty()
        ? HttpResponse.of("ready\n")
        : HttpResponse.of(HttpStatus.SERVICE_UNAVAILABLE, MediaType.PLAIN_TEXT_UTF_8, waits);
  }

  private static HttpResponse openApi(String version) {
    String json = JsonMapper.shared().writeValueAsString(OpenApi.document("Wetstack", version));
    return HttpResponse.of(MediaType.JSON_UTF_8, json);
  }

  /** What went wrong is theirs, or was told to them and to the log already. */
  private static boolean isTheirs(Throwable failure) {
    return failure instanceof StatusRuntimeException
        || failure instanceof HttpStatusException
        || failure instanceof HttpResponseException
        || failure instanceof ContentTooLargeException
        || failure instanceof RequestTimeoutException
        || failure instanceof ClosedStreamException;
  }

  /** The journal waits for the disk, and event loops for nothing. */
  private static void turnedAway(ServiceRequestContext context, Runnable note) {
    if (context.eventLoop().inEventLoop()) {
      context.blockingTaskExecutor().execute(note);
    } else {
      note.run();
    }
  }

  private static void note(
      LabController controller,
      String who,
      String verb,
      String rule,
      String why,
      BiConsumer<String, Throwable> log) {
    try {
      controller.refusals().note(who, verb, "", rule, "", why);
    } catch (JournalException e) {
      log.accept("a refusal could not be written down", e);
    }
  }

  /**
   * Ends all connections. Whoever watches the rig is told of all that has happened, for which they
   * get two seconds; whoever waits for an answer gets another half.
   */
  @Override
  public void close() {
    lastWords.run();
    server.stop().join();
  }

  private static void lastWords(LabController controller, Events events) {
    try {
      controller.journal().settle();
    } catch (JournalException e) {
      // The disk is gone, which was told as it happened.
    }
    events.end(LAST_WORDS, controller.time());
  }
}
