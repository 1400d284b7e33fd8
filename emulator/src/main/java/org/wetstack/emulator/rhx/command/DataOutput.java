package org.wetstack.emulator.rhx.command;

/** A data socket as commands see it. Used under the world's lock. */
public interface DataOutput {

  /** How far a data socket is connected. */
  enum Status {
    DISCONNECTED("Disconnected"),
    /** It listens for a client. */
    PENDING("Pending"),
    CONNECTED("Connected");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    /** As {@code get} tells it. */
    public String word() {
      return word;
    }
  }

  /** The address to listen on, whatever a client has set; perhaps none at all. */
  String host();

  void host(String address);

  int port();

  void port(int number);

  Status status();

  /** Listens for a client, unless it does so already; takes a moment while the controller runs. */
  void connect();

  /** Stops listening and forgets the client; takes a moment while the controller runs. */
  void disconnect();
}
