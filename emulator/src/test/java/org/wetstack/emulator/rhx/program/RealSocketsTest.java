package org.wetstack.emulator.rhx.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wetstack.emulator.World;
import org.wetstack.emulator.host.LonePort;
import org.wetstack.emulator.rhx.ClientPort;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.RunMode;
import org.wetstack.emulator.rhx.state.State;
import org.wetstack.hal.spi.SystemTimebase;

/** The whole program in real time, with real clients. */
@Timeout(60)
class RealSocketsTest {

  private static final int PATIENCE_MILLIS = 30_000;
  private static final int SILENCE_MILLIS = 100;

  private final World world = new World(new SystemTimebase("rhx test"), 1, 1);
  private @Nullable ClientPort waveform;
  private EmulatedRhx program = start(RhxSpec.demo(Controller.STIM_RECORD).onFreePorts());
  private Socket client = new Socket();

  private EmulatedRhx start(RhxSpec spec) {
    try {
      return EmulatedRhx.start(world, spec, LonePort.factory(), this::install);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Installation.Parts install(
      State state, ClientPort data, ClientPort spikes, Installation.Alarms alarms) {
    waveform = data;
    return new Installation.Parts(new TestBoard(world, state), new TestStorage(state));
  }

  @BeforeEach
  void connect() throws IOException {
    client = connect(EmulatedRhx.COMMAND);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    program.close();
  }

  private int port(String name) {
    URI endpoint = program.endpoints().get(name);
    if (endpoint == null) {
      throw new AssertionError(name);
    }
    return endpoint.getPort();
  }

  private static Socket socket(int port) throws IOException {
    return new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }

  private Socket connect(String name) throws IOException {
    var socket = socket(port(name));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Connects as soon as somebody listens. */
  private Socket connectSoon(String name) throws IOException {
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (true) {
      try {
        return connect(name);
      } catch (ConnectException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  private static void send(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(Socket from, int count) throws IOException {
    return new String(from.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
  }

  private void says(String sent, String reply) throws IOException {
    send(client, sent);
    assertEquals(reply, read(client, reply.length()), sent);
  }

  private static void silent(Socket socket) throws IOException {
    socket.setSoTimeout(SILENCE_MILLIS);
    assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  @Test
  void oneClientTalksAndASecondIsRefused() throws IOException {
    says("get type;get version", "Return: Type ControllerStimRecordReturn: Version 3.4.0");
    assertThrows(ConnectException.class, () -> connect(EmulatedRhx.COMMAND));
    send(client, "set runmode run;get type;");
    // All that came with it is passed over: the next must not come with it.
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (program.bench().mode() != RunMode.RUN && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertEquals(RunMode.RUN, program.bench().mode());
    silent(client);
    says("get runmode", "Return: RunMode Run");
    client.close();
    client = connectSoon(EmulatedRhx.COMMAND);
    says("get runmode", "Return: RunMode Run");
    says("set runmode stop;get runmode", "Return: RunMode StopReturn: Type ControllerStimRecord");
  }

  @Test
  void aDataPortListensWhenToldAndForgetsItsClientWithoutAnEnd() throws IOException {
    assertThrows(ConnectException.class, () -> connect(EmulatedRhx.WAVEFORM));
    String status = "get tcpwaveformdataoutputconnectionstatus";
    String answer = "Return: TCPWaveformDataOutputConnectionStatus ";
    says("execute connecttcpwaveformdataoutput;" + status, answer + "Pending");
    try (Socket first = connect(EmulatedRhx.WAVEFORM)) {
      until(status, answer + "Connected");
      assertTrue(waveform != null && waveform.offer(ByteBuffer.wrap(new byte[] {'x'})));
      assertEquals("x", read(first, 1));
      says("execute disconnecttcpwaveformdataoutput;" + status, answer + "Disconnected");
      silent(first);
      assertThrows(ConnectException.class, () -> connect(EmulatedRhx.WAVEFORM));
      says("execute connecttcpwaveformdataoutput;" + status, answer + "Pending");
      try (Socket second = connect(EmulatedRhx.WAVEFORM)) {
        until(status, answer + "Connected");
        silent(first);
        silent(second);
      }
    }
  }

  private void until(String sent, String reply) throws IOException {
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    String heard = "";
    while (!heard.equals(reply) && System.nanoTime() < deadline) {
      send(client, sent);
      byte[] piece = new byte[1_000];
      int count = client.getInputStream().read(piece);
      heard = new String(piece, 0, count, StandardCharsets.ISO_8859_1);
    }
    assertEquals(reply, heard);
  }

  /** One of those that a client can set: the system chooses others. */
  private static int freePort() throws IOException {
    for (int port = 9_999; port > 1_024; port--) {
      try (var probe = new ServerSocket(port)) {
        return probe.getLocalPort();
      } catch (BindException e) {
        // Taken: the next one.
      }
    }
    throw new AssertionError("all ports are taken");
  }

  @Test
  void aPortChosenByAClientIsUsed() throws IOException {
    int free = freePort();
    says(
        "set tcpspikedataoutputport " + free + ";get tcpspikedataoutputport",
        "Return: TCPSpikeDataOutputPort " + free);
    says("execute connecttcpspikedataoutput;get runmode", "Return: RunMode Stop");
    socket(free).close();
  }

  @Test
  void aCrashEndsAllConnectionsAndARestartTakesTheSamePorts() throws IOException {
    program.close();
    client.close();
    program = start(RhxSpec.demo(Controller.STIM_RECORD).onFreePorts().faithful());
    connect();
    send(client, "set");
    assertEquals(-1, client.getInputStream().read());
    assertThrows(ConnectException.class, () -> connect(EmulatedRhx.COMMAND));
    assertFalse(program.bench().lives());
    program.bench().restart();
    client = connect(EmulatedRhx.COMMAND);
    says("get runmode", "Return: RunMode Stop");
  }

  @Test
  void aTakenPortStartsNothingAndKeepsNothing() throws IOException {
    int taken = port(EmulatedRhx.COMMAND);
    var demo = RhxSpec.demo(Controller.STIM_RECORD);
    try (var there = new ServerSocket(0)) {
      assertNotEquals(taken, there.getLocalPort());
      var spec =
          new RhxSpec(
              demo.setup(),
              "127.0.0.1",
              there.getLocalPort(),
              0,
              0,
              false,
              true,
              false,
              Duration.ZERO);
      var failure =
          assertThrows(
              IOException.class,
              () -> EmulatedRhx.start(world, spec, LonePort.factory(), this::install));
      assertTrue(
          String.valueOf(failure.getMessage()).startsWith("the command port cannot listen"),
          failure::toString);
    }
  }
}
