package org.wetstack.drivers.harvard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.drivers.fluidics.PumpMachine.Direction;

class HarvardCodecTest {

  private static List<Reply> replies(String text, int piece) {
    var replies = new ArrayList<Reply>();
    var codec = new HarvardCodec();
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < bytes.length; i += piece) {
      ByteBuffer part = ByteBuffer.wrap(bytes, i, Math.min(piece, bytes.length - i));
      codec.decode(part, frame -> replies.add(Reply.parse(frame)));
      assertFalse(part.hasRemaining());
    }
    return replies;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 1_000})
  void answersAreCutAtTheirXon(int piece) {
    assertEquals(
        List.of(
            new Reply(0, List.of("11 ELITE I/W Single 3.0.4"), ":", true),
            new Reply(12, List.of(), "T*", true),
            new Reply(12, List.of("Argument error: 9", "   Out of range"), ">", true)),
        replies(
            "\n11 ELITE I/W Single 3.0.4\r\n:\u0011\n12T*\u0011"
                + "\n12:Argument error: 9\r\n12:   Out of range\r\n12>\u0011",
            piece));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1_000})
  void withoutXonAnAnswerEndsWhereTheNextBegins(int piece) {
    assertEquals(
        List.of(
            new Reply(5, List.of(" OFF"), ":", false), new Reply(5, List.of(" OFF"), ":", false)),
        replies("\n05: OFF\r\n05:\n05: OFF\r\n05:\n05", piece));
  }

  @Test
  void inTheModeRemoteEachLineIsAnAnswer() {
    assertEquals(
        List.of(new Reply(0, List.of("REMOTE"), "", false)), replies("00:REMOTE\n00:REMOTE", 1));
  }

  @Test
  void whatNobodyAskedForDoesNotGetIntoTheNextAnswer() {
    List<Reply> replies = replies("\nT*\n16 ul\r\n:\u0011", 1);
    assertEquals(List.of(new Reply(0, List.of(), "T*", false)), replies.subList(0, 1));
    assertEquals(new Reply(0, List.of("16 ul"), ":", true), replies.get(1));
  }

  @Test
  void noiseIsNeitherKeptForEverNorThrown() {
    var random = new Random(7);
    var codec = new HarvardCodec();
    for (int i = 0; i < 3_000; i++) {
      var noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      codec.decode(ByteBuffer.wrap(noise), frame -> assertTrue(frame.length <= 4_097));
      codec.decode(ByteBuffer.wrap(noise), frame -> Reply.parse(frame).refusal());
    }
    codec.decode(ByteBuffer.wrap(new byte[100_000]), frame -> assertTrue(frame.length < 4_097));
  }

  private static Reply reply(String line, String prompt) {
    return new Reply(0, List.of(line), prompt, true);
  }

  @Test
  void aStatusIsReadAndOneThatContradictsItsPromptIsNot() {
    Status status =
        Status.of(reply("16666666667 3000 49989037015 I..TI.", ">")).orElseThrow();
    assertEquals(
        new Status(Direction.INFUSE, true, false, false, 49_989_037_015L, true), status);
    status = Status.of(reply("0 8350 10011336236 wWSTI.", "*")).orElseThrow();
    assertEquals(new Status(Direction.WITHDRAW, false, true, true, 10_011_336_236L, true), status);
    assertTrue(Status.of(reply("0 0 0 w..TI.", ":")).isPresent());
    assertTrue(Status.of(reply("0 0 0 w..TIT", "T*")).isPresent());
    assertTrue(Status.of(reply("0 0 0 w..TI.", "<")).isEmpty());
    assertTrue(Status.of(reply("0 0 0 W..TI.", ":")).isEmpty());
    assertTrue(Status.of(reply("0 0 0 W..TI.", ">")).isEmpty());
    assertTrue(Status.of(reply("0 0 w..TI.", ":")).isEmpty());
    assertTrue(Status.of(reply("0 0 0 w..TI", ":")).isEmpty());
  }
}
