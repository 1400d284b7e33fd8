package org.wetstack.emulator.newera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.Mechanics;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.hal.spi.VirtualTimebase;

class NewEraPumpTest {

  private static final NewEraSpec SPEC =
      NewEraSpec.of(NewEraModel.NE_1000, 4.699, 57).with(NewEraOptions.SETTLED);

  private static void all(Bench bench, String... commands) {
    List.of(commands).forEach(bench::perform);
  }

  @Test
  void aSilentHostStopsTheDoseAndTheAlarmIsSentUnasked() {
    Bench bench = new Bench(SPEC.safe(2));
    assertEquals("<02><07>00S<AA><A6><03>", bench.ask(Packets.of("0RAT600UM")));
    assertEquals("<02><07>00I<19><DD><03>", bench.ask(Packets.of("0RUN")));
    bench.pass(1.9);
    assertEquals("", bench.said());
    bench.ask(Packets.of("0"));
    bench.pass(1.9);
    assertEquals("", bench.said(), "the second packet began the time anew");
    bench.pass(0.2);
    assertEquals(Packets.of("00A?T"), bench.said());
    assertEquals(39_000, bench.pump.bench().passedNanoliters(), 10, "stopped after 3.9 s");
    bench.pass(60);
    assertEquals("", bench.said(), "the timer waits for the next packet");
    assertEquals(Packets.of("00A?T"), bench.ask(Packets.of("0DIS")), "unasked acknowledges not");
    assertEquals(Packets.of("00S"), bench.ask(Packets.of("0")));
  }

  @Test
  void safeModeOutlivesThePowerAndItsTimerWaitsForAPacket() {
    Bench bench = new Bench(SPEC);
    bench.ask(Packets.of("0SAF3"));
    bench.pass(3.1);
    assertEquals(Packets.of("00A?T"), bench.said());
    bench.pump.cyclePower();
    bench.pass(1.4);
    assertEquals("", bench.said());
    bench.pass(100);
    assertEquals(Packets.of("00A?R"), bench.said(), "once, and no time-out");
    assertEquals(Packets.of("00A?R"), bench.ask(Packets.of("0")));
    bench.pass(3.1);
    assertEquals(Packets.of("00A?T"), bench.said());
  }

  @Test
  void aStallInSafeModeIsSentUnasked() {
    Bench bench = new Bench(SPEC.safe(200));
    bench.ask(Packets.of("0RAT600UM"));
    bench.pump.bench().occlude();
    bench.ask(Packets.of("0RUN"));
    bench.pass(1);
    assertEquals(Packets.of("00A?S"), bench.said());
  }

  @Test
  void thePumpKnowsTheDiameterItWasToldAndNotTheSyringe() {
    Bench bench = new Bench(SPEC);
    all(bench, "DIA9.398", "RAT600UM", "VOL100", "RUN");
    bench.pass(11);
    assertEquals(100, bench.dispensed(Direction.INFUSE));
    assertEquals(25_000, bench.pump.bench().passedNanoliters(), 2, "half the bore, a quarter");
  }

  @Test
  void stepsThatADoseIsOffAreMadeUpForByTheNext() {
    Bench bench = new Bench(SPEC);
    double step = NewEraModel.NE_1000.nanolitersPerStep(4.699);
    all(bench, "RAT600UM", "VOL0.1");
    for (int dose = 1; dose <= 200; dose++) {
      bench.perform("RUN");
      bench.pass(0.1);
      assertEquals(100.0 * dose, bench.pump.bench().passedNanoliters(), step / 2 + 1e-6);
    }
    assertEquals(20, bench.dispensed(Direction.INFUSE));
  }

  @Test
  void aPumpThatNoticesNoStallCountsWhatItDidNotDispense() {
    Bench bench = new Bench(SPEC);
    Bench blind =
        new Bench(NewEraSpec.of(NewEraModel.NE_500, 4.699, 57).with(NewEraOptions.SETTLED));
    for (Bench each : List.of(bench, blind)) {
      all(each, "RAT600UM", "VOL50");
      each.perform("RUN");
      each.pass(2);
      each.pump.bench().occlude();
      each.pass(1);
      each.pump.bench().open();
      each.pass(10);
    }
    assertEquals("<02>00A?S<03>", bench.ask("0<0D>"));
    assertEquals(20, bench.dispensed(Direction.INFUSE), 0.6);
    assertEquals(50, blind.dispensed(Direction.INFUSE));
    assertEquals(40_000, blind.pump.bench().passedNanoliters(), 600);
  }

  @Test
  void aWornScrewAndASoftTubeAreWhatMechanicsMakeThem() {
    var worn = Mechanics.ideal(NewEraModel.NE_1000.stepMillimeters(), 4.699, 57).worn(100, 0, 0);
    Bench bench = new Bench(SPEC.with(worn));
    all(bench, "RAT600UM", "VOL10", "RUN");
    bench.pass(2);
    double lost = 100 * NewEraModel.NE_1000.nanolitersPerStep(4.699);
    assertEquals(10_000 - lost, bench.pump.bench().passedNanoliters(), 4);
    assertEquals(10, bench.dispensed(Direction.INFUSE), "the firmware does not know");
  }

  @Test
  void theCounterBeginsAnewAfterItsLastDigit() {
    Bench bench =
        new Bench(NewEraSpec.of(NewEraModel.NE_4000, 26.59, 100).with(NewEraOptions.SETTLED));
    all(bench, "VOLUL", "RAT90MM", "VOL9000", "RUN");
    bench.pass(7);
    all(bench, "VOL2000", "RUN");
    bench.pass(2);
    assertEquals(1_000, bench.dispensed(Direction.INFUSE), 1);
  }

  @Test
  void pumpsOnOneLineAnswerEachForItself() {
    var time = new VirtualTimebase();
    var world = new World(time, 1, 1);
    var said = new ByteArrayOutputStream();
    List<NewEraPump> pumps =
        List.of(
            new NewEraPump(world, SPEC),
            new NewEraPump(world, SPEC.at(7)),
            new NewEraPump(world, SPEC.at(42)));
    pumps.forEach(pump -> pump.join(said::writeBytes));
    assertEquals("\u000200S\u0003", ask(pumps, said, "0RAT10UM\r"));
    assertEquals("\u000207S\u0003", ask(pumps, said, "7RAT20UM\r"));
    assertEquals("\u000242S\u0003", ask(pumps, said, "42RAT30UM\r"));
    assertEquals("\u000242S30.00UM\u0003", ask(pumps, said, "42RAT\r"));
    assertEquals("", ask(pumps, said, "4RAT\r"));
    ask(pumps, said, "0RAT40UM*7RAT50UM*\r");
    assertEquals("\u000200S40.00UM\u0003", ask(pumps, said, "0RAT\r"));
    assertEquals("\u000207S50.00UM\u0003", ask(pumps, said, "7RAT\r"));
    assertEquals("\u000242S30.00UM\u0003", ask(pumps, said, "42RAT\r"));
    ask(pumps, said, "*RUN\r");
    time.advance(Duration.ofSeconds(60));
    ask(pumps, said, "*STP\r");
    assertEquals(
        List.of(40L, 50L, 30L),
        pumps.stream().map(pump -> Math.round(pump.bench().passedNanoliters() / 1e3)).toList());
  }

  private static String ask(List<NewEraPump> pumps, ByteArrayOutputStream said, String text) {
    said.reset();
    pumps.forEach(pump -> pump.hear(text.getBytes(StandardCharsets.US_ASCII)));
    return said.toString(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noiseNeverThrowsAndThePumpStillAnswers(long seed) {
    Bench bench = new Bench(SPEC.safe(seed % 2 == 0 ? 5 : 0));
    var random = new Random(seed);
    String[] words = {
      "RUN", "STP", "FUN", "RAT", "PHN", "VOL", "DIR", "LPS", "LPE", "LOP", "JMP", "PAS", "INC",
      "PUR", "TRG", "SAF", "*", "1", "9", "0.5", "UM", "ML", "\r", "\r", "EVN", "IF", "<", "DIA"
    };
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes;
      if (random.nextInt(4) == 0) {
        bytes = new byte[random.nextInt(12)];
        random.nextBytes(bytes);
      } else {
        bytes = words[random.nextInt(words.length)].getBytes(StandardCharsets.US_ASCII);
      }
      bench.world.run(() -> bench.pump.hear(bytes));
      if (random.nextInt(50) == 0) {
        bench.pass(random.nextDouble() * 2);
      }
    }
    bench.pump.cyclePower();
    bench.pass(5);
    bench.said();
    String home = "*ADR0";
    bench.ask("<0D>" + home + "<0D>");
    bench.ask(Packets.of(home));
    bench.ask(Packets.of("0SAF0"));
    bench.ask("*STP<0D>");
    bench.ask("*STP<0D>");
    bench.ask("*ADR0<0D>");
    assertEquals("<02>00SNE1000V3.934<03>", bench.ask("0VER<0D>"), "seed " + seed);
  }

  @Test
  void aLineWithoutEndIsForgottenNotKept() {
    Bench bench = new Bench(SPEC);
    bench.ask("A".repeat(1_000_000));
    assertEquals("<02>00S?<03>", bench.ask("<0D>"));
    assertTrue(bench.ask("VER<0D>").contains("NE1000"));
  }

  @Test
  void specsThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> SPEC.at(100));
    assertThrows(IllegalArgumentException.class, () -> SPEC.safe(256));
    assertThrows(IllegalArgumentException.class, () -> NewEraSpec.of(NewEraModel.NE_1000, 51, 60));
    assertThrows(
        IllegalArgumentException.class, () -> new NewEraModel("X", 1, 100, 0.001, 50, true));
    Bench bench = new Bench(SPEC);
    assertThrows(IllegalArgumentException.class, () -> bench.pump.pins().drive(5, true));
    assertThrows(IllegalArgumentException.class, () -> bench.pump.pins().high(9));
  }
}
