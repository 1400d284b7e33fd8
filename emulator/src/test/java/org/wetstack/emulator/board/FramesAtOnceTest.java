package org.wetstack.emulator.board;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.emulator.World;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.culture.Culture;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.headstage.BusFault;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.protocol.v1.ArmStimulus;
import org.wetstack.protocol.v1.ClearSafeState;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.LoadStimulus;
import org.wetstack.protocol.v1.Phase;
import org.wetstack.protocol.v1.ReadRegister;
import org.wetstack.protocol.v1.Samples;
import org.wetstack.protocol.v1.StartStream;
import org.wetstack.protocol.v1.Stop;
import org.wetstack.protocol.v1.Trigger;
import org.wetstack.protocol.v1.Waveform;
import org.wetstack.protocol.v1.WriteRegister;

/**
 * Two boards with the same culture are told the same: of one each sample is a block, so that its
 * frames are made one by one; of the other many are made at once. Both do and show the same.
 */
class FramesAtOnceTest {

  private static final List<BusFault> FAULTS = List.of(BusFault.values());
  private static final int ARRAY = 0;
  private static final int CHANNELS = 32;
  private static final int RATE = 30_000;

  /** So many currents of one chip have to be told some frames before they flow. */
  private static final List<Integer> SIX = List.of(18, 19, 20, 21, 22, 23);

  private static final List<Waveform> WAVEFORMS =
      List.of(
          waveform(2, 3, -2_000, 6, 3_000, 4).setSettleTicks(20).setRecoveryTicks(70).build(),
          waveform(9, 17, -300, 90, 300, 90).setPulses(3).setPeriodTicks(400).build(),
          waveform(30, 31, -10_000, 9, 10_000, 9)
              .setInterphaseTicks(40)
              .setRecoveryTicks(1)
              .build(),
          waveform(16, 17, -400, 5, 400, 5).addAllElectrodes(SIX).build(),
          waveform(16, 17, -600, 5, 600, 5).addAllElectrodes(SIX).build());

  private record Subject(RawHost host, List<String> answers) {}

  private final List<Subject> both = List.of(subject(), subject());

  private static Waveform.Builder waveform(
      int one, int other, int first, int firstTicks, int second, int secondTicks) {
    return Waveform.newBuilder()
        .addElectrodes(one)
        .addElectrodes(other)
        .addPhases(Phase.newBuilder().setNanoamps(first).setTicks(firstTicks))
        .addPhases(Phase.newBuilder().setNanoamps(second).setTicks(secondTicks))
        .setPulses(1);
  }

  private static Subject subject() {
    Dish.Place[] places = new Dish.Place[CHANNELS];
    Arrays.setAll(places, i -> new Dish.Place(i / 8 * 4_000 + i % 4 * 200, i % 8 / 4 * 400));
    var dish = new Dish(RATE, 195, List.of(places));
    ArraySpec usual = ArraySpec.fourByEight("mea", new Culture(3, Profile.usual(), dish));
    var array =
        new ArraySpec(
            "mea",
            RATE,
            usual.sites(),
            true,
            usual.stimulator(),
            ChipParameters.usual(),
            usual.preparation());
    var time = new VirtualTimebase();
    var board = new EmulatedBoard(new World(time, 1, 1), BoardSpec.of("board-1", array));
    RawHost host = RawHost.of(time, board);
    host.hello();
    return new Subject(host, new ArrayList<>());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void manyFramesAtOnceAreWhatTheyWouldHaveBeenOneByOne(long seed) {
    var random = new Random(seed);
    tell(host -> start(host, host.equals(both.get(0).host()) ? 1 : 250));
    for (int slot = 0; slot < WAVEFORMS.size(); slot++) {
      int at = slot;
      tell(host -> arm(host, at));
    }
    for (int step = 1; step <= 40; step++) {
      Duration span = Duration.ofNanos(1 + random.nextInt(20_000_000));
      both.forEach(each -> each.host().live(span));
      act(random, step);
    }
    both.forEach(each -> each.host().live(Duration.ofMillis(100)));
    assertEquals(both.get(0).answers(), both.get(1).answers());
    assertEquals(events(both.get(0)), events(both.get(1)));
    assertEquals(marks(both.get(0)), marks(both.get(1)));
    assertTrue(marks(both.get(0)).size() > 5, "pulses began: " + marks(both.get(0)));
    byte[] oneByOne = samples(both.get(0));
    byte[] atOnce = samples(both.get(1));
    assertArrayEquals(Arrays.copyOf(oneByOne, atOnce.length), atOnce);
  }

  private void act(Random random, int step) {
    int chip = random.nextInt(2);
    int slot = random.nextInt(WAVEFORMS.size());
    switch (random.nextInt(10)) {
      case 0 -> tell(host -> register(host, chip));
      case 1 -> tell(host -> host.ask(host.to(ARRAY).setWriteRegister(write(chip, step % 2))));
      case 2, 6 -> {
        tell(host -> trigger(host, slot, step, 0));
        Duration begun = Duration.ofNanos(1 + random.nextInt(4_000_000));
        both.forEach(each -> each.host().live(begun));
        tell(host -> host.ask(host.to(ARRAY).setStop(Stop.getDefaultInstance())));
        both.forEach(each -> each.host().live(Duration.ofMillis(8)));
        rearm();
      }
      case 3 -> {
        BusFault fault = FAULTS.get(random.nextInt(FAULTS.size()));
        Duration broken = Duration.ofMillis(1 + random.nextInt(30));
        both.forEach(each -> each.host().board.array("mea").breakHeadstage(chip, fault));
        both.forEach(each -> each.host().live(broken));
        both.forEach(each -> each.host().board.array("mea").mendHeadstage(chip));
        both.forEach(each -> each.host().live(Duration.ofMillis(40)));
        rearm();
      }
      case 4 -> both.forEach(each -> each.host().board.array("mea").injectSpike(step % CHANNELS));
      case 5, 7 -> tell(host -> trigger(host, slot, step, 20 + 10 * step));
      default -> tell(host -> trigger(host, slot, step, 0));
    }
  }

  private void rearm() {
    tell(host -> host.ask(host.to(ARRAY).setClearSafeState(ClearSafeState.getDefaultInstance())));
    for (int slot = 0; slot < WAVEFORMS.size(); slot++) {
      int at = slot;
      tell(host -> arm(host, at));
    }
  }

  private void tell(Function<RawHost, DeviceMessage> what) {
    both.forEach(
        each ->
            each.answers()
                .add(what.apply(each.host()).toBuilder().clearDeviceMicros().build().toString()));
  }

  private static DeviceMessage start(RawHost host, int samplesPerBlock) {
    DeviceMessage started =
        host.ask(
            host.to(ARRAY)
                .setStartStream(StartStream.newBuilder().setSamplesPerBlock(samplesPerBlock)));
    assertEquals(0, started.getStreamStarted().getFirstSample());
    return DeviceMessage.getDefaultInstance();
  }

  private static DeviceMessage arm(RawHost host, int slot) {
    var load = LoadStimulus.newBuilder().setSlot(slot).setWaveform(WAVEFORMS.get(slot));
    DeviceMessage loaded = host.ask(host.to(ARRAY).setLoadStimulus(load));
    int crc = loaded.getStimulusLoaded().getWaveformCrc();
    return host.ask(
        host.to(ARRAY).setArmStimulus(ArmStimulus.newBuilder().setSlot(slot).setWaveformCrc(crc)));
  }

  private static DeviceMessage trigger(RawHost host, int slot, int operation, int ahead) {
    long at = ahead == 0 ? 0 : host.board.array("mea").sampleCounter() + ahead;
    return host.ask(
        host.to(ARRAY)
            .setTrigger(
                Trigger.newBuilder().setSlot(slot).setOperationId(operation).setAtSample(at)));
  }

  private static DeviceMessage register(RawHost host, int chip) {
    return host.ask(
        host.to(ARRAY).setReadRegister(ReadRegister.newBuilder().setBank(chip).setAddress(40)));
  }

  /** The digital high-pass on or off. */
  private static WriteRegister write(int chip, int on) {
    return WriteRegister.newBuilder()
        .setBank(chip)
        .setAddress(1)
        .setValue(on == 0 ? 0x0500 : 0x0513)
        .build();
  }

  /** When the board says something depends on when it looks; what it says does not. */
  private static List<String> events(Subject subject) {
    return subject.host().events().stream()
        .filter(event -> !event.hasSamples())
        .map(event -> event.toBuilder().clearDeviceMicros().build().toString())
        .toList();
  }

  private static void blocks(Subject subject, Consumer<Samples> each) {
    subject.host().events().stream()
        .filter(DeviceMessage::hasSamples)
        .map(DeviceMessage::getSamples)
        .forEach(each);
  }

  private static Set<String> marks(Subject subject) {
    var marks = new TreeSet<String>();
    blocks(
        subject,
        block ->
            block
                .getMarksList()
                .forEach(
                    mark ->
                        marks.add(
                            (block.getFirstSample() + mark.getOffset())
                                + ": "
                                + mark.getOperationId())));
    return marks;
  }

  private static byte[] samples(Subject subject) {
    var all = new ByteArrayOutputStream();
    blocks(subject, block -> all.writeBytes(block.getData().toByteArray()));
    return all.toByteArray();
  }
}
