package org.wetstack.emulator.rhx;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One of the program's server sockets: it admits one client at a time, and only while told to
 * listen. Methods may be called from any thread and never block; events come on a thread of the
 * implementation's choice, one at a time.
 */
public interface ClientPort extends AutoCloseable {

  /** What happens at the port. */
  interface Events {

    /** A client came, and listening has ended with it. */
    void onConnected();

    /** The client sent {@code borrowed}: what one read of the socket brought. */
    void onBytes(ByteBuffer borrowed);

    /**
     * The client went, or one that a newcomer has replaced. Not told of a client that was abandoned
     * or hung up on.
     */
    void onDisconnected();
  }

  /** Makes ports. */
  @FunctionalInterface
  interface Factory {

    /** A port, not listening yet, of the socket called {@code name}, such as {@code waveform}. */
    ClientPort open(String name, Events events);
  }

  /**
   * Begins to listen for one client; no effect if it listens already. A present client stays until
   * the next one comes: then nothing goes to it any more, though it is not told.
   *
   * @param port 0 lets the system choose
   * @return the port it listens on
   * @throws IOException if the port is taken or {@code host} is no address of the loopback
   *     interface
   */
  int listen(String host, int port) throws IOException;

  /** Stops listening; returns when the port is free again. A present client stays. */
  void refuse();

  /**
   * Hands {@code bytes} to the present client: all of them, or none if it is so far behind that the
   * bounded queue has no room, or there is none.
   */
  boolean offer(ByteBuffer bytes);

  /** Whether there is a client to offer something to. */
  boolean connected();

  /** How many bytes were handed over that the client's side has not taken yet. */
  long pending();

  /** Forgets all clients without closing their connections: they hear nothing more, ever. */
  void abandon();

  /** Closes all connections, abandoned ones too, as a program that dies does. Told to nobody. */
  void hangUp();

  /** Ends everything, abandoned connections too. Idempotent; returns within 2 s. */
  @Override
  void close();
}
