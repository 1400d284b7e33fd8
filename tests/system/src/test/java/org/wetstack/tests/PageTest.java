package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser, by keyboard alone, against a running rig. */
@Timeout(120)
class PageTest {

  private static final String PIXELS = "document.getElementById('traces').toDataURL()";

  // A browser that ends may still write to its profile.
  @TempDir(cleanup = CleanupMode.NEVER)
  private Path folder;

  @Test
  void aPersonWithAKeyboardDosesStopsAndSeesWhenTheControllerIsGone() throws Exception {
    boolean there = Files.isExecutable(Browser.PROGRAM);
    if (System.getenv("CI") != null) {
      assertTrue(there, "CI has no Chromium");
    }
    assumeTrue(there, "no Chromium");
    try (var rig = new RunningRig(folder);
        var browser = new Browser(folder, rig.url())) {
      browser.until("document.getElementById('line')?.textContent === 'connected'", 10_000);
      browser.tabTo("token");
      browser.type("nobody");
      browser.press("Enter");
      browser.until(says("told", "this token is not accepted"), 5_000);
      browser.run("document.getElementById('token').select()");
      browser.type(Files.readString(rig.token()).strip());
      browser.press("Enter");
      browser.until("!document.getElementById('rig').hidden", 5_000);
      browser.until("document.getElementById('margin').rows.length > 6", 5_000);
      browser.until(says("traced", "32 electrodes"), 5_000);
      String before = browser.run(PIXELS).asString();
      browser.run("globalThis.before = '" + before + "'");
      browser.until(PIXELS + " !== before", 5_000);

      dose(browser, "100");
      browser.until(says("told", "lease"), 5_000);
      browser.tabTo("lease");
      browser.press("Enter");
      browser.until(says("lease", "held"), 5_000);
      dose(browser, "3000");
      browser.until(says("told", "refused by dose.volume"), 5_000);
      dose(browser, "100");
      browser.until(says("outcome", "ENDED, 100 to 100 nL"), 15_000);
      browser.until(says("margin", "dose.hour100 nL200 nL"), 5_000);

      browser.press("F9");
      browser.until(says("told", "STOPPED: "), 5_000);
      browser.until(says("name", "STOPPED"), 5_000);
      rig.end();
      browser.until("document.getElementById('line').className === 'lost'", 20_000);
    }
  }

  /** Reviews and gives; the margin is seen before, and the focus is on what gives nothing. */
  private static void dose(Browser browser, String nanoliters) throws Exception {
    browser.tabTo("volume");
    browser.run("document.getElementById('volume').select()");
    browser.type(nanoliters);
    browser.press("Enter");
    browser.until("!document.getElementById('confirm').hidden", 2_000);
    assertEquals("leave", browser.run("document.activeElement.id").asString());
    browser.tabTo("give");
    browser.press("Enter");
  }

  private static String says(String id, String text) {
    return "document.getElementById('" + id + "').textContent.includes('" + text + "')";
  }
}
