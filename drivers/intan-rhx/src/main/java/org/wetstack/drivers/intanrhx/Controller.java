package org.wetstack.drivers.intanrhx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/**
 * What RHX says of itself and of its hardware, before anything is changed.
 *
 * @param type such as {@code ControllerStimRecord}
 * @param version such as {@code 3.4.0}
 * @param stepText the stimulation step in microamperes, as RHX writes it
 * @param dataAddress where RHX says that its waveform output listens
 * @param dataStatus Disconnected, Pending or Connected
 * @param running whether somebody has left it running
 */
record Controller(
    String type,
    String version,
    int samplesPerSecond,
    String stepText,
    String dataAddress,
    String dataStatus,
    boolean running) {

  private static final Message IDENTITY =
      Message.of(
          Command.get("type"),
          Command.get("version"),
          Command.get("sampleratehertz"),
          Command.get("playback"),
          Command.get("uploadinprogress"),
          Command.get("stimstepsizemicroamps"),
          Command.get("tcpwaveformdataoutputhost"),
          Command.get("tcpwaveformdataoutputport"),
          Command.get("tcpwaveformdataoutputconnectionstatus"));

  private static final int STIMULATOR_PORTS = 4;

  private static final int ALL_PORTS = 8;

  /**
   * Asks, and checks that this driver can work with the answers.
   *
   * @param ask sends a message and waits for its reply
   * @param stopRunning whether an RHX that runs may be taken over
   * @throws DeviceException saying what is in the way, and what an operator must do
   */
  static Controller of(Function<Message, Reply> ask, boolean stopRunning) {
    Reply reply = ask.apply(IDENTITY).answering(IDENTITY);
    String version = reply.text("version");
    if (!supported(version)) {
      throw refused(
          "RHX " + version + " is not known to this driver: install RHX 3.4, or any 3.x from 3.2");
    }
    if (reply.says("playback", "True")) {
      throw refused(
          "RHX plays back a file and has no electrodes: choose a controller when it starts");
    }
    if (reply.says("uploadinprogress", "True")) {
      throw refused("RHX is uploading stimulation parameters: wait until it is done");
    }
    if (reply.mode() == RunMode.RECORD || reply.mode() == RunMode.TRIGGER) {
      throw refused("RHX is recording for somebody else: press Stop in its window when they agree");
    }
    if (reply.mode() == RunMode.RUN && !stopRunning) {
      throw refused(
          "RHX is already running: press Stop in its window, or add the option running=stop");
    }
    return new Controller(
        reply.text("type"),
        version,
        number(reply, "sampleratehertz", 1),
        reply.text("stimstepsizemicroamps"),
        reply.text("tcpwaveformdataoutputhost") + ":" + reply.text("tcpwaveformdataoutputport"),
        reply.text("tcpwaveformdataoutputconnectionstatus"),
        reply.mode() == RunMode.RUN);
  }

  private static boolean supported(String version) {
    return version.matches("3\\.([2-9]|[1-9]\\d)(\\..*)?");
  }

  private static int number(Reply reply, String name, int least) {
    try {
      int number = Integer.parseInt(reply.text(name));
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new DeviceException(
        Reason.PROTOCOL,
        Outcome.NOT_DONE,
        "RHX answers '" + reply.text(name) + "' for " + name + ", which makes no sense");
  }

  static DeviceException refused(String why) {
    return new DeviceException(Reason.REJECTED, Outcome.NOT_DONE, why);
  }

  boolean stimulates() {
    return type.startsWith("ControllerStim");
  }

  /** All amplifier channels that are plugged in, in order of electrode numbers. */
  List<ChannelName> channels(Function<Message, Reply> ask) {
    int ports = type.equals("ControllerRecordUSB3") ? ALL_PORTS : STIMULATOR_PORTS;
    var channels = new ArrayList<ChannelName>();
    for (int port = 0; port < ports; port++) {
      Message count =
          Message.of(Command.get(ChannelName.portAddress(port) + ".numberamplifierchannels"));
      Reply reply = ask.apply(count);
      // Ports that this model lacks are unrecognized parameters.
      if (!reply.values().isEmpty()) {
        channels.addAll(channels(ask, port, number(reply, "numberamplifierchannels", 0)));
      }
    }
    return channels;
  }

  private static List<ChannelName> channels(Function<Message, Reply> ask, int port, int wanted) {
    var found = new ArrayList<ChannelName>();
    // A port may lack channels in between: then others are found further on.
    for (int from = 0; from < ChannelName.PER_PORT && found.size() < wanted; from += 32) {
      var commands = new ArrayList<Command>();
      for (int number = from; number < from + 32; number++) {
        commands.add(Command.get(new ChannelName(port, number).parameter("nativechannelname")));
      }
      for (Message message : Message.pack(commands)) {
        for (Reply.Value value : ask.apply(message).values()) {
          found.add(named(value));
        }
      }
    }
    return found;
  }

  private static ChannelName named(Reply.Value value) {
    try {
      return ChannelName.parse(value.text());
    } catch (IllegalArgumentException e) {
      throw new DeviceException(
          Reason.PROTOCOL, Outcome.NOT_DONE, "RHX has an amplifier channel without a name", e);
    }
  }
}
