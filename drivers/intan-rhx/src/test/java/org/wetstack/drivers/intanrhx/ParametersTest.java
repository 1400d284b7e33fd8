package org.wetstack.drivers.intanrhx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.AppliedStimulus.Phase;
import org.wetstack.hal.units.Current;

/** Names and numbers as RHX writes them. */
class ParametersTest {

  @Test
  void numbersArePrintedWithSixDigitsAsRhxDoes() {
    // Observed: 33.333333, 1000000, 123456.789, 10.3, 0.0945291, 7603.77, 1 and 0.
    assertEquals("33.3333", SixDigits.of(33.333333));
    assertEquals("1e+06", SixDigits.of(1_000_000));
    assertEquals("123457", SixDigits.of(123456.789));
    assertEquals("10.3", SixDigits.of(10.3));
    assertEquals("0.0945291", SixDigits.of(0.09452911));
    assertEquals("7603.77", SixDigits.of(7603.772));
    assertEquals("2550", SixDigits.of(2550));
    assertEquals("0", SixDigits.of(0));
    assertEquals("1e-05", SixDigits.of(0.00001));
    assertEquals("1.5e+07", SixDigits.of(15_000_000));
    assertEquals("1e+06", SixDigits.of(999_999.9));
  }

  @Test
  void everyStimulusComesBackFromItsParameters() {
    var random = new Random(20_261_125);
    for (int i = 0; i < 20_000; i++) {
      int rate = List.of(20_000, 25_000, 30_000).get(random.nextInt(3));
      int step =
          List.of(10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000).get(random.nextInt(10));
      var parameters = new StimulusParameters(step, rate);
      AppliedStimulus wanted = random(random, rate, step);
      Map<String, String> text = parameters.of(wanted, 1 + i % 8);
      assertEquals(wanted, parameters.applied(text, wanted.electrodes()), "round " + i);
    }
  }

  private static AppliedStimulus random(Random random, int rate, int step) {
    int sign = random.nextBoolean() ? 1 : -1;
    int most = rate / 200;
    var first =
        new Phase(
            Current.nanoamps(sign * step * (1 + random.nextInt(255))), 1 + random.nextInt(most));
    var phases =
        new ArrayList<>(
            List.of(
                first,
                new Phase(
                    Current.nanoamps(-sign * step * (1 + random.nextInt(255))),
                    1 + random.nextInt(most))));
    boolean three = random.nextInt(4) == 0;
    if (three) {
      phases.add(first);
    }
    boolean train = random.nextBoolean();
    return new AppliedStimulus(
        List.of(3, 130),
        phases,
        three ? 0 : random.nextInt(most + 1),
        train ? 2 + random.nextInt(255) : 1,
        train ? 1 + random.nextInt(rate) : 0,
        random.nextInt(rate / 2 + 1),
        train ? 0 : random.nextInt(rate + 1),
        rate);
  }

  @Test
  void moreThanTheRegistersHoldIsRefused() {
    var parameters = new StimulusParameters(500, 30_000);
    var first = new Phase(Current.nanoamps(-128_000), 6);
    var second = new Phase(Current.nanoamps(128_000), 6);
    var tooStrong = new AppliedStimulus(List.of(0), List.of(first, second), 0, 1, 0, 0, 0, 30_000);
    assertThrows(IllegalArgumentException.class, () -> parameters.of(tooStrong, 1));
  }

  @Test
  void stepsAreExactOrNone() {
    assertEquals(500, StimulusParameters.stepNanoamps("0.5"));
    assertEquals(10, StimulusParameters.stepNanoamps("0.01"));
    assertEquals(10_000, StimulusParameters.stepNanoamps("10"));
    assertEquals(0, StimulusParameters.stepNanoamps("Min"));
    assertEquals(0, StimulusParameters.stepNanoamps(""));
  }

  @Test
  void channelsAreElectrodes() {
    assertEquals(10, ChannelName.parse("A-010").electrode());
    assertEquals(131, ChannelName.parse("b-003").electrode());
    assertEquals("B-003", ChannelName.ofElectrode(131).toString());
    assertEquals("h-127.shape", ChannelName.ofElectrode(1_023).parameter("shape"));
    assertEquals(
        List.of(0, 1, 2, 129),
        ChannelName.parseList("B-001,A-000:A-002").stream().map(ChannelName::electrode).toList());
    for (String wrong : List.of("A-10", "A-128", "I-000", "A000", "", "A-000:B-001", "A-000,")) {
      assertThrows(IllegalArgumentException.class, () -> ChannelName.parseList(wrong), wrong);
    }
  }

  @Test
  void endpointsOfTheTwoSockets() {
    assertEquals(
        new RhxEndpoint(URI.create("tcp://lab-7:5000"), URI.create("tcp://lab-7:5001")),
        endpoint("tcp://lab-7:5000?waveform=5001", 5_001));
    assertEquals(
        new RhxEndpoint(URI.create("tcp://[::1]:5000"), URI.create("tcp://[::1]:7001")),
        endpoint("tcp://[::1]", 7_001));
    assertEquals(
        new RhxEndpoint(URI.create("cable:rhx"), URI.create("cable:rhx-waveform")),
        endpoint("cable:rhx?blocks=2", 5_001));
    for (String wrong : List.of("tcp:///", "tcp://a@b:1", "tcp://b:1/c", "tcp://b:1#c")) {
      assertThrows(IllegalArgumentException.class, () -> endpoint(wrong, 5_001), wrong);
    }
  }

  @Test
  void optionsOfLinksGoToBothSockets() {
    URI given = URI.create("tcp://lab-7?poll=spin&blocks=2&waveform=7001&connect-millis=900");
    RhxOptions options = RhxOptions.of(given);
    assertEquals(
        new RhxEndpoint(
            URI.create("tcp://lab-7:5000?connect-millis=900&poll=spin"),
            URI.create("tcp://lab-7:7001?connect-millis=900&poll=spin")),
        RhxEndpoint.of(given, options.waveformPort(), options.linkOptions()));
    URI cable = URI.create("cable:rhx?poll=spin");
    assertEquals(
        new RhxEndpoint(
            URI.create("cable:rhx?poll=spin"), URI.create("cable:rhx-waveform?poll=spin")),
        RhxEndpoint.of(cable, 5_001, RhxOptions.of(cable).linkOptions()));
    assertEquals("", RhxOptions.of(URI.create("tcp://lab-7?blocks=2")).linkOptions());
    assertEquals(
        "?poll=a%26b%3Dc", RhxOptions.of(URI.create("tcp://lab-7?poll=a%26b%3Dc")).linkOptions());
  }

  @Test
  void optionsNobodyKnowsAreRefusedByName() {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> RhxOptions.of(URI.create("tcp://lab-7?pol=spin")));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("unknown option 'pol' in tcp://lab-7"),
        refused.getMessage());
  }

  private static RhxEndpoint endpoint(String text, int waveformPort) {
    return RhxEndpoint.of(URI.create(text), waveformPort, "");
  }
}
