package org.wetstack.hal;

/**
 * Who answered at the other end.
 *
 * @param bootId changes with every power-up of the instrument; 0 if the instrument has none. A
 *     changed boot id after reopening means: ask for the fate of every dose that was running.
 * @param verifiedOnHardware whether this driver has been run against this model of real hardware
 */
public record DeviceInfo(
    String model,
    String serialNumber,
    String firmwareVersion,
    long bootId,
    boolean verifiedOnHardware) {}
