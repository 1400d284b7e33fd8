package org.wetstack.app;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.wetstack.hal.spi.SystemTimebase;
import tools.jackson.databind.JsonNode;

/** A dose or a flash that was begun under a lease, until it is over. */
final class UnderWay {

  /** So soon a signal is heeded. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final LabClient client;
  private final HeldLease lease;
  private final String culture;
  private final String path;
  private final Map<String, String> only;

  /**
   * @param path of such operations, as in {@code /v1/doses/}
   * @param only what a signal stops, as {@code StopCulture} takes it
   */
  UnderWay(
      LabClient client, HeldLease lease, String culture, String path, Map<String, String> only) {
    this.client = client;
    this.lease = lease;
    this.culture = culture;
    this.path = path;
    this.only = only;
  }

  /** What became of {@code begun}; {@code signal} stops it at once. */
  JsonNode end(JsonNode begun, CompletableFuture<Integer> signal)
      throws IOException, InterruptedException {
    JsonNode now = begun;
    long renewed = SystemTimebase.shared().nanoTime();
    while (!isOver(now)) {
      if (signal.isDone()) {
        stop();
        return ask(begun, LAST_WORDS);
      }
      if (SystemTimebase.shared().nanoTime() - renewed > lease.pace().toNanos()) {
        renewed = SystemTimebase.shared().nanoTime();
        lease.renew();
      }
      now = ask(begun, LOOK);
    }
    return now;
  }

  private void stop() throws IOException, InterruptedException {
    Map<String, String> wish = new HashMap<>(only);
    wish.put("reason", "the command was told to end");
    wish.put("key", LabClient.key());
    JsonNode unused = client.post("/v1/cultures/" + LabClient.part(culture) + ":stop", wish);
  }

  private JsonNode ask(JsonNode begun, Duration most) throws IOException, InterruptedException {
    return client.get(
        path
            + LabClient.part(StatusCommand.text(begun, "operation"))
            + "?wait_milliseconds="
            + most.toMillis());
  }

  private static boolean isOver(JsonNode state) {
    String progress = StatusCommand.text(state, "progress");
    return !progress.equals("INTENDED") && !progress.equals("BEGUN");
  }
}
