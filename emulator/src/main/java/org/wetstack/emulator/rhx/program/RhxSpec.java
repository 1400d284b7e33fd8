package org.wetstack.emulator.rhx.program;

import java.time.Duration;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.Setup;

/**
 * How an emulated Intan RHX program is set up, and where it is kinder than the real one.
 *
 * @param host an address of the loopback interface, such as {@code 127.0.0.1}
 * @param commandPort 0 to 65535; 0 lets the system choose
 * @param waveformPort likewise; the one chosen is told as if it had been set
 * @param spikePort likewise
 * @param dataPortsOpen whether both data ports listen from the start, as if an operator had pressed
 *     Connect; otherwise a client has to ask for it
 * @param relisten whether a port admits the next client when one has left, although a data port is
 *     then called disconnected. The real program never listens by itself
 * @param crashes whether it dies of what the real program dies of; otherwise it refuses that
 * @param upload how long the upload of one channel or of one group of settings takes, 0 s to 10 s
 */
public record RhxSpec(
    Setup setup,
    String host,
    int commandPort,
    int waveformPort,
    int spikePort,
    boolean dataPortsOpen,
    boolean relisten,
    boolean crashes,
    Duration upload) {

  private static final Duration LONGEST_UPLOAD = Duration.ofSeconds(10);

  public RhxSpec {
    check("command", commandPort);
    check("waveform", waveformPort);
    check("spike", spikePort);
    if (upload.isNegative() || upload.compareTo(LONGEST_UPLOAD) > 0) {
      throw new IllegalArgumentException("an upload takes 0 s to 10 s, not " + upload);
    }
  }

  private static void check(String name, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("the " + name + " port is 0 to 65535, not " + port);
    }
  }

  /** The program's demonstration, with its own ports, forgiving where that loses nothing. */
  public static RhxSpec demo(Controller controller) {
    return new RhxSpec(
        Setup.demo(controller),
        "127.0.0.1",
        5_000,
        5_001,
        5_002,
        false,
        true,
        false,
        Duration.ZERO);
  }

  /** The same, but exactly as the real program: it hangs up for good, and it dies. */
  public RhxSpec faithful() {
    return new RhxSpec(
        setup, host, commandPort, waveformPort, spikePort, dataPortsOpen, false, true, upload);
  }

  /** The same on ports that the system chooses. */
  public RhxSpec onFreePorts() {
    return new RhxSpec(setup, host, 0, 0, 0, dataPortsOpen, relisten, crashes, upload);
  }

  /** The same with uploads that take {@code each}. */
  public RhxSpec withUploads(Duration each) {
    return new RhxSpec(
        setup, host, commandPort, waveformPort, spikePort, dataPortsOpen, relisten, crashes, each);
  }
}
