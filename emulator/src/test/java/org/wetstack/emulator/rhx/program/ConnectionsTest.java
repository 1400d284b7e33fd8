package org.wetstack.emulator.rhx.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.hal.DeviceException;

/** How far each socket is connected, and who hears what. */
class ConnectionsTest {

  private static final String GET = "get tcpwaveformdataoutputconnectionstatus";
  private static final String CONNECT = "execute connecttcpwaveformdataoutput";
  private static final String DISCONNECT = "execute disconnecttcpwaveformdataoutput";
  private static final Duration LAG = DataServer.THREAD_LAG.plusMillis(1);

  private final Bench bench = Bench.faithful();

  private static void status(Bench of, String expected) {
    assertEquals("Return: TCPWaveformDataOutputConnectionStatus " + expected, of.say(GET));
  }

  private void status(String expected) {
    status(bench, expected);
  }

  private static Client waveform(Bench of) {
    return new Client(of.cables, "cable:rhx-waveform");
  }

  private boolean offer(String text) {
    boolean taken =
        bench.outputs.get(0).offer(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    bench.wait(Duration.ofMillis(1));
    return taken;
  }

  @Test
  void aDataPortGoesFromDisconnectedToPendingToConnectedAndBack() {
    status("Disconnected");
    assertThrows(DeviceException.class, () -> waveform(bench));
    bench.say(CONNECT);
    status("Pending");
    bench.say(CONNECT);
    status("Pending");
    assertFalse(offer("x"));
    Client client = waveform(bench);
    status("Connected");
    assertThrows(DeviceException.class, () -> waveform(bench));
    assertTrue(offer("x"));
    assertEquals("x", client.heard());
    client.send("set runmode run");
    bench.wait(LAG);
    assertEquals("Return: RunMode Stop", bench.say("get runmode"), "data ports do not listen");
    client.close();
    status("Disconnected");
    assertThrows(DeviceException.class, () -> waveform(bench), "not by itself");
  }

  @Test
  void aServerSideDisconnectIsSilence() {
    bench.say(CONNECT);
    Client first = waveform(bench);
    bench.say(DISCONNECT);
    status("Disconnected");
    assertFalse(offer("x"));
    bench.say(CONNECT);
    Client second = waveform(bench);
    assertTrue(offer("y"));
    assertEquals("y", second.heard());
    assertEquals("", first.heard());
    assertFalse(first.hungUp());
    first.close();
    status("Connected");
  }

  @Test
  void connectingAgainTakesTheDataFromThePresentClient() {
    bench.say(CONNECT);
    Client first = waveform(bench);
    bench.say(CONNECT);
    status("Pending");
    assertFalse(offer("x"));
    Client second = waveform(bench);
    status("Connected");
    assertTrue(offer("y"));
    assertEquals("y", second.heard());
    assertEquals("", first.heard());
    // The program minds anybody's leaving, though the newcomer is still there.
    first.close();
    status("Disconnected");
    assertFalse(second.hungUp());
    assertFalse(offer("z"));
  }

  @Test
  void aPendingPortStopsListeningWhenTold() {
    bench.say(CONNECT);
    bench.say(DISCONNECT);
    status("Disconnected");
    assertThrows(DeviceException.class, () -> waveform(bench));
  }

  @Test
  void whileItRunsAChangeTakesAMoment() {
    bench.say("set runmode run");
    assertEquals(
        "Return: TCPWaveformDataOutputConnectionStatus Disconnected",
        bench.say(CONNECT + ";" + GET));
    bench.wait(LAG);
    status("Pending");
    Client client = waveform(bench);
    status("Connected");
    assertEquals(
        "Return: TCPWaveformDataOutputConnectionStatus Connected",
        bench.say(DISCONNECT + ";" + GET));
    bench.wait(LAG);
    status("Disconnected");
    assertFalse(client.hungUp());
    client.close();
    bench.wait(LAG);
    assertEquals("Return: RunMode Run", bench.say("get runmode"), "acquisition goes on");
  }

  @Test
  void aPortThatCannotListenIsPendingAllTheSame() {
    // In memory nothing else keeps a port from listening than that it was closed for good.
    bench.outputs.get(0).close();
    bench.say(CONNECT);
    status("Pending");
    assertThrows(DeviceException.class, () -> waveform(bench));
  }

  @Test
  void theFaithfulCommandPortIsGoneWithItsClient() {
    bench.client.close();
    bench.wait(LAG);
    assertThrows(DeviceException.class, () -> new Client(bench.cables, "cable:rhx"));
    assertTrue(bench.program.bench().lives());
  }

  @Test
  void theForgivingPortsListenAgain() {
    var kind = new Bench(RhxSpec.demo(Controller.STIM_RECORD));
    status(kind, "Disconnected");
    assertThrows(DeviceException.class, () -> waveform(kind), "nobody has opened it yet");
    kind.say(CONNECT);
    status(kind, "Pending");
    Client client = waveform(kind);
    status(kind, "Connected");
    assertThrows(DeviceException.class, () -> new Client(kind.cables, "cable:rhx"));
    client.close();
    status(kind, "Disconnected");
    Client next = waveform(kind);
    status(kind, "Connected");
    kind.client.close();
    kind.wait(LAG);
    kind.client = new Client(kind.cables, "cable:rhx");
    status(kind, "Connected");
    kind.say(DISCONNECT);
    kind.wait(LAG);
    assertFalse(next.hungUp(), "as the real one does not");
    assertThrows(DeviceException.class, () -> waveform(kind), "it was told to be so");
  }

  @Test
  void aDeadProgramHangsUpOnEverybody() {
    bench.say(CONNECT);
    Client first = waveform(bench);
    bench.say(DISCONNECT);
    bench.say(CONNECT);
    Client second = waveform(bench);
    bench.say("set");
    bench.wait(LAG);
    assertTrue(first.hungUp(), "the dangling one, too");
    assertTrue(second.hungUp());
    assertTrue(bench.client.hungUp());
    assertThrows(DeviceException.class, () -> new Client(bench.cables, "cable:rhx"));
  }

  @Test
  void theSameSeedGivesTheSameAnswersAtTheSameTimes() {
    String once = story(Bench.faithful());
    assertEquals(once, story(Bench.faithful()));
    assertTrue(once.contains("RunMode Run"), once);
  }

  private static String story(Bench of) {
    var told = new StringBuilder();
    for (String each :
        new String[] {CONNECT, "set runmode run", "get runmode", GET, "get currenttimestamp"}) {
      told.append(of.time.nanoTime()).append(' ').append(of.say(each)).append('\n');
      of.wait(LAG);
    }
    return told.toString();
  }
}
