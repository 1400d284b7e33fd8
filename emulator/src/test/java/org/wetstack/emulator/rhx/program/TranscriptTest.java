package org.wetstack.emulator.rhx.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Replays what was recorded from the real program, byte for byte. What the recordings leave out or
 * cannot repeat is named here, line by line, and nothing else is excused.
 */
class TranscriptTest {

  private static final String WAVEFORM_STATUS = "get tcpwaveformdataoutputconnectionstatus";

  /** Exchanges that the recordings leave out, though what they set is seen in a later line. */
  private static final Map<String, String> LEFT_OUT_BEFORE =
      Map.of(
          "stopped.jsonl:57", "set a.auxdigoutenabled true",
          "stopped.jsonl:65", "set a-010.source analogin08",
          // Its answer came so late that it stands in front of the next one.
          "running.jsonl:50", WAVEFORM_STATUS);

  /**
   * The machine was so busy that the program read this line and the next one at once, without a
   * semicolon between them: {@code execute uploadstimparametersexecute uploadstimparameters a-010}
   * has too many words, and so on.
   */
  private static final Set<String> READ_WITH_THE_NEXT =
      Set.of("running.jsonl:23", "running.jsonl:35", "running.jsonl:46");

  /** Answers that depend on how long the machine took to start. */
  private static final Set<String> TIMES =
      Set.of("running.jsonl:39", "running.jsonl:40", "recording.jsonl:14");

  private final Bench bench = Bench.faithful();
  private String merged = "";
  private int replayed;

  private void replay(String file) {
    List<Transcript.Exchange> all = Transcript.exchanges(file);
    for (int i = 0; i < all.size(); i++) {
      Transcript.Exchange each = all.get(i);
      double seconds = i + 1 < all.size() ? all.get(i + 1).seconds() - each.seconds() : 3;
      // One file has two recordings in it: its clock begins again.
      Duration span = Duration.ofMillis((long) (Math.max(0.05, seconds) * 1000));
      String where = file + ":" + each.line();
      before(where);
      replay(where, each, span);
      after(where);
      replayed++;
    }
  }

  private void replay(String where, Transcript.Exchange each, Duration span) {
    if (READ_WITH_THE_NEXT.contains(where)) {
      merged = each.sent();
      assertEquals("", each.reply(), where);
      return;
    }
    bench.client.send(merged + each.sent());
    merged = "";
    bench.wait(span);
    String heard = bench.client.heard();
    if (TIMES.contains(where)) {
      assertAboutTheSame(heard, each.reply());
    } else {
      assertEquals(each.reply(), heard, where + " " + each.sent());
    }
  }

  /** Within the three seconds that a busy machine may take to start. */
  private static void assertAboutTheSame(String heard, String recorded) {
    double samplesPerSecond = recorded.contains(".") ? 1 : 30_000;
    double ours = Double.parseDouble(heard.replace("Return: ", ""));
    double theirs = Double.parseDouble(recorded.replace("Return: ", ""));
    assertEquals(theirs, ours, 4 * samplesPerSecond);
    if (samplesPerSecond > 1) {
      assertEquals(127, (long) ours % 128, "always the last sample of a block");
    }
  }

  private void before(String where) {
    String leftOut = LEFT_OUT_BEFORE.get(where);
    if (leftOut != null) {
      bench.client.send(leftOut);
      bench.wait(Duration.ofMillis(10));
    }
    if (where.equals("running.jsonl:50")) {
      waveform().close();
      bench.wait(Duration.ofMillis(10));
    }
  }

  private Client waveformClient = bench.client;

  private Client waveform() {
    return waveformClient;
  }

  private void after(String where) {
    if (where.equals("running.jsonl:1")) {
      waveformClient = new Client(bench.cables, "cable:rhx-waveform");
    }
  }

  @Test
  void whileStopped() {
    replay("stopped.jsonl");
    assertTrue(replayed > 200, () -> replayed + " exchanges");
  }

  @Test
  void whileRunning() {
    replay("running.jsonl");
    assertTrue(replayed > 50, () -> replayed + " exchanges");
  }

  @Test
  void whileRecording() {
    replay("recording.jsonl");
    assertTrue(replayed > 50, () -> replayed + " exchanges");
  }
}
