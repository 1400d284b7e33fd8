package org.wetstack.emulator.rhx.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.wetstack.emulator.rhx.state.State;

/** The notes of one recording: a file that begins to exist with the first live note. */
final class Notes {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final State state;
  private final Path path;
  private boolean begun;

  Notes(State state, Path path) {
    this.state = state;
    this.path = path;
  }

  /**
   * Writes {@code text}, before it what {@code Note1} to {@code Note3} say if it is the first.
   *
   * @param sample how many samples were recorded so far
   */
  void add(long sample, String text) throws IOException {
    var lines = new StringBuilder();
    if (!begun) {
      for (String note : new String[] {"Note1", "Note2", "Note3"}) {
        String words = state.globals().get(note).text();
        if (!words.isEmpty()) {
          lines.append(line(0, words));
        }
      }
    }
    lines.append(line(sample, text));
    Files.write(
        path,
        lines.toString().getBytes(StandardCharsets.ISO_8859_1),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        begun ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
    begun = true;
  }

  private String line(long sample, String text) {
    long seconds = Math.round(sample / state.setup().sampleRate());
    return sample
        + ", "
        + CLOCK.format(LocalTime.MIDNIGHT.plusSeconds(seconds))
        + ", "
        + text
        + "\r\n";
  }
}
