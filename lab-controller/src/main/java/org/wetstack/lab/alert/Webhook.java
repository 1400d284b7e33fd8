package org.wetstack.lab.alert;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Posts alarms as JSON. The idempotency key lets the other side know one that comes twice. */
final class Webhook implements Channel {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final URI address;

  Webhook(String address) {
    this.address = URI.create(address);
  }

  @Override
  public void send(Message message) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(LIMIT)
            .header("content-type", "application/json")
            .header("idempotency-key", message.rig() + "/" + message.alarm())
            .POST(HttpRequest.BodyPublishers.ofString(message.json()))
            .build();
    int status;
    try {
      status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while telling " + address.getHost());
    }
    if (status / 100 != 2) {
      throw new IOException(address.getHost() + " answered with status " + status);
    }
  }
}
