package org.wetstack.emulator.rhx.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What was recorded from the real program. */
final class Transcript {

  /** One exchange. */
  record Exchange(int line, double seconds, String sent, String reply) {}

  private Transcript() {}

  static List<Exchange> exchanges(String file) {
    List<String> lines = text(file).lines().toList();
    return IntStream.range(0, lines.size()).mapToObj(i -> exchange(i + 1, lines.get(i))).toList();
  }

  private static Exchange exchange(int line, String json) {
    Map<?, ?> map = (Map<?, ?>) json(json);
    return new Exchange(
        line,
        Double.parseDouble(String.valueOf(map.get("t"))),
        String.valueOf(map.get("sent")),
        String.valueOf(map.get("reply")));
  }

  /** JSON is YAML, too. */
  static Object json(String text) {
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  static String text(String file) {
    try (InputStream in = Transcript.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing beside this class");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}
