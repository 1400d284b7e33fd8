package org.wetstack.emulator.rig;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.culture.life.Environment;
import org.wetstack.emulator.tissue.Drive;
import org.wetstack.emulator.tissue.Fluid;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.protocol.v1.Commit;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Flash;
import org.wetstack.protocol.v1.Heartbeat;
import org.wetstack.protocol.v1.Hello;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Prepare;
import org.wetstack.protocol.v1.ReadSensor;

/** Tubes, light, air and files of the cultures of a rig. */
@Timeout(60)
class CultureRigTest {

  private static final int ARRAY = 0;
  private static final int PUMP = 1;
  private static final int LIGHT = 2;
  private static final int SENSOR = 3;

  @TempDir private Path folder;
  private final VirtualTimebase time = new VirtualTimebase();

  private Rig rig(String array, String pump) throws IOException {
    String yaml =
        """
        seed: 3
        boards:
          - name: rig
            at: cable
            devices:
              - {array: mea, samplesPerSecond: 2000, %s}
              - {pump: p, feeds: mea, %s}
              - {light: uv, shines: mea, wavelengthNanometers: 380}
              - {sensor: air, quantity: co2, unit: percent, nanoUnitsPerCount: 10000000, of: mea}
        """
            .formatted(array, pump);
    return Rig.start(
        RigFile.parse("rig.yaml", yaml),
        time,
        uri -> {
          throw new IllegalArgumentException("no link for " + uri);
        });
  }

  private void live(BoardHost host, Duration span) {
    for (int i = 0; i < span.toMillis() / 500; i++) {
      time.advance(Duration.ofMillis(500));
      host.beat();
    }
  }

  @Test
  void aDoseReachesTheCellsAfterTheTubeAndIsGoneAgain() throws IOException {
    try (Rig rig = rig("layout: 4x8", "dopamineNanomolar: 20000")) {
      CultureBench culture = rig.culture("mea");
      double before = culture.dopamineNanomolar();
      var host = new BoardHost(rig.board("rig"));
      host.dispense(1, 1_000);
      live(host, Duration.ofSeconds(2));
      double peak = culture.dopamineNanomolar();
      live(host, Duration.ofSeconds(30));
      assertTrue(peak > before + 100, "from " + before + " to " + peak + " nM");
      assertTrue(culture.dopamineNanomolar() < peak / 10, culture.dopamineNanomolar() + " nM");
    }
  }

  @Test
  void anOldReservoirHasLostDopamineAndANewOneComesAfterTheTube() throws IOException {
    try (Rig rig =
        rig(
            "layout: 4x8",
            "dopamineNanomolar: 10000, preparedHoursAgo: 400, deadVolumeNanoliters: 500")) {
      ReservoirBench reservoir = rig.reservoir("p");
      double old = reservoir.fluid().dopamineNanomolar();
      assertTrue(old > 0 && old < 2_000, old + " nM");
      reservoir.refill(new Fluid(1_000_000, 0, true));
      var host = new BoardHost(rig.board("rig"));
      host.dispense(1, 500);
      live(host, Duration.ofSeconds(2));
      double fromTheTube = rig.culture("mea").dopamineNanomolar();
      host.dispense(2, 500);
      live(host, Duration.ofSeconds(2));
      double fresh = rig.culture("mea").dopamineNanomolar();
      assertTrue(fresh > 100 * fromTheTube, fromTheTube + " nM, then " + fresh + " nM");
    }
  }

  @Test
  void lightFreesWhatAPumpOfCagedDopamineBrought() throws IOException {
    try (Rig rig = rig("layout: 4x8", "fluid: caged, dopamineNanomolar: 100000")) {
      CultureBench culture = rig.culture("mea");
      var host = new BoardHost(rig.board("rig"));
      host.dispense(1, 1_000);
      live(host, Duration.ofSeconds(2));
      double dark = culture.dopamineNanomolar();
      host.ask(
          LIGHT,
          HostMessage.newBuilder()
              .setFlash(
                  Flash.newBuilder()
                      .setOperationId(5)
                      .setPowerMicrowatts(10_000)
                      .setDurationMicros(1_000_000)));
      live(host, Duration.ofMillis(1_500));
      double lit = culture.dopamineNanomolar();
      assertTrue(lit > dark + 10, dark + " nM in the dark, " + lit + " nM lit");
      double burning = culture.ask(c -> c.chemistry().harmfulMilliwattsPerSquareCentimeter());
      assertEquals(0, burning, "it is dark again");
    }
  }

  @Test
  void sensorsReadTheAirThatTheBenchSets() throws IOException {
    try (Rig rig = rig("layout: 4x8", "fluid: medium")) {
      var host = new BoardHost(rig.board("rig"));
      HostMessage.Builder read =
          HostMessage.newBuilder().setReadSensor(ReadSensor.getDefaultInstance());
      assertEquals(500, host.ask(SENSOR, read).getSensorReading().getCounts());
      rig.culture("mea").environment(new Environment(30, 0.04));
      assertEquals(4, host.ask(SENSOR, read).getSensorReading().getCounts());
    }
  }

  @Test
  void aSavedCultureGoesOnInAnotherRigToTheBit() throws IOException {
    Path file = folder.resolve("monday.wcl");
    int[] here;
    double days;
    try (Rig rig = rig("layout: 1x32, daysInVitro: 20", "fluid: medium")) {
      time.advance(Duration.ofMillis(700));
      rig.culture("mea").rest(Duration.ofDays(2));
      rig.culture("mea").save(file);
      days = rig.culture("mea").daysInVitro();
      here = voltages(rig);
    }
    time.advance(Duration.ofSeconds(5));
    try (Rig rig = rig("layout: 1x32, state: '" + file + "'", "fluid: medium")) {
      assertEquals(days, rig.culture("mea").daysInVitro());
      assertEquals(20, rig.culture("mea").profile().life().daysInVitro());
      assertArrayEquals(here, voltages(rig));
    }
  }

  /** What its electrodes show next. */
  private static int[] voltages(Rig rig) {
    return rig.culture("mea")
        .ask(
            culture -> {
              var drive = new Drive(32, -5_000_000, 5_000_000);
              int[] now = new int[32];
              int[] all = new int[32 * 500];
              for (int i = 0; i < 500; i++) {
                culture.step(drive, now);
                System.arraycopy(now, 0, all, i * 32, 32);
              }
              return all;
            });
  }

  @Test
  void aStateThatIsNotThereNoCultureOrOfAnotherArrayIsToldWithItsArray() throws IOException {
    Path file = folder.resolve("c.wcl");
    String state = ", state: '" + file + "'";
    var missing =
        assertThrows(
            IllegalArgumentException.class, () -> rig("layout: 4x8" + state, "fluid: medium"));
    assertEquals(
        "array 'mea': there is no file '" + file + "': name a saved culture", missing.getMessage());
    Files.writeString(file, "life: {}");
    var text =
        assertThrows(
            IllegalArgumentException.class, () -> rig("layout: 4x8" + state, "fluid: medium"));
    assertTrue(String.valueOf(text.getMessage()).contains("is no saved culture"), text::toString);
    try (Rig rig = rig("layout: 4x8", "fluid: medium")) {
      rig.culture("mea").save(file);
    }
    var other =
        assertThrows(
            IllegalArgumentException.class, () -> rig("layout: 1x32" + state, "fluid: medium"));
    String message = String.valueOf(other.getMessage());
    assertTrue(message.startsWith("array 'mea': " + file + " lay on 32 electrodes"), message);
  }

  @Test
  void whatDoesNotLiveHasNoCultureAndAFileThatCannotBeMadeIsTold() throws IOException {
    try (Rig rig = rig("layout: 4x8", "fluid: medium")) {
      assertThrows(IllegalArgumentException.class, () -> rig.culture("other"));
      assertThrows(IllegalArgumentException.class, () -> rig.reservoir("mea"));
      Path nowhere = folder.resolve("no/such/folder.wcl");
      var failed = assertThrows(IOException.class, () -> rig.culture("mea").save(nowhere));
      assertTrue(String.valueOf(failed.getMessage()).contains(nowhere.toString()));
    }
    RigSpec saline =
        RigFile.parse("r", "boards: [{name: b, at: cable, devices: [{array: a, tissue: saline}]}]");
    try (Rig rig = Rig.start(saline, time, uri -> null)) {
      var dead = assertThrows(IllegalArgumentException.class, () -> rig.culture("a"));
      assertEquals("nothing lives on the array 'a'", dead.getMessage());
    }
  }

  /** A host of few words. */
  private static final class BoardHost implements Link {

    private final LinkHandler plug;
    private final List<DeviceMessage> heard = new ArrayList<>();
    private int epoch;
    private int lastId;

    BoardHost(EmulatedBoard board) {
      this.plug = board.plug();
      DeviceMessage welcome =
          ask(
              ARRAY,
              HostMessage.newBuilder()
                  .setHello(
                      Hello.newBuilder()
                          .setMinVersion(1)
                          .setMaxVersion(1)
                          .setHostId(7)
                          .setLeaseMillis(2_000)));
      epoch = welcome.getWelcome().getEpoch();
    }

    DeviceMessage ask(int device, HostMessage.Builder request) {
      HostMessage message =
          request
              .setRequestId(++lastId)
              .setEpoch(epoch)
              .setDevice(device)
              .setNotAfterMicros(Long.MAX_VALUE)
              .build();
      plug.onBytes(this, ByteBuffer.wrap(message.toByteArray()));
      DeviceMessage answer =
          heard.stream().filter(m -> m.getInReplyTo() == lastId).findFirst().orElseThrow();
      assertTrue(!answer.hasRefused(), answer::toString);
      return answer;
    }

    void beat() {
      var unused = ask(ARRAY, HostMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder()));
    }

    void dispense(long operation, int nanoliters) {
      ask(
          PUMP,
          HostMessage.newBuilder()
              .setPrepare(
                  Prepare.newBuilder()
                      .setOperationId(operation)
                      .setVolumeNanoliters(nanoliters)
                      .setRateNanolitersPerMinute(600_000)));
      ask(PUMP, HostMessage.newBuilder().setCommit(Commit.newBuilder().setOperationId(operation)));
    }

    @Override
    public Delivery delivery() {
      return Delivery.MESSAGES;
    }

    @Override
    public void send(ByteBuffer bytes) {
      try {
        heard.add(DeviceMessage.parseFrom(bytes));
      } catch (IOException e) {
        throw new AssertionError("the board says what cannot be read", e);
      }
    }

    @Override
    public void close() {}
  }
}
