package org.wetstack.server;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.access.Principal;

/** Who is behind the request that this thread works on. */
final class Caller {

  private static final AttributeKey<Principal> KEY =
      AttributeKey.valueOf(Caller.class, "PRINCIPAL");

  /** Why a token was not taken, for the journal; callers are not told. */
  static final AttributeKey<String> WHY = AttributeKey.valueOf(Caller.class, "WHY");

  /** The method that is called, as {@link Verbs#methods} names it. */
  static final AttributeKey<String> VERB = AttributeKey.valueOf(Caller.class, "VERB");

  private Caller() {}

  /** The computer at the other end of the connection, whatever headers say. */
  static InetAddress source(ServiceRequestContext request) {
    return request.remoteAddress().getAddress();
  }

  static void set(ServiceRequestContext request, Principal principal) {
    request.setAttr(KEY, principal);
  }

  static @Nullable Principal find(ServiceRequestContext request) {
    return request.attr(KEY);
  }

  /** The request is for a stream, which may last as long as its client listens. */
  static void listens() {
    ServiceRequestContext.current().clearRequestTimeout();
  }

  /** The caller, who has been let in. */
  static Principal current() {
    Principal principal = find(ServiceRequestContext.current());
    if (principal == null) {
      throw Status.UNAUTHENTICATED.withDescription("nobody has been let in").asRuntimeException();
    }
    return principal;
  }
}
