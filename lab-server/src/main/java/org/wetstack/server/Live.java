package org.wetstack.server;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.common.websocket.WebSocketCloseStatus;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.websocket.WebSocketService;
import com.linecorp.armeria.server.websocket.WebSocketServiceHandler;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import org.wetstack.api.v1.RigEvent;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.access.Authenticator;
import org.wetstack.lab.access.DeniedException;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.safety.Refusal;

/**
 * Streams for programs that have no gRPC, such as pages in a browser: {@code /v1/live}. The client
 * says in a first message what it wants to hear; then it gets binary frames, each a message as in
 * the schema.
 */
final class Live implements WebSocketServiceHandler {

  static final int MOST = 64;
  static final Duration FIRST_WITHIN = Duration.ofSeconds(5);

  /** Room for a token of an identity provider. */
  private static final int MOST_FRAME_BYTES = 32 << 10;

  private final Streams streams;
  private final Events events;
  private final Authenticator authenticator;
  private final Gate gate;
  private final Welcome.Revoked revoked;
  private final Timebase time;
  private final Places places = new Places("sockets", MOST);

  Live(
      Streams streams,
      Events events,
      Authenticator authenticator,
      Gate gate,
      Welcome.Revoked revoked,
      Timebase time) {
    this.streams = streams;
    this.events = events;
    this.authenticator = authenticator;
    this.gate = gate;
    this.revoked = revoked;
    this.time = time;
  }

  /** Where clients come from has been looked at by {@link Door}. */
  WebSocketService service() {
    return WebSocketService.builder(this)
        .allowedOrigins("*")
        .maxFramePayloadLength(MOST_FRAME_BYTES)
        .aggregateContinuation(true)
        .build();
  }

  @Override
  public WebSocket handle(ServiceRequestContext context, WebSocket in) {
    WebSocketWriter out = WebSocket.streaming();
    Subscription place;
    try {
      place = places.take();
    } catch (Refusal full) {
      in.abort();
      out.close(WebSocketCloseStatus.TRY_AGAIN_LATER, String.valueOf(full.getMessage()));
      return out;
    }
    var ending = new Ending();
    var first = new FirstMessage(out, text -> begin(context, out, text, ending));
    Timebase.Timer late = time.after(FIRST_WITHIN, first::late);
    in.subscribe(first, context.eventLoop());
    var unused =
        out.whenComplete()
            .handle(
                (done, failure) -> {
                  late.cancel();
                  in.abort();
                  ending.end();
                  place.close();
                  return null;
                });
    return out;
  }

  /** On the event loop: what may take longer is done elsewhere. */
  private void begin(
      ServiceRequestContext context, WebSocketWriter out, String text, Ending ending) {
    LiveRequest ask;
    String verb;
    try {
      ask = LiveRequest.parse(text);
      verb = ask.verb();
    } catch (IllegalArgumentException e) {
      SocketClient.refuse(out, Problems.of(e).getStatus());
      return;
    }
    Principal who = Caller.find(context);
    String why = null;
    if (who == null) {
      try {
        who = authenticator.authenticate(Caller.source(context), ask.token());
      } catch (DeniedException e) {
        why = e.reason().name();
      }
    }
    Optional<Status> refused = gate.refuse(who, why, verb, context);
    if (refused.isPresent() || who == null) {
      SocketClient.refuse(out, refused.orElse(Status.UNAUTHENTICATED));
      return;
    }
    var welcome = new Welcome(who, time::now, revoked);
    context
        .blockingTaskExecutor()
        .execute(
            () -> {
              try {
                ending.begun(listen(ask, context, out, welcome));
              } catch (RuntimeException e) {
                SocketClient.refuse(out, Problems.of(e).getStatus());
              }
            });
  }

  private Subscription listen(
      LiveRequest ask, ServiceRequestContext context, WebSocketWriter out, Welcome welcome) {
    return switch (String.valueOf(ask.watch())) {
      case "samples" -> streams.samples(ask.samples(), client(out, welcome));
      case "spikes" -> streams.spikes(ask.spikes(), client(out, welcome));
      default -> {
        SocketClient<RigEvent> client = client(out, welcome);
        Events.Watching watching = events.watch(client, context.eventLoop());
        client.onReady(watching.look());
        yield watching.subscription();
      }
    };
  }

  private static <T extends Message> SocketClient<T> client(WebSocketWriter out, Welcome welcome) {
    return new SocketClient<>(out, welcome);
  }
}
