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

  private static final int HOUR = 3_600;

  private final LabClient client;
  private final JsonNode lease;
  private final boolean ours;

  private HeldLease(LabClient client, JsonNode lease, boolean ours) {
    this.client = client;
    this.lease = lease;
    this.ours = ours;
  }

  /**
   * Works under the lease of {@code resource} that the same person holds already, which is left as
   * it is; takes one if there is none.
   */
  static HeldLease join(LabClient client, String resource, String purpose)
      throws IOException, InterruptedException {
    String me = client.get("/v1/me").path("name").asString("");
    for (JsonNode each : client.get("/v1/leases").path("leases")) {
      if (each.path("resource").asString("").equals(resource)
          && each.path("holder").asString("").equals(me)) {
        return new HeldLease(client, each, false);
      }
    }
    return take(client, resource, purpose, HOUR);
  }

  /** Takes the lease of {@code resource}, or fails saying who is before us. */
  static HeldLease take(LabClient client, String resource, String purpose, int seconds)
      throws IOException, InterruptedException {
    for (JsonNode each : client.get("/v1/leases").path("leases")) {
      // Whoever does not wait takes no place in the queue.
      if (each.path("resource").asString("").equals(resource)) {
        throw new IOException(
            "%s is in use by %s until %s: %s"
                .formatted(
                    resource,
                    each.path("holder").asString(""),
                    each.path("until").asString(""),
                    each.path("purpose").asString("")));
      }
    }
    JsonNode reply =
        client.post(
            "/v1/leases",
            Map.of(
                "resource", resource,
                "purpose", purpose,
                "seconds", seconds,
                "key", LabClient.key()));
    if (!reply.has("lease")) {
      throw new IOException(
          resource
              + " is in use or booked, and "
              + reply.path("waiting").asInt(0)
              + " wait for it: 'wetstack lease' tells who has it");
    }
    return new HeldLease(client, reply.path("lease"), true);
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

  /** Gives it back if it was taken; what runs under it is stopped. */
  @Override
  public void close() throws IOException {
    if (!ours) {
      return;
    }
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
