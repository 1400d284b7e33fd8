package org.wetstack.emulator.rhx.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.RunMode;
import org.wetstack.emulator.rhx.state.Setup;

class AcquisitionTest {

  private static void assertContiguous(List<Recorded.Block> blocks, long first) {
    for (int i = 0; i < blocks.size(); i++) {
      assertEquals(first + 128L * i, blocks.get(i).timestamp());
    }
  }

  @ParameterizedTest
  @CsvSource({"30000, 10", "20000, 10", "25000, 10", "30000, 1"})
  void theFirstBytesComeSoonAndInWholeWrites(int rate, int blocks) {
    var setup =
        new Setup(
            Controller.STIM_RECORD,
            rate,
            "0.5",
            Setup.demo(Controller.STIM_RECORD).amplifiers(),
            true);
    var program = new Program(setup, false);
    program.blocksPerWrite(blocks);
    program.output("a-010", "");
    program.run();
    program.pass(14);
    assertEquals(List.of(), program.waveforms.writes);
    assertEquals(-1, program.acquisition.timestamp());
    program.pass(51);
    assertTrue(!program.waveforms.writes.isEmpty());
    assertTrue(program.waveforms.writes.stream().allMatch(each -> each == 772 * blocks));
    assertContiguous(program.waveforms.blocks(), 0);
    assertEquals(127, program.acquisition.timestamp() % 128);
  }

  @Test
  void theMeanRateIsRightAndTheTailIsDropped() {
    var program = Program.stim();
    program.output("a-010", "");
    program.run();
    program.pass(10_000);
    long newest = program.acquisition.timestamp();
    assertTrue(Math.abs(newest - 300_000) < 2_100, "at " + newest);
    program.stop();
    assertEquals(-1, program.acquisition.timestamp());
    // One block is held back, and what does not fill a write.
    long blocks = (newest + 1) / 128 - 1;
    assertEquals(blocks / 10 * 10, program.waveforms.blocks().size());
    program.pass(1_000);
    assertEquals(blocks / 10 * 10, program.waveforms.blocks().size());
  }

  @Test
  void onlyTheFirstStreamIsLate() {
    var program = new Program(Setup.demo(Controller.STIM_RECORD), true);
    long[] recorded = {-1, 0};
    program.acquisition.listen(
        new BlockListener() {
          @Override
          public void onBlock(DataBlock block, List<Spike> found) {
            recorded[0] = recorded[0] < 0 ? block.timestamp() : recorded[0];
          }

          @Override
          public void onEnd() {
            recorded[1]++;
          }
        });
    program.output("a-010", "");
    program.run();
    program.pass(500);
    assertContiguous(program.waveforms.blocks(), 1_000);
    assertEquals(0, recorded[0]);
    program.stop();
    assertEquals(1, recorded[1]);
    program.waveforms.bytes.reset();
    program.run();
    program.pass(500);
    assertContiguous(program.waveforms.blocks(), 0);
  }

  @Test
  void aStreamThatIsWantedOnTheWayBeginsAtAMultipleToo() {
    var program = new Program(Setup.demo(Controller.STIM_RECORD), true);
    program.run();
    program.pass(500);
    program.output("b-031", "");
    program.pass(500);
    List<Recorded.Block> blocks = program.waveforms.blocks();
    assertEquals(0, blocks.get(0).timestamp() % 1_000);
    assertTrue(blocks.get(0).timestamp() >= 14_000);
    assertContiguous(blocks, blocks.get(0).timestamp());
  }

  @Test
  void nothingIsSentWithoutOutputsAndFramesWithoutWordsForSpikesOnly() {
    var program = Program.stim();
    program.blocksPerWrite(1);
    program.run();
    program.pass(300);
    assertEquals(0, program.waveforms.bytes.size());
    program.output("a-000", "Spike");
    program.pass(300);
    List<Recorded.Block> blocks = program.waveforms.blocks();
    assertTrue(!blocks.isEmpty());
    assertEquals(0, blocks.get(0).words()[0].length);
  }

  @Test
  void aClientThatComesLaterGetsWholeWritesFromThen() {
    var program = Program.stim();
    program.waveforms.connected = false;
    program.output("a-010", "");
    program.run();
    program.pass(1_000);
    program.waveforms.connected = true;
    program.pass(1_000);
    List<Recorded.Block> blocks = program.waveforms.blocks();
    assertEquals(0, blocks.get(0).timestamp() % 1_280);
    assertTrue(blocks.get(0).timestamp() >= 27_000);
    assertContiguous(blocks, blocks.get(0).timestamp());
  }

  @Test
  void lostFramesLeaveAGapAndNoMore() {
    var program = Program.stim();
    program.blocksPerWrite(1);
    program.output("a-010", "");
    program.run();
    program.pass(500);
    int before = program.waveforms.blocks().size();
    program.acquisition.bench().loseUsb(5_000);
    program.pass(500);
    List<Recorded.Block> blocks = program.waveforms.blocks();
    long gaps = 0;
    for (int i = 1; i < blocks.size(); i++) {
      long step = blocks.get(i).timestamp() - blocks.get(i - 1).timestamp();
      gaps += step == 128 ? 0 : 1;
      assertTrue(step == 128 || (step == 5_128 && i >= before));
    }
    assertEquals(1, gaps);
    // The controller's clock goes on: what is lost is not made up for.
    assertTrue(Math.abs(program.acquisition.timestamp() - 30_000) < 2_100);
  }

  @Test
  void aStuckClientEndsTheRunAndLosesWhatWaits() {
    var program = Program.stim();
    program.output("a-010", "");
    program.run();
    program.pass(1_000);
    int sent = program.waveforms.writes.size();
    program.waveforms.stuck = true;
    program.pass(50_000);
    assertEquals(0, program.selfStops);
    // It wakes, and nothing was dropped.
    program.waveforms.stuck = false;
    program.pass(100);
    assertContiguous(program.waveforms.blocks(), 0);
    assertTrue(program.waveforms.writes.size() > 20 * sent);
    int caughtUp = program.waveforms.writes.size();
    program.waveforms.stuck = true;
    program.pass(58_000);
    assertEquals(1, program.selfStops);
    assertEquals(RunMode.STOP, program.state.mode());
    program.waveforms.stuck = false;
    program.pass(1_000);
    assertEquals(caughtUp, program.waveforms.writes.size());
    // It can be started again.
    program.run();
    program.pass(200);
    assertTrue(program.waveforms.writes.size() > caughtUp);
  }

  @Test
  void anOverrunStopsIt() {
    var program = Program.stim();
    program.run();
    program.pass(100);
    program.acquisition.bench().overrun();
    assertEquals(1, program.selfStops);
    program.acquisition.bench().overrun();
    assertEquals(1, program.selfStops);
  }

  @ParameterizedTest
  @EnumSource(Controller.class)
  void theSameSeedGivesTheSameBytes(Controller controller) {
    byte[][] bytes = new byte[2][];
    for (int i = 0; i < 2; i++) {
      var program = new Program(Setup.demo(controller), true);
      program.output("a-000", "High");
      program.output("a-001", "");
      program.output("a-001", "Spike");
      program.output(
          "digital-in-01".replace("01", controller == Controller.RECORD_USB2 ? "00" : "01"), "");
      program.run();
      program.pass(3_000);
      bytes[i] = program.waveforms.bytes.toByteArray();
      assertTrue(bytes[i].length > 100_000);
    }
    assertArrayEquals(bytes[0], bytes[1]);
  }

  @Test
  void linesAreSeenWhereTheyAreSet() {
    var program = Program.stim();
    program.blocksPerWrite(1);
    program.output("digital-in-03", "");
    program.output("analog-in-2", "");
    program.run();
    program.pass(1_000);
    long now = program.acquisition.frameNow();
    program.acquisition.bench().digitalInput(2, true);
    program.acquisition.bench().analogInput(1, -1.0);
    program.pass(200);
    for (Recorded.Block block : program.waveforms.blocks()) {
      for (int i = 0; i < 128; i++) {
        boolean after = block.timestamp() + i >= now;
        assertEquals(after ? 32_768 - 3_200 : 32_768, block.words()[i][0]);
        assertEquals(after ? 4 : 0, block.words()[i][1]);
      }
    }
  }

  @Test
  void demonstratedInputsAreSeenButTriggerNothing() {
    var program = new Program(Setup.demo(Controller.STIM_RECORD), false, true);
    program.set("a-000", "StimEnabled", true);
    program.world.run(
        () -> program.acquisition.uploadStimulation(program.state.channel("a-000").orElseThrow()));
    program.output("analog-in-1", "");
    program.output("analog-in-2", "");
    program.output("digital-in-01", "");
    program.run();
    program.pass(11_000);
    List<int[]> frames = new ArrayList<>();
    program.waveforms.blocks().forEach(block -> frames.addAll(List.of(block.words())));
    assertArrayEquals(new int[] {32_768, 32_768, 0}, frames.get(0));
    assertArrayEquals(new int[] {65_535, 32_768, 0}, frames.get(750));
    assertArrayEquals(new int[] {0, 32_768, 0}, frames.get(2_250));
    assertEquals(49_152, frames.get(75)[1]);
    assertEquals(0, frames.get(15_000)[2]);
    assertEquals(1, frames.get(15_001)[2]);
    assertEquals(0, frames.get(30_000)[2]);
    assertEquals(2, frames.get(150_001)[2]);
    assertEquals(3, frames.get(295_000)[2]);
    assertEquals(0, frames.get(300_000)[2]);
    assertEquals(0, program.acquisition.bench().totalPulses());
  }

  @Test
  void aPulledHeadstageReadsOnes() {
    var program = Program.stim();
    program.blocksPerWrite(1);
    program.output("a-000", "");
    program.output("b-000", "DC");
    program.output("b-000", "");
    program.run();
    program.acquisition.bench().unplug('b');
    program.pass(200);
    int[] words = program.waveforms.blocks().get(3).words()[5];
    assertEquals(65_532, words[1]);
    assertEquals(1_023, words[2]);
    assertEquals(32_768, words[0], 2_000);
  }

  @Test
  void anRhdPortSendsItsSlowInputsStretched() {
    var program = new Program(Setup.demo(Controller.RECORD_USB3), false);
    program.blocksPerWrite(4);
    program.output("a-vdd1", "");
    program.output("a-aux2", "");
    program.output("a-031", "");
    char[] first = new char[32];
    program.acquisition.listen(
        new BlockListener() {
          @Override
          public void onBlock(DataBlock block, List<Spike> found) {
            if (block.timestamp() == 0) {
              System.arraycopy(block.auxiliary[1], 0, first, 0, 32);
            }
          }

          @Override
          public void onEnd() {}
        });
    program.run();
    program.pass(300);
    List<Recorded.Block> blocks = program.waveforms.blocks();
    for (int block = 0; block < 4; block++) {
      for (int i = 0; i < 128; i++) {
        // 512 frames of a write show the 32 samples of its first 128 frames.
        assertEquals(first[8 * block + i / 16], blocks.get(block).words()[i][1]);
        assertEquals(Math.round(3.3 / 74.8e-6), blocks.get(block).words()[i][2]);
      }
    }
    assertTrue(first[0] != first[31]);
  }

  @Test
  void impedancesAreThoseOfTheDemonstration() {
    var program = Program.stim();
    assertEquals(Duration.ofMillis(2_450), program.acquisition.measureImpedances());
    assertEquals(100_000, program.acquisition.impedances().ohms(63));
    assertEquals(-70, program.acquisition.impedances().degrees(0));
  }

  @Test
  void theNoiseOfAmplifiersFollowsFromTheSeedOfTheWorld() {
    assertEquals(firstSamples(7), firstSamples(7));
    assertNotEquals(firstSamples(7), firstSamples(8));
  }

  private static List<Integer> firstSamples(long seed) {
    Program program = Program.noisy(seed);
    program.blocksPerWrite(1);
    program.output("a-010", "");
    program.run();
    program.pass(100);
    return Arrays.stream(program.waveforms.blocks().get(0).words()).map(words -> words[0]).toList();
  }
}
