package org.wetstack.emulator.rhx.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What was recorded from the real program. */
final class Transcript {

  /** One exchange. */
  record Exchange(int line, double seconds, String sent, String reply) {}

  private Transcript() {}

  static List<Exchange> exchanges(String file) {
    List<String> lines = text(file).lines().toList();
    return java.util.stream.IntStream.range(0, lines.size())
        .mapToObj(i -> exchange(i + 1, lines.get(i)))
        .toList();
  }

  private static Exchange exchange(int line, String json) {
    Map<?, ?> map = (Map<?, ?>) json(json);
    return new Exchange(
        line,
        ((Number) map.get("t")).doubleValue(),
        (String) map.get("sent"),
        (String) map.get("reply"));
  }

  /** JSON is YAML, too. */
  static Object json(String text) {
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  static String text(String file) {
    try (InputStream in = Transcript.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}
