package org.wetstack.emulator.rhx.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.rhx.state.RunMode;

/** Stimulation through the whole program: what a client sees, and what really flowed. */
class StimulationTest {

  private Program program = Program.stim();

  /** WIDE, DC and STIM words of A-010 in one frame. */
  private record Sample(long timestamp, int wide, int dc, int stimulation) {}

  private void prepare(double microamps) {
    program.set("a-010", "StimEnabled", true);
    program.set("a-010", "Source", "KeyPressF1");
    program.set("a-010", "FirstPhaseAmplitudeMicroAmps", microamps);
    program.set("a-010", "SecondPhaseAmplitudeMicroAmps", microamps);
    program.set("a-010", "FirstPhaseDurationMicroseconds", 200);
    program.set("a-010", "SecondPhaseDurationMicroseconds", 200);
    program.set("a-010", "EnableAmpSettle", false);
    program.set("a-010", "RefractoryPeriodMicroseconds", 5_000);
    upload("a-010");
    program.blocksPerWrite(1);
    program.output("a-010", "");
    program.output("a-010", "DC");
    program.output("a-010", "Stim");
  }

  private void upload(String channel) {
    program.world.run(
        () -> program.acquisition.uploadStimulation(program.state.channel(channel).orElseThrow()));
  }

  private void press() {
    program.world.run(
        () -> {
          program.acquisition.key(0, true);
          program.acquisition.key(0, false);
        });
  }

  private List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (Recorded.Block block : program.waveforms.blocks()) {
      for (int i = 0; i < 128; i++) {
        int[] words = block.words()[i];
        samples.add(new Sample(block.timestamp() + i, words[0], words[1], words[2]));
      }
    }
    return samples;
  }

  @Test
  void aKeyPressedAndReleasedAtOnceGivesOnePulse() {
    prepare(10);
    program.run();
    program.pass(503);
    long now = program.acquisition.frameNow();
    press();
    program.pass(300);
    List<Pulse> pulses = program.acquisition.bench().pulses();
    assertEquals(1, pulses.size());
    assertEquals("A-010", pulses.get(0).channel());
    assertEquals(now, pulses.get(0).timestamp());
    int i = -10_000;
    assertArrayEquals(
        new int[] {i, i, i, i, i, i, -i, -i, -i, -i, -i, -i}, pulses.get(0).nanoamps());
    List<Sample> samples = samples();
    for (Sample sample : samples) {
      long since = sample.timestamp() - now;
      int word = since >= 0 && since < 6 ? 0x0114 : since >= 6 && since < 12 ? 0x0014 : 0x0100;
      assertEquals(word, sample.stimulation(), "since the key: " + since);
    }
    Sample first = samples.get((int) now);
    assertEquals(4, first.wide(), "far beyond the rail");
    assertTrue(first.dc() > 512 + 40, "through the fluid alone nearly 1 V: " + first.dc());
    int charged = samples.get((int) now + 5).dc();
    assertTrue(charged > first.dc() + 100, "and the metal is charged by 2 V: " + charged);
    // The first phase has charged the metal: the second has to take that away before it shows.
    assertEquals(65_532, samples.get((int) now + 11).wide());
    assertEquals(512, samples.get((int) now - 1).dc());
  }

  @Test
  void electrodesThatAreNotDrivenStayAtGround() {
    prepare(10);
    program.output("a-011", "DC");
    program.run();
    program.pass(100);
    press();
    program.pass(200);
    for (Recorded.Block block : program.waveforms.blocks()) {
      for (int[] words : block.words()) {
        assertTrue(Math.abs(words[3] - 512) <= 1, "no 20 mV: " + words[3]);
      }
    }
  }

  @Test
  void manyPressesGiveManyPulses() {
    prepare(1);
    program.run();
    for (int i = 0; i < 50; i++) {
      program.pass(20);
      press();
    }
    program.pass(100);
    assertEquals(50, program.acquisition.bench().totalPulses());
  }

  @Test
  void stimulationEvokesSpikes() {
    prepare(20);
    program.output("a-010", "Spike");
    program.run();
    int answers = 0;
    for (int i = 0; i < 40; i++) {
      program.pass(500);
      press();
    }
    program.pass(500);
    List<Recorded.SpikeRecord> spikes = Recorded.spikes(program.spikes.bytes.toByteArray());
    for (Pulse pulse : program.acquisition.bench().pulses()) {
      for (Recorded.SpikeRecord spike : spikes) {
        long since = spike.timestamp() - pulse.timestamp();
        answers += since > 0 && since < 600 ? 1 : 0;
      }
    }
    assertTrue(answers >= 20, answers + " spikes follow 40 pulses within 20 ms");
  }

  @Test
  void tooMuchCurrentShowsTheComplianceLimitAndDoesNotFlow() {
    prepare(100);
    program.run();
    program.pass(100);
    press();
    program.pass(200);
    assertEquals(-100_000, program.acquisition.bench().pulses().get(0).nanoamps()[0]);
    List<Sample> limited =
        samples().stream().filter(each -> (each.stimulation() & 0x8000) != 0).toList();
    // The second phase first takes away what the first has left on the metal.
    assertEquals(11, limited.size());
    // The supply less its headroom, -5.8 and 6.4 V: 100 uA through 200 to 500 kOhm were 20 V.
    assertEquals(512 + 302, limited.get(0).dc());
    assertEquals(512 - 333, limited.get(10).dc());
  }

  @Test
  void aMagnitudeBeyondTheRegisterIsToldButDoesNotFlow() {
    prepare(128);
    program.run();
    program.pass(100);
    press();
    program.pass(200);
    assertTrue(samples().stream().anyMatch(each -> (each.stimulation() & 0xFF) == 255));
    assertEquals(0, program.acquisition.bench().pulses().get(0).nanoamps()[0]);
  }

  @Test
  void theMagnitudeToldIsThatOfTheStartOfTheRun() {
    prepare(10);
    program.run();
    program.set("a-010", "FirstPhaseAmplitudeMicroAmps", 5);
    program.pass(100);
    press();
    program.pass(200);
    assertTrue(samples().stream().anyMatch(each -> each.stimulation() == 0x0114));
    assertTrue(samples().stream().noneMatch(each -> each.stimulation() == 0x010A));
  }

  @Test
  void aSwitchSetToWhatItWasLeavesTheMagnitudeToldAndAnotherOneDoesNot() {
    prepare(10);
    program.run();
    program.set("a-010", "FirstPhaseAmplitudeMicroAmps", 5);
    program.output("a-010", "Stim");
    program.pass(100);
    press();
    program.pass(200);
    assertTrue(samples().stream().anyMatch(each -> each.stimulation() == 0x0114));
    assertTrue(samples().stream().noneMatch(each -> each.stimulation() == 0x010A));
    program.waveforms.bytes.reset();
    program.output("a-010", "Spike");
    program.pass(100);
    press();
    program.pass(200);
    assertTrue(samples().stream().anyMatch(each -> each.stimulation() == 0x010A));
  }

  @Test
  void settlingShortensArtefactsAndClampingHidesThem() {
    program = Program.filtered();
    prepare(1);
    int alone = artefactSamples(0);
    program.waveforms.bytes.reset();
    program.set("a-010", "EnableAmpSettle", true);
    program.set("a-010", "PostStimAmpSettleMicroseconds", 10_000);
    program.set("a-010", "RefractoryPeriodMicroseconds", 20_000);
    upload("a-010");
    int settled = artefactSamples(0x2000);
    program.waveforms.bytes.reset();
    program.state.globals().get("UseFastSettle").force(true);
    program.world.run(program.acquisition::uploadAmpSettle);
    int clamped = artefactSamples(0x2000);
    assertTrue(alone > 2 * settled, alone + " samples, settled " + settled);
    assertTrue(settled > 0);
    assertEquals(0, clamped);
  }

  /** How long the artefact lasts within 290 samples, all of which have the bit {@code settled}. */
  private int artefactSamples(int settled) {
    program.run();
    program.pass(100);
    press();
    program.pass(500);
    program.stop();
    List<Pulse> pulses = program.acquisition.bench().pulses();
    long end = pulses.get(pulses.size() - 1).timestamp() + 12;
    List<Sample> after =
        samples().stream()
            .filter(each -> each.timestamp() >= end && each.timestamp() < end + 290)
            .toList();
    assertTrue(after.stream().allMatch(each -> (each.stimulation() & 0x2000) == settled));
    return (int) after.stream().filter(each -> Math.abs(each.wide() - 32_768) > 1_000).count();
  }

  @Test
  void anUnbalancedPulseLeavesAChargeThatRecoveryTakesAway() {
    prepare(10);
    program.set("a-010", "SecondPhaseAmplitudeMicroAmps", 0);
    program.set("a-010", "EnableChargeRecovery", true);
    program.set("a-010", "PostStimChargeRecovOnMicroseconds", 1_000);
    program.set("a-010", "PostStimChargeRecovOffMicroseconds", 9_000);
    program.set("a-010", "RefractoryPeriodMicroseconds", 20_000);
    upload("a-010");
    program.run();
    program.pass(100);
    press();
    program.pass(200);
    int begin = (int) program.acquisition.bench().pulses().get(0).timestamp();
    List<Sample> samples = samples();
    int left = samples.get(begin + 20).dc();
    assertTrue(left > 512 + 100, "2 nC leave 2 V and more: " + left);
    assertEquals(512, samples.get(begin + 12 + 260).dc(), 3);
    long recovering = samples.stream().filter(each -> (each.stimulation() & 0x4000) != 0).count();
    assertEquals(240, recovering);
  }

  @Test
  void stoppingCutsAPulseAndNothingFlowsLater() {
    prepare(10);
    program.set("a-010", "PulseOrTrain", "PulseTrain");
    program.set("a-010", "NumberOfStimPulses", 256);
    upload("a-010");
    program.run();
    program.pass(100);
    press();
    program.pass(100);
    program.stop();
    long then = program.acquisition.bench().totalPulses();
    assertTrue(then > 3 && then < 12, "pulses: " + then);
    program.run();
    program.pass(500);
    assertEquals(then, program.acquisition.bench().totalPulses());
    program.stop();
    // Pressed while nothing runs: nothing, then or later.
    press();
    program.run();
    program.pass(500);
    assertEquals(then, program.acquisition.bench().totalPulses());
  }

  @Test
  void aTrainWithoutAPeriodHarmsNothing() {
    prepare(10);
    program.set("a-010", "PulseOrTrain", "PulseTrain");
    program.set("a-010", "NumberOfStimPulses", 256);
    program.set("a-010", "PulseTrainPeriodMicroseconds", 0);
    upload("a-010");
    program.run();
    program.pass(100);
    press();
    program.pass(500);
    assertTrue(program.acquisition.bench().totalPulses() > 0);
    assertEquals(RunMode.RUN, program.state.mode());
  }

  @Test
  void digitalAndAnalogOutputsFollowALine() {
    for (String out : List.of("digital-out-02", "analog-out-1")) {
      program.set(out, "StimEnabled", true);
      program.set(out, "Source", "AnalogIn02");
      program.set(out, "FirstPhaseDurationMicroseconds", 1_000);
    }
    program.set("analog-out-1", "Shape", "Monophasic");
    program.set("analog-out-1", "Polarity", "PositiveFirst");
    program.set("analog-out-1", "FirstPhaseAmplitudeVolts", 2);
    upload("digital-out-02");
    upload("analog-out-1");
    program.blocksPerWrite(1);
    program.output("digital-out-01", "");
    program.output("analog-out-1", "");
    program.run();
    program.pass(500);
    long now = program.acquisition.frameNow();
    program.acquisition.bench().analogInput(1, 1.66);
    program.pass(300);
    int high = 0;
    for (Recorded.Block block : program.waveforms.blocks()) {
      for (int i = 0; i < 128; i++) {
        long since = block.timestamp() + i - now;
        boolean on = since >= 0 && since < 30;
        high += on ? 1 : 0;
        assertEquals(on ? 32_768 + 6_400 : 32_768, block.words()[i][0], "since " + since);
        assertEquals(on ? 2 : 0, block.words()[i][1], "since " + since);
      }
    }
    assertEquals(30, high);
  }
}
