package org.wetstack.server;

import com.linecorp.armeria.server.annotation.Blocking;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.wetstack.api.v1.CreateTokenReply;
import org.wetstack.api.v1.CreateTokenRequest;
import org.wetstack.api.v1.ListTokensReply;
import org.wetstack.api.v1.ListTokensRequest;
import org.wetstack.api.v1.RevokeTokenRequest;
import org.wetstack.api.v1.Token;
import org.wetstack.api.v1.User;
import org.wetstack.api.v1.UsersGrpc;
import org.wetstack.api.v1.WhoAmIRequest;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.access.Tokens;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.desk.Request;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Refusal;

/** Who may come in. What was done with tokens is in the journal; the tokens are not. */
@Blocking
final class UsersService extends UsersGrpc.UsersImplBase {

  private static final int MOST_DAYS = 366;

  private final LabController controller;
  private final Tokens tokens;
  private final Answers answers;

  UsersService(LabController controller, Tokens tokens, Answers answers) {
    this.controller = controller;
    this.tokens = tokens;
    this.answers = answers;
  }

  @Override
  public void whoAmI(WhoAmIRequest ask, StreamObserver<User> to) {
    answers.give(
        to,
        () -> {
          Principal caller = Caller.current();
          User.Builder user = User.newBuilder().setName(caller.name());
          caller.roles().forEach(role -> user.addRoles(role(role)));
          return user.build();
        });
  }

  @Override
  public void createToken(CreateTokenRequest ask, StreamObserver<CreateTokenReply> to) {
    answers.give(
        to,
        () -> {
          if (ask.getDays() < 1 || ask.getDays() > MOST_DAYS) {
            throw new IllegalArgumentException("a token is good for 1 to " + MOST_DAYS + " days");
          }
          Set<Role> roles =
              ask.getRolesList().stream().map(UsersService::role).collect(Collectors.toSet());
          Instant now = controller.time().now();
          Instant expires = now.plus(Duration.ofDays(ask.getDays()));
          requirePossible(ask, roles, now, expires);
          Tokens.Created created = create(Wishes.request(ask), ask, roles, expires);
          return CreateTokenReply.newBuilder()
              .setToken(token(created.token()))
              .setSecret(created.text())
              .build();
        });
  }

  private synchronized Tokens.Created create(
      Request request, CreateTokenRequest ask, Set<Role> roles, Instant expires)
      throws IOException {
    if (!controller.made(request).isEmpty()) {
      throw new Refusal(
          "token.made",
          "",
          ask.getUser(),
          "the token for this key was made, and is told only once: revoke it, and make another"
              + " with a new key");
    }
    controller
        .journal()
        .append(
            request.who().name(),
            Kinds.TOKEN_CREATED,
            request.naming(ask.getUser(), Map.of("user", ask.getUser(), "label", ask.getLabel())));
    return tokens.create(ask.getUser(), roles, expires, ask.getLabel());
  }

  /** Before it is written down that there is one. */
  private static void requirePossible(
      CreateTokenRequest ask, Set<Role> roles, Instant now, Instant expires) {
    String hash = "0".repeat(64);
    var unused =
        new org.wetstack.lab.access.Token(
            hash.substring(0, 16), hash, ask.getUser(), roles, now, expires, ask.getLabel());
  }

  @Override
  public void revokeToken(RevokeTokenRequest ask, StreamObserver<Token> to) {
    answers.give(
        to,
        () -> {
          Token token =
              tokens.list().stream()
                  .filter(one -> one.id().equals(ask.getToken()))
                  .map(UsersService::token)
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new Refusal(
                              "unknown.token",
                              "",
                              ask.getToken(),
                              "there is no token '" + ask.getToken() + "'"));
          controller
              .journal()
              .append(
                  Caller.current().name(), Kinds.TOKEN_REVOKED, Map.of("token", ask.getToken()));
          tokens.revoke(ask.getToken());
          return token;
        });
  }

  @Override
  public void listTokens(ListTokensRequest ask, StreamObserver<ListTokensReply> to) {
    answers.give(
        to,
        () ->
            ListTokensReply.newBuilder()
                .addAllTokens(tokens.list().stream().map(UsersService::token).toList())
                .build());
  }

  private static Token token(org.wetstack.lab.access.Token token) {
    Token.Builder picture =
        Token.newBuilder()
            .setToken(token.id())
            .setUser(token.user())
            .setLabel(token.label())
            .setExpires(Wire.time(token.expires()));
    token.roles().forEach(role -> picture.addRoles(role(role)));
    return picture.build();
  }

  private static org.wetstack.api.v1.Role role(Role role) {
    return org.wetstack.api.v1.Role.valueOf(role.name());
  }

  private static Role role(org.wetstack.api.v1.Role role) {
    return switch (role) {
      case OBSERVER -> Role.OBSERVER;
      case OPERATOR -> Role.OPERATOR;
      case SAFETY_OFFICER -> Role.SAFETY_OFFICER;
      case ADMIN -> Role.ADMIN;
      case ROLE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException(
              "a role is one of OBSERVER, OPERATOR, SAFETY_OFFICER, ADMIN");
    };
  }
}
