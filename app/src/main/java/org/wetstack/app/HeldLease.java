package org.wetstack.app;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.wetstack.hal.spi.SystemTimebase;
import tools.jackson.databind.JsonNode;

/** A lease for as long as a command runs. Whoever waits under it renews it meanwhile. */
final class HeldLease implements AutoCloseable {

  private final LabClient client;
  private final JsonNode lease;

  private HeldLease(LabClient client, JsonNode lease) {
    this.client = client;
    this.lease = lease;
  }

  /** Takes the lease of {@code resource}, or fails saying who is before us. */
  static HeldLease take(LabClient client, String resource, String purpose)
      throws IOException, InterruptedException {
    JsonNode reply =
        client.post(
            "/v1/leases", Map.of("resource", resource, "purpose", purpose, "key", LabClient.key()));
    if (!reply.has("lease")) {
      throw new IOException(
          resource
              + " is in use or booked, and "
              + reply.path("waiting").asInt(0)
              + " wait for it: 'wetstack lease' tells who has it");
    }
    return new HeldLease(client, reply.path("lease"));
  }

  JsonNode lease() {
    return lease;
  }

  String epoch() {
    return lease.path("epoch").asString();
  }

  /** How long may pass between two renewals. */
  Duration pace() {
    return Duration.ofMillis(Math.max(50, lease.path("silenceMilliseconds").asLong(3_000) / 3));
  }

  void renew() throws IOException, InterruptedException {
    JsonNode unused =
        client.post(
            "/v1/leases/" + LabClient.part(lease.path("lease").asString()) + ":renew",
            Map.of("epoch", epoch()));
  }

  /** Holds it until {@code signal} comes, or for {@code most}; whether a signal came. */
  boolean hold(CompletableFuture<Integer> signal, Duration most)
      throws IOException, InterruptedException {
    long until = SystemTimebase.shared().nanoTime() + most.toNanos();
    while (true) {
      long left = until - SystemTimebase.shared().nanoTime();
      if (left <= 0) {
        return signal.isDone();
      }
      try {
        SystemTimebase.shared().await(signal, Duration.ofNanos(Math.min(left, pace().toNanos())));
        return true;
      } catch (TimeoutException e) {
        renew();
      }
    }
  }

  /** Gives it back; what runs under it is stopped. */
  @Override
  public void close() throws IOException {
    try {
      JsonNode unused =
          client.post(
              "/v1/leases/" + LabClient.part(lease.path("lease").asString()) + ":release",
              Map.of("epoch", epoch(), "key", LabClient.key()));
    } catch (InterruptedException e) {
      // It lapses by itself.
      Thread.currentThread().interrupt();
    }
  }
}
