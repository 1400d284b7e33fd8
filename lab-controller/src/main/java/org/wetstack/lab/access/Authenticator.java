package org.wetstack.lab.access;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.access.DeniedException.Reason;

/**
 * Turns a bearer token into a principal. An address of which five tokens failed within a minute is
 * told so for a minute more. A token that is valid is let in from there all the same: a script with
 * an old one must not end the leases of all who share its address, and tokens of 256 bits are not
 * guessed. May be used by any thread.
 */
public final class Authenticator {

  private final Tokens tokens;
  private volatile Optional<JwtTrust> trust;
  private final Timebase time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Failures failures = new Failures();

  /**
   * @param trust in an identity provider, if there is one
   */
  public Authenticator(Tokens tokens, Optional<JwtTrust> trust, Timebase time) {
    this.tokens = tokens;
    this.trust = trust;
    this.time = time;
  }

  /** Another identity provider is trusted from now on, or none. */
  public void trust(Optional<JwtTrust> other) {
    trust = other;
  }

  /**
   * Who sends {@code token} from {@code source}.
   *
   * @param token without {@code Bearer}; null if there was none
   * @throws DeniedException if that is not known
   */
  public Principal authenticate(InetAddress source, @Nullable String token) throws DeniedException {
    try {
      return principal(token);
    } catch (DeniedException e) {
      if (!e.isGuess()) {
        throw e;
      }
      if (blocked(source)) {
        throw new DeniedException(Reason.BLOCKED, e);
      }
      failed(source);
      throw e;
    }
  }

  private void failed(InetAddress source) {
    lock.lock();
    try {
      failures.add(source, time.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  private boolean blocked(InetAddress source) {
    lock.lock();
    try {
      return failures.blocked(source, time.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  private Principal principal(@Nullable String token) throws DeniedException {
    if (token == null || token.isEmpty()) {
      throw new DeniedException(Reason.MISSING);
    }
    if (token.length() > JwtTrust.MOST_CHARACTERS) {
      throw new DeniedException(Reason.TOO_LONG);
    }
    if (token.startsWith(Tokens.PREFIX)) {
      return tokens.principal(token);
    }
    Optional<JwtTrust> provider = trust;
    if (provider.isEmpty()) {
      throw new DeniedException(Reason.NOT_TRUSTED);
    }
    return provider.get().principal(token);
  }
}
