package org.wetstack.drivers.intanrhx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The hardware behind a {@link FakeRhx}: samples, uploaded stimuli, and what they play. */
final class FakeBoard {

  static final int BLOCK = 128;

  /** One pulse as it was played: timestamps count from the start of a run. */
  record Pulse(int run, String channel, long stamp, String firstMicroamps) {}

  private final FakeRhx rhx;
  private final Map<String, Map<String, String>> hardware = new HashMap<>();
  private final Map<String, Long> playingSince = new HashMap<>();
  private final Map<String, Integer> shown = new HashMap<>();
  final List<Pulse> pulses = new ArrayList<>();
  final List<String> uploads = new ArrayList<>();
  int runs;
  int uploadPolls;
  int idleStimulusWord = 0x0100;
  long firstStamp;
  boolean streaming = true;
  boolean keysWork = true;

  /** Samples that are left out once, in the middle of a block. */
  int gapWithin;

  int complianceBit;
  private long stamp;
  private long sent;
  private boolean running;
  private long startNanos;
  private long ticks;

  FakeBoard(FakeRhx rhx) {
    this.rhx = rhx;
  }

  /** The timestamp of the next sample. */
  long stamp() {
    return stamp;
  }

  /** Leaves out the next {@code samples} samples. */
  void lose(int samples) {
    stamp += samples;
    sent += samples;
  }

  /** Goes on from {@code next}, to come to the end of the 32 bits quickly. */
  void jumpTo(long next) {
    stamp = next;
    sent = next;
  }

  void start() {
    running = true;
    runs++;
    stamp = firstStamp;
    sent = firstStamp;
    layoutChanged();
    startNanos = rhx.time.nanoTime();
    ticks = 0;
    tick(runs);
  }

  void stop() {
    running = false;
    playingSince.clear();
  }

  private void tick(int run) {
    var unused =
        rhx.time.after(
            Duration.ofNanos(
                startNanos + ++ticks * BLOCK * 1_000_000_000L / FakeRhx.FS - rhx.time.nanoTime()),
            () -> {
              if (!running || run != runs) {
                return;
              }
              stamp += BLOCK;
              int write = BLOCK * Integer.parseInt(rhx.value("tcpnumberdatablocksperwrite"));
              if (streaming && stamp - sent >= write) {
                send(write);
              }
              tick(run);
            });
  }

  private void send(int samples) {
    List<String> words = words();
    ByteBuffer bytes =
        ByteBuffer.allocate(samples / BLOCK * (4 + BLOCK * (4 + 2 * words.size())))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples; i++) {
      if (i % BLOCK == 0) {
        bytes.putInt(0x2ef07a08);
      }
      bytes.putInt((int) sent);
      for (String word : words) {
        bytes.putShort((short) word(word, sent));
      }
      sent++;
      if (i == BLOCK / 2) {
        sent += gapWithin;
        stamp += gapWithin;
        gapWithin = 0;
      }
    }
    FakeRhx.End to = rhx.waveform;
    if (to != null && rhx.says("tcpwaveformdataoutputconnectionstatus", "Connected")) {
      to.deliver(bytes.array());
    }
  }

  /** The words of a frame in order: channel and band. */
  private List<String> words() {
    var words = new ArrayList<String>();
    for (String channel : new TreeSet<>(rhx.channels())) {
      for (String band : List.of("", "low", "high", "dc", "stim")) {
        if (rhx.says(channel + ".tcpdataoutputenabled" + band, "true")) {
          words.add(channel + " " + band);
        }
      }
    }
    return words;
  }

  /** What a band's word is at {@code at}: different for each channel, band and sample. */
  static int raw(int electrode, String band, long at) {
    return (int) (20_000 + electrode * 7L + band.length() * 1_000L + at % 1_000);
  }

  private int word(String word, long at) {
    String[] parts = word.split(" ", 2);
    if (!parts[1].equals("stim")) {
      return raw(ChannelName.parse(parts[0]).electrode(), parts[1], at);
    }
    return idleStimulusWord | magnitude(parts[0], at) | complianceBit;
  }

  private int magnitude(String channel, long at) {
    Long since = playingSince.get(channel);
    Map<String, String> wave = hardware.get(channel);
    if (since == null || wave == null || at < since) {
      return 0;
    }
    long period = ticks(wave, "pulsetrainperiodmicroseconds");
    boolean train = "PulseTrain".equalsIgnoreCase(wave.get("pulseortrain"));
    int count = train ? Integer.parseInt(text(wave, "numberofstimpulses")) : 1;
    long pulse = train ? (at - since) / period : 0;
    long within = train ? (at - since) % period : at - since;
    if (pulse >= count) {
      return 0;
    }
    if (within == 0) {
      pulses.add(new Pulse(runs, channel, at, text(wave, "firstphaseamplitudemicroamps")));
    }
    long first = ticks(wave, "firstphasedurationmicroseconds");
    boolean gap = text(wave, "shape").equalsIgnoreCase("BiphasicWithInterphaseDelay");
    long delay = gap ? ticks(wave, "interphasedelaymicroseconds") : 0;
    long second = first + delay + ticks(wave, "secondphasedurationmicroseconds");
    long end = text(wave, "shape").equalsIgnoreCase("Triphasic") ? second + first : second;
    boolean flows = within < first || (within >= first + delay && within < end);
    return flows ? shown.getOrDefault(channel, 0) : 0;
  }

  private static String text(Map<String, String> wave, String name) {
    return String.valueOf(wave.get(name));
  }

  private static long ticks(Map<String, String> wave, String name) {
    return Math.round(Double.parseDouble(wave.getOrDefault(name, "0")) * FakeRhx.FS / 1e6);
  }

  /** Magnitudes in STIM words are those of now, until this happens again. */
  void layoutChanged() {
    String text = rhx.value("stimstepsizemicroamps");
    double step = text.equals("Min") ? 1 : Double.parseDouble(text);
    for (String channel : rhx.channels()) {
      double amplitude = Double.parseDouble(rhx.value(channel + ".firstphaseamplitudemicroamps"));
      shown.put(channel, (int) Math.min(255, Math.round(amplitude / step)));
    }
  }

  String execute(String action) {
    switch (action) {
      case "clearalldataoutputs" ->
          rhx.values.replaceAll(
              (key, value) -> key.contains("tcpdataoutputenabled") ? "False" : value);
      case "connecttcpwaveformdataoutput" ->
          rhx.define("TCPWaveformDataOutputConnectionStatus Pending");
      case "disconnecttcpwaveformdataoutput" ->
          rhx.define("TCPWaveformDataOutputConnectionStatus Disconnected");
      case "measureimpedance" -> {
        if (running) {
          return "MeasureImpedance cannot be executed while the board is running";
        }
        rhx.define("ImpedancesHaveBeenMeasured True");
      }
      case "uploadstimparameters" -> {
        if (running) {
          return "UploadStimParameters cannot be executed while the board is running";
        }
        rhx.channels().forEach(this::upload);
      }
      default -> {
        return executeWithParameter(action);
      }
    }
    return "";
  }

  private String executeWithParameter(String action) {
    String[] words = action.split(" ", -1);
    if (words[0].equals("uploadstimparameters")) {
      upload(words[1]);
      uploads.add(words[1]);
      busy(uploadPolls);
    } else if (words[0].equals("manualstimtriggerpulse")) {
      press(words[1].toUpperCase(Locale.ROOT));
    } else if (!words[0].equals("saveimpedance")) {
      return "Unrecognized action";
    }
    return "";
  }

  private void busy(int polls) {
    if (polls > 0) {
      rhx.define("UploadInProgress True");
      var unused =
          rhx.time.after(
              Duration.ofMillis(30L * polls), () -> rhx.define("UploadInProgress False"));
    }
  }

  private void upload(String channel) {
    var wave = new HashMap<String, String>();
    rhx.values.forEach(
        (key, value) -> {
          if (key.startsWith(channel + ".")) {
            wave.put(key.substring(channel.length() + 1), value);
          }
        });
    hardware.put(channel, wave);
  }

  private void press(String key) {
    if (!running || !keysWork) {
      return;
    }
    for (String channel : rhx.channels()) {
      Map<String, String> wave = hardware.getOrDefault(channel, Map.of());
      boolean hears =
          "True".equalsIgnoreCase(wave.get("stimenabled"))
              && ("KeyPress" + key).equalsIgnoreCase(wave.get("source"));
      if (hears) {
        playingSince.put(channel, stamp + 37);
      }
    }
  }

  /** Channels that would play if their key were pressed. */
  List<String> enabled() {
    return hardware.entrySet().stream()
        .filter(each -> "True".equalsIgnoreCase(each.getValue().get("stimenabled")))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
