package org.wetstack.drivers.intanrhx;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/**
 * A peer that talks as the transcripts of RHX 3.4.0 do, on one thread, best in virtual time, and
 * can be told to misbehave. Ports A and B have four amplifiers each.
 */
final class FakeRhx implements LinkProvider {

  static final int FS = 30_000;
  static final String STRAY = "Board must be running in order to stop";
  private static final Duration WIRE = Duration.ofNanos(100_000);

  final Timebase time;
  final List<String> messages = new ArrayList<>();
  final FakeBoard board = new FakeBoard(this);
  final Map<String, String> values = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final List<String> deferred = new ArrayList<>();

  /** Changes each reply to one message before it is sent. */
  UnaryOperator<String> replying = UnaryOperator.identity();

  /** Changes the value of a set: parameter and value separated by a space. */
  UnaryOperator<String> setting = UnaryOperator.identity();

  int pieceBytes = Integer.MAX_VALUE;
  boolean listening = true;
  boolean deaf;
  boolean refuseWaveforms;
  boolean refuseStart;
  Duration lag = Duration.ZERO;
  Duration stallOnStart = Duration.ZERO;
  private boolean stalled;
  private final StringBuilder unread = new StringBuilder();
  int crashes;
  volatile @Nullable End command;
  volatile @Nullable End waveform;

  FakeRhx(Timebase time) {
    this.time = time;
    for (String global :
        List.of(
            "Type ControllerStimRecord",
            "Version 3.4.0",
            "SampleRateHertz 30000",
            "Playback False",
            "UploadInProgress False",
            "StimStepSizeMicroAmps 0.5",
            "RunMode Stop",
            "TCPNumberDataBlocksPerWrite 10",
            "TCPWaveformDataOutputHost 127.0.0.1",
            "TCPWaveformDataOutputPort 5001",
            "TCPWaveformDataOutputConnectionStatus Disconnected",
            "ImpedancesHaveBeenMeasured False",
            "ImpedanceFilename.path none",
            "ImpedanceFilename.basefilename none",
            "analog-out-1.StimEnabled False",
            "analog-out-1.Source DigitalIn01",
            "a.NumberAmplifierChannels 4",
            "b.NumberAmplifierChannels 4",
            "c.NumberAmplifierChannels 0",
            "d.NumberAmplifierChannels 0")) {
      define(global);
    }
    for (String port : List.of("a", "b")) {
      for (int i = 0; i < 4; i++) {
        defineChannel(String.format(Locale.ROOT, "%s-%03d", port, i));
      }
    }
  }

  private void defineChannel(String channel) {
    define(channel + ".NativeChannelName " + channel.toUpperCase(Locale.ROOT));
    for (String output : List.of("", "Low", "High", "Spike", "DC", "Stim")) {
      define(channel + ".TCPDataOutputEnabled" + output + " False");
    }
    for (String stimulus :
        List.of(
            "Shape Biphasic",
            "Polarity NegativeFirst",
            "Source DigitalIn01",
            "TriggerEdgeOrLevel Edge",
            "TriggerHighOrLow High",
            "PulseOrTrain SinglePulse",
            "NumberOfStimPulses 2",
            "StimEnabled False",
            "FirstPhaseDurationMicroseconds 100",
            "SecondPhaseDurationMicroseconds 100",
            "InterphaseDelayMicroseconds 100",
            "FirstPhaseAmplitudeMicroAmps 0",
            "SecondPhaseAmplitudeMicroAmps 0",
            "PostTriggerDelayMicroseconds 0",
            "PulseTrainPeriodMicroseconds 10000",
            "RefractoryPeriodMicroseconds 1000",
            "EnableAmpSettle True",
            "MaintainAmpSettle False",
            "PreStimAmpSettleMicroseconds 0",
            "PostStimAmpSettleMicroseconds 1000",
            "EnableChargeRecovery False",
            "PostStimChargeRecovOnMicroseconds 0",
            "PostStimChargeRecovOffMicroseconds 0")) {
      define(channel + "." + stimulus);
    }
  }

  /** Sets a parameter, creating it if need be; {@code text} has its name in capitals. */
  void define(String text) {
    int space = text.indexOf(' ');
    String key = text.substring(0, space).toLowerCase(Locale.ROOT);
    values.put(key, text.substring(space + 1));
    boolean file = key.startsWith("impedancefilename");
    int dot = file ? -1 : text.substring(0, space).lastIndexOf('.');
    names.put(key, text.substring(dot + 1, space));
  }

  void forget(String key) {
    values.remove(key);
    names.remove(key);
  }

  String value(String key) {
    return String.valueOf(values.get(key));
  }

  boolean says(String key, String wanted) {
    return wanted.equalsIgnoreCase(values.get(key));
  }

  Set<String> channels() {
    var channels = new HashSet<String>();
    Pattern native1 = Pattern.compile("([a-h]-\\d{3})\\.nativechannelname");
    for (String key : values.keySet()) {
      var match = native1.matcher(key);
      if (match.matches()) {
        channels.add(match.group(1));
      }
    }
    return channels;
  }

  @Override
  public Set<String> schemes() {
    return Set.of("cable");
  }

  @Override
  public Link open(URI endpoint, LinkHandler handler) {
    boolean data = endpoint.toString().equals("cable:rhx-waveform");
    if (!data && !endpoint.toString().equals("cable:rhx")) {
      throw new IllegalArgumentException("no such cable: " + endpoint);
    }
    boolean open =
        data
            ? says("tcpwaveformdataoutputconnectionstatus", "Pending") && !refuseWaveforms
            : listening;
    if (!open) {
      throw new DeviceException(
          Reason.LINK_LOST, Outcome.NOT_DONE, "nothing listens (connection refused)");
    }
    var end = new End(handler, !data);
    if (data) {
      define("TCPWaveformDataOutputConnectionStatus Connected");
      waveform = end;
    } else {
      listening = false;
      command = end;
    }
    return end;
  }

  /** The driver's end of one of the two connections. */
  final class End implements Link {

    final LinkHandler handler;
    private final boolean takesCommands;
    boolean closed;

    End(LinkHandler handler, boolean takesCommands) {
      this.handler = handler;
      this.takesCommands = takesCommands;
    }

    @Override
    public Delivery delivery() {
      return Delivery.RELIABLE_BYTES;
    }

    @Override
    public void send(ByteBuffer bytes) {
      if (closed) {
        throw new DeviceException(Reason.LINK_LOST, Outcome.NOT_DONE, "closed");
      }
      String text = StandardCharsets.US_ASCII.decode(bytes).toString();
      if (takesCommands) {
        var unused = time.after(WIRE, () -> read(text));
      }
    }

    @Override
    public void close() {
      end(null);
    }

    void end(@Nullable Throwable cause) {
      if (!closed) {
        closed = true;
        var unused = time.after(Duration.ZERO, () -> handler.onClosed(cause));
      }
    }

    void deliver(byte[] bytes) {
      if (!closed) {
        handler.onBytes(this, ByteBuffer.wrap(bytes));
      }
    }
  }

  /** Sends {@code text} to the driver as if RHX had written it. */
  void say(String text) {
    End to = command;
    if (to == null || deaf) {
      return;
    }
    for (int at = 0; at < text.length(); at += Math.min(pieceBytes, text.length())) {
      String piece = text.substring(at, Math.min(text.length(), at + Math.min(pieceBytes, 9999)));
      var unused =
          time.after(WIRE.plus(lag), () -> to.deliver(piece.getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  /** Reads nothing for a while, and then all at once. */
  void stall(Duration span) {
    stalled = true;
    var unused =
        time.after(
            span,
            () -> {
              stalled = false;
              String all = unread.toString();
              unread.setLength(0);
              if (!all.isEmpty()) {
                read(all);
              }
            });
  }

  private void read(String text) {
    if (deaf) {
      return;
    }
    if (stalled) {
      unread.append(text);
      return;
    }
    if (text.startsWith("set runmode run") && !stallOnStart.isZero()) {
      Duration once = stallOnStart;
      stallOnStart = Duration.ZERO;
      stall(once);
      unread.append(text);
      return;
    }
    messages.add(text);
    obey(List.of(text.split(";")));
  }

  private void obey(List<String> commands) {
    var reply = new StringBuilder();
    for (int i = 0; i < commands.size(); i++) {
      String[] words = commands.get(i).trim().split(" +");
      String answer = obey(words, i + 1);
      if (answer.equals("start")) {
        deferred.addAll(commands.subList(i + 1, commands.size()));
        break;
      }
      reply.append(answer);
    }
    String changed = replying.apply(reply.toString());
    if (!changed.isEmpty()) {
      say(changed);
    }
  }

  private String obey(String[] words, int number) {
    String all = String.join(" ", words).toLowerCase(Locale.ROOT);
    String key = words.length > 1 ? words[1].toLowerCase(Locale.ROOT) : "";
    switch (words[0]) {
      case "get" -> {
        return values.containsKey(key)
            ? "Return: " + names.get(key) + " " + values.get(key)
            : "Unrecognized parameter";
      }
      case "set" -> {
        if (words.length == 1) {
          crashes++;
          return "";
        }
        return all.startsWith("set runmode ")
            ? runMode(words[2])
            : set(key, String.join(" ", List.of(words).subList(2, words.length)));
      }
      case "execute" -> {
        return board.execute(all.substring("execute ".length()));
      }
      default -> {
        return "Error - Command " + number + ": Unrecognized command";
      }
    }
  }

  private String set(String key, String value) {
    if (!values.containsKey(key)) {
      return "Unrecognized parameter";
    }
    String[] changed = setting.apply(key + " " + value).split(" ", 2);
    String kept = changed[1];
    if (kept.matches("true|false")) {
      kept = kept.substring(0, 1).toUpperCase(Locale.ROOT) + kept.substring(1);
    }
    if (key.endsWith("microseconds") && Double.parseDouble(kept) > 1e6) {
      return "Invalid value for " + names.get(key) + " command. Acceptable: [ 0 , 1e+06 ]";
    }
    values.put(key, kept);
    if (key.contains("tcpdataoutputenabled")) {
      board.layoutChanged();
    }
    return "";
  }

  private String runMode(String mode) {
    boolean runs = !says("runmode", "Stop");
    if (mode.equals("run")) {
      if (runs) {
        return "Board must be stopped in order to start running";
      }
      define("RunMode Run");
      if (refuseStart) {
        return "Error - To avoid data corruption, controller cannot start running until previously"
            + " started upload function completes";
      }
      board.start();
      return "start";
    }
    if (!runs) {
      return STRAY;
    }
    stop();
    return "";
  }

  /** Stops, and carries out what a start has deferred. */
  void stop() {
    define("RunMode Stop");
    board.stop();
    List<String> late = List.copyOf(deferred);
    deferred.clear();
    obey(late);
  }

  /** Commands of all messages so far, in order. */
  List<String> commands() {
    var commands = new ArrayList<String>();
    messages.forEach(message -> commands.addAll(List.of(message.split(";"))));
    return commands;
  }
}
