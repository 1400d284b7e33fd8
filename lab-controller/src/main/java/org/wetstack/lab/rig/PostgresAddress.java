package org.wetstack.lab.rig;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where a database of PostgreSQL is.
 *
 * @param options of the connection, of those in {@link #OPTIONS}
 */
public record PostgresAddress(
    String user, String host, int port, String database, Map<String, String> options) {

  /** The environment variable of a password, if no file was named. */
  public static final String PASSWORD = "WETSTACK_STORE_PASSWORD";

  private static final String SCHEME = "postgresql";
  private static final int USUAL_PORT = 5_432;
  private static final String FORM =
      "write it as in postgresql://wetstack@db.lab/rig_1, with ?sslmode=verify-full for one"
          + " elsewhere";
  private static final Pattern OPTIONS = Pattern.compile("sslmode|sslrootcert|sslcert|sslkey");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}");

  public PostgresAddress {
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }

  /**
   * What {@code text} names.
   *
   * @throws IllegalArgumentException if it names no database, or has a password in it
   */
  public static PostgresAddress parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + text + "' is no address: " + FORM, e);
    }
    String user = uri.getUserInfo() == null ? "" : uri.getUserInfo();
    if (user.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "a password must not stand in the rig file: give 'password-file', or set $" + PASSWORD);
    }
    String path = uri.getPath() == null ? "" : uri.getPath();
    if (!SCHEME.equals(uri.getScheme())
        || uri.getHost() == null
        || !NAME.matcher(user).matches()
        || path.length() < 2
        || !NAME.matcher(path.substring(1)).matches()) {
      throw new IllegalArgumentException("'" + text + "' is no database: " + FORM);
    }
    return new PostgresAddress(
        user,
        uri.getHost(),
        uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
        path.substring(1),
        options(text, uri.getRawQuery() == null ? "" : uri.getRawQuery()));
  }

  private static Map<String, String> options(String text, String query) {
    Map<String, String> options = new TreeMap<>();
    for (String each : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = each.indexOf('=');
      if (equals < 1 || !OPTIONS.matcher(each.substring(0, equals)).matches()) {
        throw new IllegalArgumentException(
            "'" + each + "' in '" + text + "' is no option: there are " + OPTIONS);
      }
      options.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return options;
  }

  /** As its driver takes it. */
  public String jdbc() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }
}
