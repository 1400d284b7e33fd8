package org.wetstack.emulator.rhx.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.wetstack.emulator.rhx.ClientPort;

/** The command socket. Used under the world's lock; told of its port's events by it. */
final class CommandServer implements ClientPort.Events {

  private final ClientPort port;
  private final String host;
  private final boolean relisten;
  private final Consumer<ByteBuffer> reader;
  private int number;

  /**
   * @param reader takes what one read brought
   */
  CommandServer(
      ClientPort port, String host, int number, boolean relisten, Consumer<ByteBuffer> reader) {
    this.port = port;
    this.host = host;
    this.number = number;
    this.relisten = relisten;
    this.reader = reader;
  }

  /**
   * Listens, as if an operator had pressed Connect.
   *
   * @return the port, the same one again from then on
   */
  int listen() throws IOException {
    number = port.listen(host, number);
    return number;
  }

  /**
   * Answers, if there is anybody to answer. Whoever does not read two megabytes of answers is hung
   * up on: the real program would stand still until he does.
   */
  void reply(String text) {
    var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    if (port.connected() && !port.offer(bytes)) {
      hangUp();
    }
  }

  /** Ends the connection with the client, and goes on as if he had left. */
  void hangUp() {
    port.hangUp();
    onDisconnected();
  }

  /** The program has died, or ends. */
  void die() {
    port.refuse();
    port.hangUp();
  }

  @Override
  public void onConnected() {
    // There is no greeting.
  }

  @Override
  public void onBytes(ByteBuffer borrowed) {
    reader.accept(borrowed);
  }

  @Override
  public void onDisconnected() {
    if (relisten) {
      try {
        int unused = listen();
      } catch (IOException e) {
        // Somebody else has taken the port: now only an operator could help.
      }
    }
  }
}
