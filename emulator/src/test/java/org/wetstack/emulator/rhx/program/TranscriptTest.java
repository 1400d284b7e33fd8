package org.wetstack.emulator.rhx.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replays what was recorded from the real program, byte for byte. */
class TranscriptTest {

  private final Bench bench = Bench.faithful();
  private final List<String> differences = new ArrayList<>();

  private void replay(String file) {
    List<Transcript.Exchange> all = Transcript.exchanges(file);
    for (int i = 0; i < all.size(); i++) {
      Transcript.Exchange each = all.get(i);
      double span = i + 1 < all.size() ? all.get(i + 1).seconds() - each.seconds() : 3;
      bench.client.send(each.sent());
      bench.wait(Duration.ofNanos((long) (Math.max(0.05, span) * 1e9)));
      String heard = bench.client.heard();
      if (!heard.equals(each.reply())) {
        differences.add(
            file
                + ":"
                + each.line()
                + " "
                + each.sent()
                + "\n  real     "
                + each.reply()
                + "\n  emulated "
                + heard);
      }
    }
  }

  @Test
  void stopped() {
    replay("stopped.jsonl");
    assertEquals(List.of(), differences, () -> String.join("\n", differences));
  }

  @Test
  void running() {
    replay("running.jsonl");
    assertEquals(List.of(), differences, () -> String.join("\n", differences));
  }

  @Test
  void recording() {
    replay("recording.jsonl");
    assertEquals(List.of(), differences, () -> String.join("\n", differences));
  }
}
