package org.wetstack.emulator.rhx.files;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.wetstack.emulator.rhx.signal.Spike;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Items;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/**
 * Spikes on their way to disk. Each waits until the waveform behind it is there; those whose
 * waveform a recording did not see to its end are not saved.
 */
final class SavedSpikes {

  private static final int VERSION = 1;

  /** What stands for samples from before the run: no voltage. */
  private static final char SILENCE = 0x8000;

  /** More than can wait at any time: 4 a channel and block, for 6 ms of at most 1024 channels. */
  private static final int MOST_WAITING = 16_384;

  /** Where spikes go. */
  interface Sink {

    /** Writes what comes before the snapshot of a spike, and says into which file. */
    SaveFile begin(int place, int timestamp, int id);
  }

  private record Waiting(long frame, int place, long timestamp, int id) {}

  private final int[] amplifiers;
  private final long zero;
  private final Sink sink;
  private final int[] places;
  private final int preSamples;
  private final int postSamples;
  private final char[][] ring;
  private final int flushSamples;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private long frames;
  private final int[] flushedAt;

  SavedSpikes(State state, Selection selection, boolean snapshots, long zero, Sink sink) {
    this.amplifiers = Selection.indexes(selection.amplifiers());
    this.zero = zero;
    this.sink = sink;
    double perMillisecond = state.setup().sampleRate() / 1000.0;
    Items globals = state.globals();
    int before = -globals.get("SpikeSnapshotPreDetectMilliseconds").integer();
    int after = globals.get("SpikeSnapshotPostDetectMilliseconds").integer();
    preSamples = snapshots ? (int) Math.round(before * perMillisecond) : 0;
    postSamples = snapshots ? (int) Math.round(after * perMillisecond) : 0;
    flushSamples = (int) Math.round(state.setup().sampleRate() / 10);
    places = new int[state.channels(SignalKind.AMPLIFIER).size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = selection.place(i);
    }
    flushedAt = new int[selection.amplifiers().size()];
    int depth = snapshots ? preSamples + postSamples + 1 : 0;
    ring = new char[selection.amplifiers().size()][depth];
    for (char[] row : ring) {
      Arrays.fill(row, SILENCE);
    }
  }

  /** Writes the head of a spike file for {@code channels}. */
  void writeHeader(
      SaveFile out, int magic, String title, List<Channel> channels, double samplesPerSecond) {
    out.i32(magic);
    out.word(VERSION);
    zeroTerminated(out, title);
    zeroTerminated(out, String.join(",", channels.stream().map(Channel::nativeName).toList()));
    zeroTerminated(
        out,
        String.join(
            ",",
            channels.stream().map(each -> each.items().get("CustomChannelName").text()).toList()));
    out.real(samplesPerSecond);
    out.i32(preSamples);
    out.i32(postSamples);
  }

  private static void zeroTerminated(SaveFile out, String text) {
    out.characters(text);
    out.u8(0);
  }

  /** Takes frames that come just before the first that are saved. */
  void prime(Frames block, int from, int to) {
    take(block, from, to, false);
    while (!waiting.isEmpty() && waiting.getFirst().frame() < frames - postSamples) {
      waiting.removeFirst();
    }
  }

  /** Takes the next frames that are saved, and writes the spikes that are ready. */
  void write(Frames block, int from, int to) {
    take(block, from, to, true);
  }

  private void take(Frames block, int from, int to, boolean writing) {
    int nextSpike = 0;
    List<Spike> spikes = block.spikes;
    for (int t = from; t < to; t++) {
      while (nextSpike < spikes.size() && isBefore(block, spikes.get(nextSpike), t + 1)) {
        Spike spike = spikes.get(nextSpike++);
        if (!isBefore(block, spike, t)) {
          await(spike);
        }
      }
      remember(block, t);
      frames++;
      if (writing) {
        writeReady();
      }
    }
  }

  private static boolean isBefore(Frames block, Spike spike, int frame) {
    // Timestamps have 32 bits, so the difference is taken in as many.
    return (int) (spike.timestamp() - block.timestamp) < frame;
  }

  private void await(Spike spike) {
    int place = places[spike.amplifier()];
    if (place >= 0 && waiting.size() < MOST_WAITING) {
      waiting.add(new Waiting(frames, place, spike.timestamp(), spike.id()));
    }
  }

  private void remember(Frames block, int t) {
    if (postSamples == 0 || ring.length == 0) {
      return;
    }
    int slot = (int) (frames % ring[0].length);
    for (int i = 0; i < ring.length; i++) {
      ring[i][slot] = block.high[amplifiers[i]][t];
    }
  }

  private void writeReady() {
    while (!waiting.isEmpty() && waiting.getFirst().frame() < frames - postSamples) {
      write(waiting.removeFirst());
    }
  }

  private void write(Waiting spike) {
    int timestamp = (int) (spike.timestamp() - zero);
    SaveFile out = sink.begin(spike.place(), timestamp, spike.id());
    for (long frame = spike.frame() - preSamples; frame < spike.frame() + postSamples; frame++) {
      out.word(frame < 0 ? SILENCE : ring[spike.place()][(int) (frame % ring[0].length)]);
    }
    if (timestamp - flushedAt[spike.place()] >= flushSamples) {
      flushedAt[spike.place()] = timestamp;
      out.flush();
    }
  }
}
