package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.wetstack.hal.spi.SystemTimebase;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/** A dose or a flash that was begun under a lease: tells of it, and waits until it is over. */
final class UnderWay {

  /**
   * What is under way.
   *
   * @param path where the controller is asked for it
   * @param amounts what was given of what was asked for
   */
  record Kind(String noun, String path, Function<JsonNode, String> amounts) {

    static final Kind DOSE =
        new Kind(
            "dose",
            "/v1/doses/",
            dose ->
                "%s to %s nL of %s nL"
                    .formatted(
                        dose.path("deliveredAtLeastNanoliters").asString("0"),
                        dose.path("deliveredAtMostNanoliters").asString("0"),
                        dose.path("nanoliters").asString("0")));

    static final Kind FLASH =
        new Kind(
            "flash",
            "/v1/flashes/",
            flash ->
                "%s µW for %s µs of %s µs"
                    .formatted(
                        flash.path("microwatts").asString("0"),
                        flash.path("litAtMostMicroseconds").asString("0"),
                        flash.path("microseconds").asString("0")));
  }

  /** So soon a signal is heeded. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final Kind kind;
  private final CommandSpec spec;
  private final LabOptions lab;
  private final LabClient client;
  private final HeldLease lease;

  UnderWay(Kind kind, CommandSpec spec, LabOptions lab, LabClient client, HeldLease lease) {
    this.kind = kind;
    this.spec = spec;
    this.lab = lab;
    this.client = client;
    this.lease = lease;
  }

  /**
   * Waits for the end of {@code begun}, and tells it; {@code signal} stops it at once.
   *
   * @param only what a signal stops on {@code culture}, as {@code StopCulture} takes it
   * @return the exit code
   */
  int end(
      String culture, Map<String, String> only, JsonNode begun, CompletableFuture<Integer> signal)
      throws IOException, InterruptedException {
    if (!lab.json()) {
      // Whoever ends this has a name to ask for.
      PrintWriter out = spec.commandLine().getOut();
      out.println(name(begun) + " has begun");
      out.flush();
    }
    JsonNode last = last(culture, only, begun, signal);
    lab.show(spec, client, last, out -> out.println(words(last)));
    if (signal.isDone()) {
      return signal.join();
    }
    return StatusCommand.text(last, "end").equals("COMPLETE") ? ExitCode.OK : ExitCode.FAILURE;
  }

  private JsonNode last(
      String culture, Map<String, String> only, JsonNode begun, CompletableFuture<Integer> signal)
      throws IOException, InterruptedException {
    JsonNode now = begun;
    long renewed = SystemTimebase.shared().nanoTime();
    while (!isOver(now)) {
      if (signal.isDone()) {
        stop(culture, only);
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

  private void stop(String culture, Map<String, String> only)
      throws IOException, InterruptedException {
    Map<String, String> wish = new HashMap<>(only);
    wish.put("reason", "the command was told to end");
    wish.put("key", LabClient.key());
    JsonNode unused = client.post("/v1/cultures/" + LabClient.part(culture) + ":stop", wish);
  }

  private JsonNode ask(JsonNode begun, Duration most) throws IOException, InterruptedException {
    return client.get(
        kind.path()
            + LabClient.part(StatusCommand.text(begun, "operation"))
            + "?wait_milliseconds="
            + most.toMillis());
  }

  private static boolean isOver(JsonNode state) {
    String progress = StatusCommand.text(state, "progress");
    return !progress.equals("INTENDED") && !progress.equals("BEGUN");
  }

  private String name(JsonNode state) {
    return kind.noun() + " " + StatusCommand.text(state, "operation");
  }

  private String words(JsonNode state) {
    String end = StatusCommand.text(state, "end");
    String how = end.isEmpty() ? StatusCommand.text(state, "progress") : end;
    return name(state) + " " + how.toLowerCase(Locale.ROOT) + ": " + kind.amounts().apply(state);
  }
}
