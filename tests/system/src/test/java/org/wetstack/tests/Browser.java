package org.wetstack.tests;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Chromium without a window, told what to do over its DevTools protocol. For one thread. */
final class Browser implements AutoCloseable {

  static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final int MOST_ANSWERS = 1_000;
  private static final int MOST_LOOKS = 1_500;

  /** For whatever is to be seen; a browser on a busy machine is slow. */
  private static final int PATIENCE_MILLIS = 30_000;

  private static final int MOST_TABS = 100;

  private final Process process;
  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>(MOST_ANSWERS);
  private final WebSocket socket;
  private int calls;

  /** Its profile and everything else it writes is below {@code folder}. */
  Browser(Path folder, String url) throws Exception {
    process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,900",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder.resolve("profile"),
                url)
            .redirectOutput(Redirect.DISCARD)
            .start();
    int port = port(process.errorReader(StandardCharsets.UTF_8));
    HttpClient http = HttpClient.newHttpClient();
    String page = "";
    for (int looks = 0; page.isEmpty(); looks++) {
      // It may listen before it has a page.
      if (looks == MOST_LOOKS || process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("Chromium has no page");
      }
      page = page(http, port);
    }
    socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create(page), new Answers())
            .get(30, TimeUnit.SECONDS);
    awaitPage(url);
  }

  /** Where its page is asked; empty while it has none. */
  private static String page(HttpClient http, int port) throws Exception {
    HttpResponse<String> pages =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build(),
            HttpResponse.BodyHandlers.ofString());
    for (JsonNode each : JsonMapper.shared().readTree(pages.body())) {
      if (each.path("type").asString("").equals("page")) {
        return each.path("webSocketDebuggerUrl").asString("");
      }
    }
    return "";
  }

  /** What is asked before may be asked of the empty page that comes first, and goes with it. */
  private void awaitPage(String url) throws Exception {
    String there = "document.readyState === 'complete' && location.href.startsWith('" + url + "')";
    for (int looks = 0; looks < MOST_LOOKS; looks++) {
      if (holds(there)) {
        return;
      }
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("Chromium has ended");
      }
    }
    throw new IllegalStateException("Chromium does not show " + url);
  }

  private boolean holds(String condition) throws Exception {
    try {
      return run(condition).asBoolean(false);
    } catch (IllegalStateException e) {
      // Between two pages there is none to ask.
      return false;
    }
  }

  private static int port(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("DevTools listening on ")) {
        return URI.create(line.substring("DevTools listening on ".length())).getPort();
      }
    }
    throw new IllegalStateException("Chromium did not come");
  }

  private final class Answers implements WebSocket.Listener {
    private final StringBuilder part = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        answers.add(JsonMapper.shared().readTree(part.toString()));
        part.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private JsonNode call(String method, Map<String, Object> parameters) throws Exception {
    int id = ++calls;
    socket
        .sendText(
            JsonMapper.shared()
                .writeValueAsString(Map.of("id", id, "method", method, "params", parameters)),
            true)
        .get(10, TimeUnit.SECONDS);
    for (; ; ) {
      JsonNode answer = answers.poll(60, TimeUnit.SECONDS);
      if (answer == null || answer.has("error")) {
        throw new IllegalStateException(method + ": " + answer);
      }
      if (answer.path("id").asInt() == id) {
        return answer.path("result");
      }
    }
  }

  /** What {@code script} gives; of a promise what it comes to. */
  JsonNode run(String script) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(script + ": " + result);
    }
    return result.path("result").path("value");
  }

  /** Waits in the page until {@code condition} holds there; how many milliseconds that took. */
  long until(String condition) throws Exception {
    JsonNode took =
        run(
            "new Promise(done => { const begin = performance.now(); const look = () => { if ("
                + condition
                + ") done(performance.now() - begin); else if (performance.now() - begin > "
                + PATIENCE_MILLIS
                + ") done(-1); else setTimeout(look, 20); }; look(); })");
    if (took.asDouble() < 0) {
      throw new AssertionError(
          condition + " did not come to be; the page says: " + run("document.body.innerText"));
    }
    return (long) took.asDouble();
  }

  /** Presses keys by their names, one after the other. */
  void press(String... keys) throws Exception {
    Map<String, Integer> codes =
        Map.of("Tab", 9, "Enter", 13, "F9", 120, "ArrowUp", 38, "ArrowDown", 40);
    for (String key : keys) {
      int code = codes.getOrDefault(key, 0);
      var down =
          new java.util.HashMap<String, Object>(
              Map.of("type", "keyDown", "key", key, "code", key, "windowsVirtualKeyCode", code));
      if (key.equals("Enter")) {
        down.put("text", "\r");
      }
      call("Input.dispatchKeyEvent", down);
      call(
          "Input.dispatchKeyEvent",
          Map.of("type", "keyUp", "key", key, "code", key, "windowsVirtualKeyCode", code));
    }
  }

  /** Goes on with Tab until the element {@code id} has the focus, as a person without a mouse. */
  void tabTo(String id) throws Exception {
    for (int i = 0; i < MOST_TABS; i++) {
      if (run("document.activeElement?.id ?? ''").asString().equals(id)) {
        return;
      }
      press("Tab");
    }
    throw new AssertionError("no Tab leads to " + id);
  }

  void type(String text) throws Exception {
    call("Input.insertText", Map.of("text", text));
  }

  /** Writes what is seen to {@code file}, as PNG. */
  void picture(Path file) throws Exception {
    String data = call("Page.captureScreenshot", Map.of()).path("data").asString();
    Files.write(file, Base64.getDecoder().decode(data));
  }

  @Override
  public void close() throws InterruptedException {
    socket.abort();
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
