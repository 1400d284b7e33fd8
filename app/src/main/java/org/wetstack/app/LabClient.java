package org.wetstack.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to a controller in JSON over HTTP. */
final class LabClient {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Longer than the controller lets anybody wait. */
  private static final Duration ANSWER = Duration.ofSeconds(75);

  /** Of gRPC, as it stands in the body: HTTP says 400 of a limit that refuses as well. */
  private static final int INVALID_ARGUMENT = 3;

  private static final int NOT_LET_IN = 401;

  private final URI at;
  private final String token;
  private final HttpClient http;
  private final JsonMapper json = JsonMapper.shared();

  LabClient(URI at, String token, Optional<Path> ca) throws IOException {
    this.at = at;
    this.token = token;
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    if (ca.isPresent()) {
      builder.sslContext(trusting(ca.get()));
    }
    http = builder.build();
  }

  private static SSLContext trusting(Path ca) throws IOException {
    try (InputStream pem = Files.newInputStream(ca)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, new char[0]);
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca" + number++, each);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "--ca: " + ca + " is no certificate in PEM: " + e.getMessage(), e);
    }
  }

  /** A key for one wish. */
  static String key() {
    return UUID.randomUUID().toString();
  }

  /** {@code name} as a part of a path. */
  static String part(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("%3A", ":");
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return ask(request(path).GET().build());
  }

  JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    return ask(
        request(path)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(at.resolve(path))
        .timeout(ANSWER)
        .header("authorization", "Bearer " + token);
  }

  private JsonNode ask(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer;
    try {
      answer = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (ConnectException e) {
      throw new IOException(
          "nobody answers at "
              + at
              + ": start a controller with 'wetstack run FILE', or say with --at where it is",
          e);
    } catch (SSLException e) {
      throw new IOException(
          "no TLS at " + at + ": " + e.getMessage() + "; http or https, and is --ca the right one?",
          e);
    } catch (HttpTimeoutException e) {
      throw new IOException(
          "the controller at " + at + " did not answer; look with 'wetstack history' what was done",
          e);
    }
    if (answer.statusCode() == 200) {
      return parsed(answer.body());
    }
    String text = text(answer);
    if (code(answer) == INVALID_ARGUMENT) {
      throw new IllegalArgumentException(text);
    }
    throw new IOException(
        answer.statusCode() == NOT_LET_IN
            ? "the controller does not take this token: it is wrong, has expired or was revoked; an"
                + " admin makes another with 'wetstack token create'"
            : text);
  }

  private JsonNode parsed(String body) throws IOException {
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      throw new IOException("what answers at " + at + " is no controller", e);
    }
  }

  private int code(HttpResponse<String> answer) {
    try {
      return json.readTree(answer.body()).path("code").asInt(0);
    } catch (JacksonException e) {
      return 0;
    }
  }

  /** What is said of a failure, as a person reads it. */
  private String text(HttpResponse<String> answer) {
    try {
      JsonNode body = json.readTree(answer.body());
      String text = body.path("message").asString("");
      String rule = rule(body);
      return text.isEmpty() ? answer.body() : text + (rule.isEmpty() ? "" : " (" + rule + ")");
    } catch (JacksonException e) {
      return "HTTP " + answer.statusCode() + ": " + answer.body().strip();
    }
  }

  private static String rule(JsonNode body) {
    for (JsonNode detail : body.path("details")) {
      String reason = detail.path("reason").asString("");
      if (!reason.isEmpty()) {
        return reason;
      }
    }
    return "";
  }

  /** {@code node} on several lines. */
  String pretty(JsonNode node) {
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(node);
  }
}
