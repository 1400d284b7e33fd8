package org.wetstack.emulator.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.emulator.board.RawHost.ARRAY;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wetstack.protocol.v1.ArmStimulus;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.LoadStimulus;
import org.wetstack.protocol.v1.Phase;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.Stop;
import org.wetstack.protocol.v1.Trigger;
import org.wetstack.protocol.v1.Waveform;

/** The words on the bus of a chip, held against a file that was written by hand. */
class ChipWordsTest {

  private static final int SLOTS = 20;
  private static final int CONVERSIONS = 16;
  private static final String READ_COMPLIANCE = "C0280000";
  private static final Waveform PULSE =
      Waveform.newBuilder()
          .addElectrodes(3)
          .addPhases(Phase.newBuilder().setNanoamps(-1_000).setTicks(6))
          .addPhases(Phase.newBuilder().setNanoamps(1_000).setTicks(6))
          .setSettleTicks(3)
          .setRecoveryTicks(5)
          .setPulses(1)
          .build();

  private final RawHost host = RawHost.inSession();
  private final List<String> sent = new ArrayList<>();
  private int start;

  @BeforeEach
  void boot() throws IOException {
    host.board.array("mea").probe(0, (mosi, miso) -> sent.add(word(mosi)));
    host.board.bench().powerCycle(Duration.ofMillis(1));
    sent.clear();
    host.time.advance(Duration.ofMillis(1));
    start = expected("start").size();
    host.hello();
  }

  private static String word(int word) {
    return String.format(Locale.ROOT, "%08X", word);
  }

  @Test
  void aChipIsStartedAsItsDataSheetRecommends() throws IOException {
    assertEquals(expected("start"), sent);
  }

  @Test
  void aQuietFrameConvertsAllChannelsAndChecksOneRegister() throws IOException {
    frames(3);
    for (int frame = 0; frame < 3; frame++) {
      assertEquals(expected("conversions"), conversions(frame));
    }
    assertEquals(expected("quiet"), aux(0, 3));
  }

  @Test
  void aPulseIsSwitchedByWritesInTheFrameBeforeEachOfItsSamples() throws IOException {
    frames(3);
    arm(PULSE);
    frames(30);
    assertEquals(expected("armed"), aux(3, 4));
    trigger();
    frames(70);
    assertEquals(expected("pulse"), aux(30, 50));
    assertEquals(31, host.board.array("mea").pulses().get(0).sample());
  }

  @Test
  void aPulseThatIsStoppedEndsAndIsDischargedInTheNextFrame() {
    Waveform slow =
        PULSE.toBuilder()
            .setPhases(0, Phase.newBuilder().setNanoamps(-100).setTicks(300))
            .setPhases(1, Phase.newBuilder().setNanoamps(100).setTicks(300))
            .build();
    arm(slow);
    trigger();
    frames(100);
    host.ask(host.to(ARRAY).setStop(Stop.getDefaultInstance()));
    frames(200);
    assertEquals(List.of("802E0008", "A02A0000"), aux(100, 101).subList(0, 2));
    List<String> after = aux(101, 131);
    assertEquals("A02E0000", after.get(4 * 29), "for one millisecond: " + after);
    assertTrue(after.subList(0, 4 * 29).stream().noneMatch(word -> word.startsWith("A")));
  }

  @Test
  void complianceIsNotReadAfterABootThoughItWasWhenPowerWentAway() {
    arm(PULSE.toBuilder().setPulses(100).setPeriodTicks(300).build());
    trigger();
    frames(20);
    assertTrue(sent.contains(READ_COMPLIANCE), "while the train plays");
    host.board.bench().powerCycle(Duration.ofMillis(1));
    host.time.advance(Duration.ofMillis(1));
    sent.clear();
    host.time.advance(Duration.ofMillis(5));
    host.board.array("mea").totalPulses();
    assertTrue(sent.size() > 100 * SLOTS);
    assertTrue(!sent.contains(READ_COMPLIANCE));
  }

  @Test
  void pulsesOfOtherMagnitudesWaitUntilTheChipsHaveBeenToldOfThem() {
    Waveform.Builder all = PULSE.toBuilder().clearElectrodes();
    IntStream.range(0, 16).forEach(all::addElectrodes);
    int crc = load(0, PULSE);
    int other = load(1, all.build());
    arm(0, crc);
    arm(1, other);
    frames(20);
    assertEquals(21, trigger(1, 1), "armed last, it is ready");
    frames(200);
    assertEquals(201, trigger(0, 2), "of the same magnitude on one of these electrodes");
    frames(300);
    arm(2, load(2, all.setPhases(0, phase(-500)).setPhases(1, phase(500)).build()));
    arm(0, crc);
    assertEquals(300 + 1 + 8, trigger(2, 3), "32 writes, of which 2 fit into the last frame");
  }

  @Test
  void aTriggeredPulseDoesNotWaitBehindMagnitudesOfOneThatIsOnlyArmed() {
    Waveform.Builder all = PULSE.toBuilder().clearElectrodes();
    IntStream.range(0, 15).forEach(all::addElectrodes);
    int many = load(0, all.build());
    int one = load(1, PULSE.toBuilder().setElectrodes(0, 15).build());
    arm(0, many);
    arm(1, one);
    long first = trigger(1, 1);
    assertEquals(1, first, "two writes fit into the frame before it");
    frames(20);
    assertEquals(List.of("804F8032", "806F8032", "B02A8000"), aux(0, 1).subList(0, 3));
  }

  @Test
  void trainsOfUnevenPhasesLeaveTimeForTheMagnitudesOfTheNext() {
    Waveform.Builder uneven = PULSE.toBuilder().clearPhases().clearElectrodes();
    uneven.clearSettleTicks().clearRecoveryTicks();
    uneven.addPhases(phase(-500).toBuilder().setTicks(4));
    uneven.addPhases(phase(1_000).toBuilder().setTicks(3));
    uneven.addPhases(phase(-1_000).toBuilder().setTicks(1));
    IntStream.range(0, 16).forEach(uneven::addElectrodes);
    arm(uneven.build());
    frames(20);
    long end = trigger(0, 1) + 8;
    DeviceMessage close = host.ask(host.to(ARRAY).setTrigger(second(end + 8)));
    assertEquals(Reason.REASON_BUSY, close.getRefused().getReason());
    DeviceMessage later = host.ask(host.to(ARRAY).setTrigger(second(end + 9)));
    assertEquals(end + 9, later.getStimulusStatus().getFirstSample());
    frames(100);
    // All are told of -500 nA again, which is 25 steps, before the second train begins.
    List<String> between = aux((int) end - 1, (int) end + 8);
    for (int electrode = 0; electrode < 16; electrode++) {
      String write = String.format(Locale.ROOT, "80%02X8019", 64 + electrode);
      assertTrue(between.contains(write), write + " is not in " + between);
    }
  }

  private static Trigger second(long sample) {
    return Trigger.newBuilder().setOperationId(2).setAtSample(sample).build();
  }

  @Test
  void aPhaseThatNeedsNewMagnitudesSoonerThanTheyCanBeWrittenIsRefused() {
    Waveform.Builder uneven =
        PULSE.toBuilder().clearPhases().clearElectrodes().addPhases(phase(-500));
    uneven.addPhases(phase(1_000).toBuilder().setTicks(9)).addPhases(phase(-1_000));
    IntStream.range(0, 16).forEach(uneven::addElectrodes);
    assertTrue(load(0, uneven.build()) != 0, "four writes a frame, and room for four frames");
    uneven.setPhases(0, phase(-500).toBuilder().setTicks(2));
    uneven.setPhases(1, phase(1_000).toBuilder().setTicks(2)).setPhases(2, phase(-1_000));
    uneven.setPhases(2, phase(-1_000).toBuilder().setTicks(1));
    DeviceMessage refused =
        host.ask(host.to(ARRAY).setLoadStimulus(LoadStimulus.newBuilder().setWaveform(uneven)));
    assertEquals(
        "-500 to -1000 nA needs 4 quiet samples between these phases, and has 2",
        refused.getRefused().getDetail());
  }

  private static Phase phase(int nanoamps) {
    return Phase.newBuilder().setNanoamps(nanoamps).setTicks(6).build();
  }

  private void frames(int count) {
    // A sample is taken when its time has passed; a little more, and none is in between.
    long nanos = (count * 1_000_000_000L + 15_000) / 30_000;
    long now = host.board.clock().deviceNanos();
    host.time.advance(Duration.ofNanos(nanos + 1_000 - now));
    host.board.array("mea").totalPulses();
    assertEquals(count, host.board.array("mea").sampleCounter());
  }

  private List<String> conversions(int frame) {
    int from = start + frame * SLOTS;
    return sent.subList(from, from + CONVERSIONS);
  }

  private List<String> aux(int first, int end) {
    List<String> words = new ArrayList<>();
    for (int frame = first; frame < end; frame++) {
      int from = start + frame * SLOTS;
      words.addAll(sent.subList(from + CONVERSIONS, from + SLOTS));
    }
    return words;
  }

  private int load(int slot, Waveform waveform) {
    return host.ask(
            host.to(ARRAY)
                .setLoadStimulus(LoadStimulus.newBuilder().setSlot(slot).setWaveform(waveform)))
        .getStimulusLoaded()
        .getWaveformCrc();
  }

  private void arm(int slot, int crc) {
    host.ask(
        host.to(ARRAY).setArmStimulus(ArmStimulus.newBuilder().setSlot(slot).setWaveformCrc(crc)));
  }

  private void arm(Waveform waveform) {
    arm(0, load(0, waveform));
  }

  private void trigger() {
    trigger(0, 1);
  }

  private long trigger(int slot, long operation) {
    return host.ask(
            host.to(ARRAY).setTrigger(Trigger.newBuilder().setSlot(slot).setOperationId(operation)))
        .getStimulusStatus()
        .getFirstSample();
  }

  private static List<String> expected(String section) throws IOException {
    List<String> words = new ArrayList<>();
    boolean inside = false;
    for (String line : lines()) {
      String text = line.replaceFirst("#.*", "").strip();
      if (text.startsWith("[")) {
        inside = text.equals("[" + section + "]");
      } else if (inside && !text.isEmpty()) {
        words.addAll(List.of(text.split(" +")));
      }
    }
    assertTrue(!words.isEmpty(), "no section " + section);
    return words;
  }

  private static List<String> lines() throws IOException {
    try (InputStream file = ChipWordsTest.class.getResourceAsStream("rhs2116-words.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
