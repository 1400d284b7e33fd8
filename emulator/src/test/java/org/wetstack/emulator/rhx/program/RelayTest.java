package org.wetstack.emulator.rhx.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.rhx.DistantController;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.hal.spi.VirtualTimebase;

/** A program whose controller is elsewhere, and takes its time. */
class RelayTest {

  private static final int BLOCK_BYTES = 4 + 128 * 6;

  @TempDir private Path root;
  private final VirtualTimebase time = new VirtualTimebase();
  private final World world = new World(time, 7, 1);
  private final RhxCables cables = new RhxCables(time, 7, CableFaults.none());
  private final List<String> told = new ArrayList<>();
  private CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);
  private RelayInstallation installation;
  private EmulatedRhx program;
  private Client client;

  /** Notes what it is told. */
  private final class Slow implements DistantController {

    @Override
    public void begin() {
      told.add("begin");
    }

    @Override
    public void end() {
      told.add("end");
    }

    @Override
    public void key(int key, boolean down) {
      told.add("key " + key + (down ? " down" : " up"));
    }

    @Override
    public void upload(Channel channel) {
      told.add("upload " + channel.nativeName());
    }

    @Override
    public CompletionStage<Void> settled() {
      return settled;
    }
  }

  @BeforeEach
  void start() throws IOException {
    installation =
        new RelayInstallation(world, LocalDateTime.of(2026, 11, 24, 2, 49), root, new Slow());
    var setup = new Setup(Controller.STIM_RECORD, 20_000, "0.5", Map.of('A', 16), true);
    var spec = new RhxSpec(setup, "127.0.0.1", 1, 2, 3, true, true, false, Duration.ZERO);
    program = EmulatedRhx.start(world, spec, cables, installation);
    client = new Client(cables, "cable:rhx");
  }

  @AfterEach
  void end() {
    program.close();
  }

  private String say(String text) {
    client.send(text);
    time.advance(Duration.ofMillis(10));
    return client.heard();
  }

  private void settle() {
    world.run(() -> settled.complete(null));
    time.advance(Duration.ofMillis(10));
  }

  private void frames(long first, int count, int value) {
    world.run(
        () -> {
          for (int i = 0; i < count; i++) {
            Objects.requireNonNull(installation.acquisition())
                .frame(first + i, new short[] {(short) value}, null);
          }
        });
    time.advance(Duration.ofMillis(10));
  }

  @Test
  void anUploadIsOverWhenTheControllerHasAnsweredAndNotBefore() {
    settled = new CompletableFuture<>();
    assertEquals("", say("execute uploadstimparameters a-003;get type;"));
    assertEquals(List.of("upload A-003"), told);
    assertEquals("Return: UploadInProgress True", say("get uploadinprogress;"));
    assertTrue(say("execute uploadstimparameters a-004;").startsWith("Error - Another upload"));
    settle();
    assertEquals("Return: Type ControllerStimRecord", client.heard());
    assertEquals("Return: UploadInProgress False", say("get uploadinprogress;"));
  }

  @Test
  void aStopIsAnsweredWhenNothingIsStimulatedAnyMore() {
    assertEquals("", say("set runmode run;"));
    settled = new CompletableFuture<>();
    assertEquals("", say("set runmode stop;get runmode;"));
    assertEquals(List.of("begin", "end"), told);
    settle();
    assertEquals("Return: RunMode Stop", client.heard());
  }

  @Test
  void keysPassDuringARunOnly() {
    assertEquals("", say("execute manualstimtriggerpulse f2;"));
    assertEquals("", say("set runmode run;"));
    assertEquals("", say("execute manualstimtriggerpulse f2;"));
    assertEquals(List.of("begin", "key 1 down", "key 1 up"), told);
  }

  @Test
  void lostSamplesAreAGapInTheTimestampsAndWhatIsTornIsNotSent() {
    var waveform = new Client(cables, "cable:rhx-waveform");
    assertEquals("", say("set a-000.tcpdataoutputenabled true;set tcpnumberdatablocksperwrite 1;"));
    assertEquals("", say("set runmode run;"));
    frames(0, 200, 5);
    frames(300, 512, -5);
    byte[] bytes = waveform.heard().getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer sent = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    // Blocks are told one late: of 0 to 127, and 300 to 683; 128 to 199 are torn.
    List<Integer> firsts = new ArrayList<>();
    List<Integer> values = new ArrayList<>();
    for (int at = 0; at + BLOCK_BYTES <= bytes.length; at += BLOCK_BYTES) {
      assertEquals(0x2EF0_7A08, sent.getInt(at));
      firsts.add(sent.getInt(at + 4));
      values.add((sent.getShort(at + 8) & 0xFFFF) - 32_768);
    }
    assertEquals(List.of(0, 300, 428, 556), firsts);
    assertEquals(List.of(5, -5, -5, -5), values);
    assertEquals("Return: 811", say("get currenttimestamp;"));
  }

  @Test
  void whatTheControllerCannotIsRefusedAndComplaintsAreHeard() {
    assertTrue(say("execute measureimpedance;").startsWith("Error - MeasureImpedance"));
    assertEquals(
        "Return: ImpedancesHaveBeenMeasured False", say("get impedanceshavebeenmeasured;"));
    for (String what :
        List.of(
            "uploadbandwidthsettings", "uploadampsettlesettings", "uploadchargerecoverysettings")) {
      assertTrue(say("execute " + what + ";").startsWith("Error - Upload"), what);
    }
    world.run(() -> installation.complain("Error - F1: nothing was fired"));
    time.advance(Duration.ofMillis(10));
    assertEquals("Error - F1: nothing was fired", client.heard());
  }

  @Test
  void thresholdsFollowTheNoiseAtRest() {
    world.run(
        () -> {
          for (int i = 0; i < 200_000; i++) {
            short value = (short) (i % 2 == 0 ? 100 : -100);
            Objects.requireNonNull(installation.acquisition()).frame(i, new short[] {value}, null);
          }
        });
    assertEquals(
        "",
        say(
            "set absolutethresholdsenabled false;set rmsmultiplethreshold 4;"
                + "execute setspikedetectionthresholds;"));
    time.advance(Duration.ofSeconds(5));
    // 100 counts of 0.195 µV, four times, below; the high-pass takes a little.
    String said = say("get a-000.spikethresholdmicrovolts;");
    int threshold = Integer.parseInt(said.substring(said.lastIndexOf(' ') + 1));
    assertTrue(threshold <= -70 && threshold >= -82, said);
    assertEquals("Return: SpikeThresholdMicroVolts 0", say("get a-001.spikethresholdmicrovolts;"));
  }
}
