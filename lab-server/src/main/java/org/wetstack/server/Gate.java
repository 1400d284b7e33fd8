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
import org.jspecify.annotations.Nullable;
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
    void turnedAway(
        ServiceRequestContext context, String who, String verb, String rule, String why);
  }

  static final String NOBODY = "nobody";

  private final Watchman watchman;

  Gate(Watchman watchman) {
    this.watchman = watchman;
  }

  @Override
  public <A, B> ServerCall.Listener<A> interceptCall(
      ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
    ServiceRequestContext context = ServiceRequestContext.current();
    String verb = call.getMethodDescriptor().getFullMethodName();
    Optional<Status> refused =
        refuse(Caller.find(context), context.attr(Caller.WHY), verb, context);
    if (refused.isPresent()) {
      call.close(refused.get(), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    context.setAttr(Caller.VERB, verb);
    return next.startCall(call, headers);
  }

  /**
   * What is told to {@code caller}, who may not call {@code verb}; empty if they may.
   *
   * @param caller null if nobody has shown a valid token
   * @param why what was wrong with it, for the journal
   */
  Optional<Status> refuse(
      @Nullable Principal caller,
      @Nullable String why,
      String verb,
      ServiceRequestContext context) {
    if (caller == null) {
      watchman.turnedAway(context, NOBODY, verb, "caller", why == null ? "no token" : why);
      return Optional.of(
          Status.UNAUTHENTICATED.withDescription(
              "this needs a valid token: send 'Authorization: Bearer TOKEN'"));
    }
    Optional<Access> access = Verbs.access(verb);
    if (access.isPresent() && mayCall(caller, access.get())) {
      return Optional.empty();
    }
    String whose = "it is for " + access.map(Gate::names).orElse("nobody");
    watchman.turnedAway(context, caller.name(), verb, "role", whose);
    return Optional.of(
        Status.PERMISSION_DENIED.withDescription(caller.name() + " may not do this: " + whose));
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
}
