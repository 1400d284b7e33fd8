package org.wetstack.lab.desk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.wetstack.lab.access.Principal;

/**
 * Something that somebody wants done.
 *
 * @param who wants it
 * @param verb as the API calls it; for the journal
 * @param epoch of the lease under which it is wanted
 * @param key by which the same wish is known when it comes again, 1 to 100 characters
 * @param content everything that tells this wish from another, in words
 */
public record Request(Principal who, String verb, long epoch, String key, String content) {

  private static final int MOST_KEY = 100;

  public Request {
    if (key.isBlank() || key.length() > MOST_KEY) {
      throw new IllegalArgumentException(
          "an idempotency key has 1 to "
              + MOST_KEY
              + " characters, not "
              + key.length()
              + ": make a new one for each request, and send the same again when you repeat it");
    }
  }

  /** {@code more}, the epoch of the lease, and what ties an entry to this request. */
  Map<String, String> facts(String made, Map<String, String> more) {
    Map<String, String> facts = naming(made, more);
    facts.put("lease", Long.toString(epoch));
    return facts;
  }

  /** {@code more}, and what ties an entry to this request. */
  public Map<String, String> naming(String made, Map<String, String> more) {
    Map<String, String> facts = new TreeMap<>(more);
    facts.put("key", key);
    facts.put("request", fingerprint());
    facts.put("made", made);
    return facts;
  }

  String fingerprint() {
    try {
      byte[] text = (verb + "\n" + content).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, Long.BYTES * 2);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
