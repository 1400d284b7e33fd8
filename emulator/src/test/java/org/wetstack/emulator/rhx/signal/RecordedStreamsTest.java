package org.wetstack.emulator.rhx.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.RunMode;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.emulator.rhx.state.State;

/** The streams must write what the real program wrote, byte by byte, when told the same values. */
class RecordedStreamsTest {

  private final State state = new State(Setup.demo(Controller.STIM_RECORD));
  private final Sink waveforms = new Sink();
  private final Sink spikes = new Sink();
  private final WaveformStream stream = new WaveformStream(state, waveforms, spikes, 0);
  private final DataBlock block = new DataBlock(state);

  private void set(String parameter) {
    int dot = parameter.indexOf('.');
    state
        .channel(parameter.substring(0, dot))
        .orElseThrow()
        .items()
        .get(parameter.substring(dot + 1))
        .force(true);
  }

  private void begin() {
    state.globals().get("TCPNumberDataBlocksPerWrite").force(1);
    state.mode(RunMode.RUN);
    stream.begin();
  }

  private void play(List<Recorded.Block> blocks, BiConsumer<Recorded.Block, Integer> fill) {
    for (int i = 0; i < blocks.size(); i++) {
      fill.accept(blocks.get(i), i);
      block.timestamp(blocks.get(i).timestamp());
      stream.onBlock(block, List.of());
    }
  }

  private static void column(Recorded.Block recorded, int word, char[] into) {
    for (int frame = 0; frame < 128; frame++) {
      into[frame] = (char) recorded.words()[frame][word];
    }
  }

  @Test
  void oneChannel() {
    set("a-010.tcpdataoutputenabled");
    byte[] recorded = Recorded.bytes("waveform-1-channel.bin");
    begin();
    play(Recorded.blocks(recorded), (each, i) -> column(each, 0, block.wide[10]));
    assertArrayEquals(recorded, waveforms.bytes.toByteArray());
    assertEquals(200, waveforms.writes.size());
  }

  @Test
  void allKindsOfWordsInTheirOrder() {
    for (String each :
        List.of(
            "digital-out-16.tcpdataoutputenabled",
            "digital-in-02.tcpdataoutputenabled",
            "digital-in-01.tcpdataoutputenabled",
            "analog-out-1.tcpdataoutputenabled",
            "analog-in-1.tcpdataoutputenabled",
            "b-000.tcpdataoutputenabled",
            "a-010.tcpdataoutputenabledstim",
            "a-010.tcpdataoutputenableddc",
            "a-010.tcpdataoutputenabledhigh",
            "a-010.tcpdataoutputenabledlow",
            "a-010.tcpdataoutputenabled")) {
      set(each);
    }
    byte[] recorded = Recorded.bytes("waveform-10-words.bin");
    begin();
    play(
        Recorded.blocks(recorded),
        (each, i) -> {
          column(each, 0, block.wide[10]);
          column(each, 1, block.low[10]);
          column(each, 2, block.high[10]);
          column(each, 3, block.dc[10]);
          column(each, 4, block.stimulation[10]);
          column(each, 5, block.wide[32]);
          column(each, 6, block.analogIn[0]);
          column(each, 7, block.analogOut[0]);
          column(each, 8, block.digitalIn);
          column(each, 9, block.digitalOut);
        });
    assertArrayEquals(recorded, waveforms.bytes.toByteArray());
  }

  @Test
  void aChannelThatIsEnabledOnTheWay() {
    set("a-010.tcpdataoutputenabled");
    byte[] recorded = Recorded.bytes("waveform-layout-change.bin");
    List<Recorded.Block> blocks = Recorded.blocks(recorded);
    int change = 0;
    while (blocks.get(change).words()[0].length == 1) {
      change++;
    }
    assertEquals(276_480, blocks.get(change).timestamp());
    int from = change;
    begin();
    play(
        blocks,
        (each, i) -> {
          if (i == from) {
            set("b-000.tcpdataoutputenabled");
            stream.outputsChanged();
          }
          column(each, 0, block.wide[10]);
          if (i >= from) {
            column(each, 1, block.wide[32]);
          }
        });
    assertArrayEquals(recorded, waveforms.bytes.toByteArray());
  }

  @Test
  void spikes() {
    set("a-010.tcpdataoutputenabledspike");
    byte[] recorded = Recorded.bytes("spikes-1-channel.bin");
    List<Recorded.SpikeRecord> all = new ArrayList<>(Recorded.spikes(recorded));
    waveforms.connected = false;
    begin();
    for (long first = 0; first < 152_064; first += 128) {
      block.timestamp(first);
      List<Spike> here = new ArrayList<>();
      while (!all.isEmpty() && all.get(0).timestamp() < first + 128) {
        Recorded.SpikeRecord spike = all.remove(0);
        assertEquals("A-010", spike.name());
        here.add(new Spike(10, spike.timestamp(), spike.id()));
        // A channel whose spikes are not asked for tells none.
        here.add(new Spike(11, spike.timestamp(), spike.id()));
      }
      stream.onBlock(block, here);
    }
    assertTrue(all.isEmpty());
    assertArrayEquals(recorded, spikes.bytes.toByteArray());
  }

  @Test
  void theBandsOfTheRecordingFollowFromItsWideBand() {
    set("a-010.tcpdataoutputenabledhigh");
    set("a-010.tcpdataoutputenabledlow");
    List<Recorded.Block> blocks = Recorded.blocks(Recorded.bytes("waveform-10-words.bin"));
    var bands = new Bands(state);
    bands.restart();
    var before = new DataBlock(state);
    for (char[] words : before.wide) {
      Arrays.fill(words, (char) 32_768);
    }
    int worstLow = 0;
    int worstHigh = 0;
    for (Recorded.Block each : blocks) {
      column(each, 0, block.wide[10]);
      block.timestamp(each.timestamp());
      bands.process(before, block);
      for (int frame = 0; frame < 128; frame++) {
        worstLow = Math.max(worstLow, Math.abs(each.words()[frame][1] - block.low[10][frame]));
        worstHigh = Math.max(worstHigh, Math.abs(each.words()[frame][2] - block.high[10][frame]));
      }
    }
    // From the first sample on; the program computes with single precision.
    assertTrue(worstLow <= 1, "low differs by " + worstLow);
    assertTrue(worstHigh <= 1, "high differs by " + worstHigh);
  }
}
