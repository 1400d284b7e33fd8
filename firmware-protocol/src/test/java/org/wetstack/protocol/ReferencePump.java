package org.wetstack.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;

/** The C pump, running, and the host's end of its pseudo-terminal. Used by one thread. */
final class ReferencePump implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 20;

  private final Process process;
  private final BufferedReader said;
  private final FileOutputStream out;
  private final Framing framing = Framing.cobs(Framing.MAX_DEVICE_MESSAGE);
  private final BlockingQueue<DeviceMessage> received = new LinkedBlockingQueue<>(10_000);

  /** Events that came while a reply was awaited. */
  private final Deque<DeviceMessage> events = new ArrayDeque<>();

  private boolean strict = true;

  ReferencePump(Path program, Path nvm) throws IOException {
    process =
        new ProcessBuilder(List.of(program.toString(), "--pty", "--nvm", nvm.toString(), "--bench"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    said = process.inputReader(StandardCharsets.UTF_8);
    String path = said.readLine();
    assertNotNull(path, "the pump did not start");
    out = new FileOutputStream(path);
    var in = new FileInputStream(path);
    var reader = new Thread(() -> read(in), "pump " + path);
    reader.setDaemon(true);
    reader.start();
  }

  private void read(FileInputStream in) {
    byte[] bytes = new byte[512];
    try (in) {
      for (int n = in.read(bytes); n > 0; n = in.read(bytes)) {
        framing.feed(ByteBuffer.wrap(bytes, 0, n), this::keep);
      }
    } catch (IOException e) {
      // A pseudo-terminal whose other end is gone: the pump was closed.
      received.clear();
    }
  }

  private void keep(ByteBuffer message) {
    try {
      received.add(DeviceMessage.parseFrom(message));
    } catch (IOException e) {
      throw new AssertionError("the pump sent " + Received.hex(message), e);
    }
  }

  void sendRaw(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  void send(HostMessage message) throws IOException {
    sendRaw(Received.bytes(framing.wrap(ByteBuffer.wrap(message.toByteArray()))));
  }

  /** Sends, and waits for the reply. */
  DeviceMessage ask(HostMessage message) throws IOException, InterruptedException {
    send(message);
    while (true) {
      DeviceMessage next = next("reply to " + message);
      if (next.getInReplyTo() == message.getRequestId()) {
        return next;
      }
      if (next.getInReplyTo() == 0) {
        events.add(next);
      } else {
        assertFalse(strict, "a reply to nothing that was asked");
      }
    }
  }

  /** The next event. */
  DeviceMessage event() throws InterruptedException {
    DeviceMessage first = events.poll();
    DeviceMessage event = first != null ? first : next("event");
    assertEquals(0, event.getInReplyTo());
    return event;
  }

  private DeviceMessage next(String what) throws InterruptedException {
    DeviceMessage next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(next, "no " + what);
    return next;
  }

  /** From now on replies to nothing that was asked are not a fault. */
  void discardReplies() {
    strict = false;
  }

  /** What the bench answers to a command. */
  String bench(String command) throws IOException {
    process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    return String.valueOf(said.readLine());
  }

  /** Nanolitres that really flowed. */
  long delivered() throws IOException {
    return Long.parseLong(bench("delivered").substring("delivered ".length()));
  }

  /** Ends the program at whatever instruction it is. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it in order, and fails if it found a fault in itself. */
  @Override
  public void close() throws IOException, InterruptedException {
    out.close();
    process.getOutputStream().close();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertEquals(true, ended, "the pump did not end");
    assertEquals(true, process.exitValue() == 0 || process.exitValue() == 137, "exit code");
  }
}
