package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.conformance.ElectrodeArrayConformance;
import org.wetstack.conformance.RealTime;
import org.wetstack.conformance.Subject;
import org.wetstack.emulator.board.ArrayBench;
import org.wetstack.emulator.rhx.program.EmulatedRhx;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.SystemTimebase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A firmware board that is served as an RHX program: under the rules, opened as one, and with a
 * client of Intan's program; and a culture behind a controller likewise.
 */
@Timeout(120)
class RhxFacadeTest {

  private static final Path CLIENT = Path.of("src/test/python/rhx_client.py").toAbsolutePath();

  @Nested
  @RealTime
  @DisplayName("firmware board as RHX, TCP")
  class OfABoard extends ElectrodeArrayConformance {
    @Override
    protected Subject subject() {
      ServedBoard board = ServedBoard.open();
      URI endpoint = board.served().endpoint("running=stop");
      return new Rig(
              "intan-rhx",
              endpoint,
              Link.Delivery.RELIABLE_BYTES,
              Instruments.link(endpoint),
              SystemTimebase.shared())
          .withoutStrayWire()
          .array(
              board::pulses,
              (electrode, sample) ->
                  board.array().injectSpike(electrode, sample + board.served().facade().origin()))
          .closing(board);
    }
  }

  @Nested
  @RealTime
  class Clients {
    @TempDir private Path folder;

    private JsonNode client(ServedArray served) throws Exception {
      String said =
          RunningRig.run(
              folder,
              List.of(),
              Tools.needProgram("python3").toString(),
              CLIENT.toString(),
              String.valueOf(served.port(EmulatedRhx.COMMAND)),
              String.valueOf(served.port(EmulatedRhx.WAVEFORM)));
      return JsonMapper.shared().readTree(said);
    }

    @Test
    void aStrangersClientRecordsAndStimulatesAndIsToldWhatWasRefused() throws Exception {
      try (ServedBoard board = ServedBoard.open()) {
        JsonNode seen = client(board.served());
        assertEquals("Type ControllerStimRecord", seen.path("type").asString());
        assertEquals("SampleRateHertz 30000", seen.path("sampleratehertz").asString());
        assertEquals("StimStepSizeMicroAmps 0.02", seen.path("stimstepsizemicroamps").asString());
        assertEquals("RunMode Run", seen.path("mode").asString());
        assertEquals(0, seen.path("gaps").asLong(), "gaps");
        checkFirstPulse(seen);
        checkRefusals(seen);
        ArrayBench.Pulse pulse = board.array().pulses().get(0);
        assertEquals(1, board.array().pulses().size(), seen::toString);
        assertEquals(
            pulse.sample() - board.served().facade().origin(),
            seen.path("onsets").path(0).asLong());
        assertEquals(List.of(3, 4), Arrays.stream(pulse.electrodes()).boxed().toList());
        assertEquals(
            List.of(new ArrayBench.Phase(0, 3, -2_000), new ArrayBench.Phase(3, 3, 2_000)),
            pulse.phases());
      }
    }

    private static void checkFirstPulse(JsonNode seen) {
      assertEquals("[\"\",\"\"]", seen.path("uploaded").toString());
      assertEquals("", seen.path("triggered").asString());
      assertEquals(0, seen.path("first").asLong());
      assertTrue(seen.path("count").asLong() > 30_000, seen::toString);
      assertEquals(1, seen.path("onsets").size(), seen::toString);
      List<Integer> words = new ArrayList<>();
      seen.path("words").forEach(word -> words.add(word.asInt()));
      // Idle; three samples of 100 steps each way; a millisecond of settling; idle.
      List<Integer> expected = new ArrayList<>(List.of(0x100, 0x164, 0x164, 0x164, 100, 100, 100));
      for (int i = 0; i < 30; i++) {
        expected.add(0x2100);
      }
      expected.addAll(List.of(0x100, 0x100));
      assertEquals(expected, words);
    }

    private static void checkRefusals(JsonNode seen) {
      JsonNode refused = seen.path("refused");
      assertEquals(10, refused.size());
      refused
          .properties()
          .forEach(
              each ->
                  assertTrue(
                      each.getValue().asString().startsWith("Error - A-004: "), each::toString));
      assertTrue(
          refused.path("strong").asString().contains("exceeds the limit of 5 µA"),
          refused::toString);
      assertTrue(
          refused.path("between steps").asString().contains("whole steps of 0.02 µA"),
          refused::toString);
      String differing = seen.path("differing").asString();
      assertTrue(differing.contains("A-003 and A-004 are to do different things"), differing);
      String after = seen.path("after a refusal").asString();
      assertTrue(after.startsWith("Error - F1: nothing was fired: A-004 was refused"), after);
      assertEquals("", seen.path("while stopped").asString());
      assertTrue(seen.path("settings").asString().startsWith("Error - UploadBandwidthSettings"));
    }

    @Test
    void aLostArrayIsToldAndEndsTheFacade() throws Exception {
      try (ServedBoard board = ServedBoard.open()) {
        board.host().close();
        Optional<DeviceException> reason =
            board.served().facade().ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertEquals(
            Optional.of(DeviceException.Reason.LINK_LOST), reason.map(DeviceException::reason));
        assertTrue(
            board.served().told().stream().anyMatch(each -> each.contains("the array is lost")),
            () -> board.served().told().toString());
      }
    }

    @Test
    void aCultureOfARigIsServedUnderItsLease() throws Exception {
      try (RemoteRig rig = new RemoteRig("10 s")) {
        try (var served = new ServedArray(rig.open())) {
          assertThrows(DeviceException.class, rig::open, "the façade holds the lease");
          JsonNode seen = client(served);
          checkFirstPulse(seen);
          checkRefusals(seen);
          assertEquals(1, rig.scope().orElseThrow().pulses().size());
        }
        rig.open().close();
      }
    }
  }
}
