package org.wetstack.emulator.harvard;

import org.wetstack.emulator.fluidics.Mechanics;

/**
 * One pump on a bench.
 *
 * @param address 0 to 99
 * @param mechanics the syringe in it; the pump itself is told of it by hosts, rightly or not
 * @param usb whether it has the port for itself: then commands without an address are for it,
 *     whatever its address is. Otherwise they are for the pump with address 0.
 * @param withdraws false for the models that infuse only, which do not know commands to withdraw
 */
public record HarvardSpec(
    Model model, int address, Mechanics mechanics, boolean usb, boolean withdraws, Quirks quirks) {

  static final int MAX_ADDRESS = 99;

  public HarvardSpec {
    if (address < 0 || address > MAX_ADDRESS) {
      throw new IllegalArgumentException("the address of a pump is 0 to 99, not " + address);
    }
    if (mechanics.stepMillimeters() != model.stepMillimeters()) {
      throw new IllegalArgumentException(
          "a step of a "
              + model
              + " is "
              + model.stepMillimeters()
              + " mm, not "
              + mechanics.stepMillimeters()
              + "; make its mechanics by Model.with");
    }
  }

  /** A pump on a USB port, with the likelier behaviour wherever that is not certain. */
  public static HarvardSpec of(Model model, int address, Mechanics mechanics) {
    return new HarvardSpec(model, address, mechanics, true, true, Quirks.of(model));
  }

  /** The same with other quirks. */
  public HarvardSpec quirks(Quirks others) {
    return new HarvardSpec(model, address, mechanics, usb, withdraws, others);
  }

  /** The same in a chain of pumps on one line. */
  public HarvardSpec chained() {
    return new HarvardSpec(model, address, mechanics, false, withdraws, quirks);
  }

  /** The model of it that infuses only. */
  public HarvardSpec infuseOnly() {
    return new HarvardSpec(model, address, mechanics, usb, false, quirks);
  }

  /** What {@code ver} answers. */
  String version() {
    String kind = model.ultra() ? "" : (withdraws ? " I/W Single" : " I Single");
    return model.title() + kind + " " + model.firmware();
  }
}
