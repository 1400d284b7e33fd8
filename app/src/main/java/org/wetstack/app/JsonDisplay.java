package org.wetstack.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object a line: {@code {"now": …}} every second, then one {@code {"end": …}}. */
final class JsonDisplay implements Display {

  private record Now(Snapshot now) {}

  private record End(Snapshot end, String recording, String report, String trouble) {}

  private final JsonMapper json = JsonMapper.shared();
  private final PrintWriter out;

  JsonDisplay(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(Snapshot now) {
    print(new Now(now));
  }

  @Override
  public void end(Snapshot last, Path recording, Path report, String trouble) {
    print(new End(last, recording.toString(), report.toString(), trouble));
  }

  private void print(Object line) {
    out.println(json.writeValueAsString(line));
    out.flush();
  }
}
