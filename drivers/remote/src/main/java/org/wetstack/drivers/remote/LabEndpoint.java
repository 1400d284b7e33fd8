package org.wetstack.drivers.remote;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.wetstack.hal.spi.EndpointOptions;

/**
 * Which culture of which rig, and how to get in.
 *
 * @param ca whom to trust, in PEM; without it the connection is not encrypted
 * @param cert what to show, in PEM, with {@code key}; both or none
 */
record LabEndpoint(
    String host,
    int port,
    String culture,
    String token,
    Optional<Path> ca,
    Optional<Path> cert,
    Optional<Path> key,
    int seconds,
    String purpose) {

  private static final Set<String> OPTIONS =
      Set.of("token-file", "ca", "cert", "key", "seconds", "purpose");
  private static final String CULTURE = "/culture:";
  private static final int USUAL_SECONDS = 3_600;
  private static final int MOST_SECONDS = 7 * 24 * 3_600;

  static LabEndpoint parse(URI endpoint) {
    EndpointOptions options = EndpointOptions.parse(endpoint, OPTIONS);
    String host = endpoint.getHost();
    String path = endpoint.getPath();
    if (!LabScheme.NAME.equals(endpoint.getScheme())
        || host == null
        || endpoint.getPort() < 1
        || path == null
        || !path.startsWith(CULTURE)
        || path.length() == CULTURE.length()) {
      throw new IllegalArgumentException(
          "'"
              + endpoint
              + "' names no culture of a rig; write it as in"
              + " lab://127.0.0.1:7400/culture:organoids?token-file=/home/ada/token");
    }
    Optional<Path> ca = file(options, "ca");
    if (ca.isEmpty() && !isThisComputer(host)) {
      throw new IllegalArgumentException(
          endpoint
              + " is on another computer, so the connection must be encrypted: give the"
              + " certificate of the controller's authority, as ca=FILE");
    }
    Optional<Path> cert = file(options, "cert");
    Optional<Path> key = file(options, "key");
    if (cert.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "options cert and key go together: a certificate and the private key it belongs to");
    }
    return new LabEndpoint(
        host,
        endpoint.getPort(),
        path.substring(CULTURE.length()),
        token(options, endpoint),
        ca,
        cert,
        key,
        options.integer("seconds", USUAL_SECONDS, 1, MOST_SECONDS),
        options.text("purpose").orElse("a program with the driver remote"));
  }

  private static Optional<Path> file(EndpointOptions options, String name) {
    Optional<Path> file = options.text(name).map(Path::of);
    file.filter(path -> !Files.isReadable(path))
        .ifPresent(
            path -> {
              throw new IllegalArgumentException(
                  "option '" + name + "': " + path + " cannot be read");
            });
    return file;
  }

  private static String token(EndpointOptions options, URI endpoint) {
    Path file =
        file(options, "token-file")
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        endpoint
                            + " lacks token-file=FILE: the file with the token that its controller"
                            + " has given you"));
    try {
      String token = Files.readString(file).strip();
      if (token.matches("[\\x21-\\x7e]+")) {
        return token;
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("option 'token-file': " + file + " cannot be read", e);
    }
    throw new IllegalArgumentException("option 'token-file': " + file + " holds no token");
  }

  private static boolean isThisComputer(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.matches("127(\\.[0-9]{1,3}){3}");
  }

  /** As gRPC clients of Armeria want it. */
  String target() {
    return (ca.isPresent() ? "gproto+h2://" : "gproto+h2c://") + host + ":" + port;
  }

  /** As leases name it. */
  String resource() {
    return "culture:" + culture;
  }

  /** Without what is nobody's business. */
  @Override
  public String toString() {
    return LabScheme.NAME + "://" + host + ":" + port + CULTURE + culture;
  }
}
