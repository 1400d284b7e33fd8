package org.wetstack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.wetstack.api.v1.Access;
import org.wetstack.api.v1.Hold;

/**
 * The page of all methods is what the schema says. {@code -Dwetstack.write-pages=true} writes it
 * anew.
 */
class ApiPageTest {

  private static final Path PAGE = Path.of("../docs/reference/api.md");
  private static final String BEGIN = "| method | HTTP | roles | lease | acts |\n";

  @Test
  void thePageIsUpToDate() throws IOException {
    String page = Files.readString(PAGE);
    int at = page.indexOf(BEGIN);
    int end = page.indexOf("\n\n", at);
    String right = page.substring(0, at) + table() + page.substring(end + 1);
    if (Boolean.getBoolean("wetstack.write-pages")) {
      Files.writeString(PAGE, right);
    }
    assertEquals(right, page, "run this test with -Dwetstack.write-pages=true");
  }

  private static String table() {
    StringBuilder table = new StringBuilder(BEGIN).append("| --- | --- | --- | --- | --- |\n");
    Verbs.methods().forEach((name, method) -> table.append(row(name, method)));
    return table.toString();
  }

  private static String row(String name, MethodDescriptor method) {
    HttpRule http = method.getOptions().getExtension(AnnotationsProto.http);
    String mapped =
        !http.getGet().isEmpty()
            ? "GET " + http.getGet()
            : http.getPost().isEmpty() ? "" : "POST " + http.getPost();
    Access access = Verbs.access(name).orElseThrow();
    String roles =
        access.getRolesCount() == 4
            ? "all"
            : access.getRolesList().stream()
                .map(role -> role.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    return "| `"
        + name.replaceFirst("^wetstack\\.api\\.v1\\.", "")
        + "` | "
        + (mapped.isEmpty() ? (method.isServerStreaming() ? "stream" : "") : "`" + mapped + "`")
        + " | "
        + roles
        + " | "
        + (access.getHold() == Hold.LEASE ? "needed" : "")
        + " | "
        + (access.getActs() ? "yes" : "")
        + " |\n";
  }
}
