package org.wetstack.emulator.newera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;

/** What real NE-500 pumps answered to a client is what this one answers. */
class CaptureTest {

  private static final Pattern MESSAGE =
      Pattern.compile("<message type=\"whole_message\">(SENT|RETURNED): (.*?)</message>");

  private static List<String[]> messages(String name) throws IOException {
    try (InputStream in = CaptureTest.class.getResourceAsStream("captures/" + name)) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      // In a comment stands the one answer that an alarm may have taken the place of.
      var matcher = MESSAGE.matcher(text.replaceAll("(?s)<!--.*?-->", ""));
      var messages = new ArrayList<String[]>();
      while (matcher.find()) {
        messages.add(new String[] {matcher.group(1), matcher.group(2)});
      }
      return messages;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Basic.TESTDATA.xml, true",
    "Basic.TESTDATA.xml, false",
    "NotStarted.TESTDATA.xml, true",
    "NotStarted.TESTDATA.xml, false"
  })
  void everyAnswerIsTheRecordedOne(String name, boolean alarm) throws IOException {
    Bench bench =
        new Bench(
            NewEraSpec.of(NewEraModel.NE_500, 15, 60)
                .with(alarm ? NewEraOptions.LIKELY : NewEraOptions.SETTLED));
    List<String[]> messages = messages(name);
    assertTrue(messages.size() > 25, "the recording is there");
    String answer = "";
    boolean first = true;
    for (String[] message : messages) {
      if (message[0].equals("RETURNED")) {
        assertEquals("<02>" + message[1] + "<03>", answer);
        continue;
      }
      answer = bench.ask(message[1] + "<0D>");
      if (first) {
        assertEquals(alarm ? "<02>00A?R<03>" : "<02>00S<03>", answer);
        first = false;
      }
      if (message[1].endsWith("RUN")) {
        // The client waits for the reward to end before it asks again.
        bench.pass(3);
      }
    }
    if (name.startsWith("Basic")) {
      assertEquals(3, bench.dispensed(Direction.INFUSE), 0.001, "1 µL three times");
      assertEquals(3, bench.dispensed(Direction.WITHDRAW), 0.001, "1 µL and 2 µL");
    }
  }

  @ParameterizedTest
  @CsvSource({"13.9, 0", "14, 2", "14.1, 4", "10, 6", "15, 8"})
  void theUnitsOfTheRecordingAreTaken(String diameter, int at) throws IOException {
    Bench bench = new Bench(NewEraSpec.of(NewEraModel.NE_500, 15, 60).with(NewEraOptions.SETTLED));
    assertEquals("<02>00S<03>", bench.ask("00 DIA " + diameter + "<0D>"));
    List<String[]> sent = messages("Units.TESTDATA.xml");
    assertEquals(10, sent.size());
    for (String[] message : sent.subList(at, at + 2)) {
      // The recording has no answers; the client's only complaint would have been an error.
      assertFalse(bench.ask(message[1] + "<0D>").contains("?"), message[1]);
    }
    String unit = sent.get(at + 1)[1].substring(7);
    assertTrue(bench.ask("0VOL<0D>").contains(unit), unit);
    String rate = sent.get(at)[1].substring(7).replace(" ", "");
    assertEquals("<02>00S" + rate + "<03>", bench.ask("0RAT<0D>"));
  }
}
