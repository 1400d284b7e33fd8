package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.board.PumpBench;

/** How a controller comes up, and in which order it ends. */
@Timeout(120)
class RigEndTest {

  private static final Duration START = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void itIsReadyWhenItsAddressIsPrintedAndWhatFlowsIsStoppedBeforeAnybodyIsSentAway()
      throws Exception {
    try (var rig = new RunningRig(folder)) {
      HttpRequest ready =
          HttpRequest.newBuilder(URI.create(rig.url() + "/ready")).timeout(START).build();
      assertEquals(200, http.send(ready, BodyHandlers.ofString()).statusCode());

      String token = Files.readString(rig.token()).strip();
      PumpBench pump = rig.board("pump").pump("dopamine");
      var flows = new CompletableFuture<Void>();
      pump.onDelivered(portion -> flows.complete(null));
      var watcher = new Watcher();
      WebSocket socket = watch(rig, token, watcher);
      give(rig, token);
      flows.get(30, TimeUnit.SECONDS);
      rig.end();

      watcher.stopped.get(30, TimeUnit.SECONDS);
      socket.abort();
      assertTrue(pump.pumpedNanoliters() < 2_000, "it was stopped on its way");
    }
  }

  private WebSocket watch(RunningRig rig, String token, Watcher watcher) throws Exception {
    WebSocket socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create(rig.url().replaceFirst("^http", "ws") + "/v1/live"), watcher)
            .get(30, TimeUnit.SECONDS);
    socket
        .sendText("{\"token\":\"" + token + "\",\"watch\":\"rig\"}", true)
        .get(30, TimeUnit.SECONDS);
    watcher.hears.get(30, TimeUnit.SECONDS);
    return socket;
  }

  /** One that takes two minutes. */
  private void give(RunningRig rig, String token) throws Exception {
    String lease =
        post(
            rig,
            token,
            "/v1/leases",
            "{\"resource\":\"culture:organoids\",\"purpose\":\"a test\",\"key\":\"k1\"}");
    Matcher epoch = Pattern.compile("\"epoch\" *: *\"?(\\d+)").matcher(lease);
    assertTrue(epoch.find(), lease);
    post(
        rig,
        token,
        "/v1/cultures/organoids/doses",
        "{\"reservoir\":\"dopamine\",\"nanoliters\":\"2000\",\"nanolitersPerMinute\":\"1000\","
            + "\"epoch\":\""
            + epoch.group(1)
            + "\",\"key\":\"k2\"}");
  }

  private String post(RunningRig rig, String token, String path, String json) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(rig.url() + path))
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build(),
            BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer::body);
    return answer.body();
  }

  /** Waits to hear that the dose was stopped, for which it must not have been sent away. */
  private static final class Watcher implements WebSocket.Listener {

    final CompletableFuture<Void> hears = new CompletableFuture<>();
    final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final StringBuilder heard = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      heard.append(StandardCharsets.ISO_8859_1.decode(data));
      hears.complete(null);
      if (heard.indexOf("dose.ended") >= 0 && heard.indexOf("STOPPED") >= 0) {
        stopped.complete(null);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      stopped.completeExceptionally(new AssertionError("it was sent away: " + heard));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      stopped.completeExceptionally(failure);
    }
  }
}
