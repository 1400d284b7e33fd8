package org.wetstack.server;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.access.Authenticator;
import org.wetstack.lab.access.DeniedException;

/**
 * Finds out who sends a request, before anything else looks at it. Who shows nothing valid goes on
 * as nobody, whom {@link Gate} lets do nothing; it also tells the journal.
 *
 * <p>A page of another site can make a browser send requests here, but cannot keep it from telling
 * where they come from: what has a foreign origin, or is addressed to a name that is not ours, is
 * turned away.
 */
final class Door extends SimpleDecoratingHttpService {

  private static final String BEARER = "Bearer ";

  private final Authenticator authenticator;
  private final Listen listen;
  private final Gate.Watchman watchman;
  private final Bounds bounds;

  Door(
      HttpService service,
      Authenticator authenticator,
      Listen listen,
      Gate.Watchman watchman,
      Bounds bounds) {
    super(service);
    this.authenticator = authenticator;
    this.listen = listen;
    this.watchman = watchman;
    this.bounds = bounds;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    Guests.asks(context);
    String authority = request.authority();
    if (listen.tls().isEmpty() && !isLocal(authority)) {
      watchman.turnedAway(context, Gate.NOBODY, request.path(), "host", authority + "");
      return refused("this controller is not called '" + authority + "'");
    }
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    if (origin != null && !isOurs(origin, authority)) {
      watchman.turnedAway(context, Gate.NOBODY, request.path(), "origin", origin);
      return refused("pages of " + origin + " may not use this controller");
    }
    if (isJsonCall(request) && !isJson(request)) {
      // Forms of other sites can send anything but this.
      watchman.turnedAway(
          context, Gate.NOBODY, request.path(), "content-type", request.contentType() + "");
      return HttpResponse.of(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          MediaType.PLAIN_TEXT_UTF_8,
          "send JSON, and say so: content-type: application/json\n");
    }
    recognise(context, request);
    return unwrap().serve(context, request);
  }

  private void recognise(ServiceRequestContext context, HttpRequest request) {
    String shown = request.headers().get(HttpHeaderNames.AUTHORIZATION);
    if (shown != null) {
      try {
        Caller.set(context, authenticator.authenticate(Caller.source(context), token(shown)));
        Guests.isKnown(context);
        return;
      } catch (DeniedException e) {
        context.setAttr(Caller.WHY, e.reason().name());
      }
    }
    if (context.requestTimeoutMillis() > 0) {
      context.setRequestTimeout(TimeoutMode.SET_FROM_NOW, bounds.stranger());
    }
  }

  static boolean isJsonCall(HttpRequest request) {
    return request.method() == HttpMethod.POST && request.path().startsWith("/v1/");
  }

  private static boolean isJson(HttpRequest request) {
    MediaType type = request.contentType();
    return type != null && type.is(MediaType.JSON.withoutParameters());
  }

  private static @Nullable String token(String header) {
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : null;
  }

  private static boolean isOurs(String origin, @Nullable String authority) {
    return authority != null
        && (origin.equals("http://" + authority) || origin.equals("https://" + authority));
  }

  /** Whether {@code authority} is a name of this computer that nobody else can give out. */
  private static boolean isLocal(@Nullable String authority) {
    if (authority == null) {
      return false;
    }
    String host = authority.replaceFirst(":[0-9]+$", "");
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }

  private static HttpResponse refused(String why) {
    return HttpResponse.of(HttpStatus.FORBIDDEN, MediaType.PLAIN_TEXT_UTF_8, why + "\n");
  }
}
