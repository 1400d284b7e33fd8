package org.wetstack.emulator.rhx.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.QuietTissue;
import org.wetstack.emulator.rhx.signal.AcquisitionSpec;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.hal.spi.VirtualTimebase;

/** Sockets, controller and disk together, as a client and the bench see them. */
class WholeProgramTest {

  private static final String STRAY = "Board must be running in order to stop";
  private static final int RATE = 20_000;

  @TempDir private Path root;
  private final VirtualTimebase time = new VirtualTimebase();
  private final World world = new World(time, 7, 1);
  private final RhxCables cables = new RhxCables(time, 7, CableFaults.none());
  private ControllerInstallation installation;
  private EmulatedRhx program;
  private Client client;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(root.resolve("data/My Rec"));
    installation =
        new ControllerInstallation(
            world,
            LocalDateTime.of(2026, 11, 24, 2, 49, 57),
            root,
            state -> AcquisitionSpec.observed(new QuietTissue(16)));
    var setup = new Setup(Controller.STIM_RECORD, RATE, "0.5", Map.of('A', 16), true);
    RhxSpec demo = RhxSpec.demo(Controller.STIM_RECORD).faithful();
    program =
        EmulatedRhx.start(
            world,
            new RhxSpec(setup, demo.host(), 1, 2, 3, false, false, true, Duration.ZERO),
            cables,
            installation);
    client = new Client(cables, "cable:rhx");
    say("set filename.path /data/My Rec;set filename.basefilename Run;");
  }

  @AfterEach
  void end() {
    program.close();
  }

  private void pass(int millis) {
    time.advance(Duration.ofMillis(millis));
  }

  private String say(String text) {
    client.send(text);
    pass(10);
    return client.heard();
  }

  private String mode() {
    return say("get runmode;").replace("Return: RunMode ", "");
  }

  /** The folders of all recordings, oldest first. */
  private List<Path> recordings() throws IOException {
    try (Stream<Path> all = Files.list(root.resolve("data/My Rec"))) {
      return all.sorted().toList();
    }
  }

  /** What is in {@code file} of the latest recording. */
  private ByteBuffer saved(String file) throws IOException {
    List<Path> all = recordings();
    byte[] bytes = Files.readAllBytes(all.get(all.size() - 1).resolve(file));
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private int[] savedTimes() throws IOException {
    ByteBuffer data = saved("time.dat");
    int[] times = new int[data.remaining() / 4];
    data.asIntBuffer().get(times);
    return times;
  }

  @Test
  void lostUsbFramesAreTheSameGapOnTheSocketAndInTheFile() throws IOException {
    say("set fileformat onefilepersignaltype;set a-002.tcpdataoutputenabled true;");
    say("set tcpnumberdatablocksperwrite 3;execute connecttcpwaveformdataoutput;");
    var waveform = new Client(cables, "cable:rhx-waveform");
    say("set runmode record;");
    pass(500);
    installation.bench().loseUsb(1_234);
    pass(500);
    say("set runmode stop;");
    byte[] sent = waveform.heard().getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer stream = ByteBuffer.wrap(sent).order(ByteOrder.LITTLE_ENDIAN);
    int[] times = savedTimes();
    ByteBuffer words = saved("amplifier.dat");
    int saved = 0;
    int gaps = 0;
    int frames = 0;
    while (stream.remaining() >= 4 + 128 * 6) {
      assertEquals(0x2ef07a08, stream.getInt());
      for (int t = 0; t < 128; t++) {
        int timestamp = stream.getInt();
        while (times[saved] < timestamp) {
          saved++;
        }
        assertEquals(times[saved], timestamp);
        assertEquals(words.getShort(2 * (16 * saved + 2)), (short) (stream.getChar() ^ 0x8000));
        gaps += saved > 0 && times[saved] != times[saved - 1] + 1 ? 1 : 0;
        frames++;
      }
    }
    assertTrue(frames > RATE / 2, frames + " frames");
    assertEquals(1, gaps);
  }

  @Test
  void anOverrunEndsTheRecordingWithStrayTextsAndAnotherCanBegin() throws IOException {
    say("set fileformat onefilepersignaltype;");
    say("set runmode record;");
    pass(300);
    installation.bench().overrun();
    pass(200);
    assertEquals(String.join("", Collections.nCopies(41 + 13, STRAY)), client.heard());
    assertEquals("Stop", mode());
    int frames = savedTimes().length;
    assertTrue(frames > 0 && frames % 128 == 0, frames + " frames");
    pass(1_000);
    assertEquals("", say("set runmode record;"));
    pass(300);
    assertEquals("Record", mode());
    say("set runmode stop;");
    assertEquals(2, recordings().size());
  }

  @Test
  void whatFollowsAStartIsDoneAfterAnOverrun() {
    say("set runmode run;get type;");
    pass(300);
    installation.bench().overrun();
    pass(300);
    assertTrue(client.heard().contains("Return: Type ControllerStimRecord"));
  }

  @Test
  void aLineTriggersARecordingAndThenAnother() throws IOException {
    say("set fileformat onefilepersignaltype;set triggersource digital-in-03;");
    say("set digital-in-01.enabled true;set pretriggerbufferseconds 1;");
    assertEquals("", say("set runmode trigger;"));
    pass(1_500);
    assertEquals("Trigger", mode());
    assertEquals("LiveNotes cannot be added unless the board is recording", say("livenotes x;"));
    installation.bench().digitalInput(2, true);
    pass(300);
    assertEquals("Record", mode());
    say("livenotes In Time;");
    pass(700);
    installation.bench().digitalInput(2, false);
    pass(900);
    assertEquals("Record", mode());
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String now = mode();
      if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(now)) {
        seen.add(now);
      }
    }
    assertEquals(List.of("Record", "Run", "Trigger"), seen);
    int[] times = savedTimes();
    assertEquals(-RATE, times[0]);
    ByteBuffer lines = saved("digitalin.dat");
    int rise = 0;
    while (lines.getChar(2 * rise) == 0) {
      rise++;
    }
    assertEquals(0, times[rise]);
    assertEquals(4, lines.getChar(2 * rise));
    installation.bench().digitalInput(2, true);
    pass(300);
    assertEquals("Record", mode());
    say("set runmode stop;");
    assertEquals("Stop", mode());
    assertEquals(2, recordings().size());
  }

  @Test
  void anAnalogLineTriggersToo() throws IOException {
    say("set fileformat onefileperchannel;set triggersource analog-in-2;");
    say("set triggeranalogthresholdvolts 1.5;set analog-in-2.enabled true;");
    say("set pretriggerbufferseconds 1;set runmode trigger;");
    pass(200);
    installation.bench().analogInput(1, 1.4);
    pass(200);
    assertEquals("Trigger", mode());
    installation.bench().analogInput(1, 1.6);
    pass(200);
    assertEquals("Record", mode());
    say("set runmode stop;");
    int[] times = savedTimes();
    assertTrue(times[0] > -RATE && times[0] < 0, "less is there than a second: " + times[0]);
    ByteBuffer volts = saved("board-ANALOG-IN-2.dat");
    assertEquals(32_768 + 4_480, volts.getChar(2 * (-times[0] - 1)));
    assertEquals(32_768 + 5_120, volts.getChar(2 * -times[0]));
  }

  @Test
  void aPathThatIsNotThereStopsTheRunAndTheNextStartKillsTheProgram() throws IOException {
    assertEquals("", say("set filename.path /nowhere;set runmode record;"));
    assertEquals("Stop", mode());
    assertEquals("Stop", say("set filename.path /data/My Rec;get runmode;").substring(16));
    assertEquals("", say("set runmode run;"));
    assertTrue(client.hungUp());
    assertFalse(program.bench().lives());
    program.bench().restart();
    client = new Client(cables, "cable:rhx");
    say("set runmode run;");
    pass(100);
    assertEquals("Run", mode());
  }

  @Test
  void theDeathOfTheProgramLeavesWhatWasRecorded() throws IOException {
    say("set fileformat onefilepersignaltype;set runmode record;");
    pass(500);
    program.bench().kill();
    int frames = savedTimes().length;
    assertTrue(frames > RATE / 4, frames + " frames");
    assertEquals(16 * 2 * frames, saved("amplifier.dat").remaining());
  }

  @Test
  void aPulledHeadstageIsOnesInTheFile() throws IOException {
    say("set fileformat onefileperchannel;set runmode record;");
    pass(500);
    installation.bench().unplug('a');
    pass(500);
    say("set runmode stop;");
    ByteBuffer words = saved("amp-A-001.dat");
    assertTrue(Math.abs(words.getShort(0)) < 1_000);
    // As far as the program's own arithmetic reaches, ±6389 µV.
    assertEquals(65_532 - 32_768, words.getShort(words.limit() - 2));
  }
}
