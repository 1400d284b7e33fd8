package org.wetstack.server;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.wetstack.api.v1.Access;
import org.wetstack.api.v1.Role;
import org.wetstack.lab.access.Principal;

/**
 * Lets a call through if the schema says that its caller may make it. Whatever the schema does not
 * speak of, nobody may.
 */
final class Gate implements ServerInterceptor {

  /** Is told of everybody who was turned away. */
  interface Watchman {
    void turnedAway(String who, String verb, String rule, String why);
  }

  private final Watchman watchman;

  Gate(Watchman watchman) {
    this.watchman = watchman;
  }

  @Override
  public <A, B> ServerCall.Listener<A> interceptCall(
      ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
    String verb = call.getMethodDescriptor().getFullMethodName();
    Principal caller = Caller.find(ServiceRequestContext.current());
    if (caller == null) {
      String why = ServiceRequestContext.current().attr(Caller.WHY);
      watchman.turnedAway("nobody", verb, "caller", why == null ? "no token" : why);
      return closed(call, Status.UNAUTHENTICATED, "this needs a valid token");
    }
    Optional<Access> access = Verbs.access(verb);
    if (access.isEmpty() || !mayCall(caller, access.get())) {
      String why = "it is for " + access.map(Gate::names).orElse("nobody");
      watchman.turnedAway(caller.name(), verb, "role", why);
      return closed(call, Status.PERMISSION_DENIED, caller.name() + " may not do this: " + why);
    }
    return next.startCall(call, headers);
  }

  private static boolean mayCall(Principal caller, Access access) {
    return caller.roles().stream()
        .anyMatch(role -> access.getRolesList().contains(Role.valueOf(role.name())));
  }

  private static String names(Access access) {
    return access.getRolesList().stream()
        .map(role -> role.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
  }

  private static <A, B> ServerCall.Listener<A> closed(
      ServerCall<A, B> call, Status status, String why) {
    call.close(status.withDescription(why), new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
