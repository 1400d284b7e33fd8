package org.wetstack.emulator.shdlc;

import org.wetstack.emulator.tissue.Parameters;

/**
 * One sensor on its cable.
 *
 * @param address on the line, 0 to 254; what the cable is set to until a host changes it
 * @param serialNumber of the sensor
 * @param celsius what its thermometer reads
 */
public record ShdlcSpec(
    int address,
    FlowProduct product,
    long serialNumber,
    double celsius,
    SensorErrors errors,
    CableQuirks quirks) {

  static final int MOST_ADDRESS = 254;

  public ShdlcSpec {
    if (address < 0 || address > MOST_ADDRESS) {
      throw new IllegalArgumentException(
          "an SHDLC address is 0 to " + MOST_ADDRESS + " (255 is for all), not " + address);
    }
    if (!(celsius >= -40 && celsius <= 120)) {
      throw new IllegalArgumentException(
          "a sensor's temperature is -40 to 120 degrees Celsius, not " + celsius);
    }
    Parameters.check(errors);
    Parameters.check(quirks);
  }

  /** An SLF3S-0600F at 23 degrees that reads exactly what flows. */
  public static ShdlcSpec exact(int address) {
    return new ShdlcSpec(
        address,
        FlowProduct.SLF3S_0600F,
        0x2024_0B17L + address,
        23,
        SensorErrors.none(),
        CableQuirks.likely());
  }

  public ShdlcSpec withProduct(FlowProduct other) {
    return new ShdlcSpec(address, other, serialNumber, celsius, errors, quirks);
  }

  public ShdlcSpec withErrors(SensorErrors other) {
    return new ShdlcSpec(address, product, serialNumber, celsius, other, quirks);
  }

  public ShdlcSpec withQuirks(CableQuirks other) {
    return new ShdlcSpec(address, product, serialNumber, celsius, errors, other);
  }
}
