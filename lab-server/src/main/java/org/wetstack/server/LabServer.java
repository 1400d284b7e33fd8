package org.wetstack.server;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.server.HttpResponseException;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.netty.handler.ssl.ClientAuth;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.wetstack.lab.access.Authenticator;
import org.wetstack.lab.access.Tokens;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.journal.Kinds;
import tools.jackson.databind.json.JsonMapper;

/**
 * A controller on a port: gRPC, and the same as JSON over HTTP, whose description is at {@code
 * /v1/openapi.json}. {@code /health} tells that the process lives, {@code /ready} that every
 * instrument has a session.
 */
public final class LabServer implements AutoCloseable {

  static final int MOST_REQUEST_BYTES = 1 << 20;
  private static final int MOST_CONNECTIONS = 256;
  private static final Duration REQUEST = Duration.ofSeconds(75);
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Server server;

  private LabServer(Server server) {
    this.server = server;
  }

  /**
   * Serves {@code controller}; returns once clients can come.
   *
   * @param log is told of what callers are not
   * @throws IllegalStateException if the port cannot be had
   */
  public static LabServer start(
      LabController controller,
      Listen listen,
      Authenticator authenticator,
      Tokens tokens,
      String version,
      BiConsumer<String, Throwable> log) {
    var history = new History();
    controller.journal().follow(history);
    var metrics = new Metrics(controller, history);
    var answers = new Answers(log);
    ServerBuilder builder = Server.builder();
    port(builder, listen);
    builder
        .maxRequestLength(MOST_REQUEST_BYTES)
        .maxNumConnections(MOST_CONNECTIONS)
        .requestTimeout(REQUEST)
        .idleTimeout(IDLE)
        .disableServerHeader()
        .meterRegistry(metrics.registry())
        .errorHandler(
            (context, failure) -> {
              if (!(failure instanceof HttpStatusException)
                  && !(failure instanceof HttpResponseException)) {
                log.accept("a request failed", failure);
              }
              return null;
            })
        .service("/health", (request, http) -> HttpResponse.of("alive\n"))
        .service("/ready", (request, http) -> ready(controller))
        .service(
            "/metrics",
            (request, http) -> metrics.answer(request),
            service -> new Door(service, authenticator, listen))
        .service("/v1/openapi.json", (request, http) -> openApi(version))
        .service(
            GrpcService.builder()
                .addService(new RigService(controller, history, version, answers))
                .addService(new LeasesService(controller, answers))
                .addService(new WorkService(controller, answers))
                .addService(new UsersService(controller, tokens, answers))
                .addService(new SchemaService())
                .intercept(
                    new Gate(
                        (who, verb, rule, why) -> turnedAway(controller, who, verb, rule, why)))
                .supportedSerializationFormats(GrpcSerializationFormats.values())
                .jsonMarshallerFactory(service -> GrpcJsonMarshaller.ofGson())
                .enableHttpJsonTranscoding(true)
                .useBlockingTaskExecutor(true)
                .maxRequestMessageLength(MOST_REQUEST_BYTES)
                .build(),
            service -> new Door(service, authenticator, listen));
    Server server = builder.build();
    try {
      server.start().get(REQUEST.toSeconds(), TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "cannot listen on " + listen.address() + ": " + cause.getMessage(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting to listen", e);
    }
    return new LabServer(server);
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
    return waits.isEmpty()
        ? HttpResponse.of("ready\n")
        : HttpResponse.of(HttpStatus.SERVICE_UNAVAILABLE, MediaType.PLAIN_TEXT_UTF_8, waits);
  }

  private static HttpResponse openApi(String version) {
    String json = JsonMapper.shared().writeValueAsString(OpenApi.document("Wetstack", version));
    return HttpResponse.of(MediaType.JSON_UTF_8, json);
  }

  private static void turnedAway(
      LabController controller, String who, String verb, String rule, String why) {
    controller
        .journal()
        .append(who, Kinds.REFUSED, Map.of("verb", verb, "rule", rule, "limit", "", "value", why));
  }

  /** Ends all connections, giving those that work two seconds. */
  @Override
  public void close() {
    server.stop().join();
  }
}
