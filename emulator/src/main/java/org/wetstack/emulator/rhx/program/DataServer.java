package org.wetstack.emulator.rhx.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.wetstack.emulator.World;
import org.wetstack.emulator.rhx.ClientPort;
import org.wetstack.emulator.rhx.command.DataOutput;

/** One of the two data sockets. Used under the world's lock; told of its port's events by it. */
final class DataServer implements DataOutput, ClientPort.Events {

  /** How long the thread that sends data takes to notice what it is told. */
  static final Duration THREAD_LAG = Duration.ofMillis(50);

  private final World world;
  private final ClientPort port;
  private final boolean relisten;
  private final BooleanSupplier running;
  private String host;
  private int number;
  private Status status = Status.DISCONNECTED;
  private boolean listening;
  private int waiting;
  private boolean gone;

  /**
   * @param running whether data are being sent, so that a change takes {@link #THREAD_LAG}
   */
  DataServer(
      World world,
      ClientPort port,
      String host,
      int number,
      boolean relisten,
      BooleanSupplier running) {
    this.world = world;
    this.port = port;
    this.host = host;
    this.number = number;
    this.relisten = relisten;
    this.running = running;
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public void host(String address) {
    host = address;
    moved();
  }

  @Override
  public int port() {
    return number;
  }

  @Override
  public void port(int next) {
    number = next;
    moved();
  }

  @Override
  public Status status() {
    return status;
  }

  @Override
  public void connect() {
    soon(this::listen);
  }

  @Override
  public void disconnect() {
    soon(this::letGo);
  }

  private void soon(Runnable change) {
    // What was asked for first is done first, also if the run has ended meanwhile.
    if (running.getAsBoolean() || waiting > 0) {
      waiting++;
      var unused =
          world.after(
              THREAD_LAG,
              () -> {
                waiting--;
                if (!gone) {
                  change.run();
                }
              });
    } else {
      change.run();
    }
  }

  private void listen() {
    // Pending even if that fails, and with a client still there: the real program looks no closer.
    status = Status.PENDING;
    admit();
  }

  /**
   * Lets a client in although the program calls itself disconnected: that is all a client notices
   * of an operator who presses Connect in time. Only if the program is so kind.
   */
  void admitQuietly() {
    if (relisten) {
      admit();
    }
  }

  /** A port that listens because a client asked for it stays where it is. */
  private void moved() {
    if (listening && status == Status.DISCONNECTED) {
      port.refuse();
      listening = false;
      admit();
    }
  }

  private void admit() {
    if (listening) {
      return;
    }
    try {
      int unused = port.listen(host, number);
      listening = true;
    } catch (IOException e) {
      // Nobody is told, but the next attempt is a fresh one.
    }
  }

  private void letGo() {
    port.abandon();
    port.refuse();
    listening = false;
    status = Status.DISCONNECTED;
  }

  /** The program has died, or ends. */
  void die() {
    gone = true;
    port.refuse();
    port.hangUp();
  }

  @Override
  public void onConnected() {
    listening = false;
    status = Status.CONNECTED;
  }

  @Override
  public void onBytes(ByteBuffer borrowed) {
    // Data sockets are for output only.
  }

  /** Also when the one who left was replaced by a newcomer, who then hears nothing more. */
  @Override
  public void onDisconnected() {
    letGo();
    admitQuietly();
  }

  /** The port as those see it who send data: it takes some only while a client is connected. */
  ClientPort output() {
    return new Output();
  }

  private final class Output implements ClientPort {

    @Override
    public int listen(String address, int wanted) throws IOException {
      return port.listen(address, wanted);
    }

    @Override
    public void refuse() {
      port.refuse();
    }

    @Override
    public boolean offer(ByteBuffer bytes) {
      return status == Status.CONNECTED && port.offer(bytes);
    }

    @Override
    public boolean connected() {
      return status == Status.CONNECTED;
    }

    @Override
    public long pending() {
      return status == Status.CONNECTED ? port.pending() : 0;
    }

    @Override
    public void abandon() {
      port.abandon();
    }

    @Override
    public void hangUp() {
      port.hangUp();
    }

    @Override
    public void close() {
      port.close();
    }
  }
}
