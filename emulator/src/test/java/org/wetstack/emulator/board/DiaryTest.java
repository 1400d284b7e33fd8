package org.wetstack.emulator.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.World;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.protocol.v1.DoseStatus;
import org.wetstack.protocol.v1.SafeState;

/** A board whose process dies is one whose power went. */
class DiaryTest {

  @TempDir Path folder;

  private RawHost life() {
    var time = new VirtualTimebase();
    var board =
        new EmulatedBoard(
            new World(time, 1, 1),
            BoardSpec.of("board", PumpSpec.defaults("dopamine")),
            Optional.of(folder.resolve("board.txt")));
    return RawHost.of(time, board);
  }

  @Test
  void dosesEpochsAndBootsOutliveTheProcess() throws IOException {
    RawHost first = life();
    first.hello();
    first.ask(first.prepare(1, 1_000));
    first.ask(first.commit(1));
    first.live(Duration.ofSeconds(1));
    first.ask(first.prepare(2, 1_000_000));
    first.ask(first.commit(2));
    first.live(Duration.ofSeconds(1));
    long poured = first.board.pump("dopamine").pumpedNanoliters() - 1_000;
    first.ask(first.prepare(3, 1_000));
    Files.writeString(
        folder.resolve("board.txt"), "12 dose 0 00000000000000", StandardOpenOption.APPEND);

    RawHost second = life();
    second.hello();
    assertEquals(first.epoch + 1, second.epoch);
    assertNotEquals(first.board.bootId(), second.board.bootId());
    assertEquals(DoseStatus.State.STATE_COMPLETE, second.queryDose(1).getDoseStatus().getState());
    DoseStatus lost = second.queryDose(2).getDoseStatus();
    assertEquals(DoseStatus.State.STATE_POWER_LOST, lost.getState());
    assertTrue(lost.getDeliveredLowerNanoliters() <= poured, lost::toString);
    assertTrue(lost.getDeliveredUpperNanoliters() >= poured, lost::toString);
    assertTrue(lost.getDeliveredLowerNanoliters() > poured - 500, lost::toString);
    assertEquals(DoseStatus.State.STATE_NEVER_SEEN, second.queryDose(3).getDoseStatus().getState());
    assertEquals(
        DoseStatus.State.STATE_POWER_LOST,
        second.ask(second.commit(2)).getDoseStatus().getState(),
        "it is not given again");
    assertEquals(0, second.board.pump("dopamine").pumpedNanoliters());
  }

  @Test
  void anInterlockStaysOpenAndAFaultStays() {
    life().board.goSafe(0, SafeState.Cause.CAUSE_FAULT, "occlusion", "the line is occluded");
    RawHost second = life();
    assertEquals(
        SafeState.newBuilder()
            .setCause(SafeState.Cause.CAUSE_FAULT)
            .setDetail("the line is occluded")
            .build(),
        second.board.safe().state());
  }

  @Test
  void whatCannotBeUsedIsTold() throws IOException {
    Files.createDirectory(folder.resolve("board.txt"));
    var failure =
        org.junit.jupiter.api.Assertions.assertThrows(
            java.io.UncheckedIOException.class, this::life);
    assertTrue(String.valueOf(failure.getMessage()).contains("board.txt"));
  }
}
