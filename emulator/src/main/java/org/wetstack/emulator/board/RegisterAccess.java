package org.wetstack.emulator.board;

import org.wetstack.emulator.headstage.Headstages;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.ReadRegister;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.RegisterValue;
import org.wetstack.protocol.v1.WriteRegister;

/**
 * A host's way to the registers of an array's chips. The bank is the number of the chip; what is
 * answered came over its bus. SPEC.md, 13.3.
 */
final class RegisterAccess {

  /** No frame is so full for so long. */
  private static final int MAX_FRAMES = 64;

  private final ArrayUnit array;
  private final Headstages headstages;

  RegisterAccess(ArrayUnit array, Headstages headstages) {
    this.array = array;
    this.headstages = headstages;
  }

  DeviceMessage.Builder read(ReadRegister request) {
    require(request.getBank(), request.getAddress());
    headstages.read(request.getBank(), request.getAddress());
    return answer(request.getBank(), request.getAddress());
  }

  DeviceMessage.Builder write(WriteRegister request) {
    int bank = request.getBank();
    int address = request.getAddress();
    require(bank, address);
    String objection = headstages.objection(bank, address, request.getValue());
    if (!objection.isEmpty()) {
      throw new RefusedException(Reason.REASON_OUT_OF_RANGE, objection);
    }
    array.requireIdle();
    array.requireHealthy();
    headstages.write(bank, address, request.getValue());
    return answer(bank, address);
  }

  private void require(int bank, int address) {
    array.sampler().take(array.now());
    if (!headstages.exists(bank, address)) {
      throw new RefusedException(
          Reason.REASON_OUT_OF_RANGE,
          "no register "
              + Integer.toUnsignedString(address)
              + " of chip "
              + Integer.toUnsignedString(bank)
              + "; chips are 0 to "
              + (headstages.chips() - 1));
    }
  }

  private DeviceMessage.Builder answer(int bank, int address) {
    Sampler sampler = array.sampler();
    // It goes out with frames that have begun, whose samples are taken a little early.
    for (int i = 0; i < MAX_FRAMES && !headstages.hasAnswer(bank); i++) {
      sampler.take(sampler.taken() + 1);
    }
    if (!headstages.hasAnswer(bank)) {
      throw new RefusedException(Reason.REASON_BUSY, "the chip's bus has no room");
    }
    return DeviceMessage.newBuilder()
        .setRegisterValue(
            RegisterValue.newBuilder()
                .setBank(bank)
                .setAddress(address)
                .setValue(headstages.answer(bank)));
  }
}
