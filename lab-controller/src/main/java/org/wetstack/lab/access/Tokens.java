package org.wetstack.lab.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.access.DeniedException.Reason;

/**
 * API tokens: 256 random bits, of which only the hash is kept. A plain SHA-256 is enough, as there
 * is nothing to guess: salt and slow hashes protect words that people choose. May be used by any
 * thread, and several processes may change the file: each change is seen by all at their next look.
 */
public final class Tokens {

  /** What every token begins with, so that one that leaked can be found by a search. */
  public static final String PREFIX = "wst_";

  private static final int BYTES = 32;
  private static final Pattern TEXT = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

  private volatile TokenFile file;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * The tokens in {@code file}, which need not be there yet.
   *
   * @param clock tells what has expired
   */
  public Tokens(Path file, InstantSource clock) {
    this.file = new TokenFile(file);
    this.clock = clock;
  }

  /**
   * Makes ready for the tokens to be in {@code other} from now on.
   *
   * @return puts that in force
   * @throws IOException if it is no file of tokens, or holds none: nobody could come in
   */
  public Runnable moveTo(Path other) throws IOException {
    TokenFile next = new TokenFile(other);
    if (next.read().isEmpty()) {
      throw new IOException(other + " holds no tokens, so that nobody could come in");
    }
    return () -> file = next;
  }

  /** A token that was just made. {@code text} is not kept: whoever needs it must write it down. */
  public record Created(Token token, String text) {
    @Override
    public String toString() {
      return token.toString();
    }
  }

  /**
   * Makes a token.
   *
   * @throws IllegalArgumentException if there can be no such token: see {@link Token}
   * @throws IOException if it could not be kept: there is none then
   */
  public Created create(String user, Set<Role> roles, Instant expires, String label)
      throws IOException {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    String hash = HexFormat.of().formatHex(hash(text));
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Token token = new Token(hash.substring(0, 16), hash, user, roles, now, expires, label);
    file.change(
        old -> {
          if (old.size() >= TokenFile.MOST) {
            throw new IllegalArgumentException(
                "there are " + TokenFile.MOST + " tokens already: revoke some");
          }
          List<Token> tokens = new ArrayList<>(old);
          tokens.add(token);
          return tokens;
        });
    return new Created(token, text);
  }

  /**
   * Ends the token with {@code id}; false if there is none.
   *
   * @throws IOException if that could not be kept: the token goes on then
   */
  public boolean revoke(String id) throws IOException {
    boolean[] found = new boolean[1];
    file.change(
        old -> {
          found[0] = old.stream().anyMatch(token -> token.id().equals(id));
          return old.stream().filter(token -> !token.id().equals(id)).toList();
        });
    return found[0];
  }

  /** All tokens, with those that have expired. */
  public List<Token> list() throws IOException {
    return file.read();
  }

  /**
   * Whose token {@code text} is.
   *
   * @throws DeniedException if nobody's
   */
  Principal principal(String text) throws DeniedException {
    if (!TEXT.matcher(text).matches()) {
      throw new DeniedException(Reason.MALFORMED);
    }
    Token token = find(hash(text));
    if (token == null) {
      throw new DeniedException(Reason.UNKNOWN);
    }
    if (!clock.instant().isBefore(token.expires())) {
      throw new DeniedException(Reason.EXPIRED);
    }
    return new Principal(token.user(), token.roles(), "token " + token.id(), token.expires());
  }

  /** Looks at all of them, so that the time it takes tells nothing. */
  private @Nullable Token find(byte[] hash) throws DeniedException {
    List<Token> all;
    try {
      all = file.read();
    } catch (IOException e) {
      throw new DeniedException(Reason.FILE, e);
    }
    Token found = null;
    for (Token token : all) {
      if (MessageDigest.isEqual(hash, HexFormat.of().parseHex(token.hash()))) {
        found = token;
      }
    }
    return found;
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
