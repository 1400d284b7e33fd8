package org.wetstack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;

/** An emulated board, served by the command, and opened as what it is served as. */
@Timeout(120)
class RhxCommandTest {

  private static final List<String> FREE =
      List.of("--command-port", "0", "--waveform-port", "0", "--spike-port", "0");

  private static String second(String line) {
    return line.split(" +", 2)[1];
  }

  /** It listens again a moment after its client has left. */
  private static Instrument open(String endpoint) {
    for (int tries = 1; true; tries++) {
      try {
        return Instruments.open("intan-rhx", endpoint);
      } catch (DeviceException e) {
        if (e.reason() != DeviceException.Reason.LINK_LOST || tries == 200) {
          throw e;
        }
        LockSupport.parkNanos(50_000_000);
      }
    }
  }

  @Test
  void aBoardIsOpenedAsAnIntanAndStaysThereWhenItsClientHasLeft() throws Exception {
    var emulation = new CommandProcess("emulate", "mea", "--at", "tcp");
    String board = second(emulation.line());
    var served =
        new CommandProcess(
            "rhx",
            board,
            FREE.get(0),
            FREE.get(1),
            FREE.get(2),
            FREE.get(3),
            FREE.get(4),
            FREE.get(5));
    String endpoint = second(served.line());
    assertEquals(second(served.line()), endpoint.substring(0, endpoint.indexOf('?')));
    assertEquals(
        URI.create(second(served.line())).getPort(),
        Integer.parseInt(endpoint.substring(endpoint.indexOf('=') + 1)));
    assertTrue(second(served.line()).startsWith("tcp://127.0.0.1:"));
    for (int i = 0; i < 2; i++) {
      try (Instrument rhx = open(endpoint + "&running=stop")) {
        ElectrodeArray array = rhx.device(ElectrodeArray.class);
        assertEquals(32, array.layout().channels());
        assertEquals(20, array.stimulator().orElseThrow().limits().step().nanoamps());
      }
    }
    served.endPolitely();
    emulation.endPolitely();
  }
}
