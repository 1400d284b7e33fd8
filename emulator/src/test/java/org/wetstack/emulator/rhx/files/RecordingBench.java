package org.wetstack.emulator.rhx.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.wetstack.emulator.rhx.signal.DataBlock;
import org.wetstack.emulator.rhx.signal.MadeUpBlocks;
import org.wetstack.emulator.rhx.signal.Spike;
import org.wetstack.emulator.rhx.state.Item;
import org.wetstack.emulator.rhx.state.MeasuredImpedances;
import org.wetstack.emulator.rhx.state.RunMode;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/** A program with a recorder, a clock that is set by hand, and a folder for {@code /data/rec}. */
final class RecordingBench {

  final State state;
  double ohms;
  double degrees;
  final MeasuredImpedances impedances =
      new MeasuredImpedances() {
        @Override
        public double ohms(int amplifier) {
          return ohms;
        }

        @Override
        public double degrees(int amplifier) {
          return degrees;
        }
      };
  final Path root;
  final StoredFiles recorder;
  final DataBlock block;
  LocalDateTime now = LocalDateTime.of(2026, 11, 24, 2, 49, 57);
  int failures;
  private long timestamp;

  RecordingBench(Path root, Setup setup) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("data/rec"));
    state = new State(setup);
    block = new DataBlock(state);
    state.recordings().set("path", "/data/rec");
    state.recordings().set("basefilename", "Demo");
    recorder =
        new StoredFiles(
            state,
            new QuietBoard(),
            impedances,
            new Disk(root),
            () -> now,
            () -> {
              failures++;
              end();
            });
  }

  /** As {@code set name value} does, where name may begin with a channel. */
  void set(String name, String value) {
    int dot = name.indexOf('.');
    Item item =
        dot < 0
            ? state.globals().get(name)
            : state
                .channel(name.substring(0, dot))
                .orElseThrow()
                .items()
                .get(name.substring(dot + 1));
    assertEquals(Optional.empty(), item.set(value, state));
  }

  /** Leaves only {@code names} enabled. */
  void enable(String... names) {
    for (SignalKind kind : SignalKind.values()) {
      state.channels(kind).forEach(each -> each.items().get("Enabled").force(false));
    }
    for (String name : names) {
      set(name + ".enabled", "true");
    }
  }

  boolean start(RunMode mode) {
    state.mode(mode);
    timestamp = 0;
    return recorder.begin();
  }

  /** Lets {@code count} blocks come, each changed by {@code change} before. */
  void blocks(int count, Consumer<DataBlock> change, Spike... spikes) {
    for (int i = 0; i < count; i++) {
      MadeUpBlocks.fill(block, timestamp);
      change.accept(block);
      long first = timestamp;
      recorder.onBlock(
          block,
          Stream.of(spikes)
              .filter(each -> each.timestamp() >= first && each.timestamp() < first + 128)
              .toList());
      timestamp += 128;
    }
  }

  void blocks(int count, Spike... spikes) {
    blocks(count, each -> {}, spikes);
  }

  void end() {
    recorder.end();
    state.mode(RunMode.STOP);
  }

  Path recording(String name) {
    return root.resolve("data/rec").resolve(name);
  }

  /** Names of the files in {@code folder}. */
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      var names = new TreeSet<String>();
      files.forEach(each -> names.add(each.getFileName().toString()));
      return List.copyOf(names);
    }
  }

  static ByteBuffer read(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }

  static byte[] captured(String name) throws IOException {
    try (InputStream in = RecordingBench.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  /** The state in which the captured files were recorded. */
  void likeTheCapture() {
    enable(
        "a-000",
        "a-001",
        "b-005",
        "analog-in-1",
        "analog-out-1",
        "digital-in-01",
        "digital-out-01");
    set("savedcamplifierwaveforms", "true");
    set("note1", "First Note");
    set("a-000.firstphaseamplitudemicroamps", "10");
    set("a-000.secondphaseamplitudemicroamps", "20");
    set("a-000.stimenabled", "true");
    set("savespikedata", "true");
    // As the session had left it that was captured.
    set("a-010.customchannelname", "a-010");
    set("a-010.spikethresholdmicrovolts", "-60");
    state.globals().get("ActualDSPCutoffFreqHertz").force(1.165827989578247);
    state.globals().get("ActualLowerBandwidthHertz").force(0.09452909976243973);
    // In the session that was captured somebody had set it to this.
    set("actuallowersettlebandwidthhertz", "500");
    state.globals().get("ActualUpperBandwidthHertz").force(7603.76513671875);
    state.globals().get("ActualImpedanceFreqHertz").force(1000.0);
    ohms = 100e3;
    degrees = -70;
  }
}
