package org.wetstack.emulator.rhx.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.QuietTissue;
import org.wetstack.emulator.rhx.signal.AcquisitionSpec;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.hal.spi.VirtualTimebase;

/** A full buffer must reach all of the program: its controller, its files and its clients. */
class SelfStopTest {

  private static final String NOT_RUNNING = "Board must be running in order to stop";
  private static final int HEADER_BYTES = 8_476;

  /** Timestamps, and 64 channels with their stimulation words. */
  private static final int BLOCK_BYTES = 128 * (4 + 64 * 2 + 64 * 2);

  private final VirtualTimebase time = new VirtualTimebase();
  private final World world = new World(time, 7, 1);
  private final RhxCables cables = new RhxCables(time, 7, CableFaults.none());

  private static List<Path> recordings(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(each -> each.toString().endsWith(".rhs")).toList();
    }
  }

  private String say(Client client, String text) {
    client.send(text);
    time.advance(Duration.ofMillis(500));
    return client.heard();
  }

  @Test
  void anOverrunClosesFilesSaysSoAndAnswersWhatWaits(@TempDir Path root) throws IOException {
    Files.createDirectory(root.resolve("rec"));
    var installation =
        new ControllerInstallation(
            world,
            LocalDateTime.of(2026, 11, 24, 2, 49, 57),
            root,
            state -> AcquisitionSpec.observed(new QuietTissue(64)));
    try (var program =
        EmulatedRhx.start(
            world, RhxSpec.demo(Controller.STIM_RECORD).faithful(), cables, installation)) {
      var client = new Client(cables, "cable:rhx");
      say(client, "set filename.path /rec;set filename.basefilename x");
      assertEquals("", say(client, "set runmode record;get type"));
      installation.bench().overrun();
      assertEquals(
          NOT_RUNNING.repeat(41) + "Return: Type ControllerStimRecord" + NOT_RUNNING.repeat(13),
          say(client, " "));
      assertEquals(
          "Return: RunMode StopReturn: -1", say(client, "get runmode;get currenttimestamp"));
      List<Path> files = recordings(root);
      assertEquals(1, files.size());
      assertEquals(0, (Files.size(files.get(0)) - HEADER_BYTES) % BLOCK_BYTES, "whole blocks");
      assertEquals("", say(client, "set runmode record"));
      assertEquals(
          "Return: RunMode RecordReturn: RunMode Stop",
          say(client, "get runmode;set runmode stop;get runmode"));
      assertEquals(2, recordings(root).size());
    }
  }
}
