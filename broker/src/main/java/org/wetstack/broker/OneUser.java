package org.wetstack.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;

/** Lets one user do everything, and nobody else anything. */
record OneUser(String name, String password) implements ActiveMQSecurityManager5 {

  @Override
  public @Nullable Subject authenticate(
      @Nullable String user,
      @Nullable String offered,
      RemotingConnection connection,
      String domain) {
    if (!validateUser(user, offered)) {
      return null;
    }
    // Artemis takes a subject without a user for a failed login.
    return new Subject(true, Set.of(new UserPrincipal(name)), Set.of(), Set.of());
  }

  @Override
  public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
    return true;
  }

  @Override
  public boolean validateUser(@Nullable String user, @Nullable String offered) {
    return same(name, user) && same(password, offered);
  }

  @Override
  public boolean validateUserAndRole(
      @Nullable String user, @Nullable String offered, Set<Role> roles, CheckType check) {
    return validateUser(user, offered);
  }

  /** In a time that does not tell how much was right. */
  private static boolean same(String right, @Nullable String offered) {
    return offered != null
        && MessageDigest.isEqual(
            right.getBytes(StandardCharsets.UTF_8), offered.getBytes(StandardCharsets.UTF_8));
  }
}
