package org.wetstack.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.hal.spi.DriverProvider;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;

/** Opening by name, with one driver and one link on the class path, both of paper. */
class InstrumentsTest {

  /** A driver whose instrument remembers nothing but how it was opened. */
  public static final class PaperDriver implements DriverProvider {

    @Override
    public String name() {
      return "paper";
    }

    @Override
    public Instrument open(URI endpoint, LinkProvider links, Timebase time) {
      assertSame(SystemTimebase.shared(), time);
      Instrument instrument = mock(Instrument.class, CALLS_REAL_METHODS);
      String serial = endpoint + " over " + links.schemes().stream().sorted().toList();
      when(instrument.info()).thenReturn(new DeviceInfo("paper rig", serial, "1", 0, false));
      return instrument;
    }
  }

  /** A link that opens nothing. */
  public static final class PaperLinks implements LinkProvider {

    @Override
    public Set<String> schemes() {
      return Set.of("note", "letter");
    }

    @Override
    public Link open(URI endpoint, LinkHandler handler) {
      throw new IllegalStateException("nobody opens a paper link");
    }
  }

  @Test
  void theDriverOfThatNameGetsTheEndpointAndTheLinkOfItsScheme() {
    Instrument opened = Instruments.open("paper", "note://desk/1?ink=blue");
    assertEquals("note://desk/1?ink=blue over [letter, note]", opened.info().serialNumber());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "firmwear | note:1 | no driver called 'firmwear'; on the class path: [paper]; choose one of"
            + " these, or add the jar of that driver",
        "paper | COM3 | no link for 'COM3'; an endpoint starts with one of [letter, note], as in"
            + " serial:/dev/ttyACM0; others need the jar of their link",
        "paper | NOTE:1 | no link for 'NOTE:1'; an endpoint starts with one of [letter, note], as in"
            + " serial:/dev/ttyACM0; others need the jar of their link",
        "paper | note:a b | 'note:a b' is not an endpoint: Illegal character in opaque part at"
            + " character 7; write it as in serial:/dev/ttyACM0, and other characters as %20 for a"
            + " space",
        "paper | note: | 'note:' is not an endpoint: Expected scheme-specific part at character 6;"
            + " write it as in serial:/dev/ttyACM0, and other characters as %20 for a space",
      })
  void whatCannotBeOpenedIsRefusedWithTheRemedy(String driver, String endpoint, String message) {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> Instruments.open(driver, endpoint));
    assertEquals(message, refusal.getMessage());
  }

  private static Instrument carrying(Device... devices) {
    Instrument instrument = Instruments.open("paper", "note:1");
    when(instrument.devices()).thenReturn(List.of(devices));
    return instrument;
  }

  private static <D extends Device> D device(Class<D> type, String name) {
    D device = mock(type);
    when(device.name()).thenReturn(name);
    return device;
  }

  @Test
  void aDeviceIsFoundByItsTypeAndByItsName() {
    Pump left = device(Pump.class, "left");
    Pump right = device(Pump.class, "right");
    ElectrodeArray array = device(ElectrodeArray.class, "array");
    Instrument instrument = carrying(left, array, right);
    assertSame(array, instrument.device(ElectrodeArray.class));
    assertSame(right, instrument.device(Pump.class, "right"));
    assertSame(left, instrument.device(Device.class, "left"));
  }

  @Test
  void aDeviceThatIsNotThereIsRefusedWithThoseThatAre() {
    Instrument two = carrying(device(Pump.class, "left"), device(Pump.class, "right"));
    assertRefused(
        "paper rig has 2 devices of type Pump; it carries [left, right]: ask for one by its name",
        () -> two.device(Pump.class));
    assertRefused(
        "paper rig has no ElectrodeArray; it carries [left, right]",
        () -> two.device(ElectrodeArray.class));
    assertRefused(
        "paper rig has no Pump called 'Left'; it carries [left, right]",
        () -> two.device(Pump.class, "Left"));
    assertRefused(
        "paper rig has no ElectrodeArray called 'left'; it carries [left, right]",
        () -> two.device(ElectrodeArray.class, "left"));
    assertRefused("paper rig has no Pump; it carries []", () -> carrying().device(Pump.class));
  }

  private static void assertRefused(String message, Runnable attempt) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, attempt::run).getMessage());
  }
}
