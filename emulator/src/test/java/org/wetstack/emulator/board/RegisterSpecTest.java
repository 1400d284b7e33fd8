package org.wetstack.emulator.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.wetstack.emulator.World;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.ReadRegister;
import org.wetstack.protocol.v1.Refused;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.WriteRegister;

/** SPEC.md, 13.3: what a host must not write to registers, whatever it is good for on a bench. */
class RegisterSpecTest {

  private static final int ARRAY = 0;

  private final RawHost host = host(true);

  private static RawHost host(boolean stimulates) {
    ArraySpec usual = ArraySpec.grid("mea", 8, 4, new QuietTissue(32));
    var array =
        new ArraySpec(
            "mea",
            30_000,
            usual.sites(),
            stimulates,
            usual.stimulator(),
            ChipParameters.flat(),
            usual.preparation());
    var time = new VirtualTimebase();
    var board = new EmulatedBoard(new World(time, 1, 1), BoardSpec.of("board-1", array));
    RawHost host = RawHost.of(time, board);
    host.hello();
    return host;
  }

  @Test
  void noRegisterThatStimulatesOrThatSamplesDependOnIsWritten() {
    for (int address :
        new int[] {0, 8, 9, 10, 11, 31, 32, 34, 38, 40, 42, 44, 46, 48, 64, 111, 112, 251, 256}) {
      host.refused(Reason.REASON_OUT_OF_RANGE, write(host, address, 1));
    }
    host.refused(Reason.REASON_OUT_OF_RANGE, write(host, 1, 0x0540));
    host.refused(Reason.REASON_OUT_OF_RANGE, write(host, 3, 0x10000));
    host.refused(
        Reason.REASON_OUT_OF_RANGE,
        host.to(ARRAY).setReadRegister(ReadRegister.newBuilder().setBank(2).setAddress(255)));
    assertEquals(0xFFFF, read(host, 8), "nothing has changed");
    assertEquals(0x3428, read(host, 34), "steps of 20 nA");
  }

  @Test
  void noRegisterDrivesCurrentIntoTissueOtherThanByAWaveform() {
    refused(host, 2, 0x0041, "impedance check");
    refused(host, 2, 0x0060, "impedance check");
    refused(host, 1, 0x1500, "a pin would sink current");
    assertEquals(0x0040, read(host, 2), "nothing has changed");
    assertEquals(0x0500, read(host, 1), "nothing has changed");
    assertEquals(0x0358, accepted(host, 2, 0x0358), "its select and scale alone drive nothing");
    assertEquals(0xFF, accepted(host, 3, 0xFF), "nor does its voltage");
  }

  @Test
  void noRegisterOfAnArrayThatRecordsDrivesCurrent() {
    RawHost recording = host(false);
    for (int bit : new int[] {0x01, 0x04, 0x20}) {
      refused(recording, 5, 0x40 | bit, "impedance check");
    }
    assertEquals(0, read(recording, 5), "nothing has changed");
    assertEquals(0x58, accepted(recording, 5, 0x58), "its power and scale alone drive nothing");
  }

  private static void refused(RawHost host, int address, int value, String why) {
    Refused refused = host.ask(write(host, address, value)).getRefused();
    assertEquals(Reason.REASON_OUT_OF_RANGE, refused.getReason(), refused::toString);
    assertTrue(refused.getDetail().contains(why), refused::getDetail);
  }

  private static int accepted(RawHost host, int address, int value) {
    return host.ask(write(host, address, value)).getRegisterValue().getValue();
  }

  private static int read(RawHost host, int address) {
    return host.ask(host.to(ARRAY).setReadRegister(ReadRegister.newBuilder().setAddress(address)))
        .getRegisterValue()
        .getValue();
  }

  private static HostMessage.Builder write(RawHost host, int address, int value) {
    return host.to(ARRAY)
        .setWriteRegister(WriteRegister.newBuilder().setAddress(address).setValue(value));
  }
}
