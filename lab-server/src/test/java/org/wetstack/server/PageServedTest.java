package org.wetstack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.access.Role;

/** The page's files, and what the page is told of doses. */
@Timeout(60)
class PageServedTest {

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void isServedToStrangersUnderAPolicyThatRunsNothingElse() throws Exception {
    try (ServedRig rig = new ServedRig(folder)) {
      HttpResponse<String> index = get(rig, "/");
      assertEquals(200, index.statusCode());
      assertEquals(List.of("no-cache"), index.headers().allValues("cache-control"));
      String policy = index.headers().firstValue("content-security-policy").orElseThrow();
      assertTrue(policy.contains("default-src 'none'"), policy);
      assertTrue(policy.contains("frame-ancestors 'none'"), policy);
      assertTrue(!policy.contains("unsafe"), policy);
      assertEquals("nosniff", index.headers().firstValue("x-content-type-options").orElseThrow());
      assertEquals("no-referrer", index.headers().firstValue("referrer-policy").orElseThrow());
      Matcher script = Pattern.compile("/page/[0-9a-f]{16}/page\\.js").matcher(index.body());
      assertTrue(script.find(), index::body);
      HttpResponse<String> program = get(rig, script.group());
      assertEquals(200, program.statusCode());
      assertTrue(program.headers().firstValue("cache-control").orElseThrow().contains("immutable"));
      assertEquals(404, get(rig, "/page/0000000000000000/page.js").statusCode());
      assertEquals(404, get(rig, script.group().replace("page.js", "index.html")).statusCode());
    }
  }

  @Test
  void theRigSaysWhatWasGivenAndWhatIsLeft() throws Exception {
    try (ServedRig rig = new ServedRig(folder)) {
      String operator = rig.secret(Role.OPERATOR);
      long epoch = rig.lease(operator, "lease-1");
      assertEquals(200, rig.dose(operator, epoch, "dose-1", 100).status());
      String told = rig.get("/v1/rig", operator).body();
      assertTrue(told.contains("\"givenLastHourNanoliters\":\"100\""), told);
      assertTrue(told.contains("\"givenLastDayNanoliters\":\"100\""), told);
      assertTrue(told.contains("\"givenNanoliters\":\"100\""), told);
      assertTrue(told.contains("\"leftAtLeastNanoliters\":\"49999900\""), told);
      assertTrue(told.contains("\"diameterMicrometers\":30"), told);
      // Of titanium nitride half of 1,000 µC/cm² is used: ADR 0029.
      assertTrue(told.contains("\"mostMicrocoulombsPerSquareCentimeter\":500.0"), told);
      assertTrue(told.contains("\"binding\":\"CAP\""), told);
    }
  }

  private HttpResponse<String> get(ServedRig rig, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(rig.url() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
