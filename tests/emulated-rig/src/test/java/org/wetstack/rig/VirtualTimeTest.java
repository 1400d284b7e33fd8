package org.wetstack.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.board.ArrayBench;
import org.wetstack.emulator.board.PumpBench;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.emulator.rig.RigFile;
import org.wetstack.emulator.rig.RigSpec;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.LinkHealth;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** In virtual time a seed gives the same experiment every time, to the last sample. */
class VirtualTimeTest {

  private static final List<String> PRINTS = new CopyOnWriteArrayList<>();

  /** An experiment with samples, pulses, a spike and a dose. */
  @InTrial
  abstract static class Experiment {

    @Test
    void run(ElectrodeArray array, ArrayBench bench, Pump pump, PumpBench outlet, Timebase time)
        throws Exception {
      Stimulus pulses =
          Stimulus.biphasic(List.of(3, 4), Current.microamps(-2), Duration.ofNanos(200_000))
              .train(5, Duration.ofMillis(20));
      var heard = new Heard(30_000);
      try (LoadedStimulus loaded = array.stimulator().orElseThrow().load(pulses);
          Instrument.Subscription recording = array.record(30, heard)) {
        bench.injectSpike(7);
        DoseRun dose =
            pump.dispense(new Dose(Volume.nanoliters(1_000), FlowRate.microlitersPerMinute(120)));
        long first =
            time.await(loaded.trigger().toCompletableFuture(), Duration.ofSeconds(2)).firstSample();
        dose.await();
        time.await(heard.enough(), Duration.ofSeconds(10));
        assertEquals(first, heard.marks().get(0));
        assertEquals(5, heard.marks().size());
        assertEquals(1_000, outlet.pumpedNanoliters());
        PRINTS.add(heard.print() + ", at " + time.nanoTime());
      }
    }
  }

  @EmulatedRig(seed = 7, time = EmulatedRig.Time.VIRTUAL)
  @InTrial
  static class Seven extends Experiment {}

  @EmulatedRig(seed = 8, time = EmulatedRig.Time.VIRTUAL)
  @InTrial
  static class Eight extends Experiment {}

  @BeforeEach
  void forget() {
    PRINTS.clear();
  }

  @Test
  void theSameSeedGivesTheSameSamplesToTheBit() {
    assertEquals(List.of(), Trial.of(Seven.class).failures());
    assertEquals(List.of(), Trial.of(Seven.class).failures());
    assertEquals(List.of(), Trial.of(Eight.class).failures());
    assertEquals(PRINTS.get(0), PRINTS.get(1));
    assertNotEquals(PRINTS.get(0), PRINTS.get(2));
  }

  /** What a bad line does depends on every byte that goes over it. */
  @EmulatedRig(file = "rigs/noisy.yaml", time = EmulatedRig.Time.VIRTUAL)
  @InTrial
  static class Noisy {

    @Test
    void run(Pump pump, Instrument instrument, VirtualTimebase time) {
      for (int i = 0; i < 20; i++) {
        pump.dispense(
                new OperationId(i + 1),
                new Dose(Volume.nanoliters(250), FlowRate.microlitersPerMinute(600)))
            .await();
      }
      time.advance(Duration.ofSeconds(5));
      LinkHealth health = instrument.health();
      assertTrue(health.framesBroken() + health.requestsRepeated() > 0, "the line was not noisy");
      PRINTS.add(health + " at " + time.nanoTime());
    }
  }

  @Test
  void theSameSeedGivesTheSameNoise() {
    assertEquals(List.of(), Trial.of(Noisy.class).failures());
    assertEquals(List.of(), Trial.of(Noisy.class).failures());
    assertEquals(PRINTS.get(0), PRINTS.get(1));
  }

  @Test
  void theSameSeedGivesTheSameBytesOnTheWire() throws Exception {
    String first = sent(1);
    assertEquals(first, sent(1));
    assertNotEquals(first, sent(2));
  }

  /** All that a host sends to open and close a board. */
  private static String sent(long seed) throws Exception {
    var time = new VirtualTimebase();
    var bytes = new StringBuilder();
    RigSpec spec =
        RigFile.parse("rig.yaml", "boards: [{name: a, at: cable, devices: [{pump: p}]}]");
    try (Rig rig = Rig.start(spec, time, Instruments::link)) {
      LinkProvider tapped = new TappedLinks(rig.cables(), bytes);
      Instruments.driver("firmware").seeded(seed).open(rig.endpoint("a"), tapped, time).close();
    }
    return bytes.toString();
  }

  /** Links that write down what is sent over them. */
  private record TappedLinks(LinkProvider links, StringBuilder bytes) implements LinkProvider {

    @Override
    public Set<String> schemes() {
      return links.schemes();
    }

    @Override
    public Link open(URI endpoint, LinkHandler handler) {
      Link link = links.open(endpoint, handler);
      return new Link() {
        @Override
        public Delivery delivery() {
          return link.delivery();
        }

        @Override
        public void send(ByteBuffer message) {
          byte[] copy = new byte[message.remaining()];
          message.duplicate().get(copy);
          bytes.append(HexFormat.of().formatHex(copy)).append('\n');
          link.send(message);
        }

        @Override
        public void close() {
          link.close();
        }
      };
    }
  }

  @Test
  @EmulatedRig(seed = 3, time = EmulatedRig.Time.VIRTUAL)
  void dopamineThatReachesTheCultureMakesItFireMore(
      ElectrodeArray array, Pump dopamine, Timebase time) throws Exception {
    long before = crossings(array, time);
    dopamine
        .dispense(new Dose(Volume.nanoliters(20_000), FlowRate.microlitersPerMinute(6_000)))
        .await();
    long after = crossings(array, time);
    assertTrue(after > before * 6 / 5, before + " crossings before, " + after + " after");
  }

  /** In five seconds. */
  private static long crossings(ElectrodeArray array, Timebase time) throws Exception {
    var heard = new Heard(150_000);
    try (Instrument.Subscription recording = array.record(250, heard)) {
      return time.await(heard.enough(), Duration.ofSeconds(20)).crossings();
    }
  }
}
