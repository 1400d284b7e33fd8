package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page in a browser, by keyboard alone, against a running rig. */
@Timeout(180)
class PageTest {

  // A browser that ends may still write to its profile.
  @TempDir(cleanup = CleanupMode.NEVER)
  private Path folder;

  @BeforeEach
  void needsABrowser() {
    boolean there = Files.isExecutable(Browser.PROGRAM);
    if (System.getenv("CI") != null) {
      assertTrue(there, "CI has no Chromium");
    }
    assumeTrue(there, "no Chromium");
  }

  @Test
  void aPersonWithAKeyboardWorksStopsAndSeesWhenTheControllerIsGone() throws Exception {
    try (var rig = new RunningRig(folder);
        var browser = new Browser(folder, rig.url())) {
      browser.until("document.getElementById('line')?.textContent === 'connected'");
      logIn(browser, "nobody");
      browser.until(says("told", "this token is not accepted"));
      logIn(browser, Files.readString(rig.token()).strip());
      browser.until("!document.getElementById('rig').hidden");
      looks(browser);
      open(browser, "training");
      browser.until(says("trained", "No program has told"));
      train(rig);
      browser.until(says("trained", "steering: 30 trials, 15 rewarded, 0 corrected"));
      browser.until("document.querySelectorAll('#training polyline').length === 2");
      doses(browser);
      flashes(browser);
      rig.board("pump").light("uv").overheat();
      open(browser, "rig");
      browser.until(says("instruments", "safe: FAULT"));
      rig.board("pump").light("uv").cool();
      clears(browser);
      stimulates(browser);
      books(browser);
      // 39 °C in its bath.
      rig.board("mea").sensor("bath", 3_900);
      acknowledges(browser);
      stops(browser);
      rig.end();
      browser.until("document.getElementById('line').className === 'lost'");
    }
  }

  /** As a program does that trains a culture over the API. */
  private static void train(RunningRig rig) throws Exception {
    String token = Files.readString(rig.token()).strip();
    String granted =
        post(
            rig,
            token,
            "/v1/leases",
            "\"resource\":\"culture:organoids\",\"purpose\":\"steering\",\"key\":\"lease\"");
    String epoch = granted.replaceFirst("(?s).*\"epoch\":\\s*\"(\\d+)\".*", "$1");
    String held = "\"epoch\":\"" + epoch + "\",\"experiment\":\"steering\"";
    post(
        rig,
        token,
        "/v1/cultures/organoids/experiment",
        held + ",\"plan\":\"{}\",\"key\":\"plan\"");
    for (int trial = 0; trial < 30; trial++) {
      if (trial % 5 == 4) {
        post(rig, token, "/v1/leases/culture:organoids:renew", "\"epoch\":\"" + epoch + "\"");
      }
      String given = trial < 15 ? "NOTHING" : "REWARD";
      post(
          rig,
          token,
          "/v1/cultures/organoids/experiment/trials",
          "%s,\"trial\":%d,\"line\":\"{\\\"score\\\":%d,\\\"given\\\":\\\"%s\\\"}\",\"key\":\"t%d\""
              .formatted(held, trial, trial * trial % 7, given, trial));
    }
    post(
        rig,
        token,
        "/v1/leases/culture:organoids:release",
        "\"epoch\":\"" + epoch + "\",\"key\":\"r\"");
  }

  private static String post(RunningRig rig, String token, String path, String fields)
      throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(rig.url()).resolve(path))
                    .header("authorization", "Bearer " + token)
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{" + fields + "}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer::body);
    return answer.body();
  }

  private static void looks(Browser browser) throws Exception {
    browser.until(says("traced", "32 electrodes"));
    for (String canvas : new String[] {"traces", "raster"}) {
      String pixels = "document.getElementById('" + canvas + "').toDataURL()";
      browser.run("globalThis.before = " + pixels);
      browser.until(pixels + " !== before");
    }
    open(browser, "map");
    browser.until(says("mapped", "32 of 32 electrodes; median"));
    choose(browser, "quantity", "impedance");
    browser.until(says("mapped", "were not measured yet"));
    choose(browser, "quantity", "amplitude");
    browser.until(says("mapped", "µV at electrode"));
    open(browser, "life");
    browser.until(says("forecast", "with 50 %"));
    open(browser, "rig");
    browser.until(says("instruments", "✓ READY"));
    browser.until(says("environment", "temperature37"));
  }

  private static void doses(Browser browser) throws Exception {
    open(browser, "dose");
    browser.until("document.getElementById('margin').rows.length > 6");
    dose(browser, "100");
    browser.until(says("told", "lease"));
    browser.tabTo("lease");
    browser.press("Enter");
    browser.until(says("leased", "lease of culture:organoids held"));
    dose(browser, "3000");
    browser.until(says("told", "refused by dose.volume"));
    dose(browser, "100");
    browser.until(says("outcome", "ENDED, 100 to 100 nL"));
    browser.until(says("margin", "dose.hour100 nL200 nL"));
    browser.until(says("today", "100 nL of 10 µL"));
  }

  private static void flashes(Browser browser) throws Exception {
    write(browser, "power", "6000");
    browser.until(says("lightmargin", "flash.power0 µW6000 µW5000 µW✕ too much"));
    browser.press("Enter");
    give(browser);
    browser.until(says("told", "refused by flash.power"));
    write(browser, "power", "2000");
    browser.press("Enter");
    give(browser);
    browser.until(says("shone", "ENDED, 2000 µW for 50000 µs COMPLETE"));
    browser.until(says("lightmargin", "flash.hour100000 nJ200000 nJ"));
  }

  private static void clears(Browser browser) throws Exception {
    browser.tabTo("clear-pump");
    browser.press("Enter");
    give(browser);
    browser.until("!" + says("instruments", "safe:"));
  }

  /** Loads what is too much, and then what is not, sees what the device makes of it, and fires. */
  private static void stimulates(Browser browser) throws Exception {
    open(browser, "stimulate");
    browser.until(says("bounds", "charge density28.3 µC/cm²500 µC/cm²✓ within"));
    write(browser, "amplitude1", "-2500");
    write(browser, "amplitude2", "2500");
    browser.until(says("bounds", "stimulus.current2500 nA2000 nA✕ too much"));
    browser.press("Enter");
    browser.until(says("told", "refused by stimulus."));
    write(browser, "amplitude1", "-1000");
    write(browser, "amplitude2", "1000");
    browser.press("Enter");
    browser.until(says("shown", "As the device will play it"));
    browser.until("document.activeElement.id === 'trigger'");
    browser.press("Enter");
    give(browser);
    browser.until(says("fired", "began in sample"));
    open(browser, "responses");
    browser.until(says("responded", "Mean of the last 1 pulse"));
  }

  private static void books(Browser browser) throws Exception {
    open(browser, "calendar");
    browser.until(says("leases", "(this page)"));
    browser.tabTo("booking");
    browser.press("Enter");
    String cancel = "document.querySelector('#bookings button')";
    browser.until(cancel + " !== null");
    browser.tabTo(browser.run(cancel + ".id").asString());
    browser.press("Enter");
    give(browser);
    browser.until(says("booked", "Nothing is booked"));
    browser.tabTo("release-culture:organoids");
    browser.press("Enter");
    browser.until(says("leased", "no lease"));
  }

  private static void acknowledges(Browser browser) throws Exception {
    browser.until(says("trouble", "interlock temperature is open"));
    open(browser, "alarms");
    String button = "document.querySelector('#alarms button')";
    browser.until(button + " !== null");
    // More may come meanwhile.
    String either = "(" + button + " !== null || " + says("quiet", "No alarms") + ")";
    for (int i = 0; i < 20 && browser.run(button + " !== null").asBoolean(false); i++) {
      String id = browser.run(button + ".id").asString();
      browser.tabTo(id);
      browser.press("Enter");
      browser.until("document.getElementById('" + id + "') === null");
      browser.until(either);
    }
    browser.until(says("quiet", "No alarms"));
  }

  private static void stops(Browser browser) throws Exception {
    browser.press("F9");
    browser.until(says("told", "STOPPED: "));
    browser.until("!document.getElementById('latched').hidden");
    browser.tabTo("release");
    browser.press("Enter");
    give(browser);
    browser.until(says("told", "A second person has to agree"));
  }

  @Test
  void anObserverOfAnEmptyRigIsToldWhyNothingCanBeDone() throws Exception {
    String file =
        """
        name: empty
        listen: 127.0.0.1:0
        data: "%s"
        zone: Europe/Zurich
        instruments:
          mea: {driver: firmware, endpoint: "serial:/dev/null?baud=none"}
        """
            .formatted(folder.resolve("data"));
    try (var rig = RunningRig.of(folder, file);
        var browser = new Browser(folder, rig.url())) {
      JsonNode made = post(rig, "/v1/tokens", "{'user':'guest','roles':['OBSERVER'],'days':1}");
      browser.until("document.getElementById('line')?.textContent === 'connected'");
      logIn(browser, made.path("secret").asString());
      browser.until(says("me", "guest: observer"));
      browser.until(says("role", "may look"));
      browser.until(says("trouble", "mea is FAULTY"));
      browser.until(says("instruments", "baud"));
      browser.until(says("traced", "no culture"));
      browser.until(says("empty", "This rig is empty"));
      assertEquals(
          "true", browser.run("String(document.getElementById('lease').disabled)").asString());
      open(browser, "dose");
      browser.until("document.querySelector('#dose fieldset').disabled");
      browser.press("F9");
      browser.until(says("told", "Press the emergency stop of the lab"));
      String token = made.path("token").path("token").asString();
      post(rig, "/v1/tokens/" + token + ":revoke", "{'token':'" + token + "'}");
      browser.until(says("told", "Logged out: "));
      browser.until("document.getElementById('rig').hidden");
      assertEquals("token", browser.run("document.activeElement.id").asString());
    }
  }

  /** What the API answers to somebody who may do everything; quotes are single in {@code body}. */
  private static JsonNode post(RunningRig rig, String path, String body) throws Exception {
    String json = body.replace('\'', '"').replaceFirst("}$", ",\"key\":\"" + path + "\"}");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(rig.url() + path))
                    .header("authorization", "Bearer " + Files.readString(rig.token()).strip())
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
    return JsonMapper.shared().readTree(answer.body());
  }

  private static void logIn(Browser browser, String token) throws Exception {
    write(browser, "token", token);
    browser.press("Enter");
  }

  private static void open(Browser browser, String view) throws Exception {
    browser.tabTo("to-" + view);
    browser.press("Enter");
    browser.until("!document.querySelector('[data-view=" + view + "]').hidden");
  }

  private static void write(Browser browser, String id, String text) throws Exception {
    browser.tabTo(id);
    browser.run("document.getElementById('" + id + "').select()");
    browser.type(text);
  }

  /** Goes through the choices with the arrow keys until it is {@code value}. */
  private static void choose(Browser browser, String id, String value) throws Exception {
    browser.tabTo(id);
    String chosen = "document.getElementById('" + id + "').value";
    String key = browser.run(chosen).asString().equals("impedance") ? "ArrowUp" : "ArrowDown";
    for (int i = 0; i < 5 && !browser.run(chosen).asString().equals(value); i++) {
      browser.press(key);
    }
    assertEquals(value, browser.run(chosen).asString());
  }

  /** Reviews and gives; the margin is seen before. */
  private static void dose(Browser browser, String nanoliters) throws Exception {
    write(browser, "volume", nanoliters);
    browser.press("Enter");
    give(browser);
  }

  /** The focus is on what does nothing, so that Enter twice does nothing. */
  private static void give(Browser browser) throws Exception {
    browser.until("!document.getElementById('confirm').hidden");
    assertEquals("leave", browser.run("document.activeElement.id").asString());
    browser.tabTo("give");
    browser.press("Enter");
  }

  private static String says(String id, String text) {
    return "document.getElementById('" + id + "').textContent.includes('" + text + "')";
  }
}
