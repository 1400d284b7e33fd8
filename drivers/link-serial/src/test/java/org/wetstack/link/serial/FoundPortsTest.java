package org.wetstack.link.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.FoundEndpoint;

class FoundPortsTest {

  @Test
  void aUsbPortTellsWhoMadeIt() {
    FoundEndpoint port =
        FoundPorts.found("/dev/ttyUSB0", "FT232R", 0x0403, 0x6001, Path.of("none"));
    assertEquals(URI.create("serial:/dev/ttyUSB0"), port.endpoint());
    assertEquals("FT232R, USB 0403:6001", port.description());
    assertEquals(List.of(), port.otherNames());
    assertEquals(
        "USB 0403:6001",
        FoundPorts.found("COM3", "", 0x0403, 0x6001, Path.of("none")).description());
    assertEquals("Board", FoundPorts.found("COM1", "Board", -1, -1, Path.of("none")).description());
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void namesThatStayLeadToThePortAndToNoOther(@TempDir Path folder) throws Exception {
    Path port = Files.createFile(folder.resolve("ttyUSB0"));
    Path other = Files.createFile(folder.resolve("ttyUSB1"));
    Path names = Files.createDirectory(folder.resolve("by-id"));
    Files.createSymbolicLink(names.resolve("usb-pump-if00"), port);
    Files.createSymbolicLink(names.resolve("usb-another"), port);
    Files.createSymbolicLink(names.resolve("usb-sensor"), other);
    Files.createSymbolicLink(names.resolve("usb-gone"), folder.resolve("ttyUSB9"));
    FoundEndpoint found = FoundPorts.found(port.toString(), "", -1, -1, names);
    assertEquals(
        List.of(
            URI.create("serial:" + names.resolve("usb-another")),
            URI.create("serial:" + names.resolve("usb-pump-if00"))),
        found.otherNames());
  }

  @Test
  void whatTheSystemListsCanBeNamed() {
    for (FoundEndpoint port : Instruments.found()) {
      assertEquals("serial", port.endpoint().getScheme());
      assertTrue(port.endpoint().getSchemeSpecificPart().length() > 1, port::toString);
    }
  }
}
