package org.wetstack.emulator.cavro;

/**
 * One message from a host.
 *
 * @param address the character that says for whom it is
 * @param sequence 0 to 7; 0 for the DT protocol, which has none
 * @param repeat whether the host sends it again, for want of an answer
 */
record Request(Protocol protocol, int address, int sequence, boolean repeat, String data) {

  enum Protocol {
    OEM,
    DT
  }

  private static final int FIRST = 0x31;
  private static final int FIRST_PAIR = 0x41;
  private static final int FIRST_FOUR = 0x51;
  private static final int ALL = 0x5F;

  /** Whether only the pump with this switch is meant, which then answers. */
  boolean meansOnly(int addressSwitch) {
    return address == FIRST + addressSwitch;
  }

  /** Whether the pump with this switch is meant, alone or in a group. */
  boolean means(int addressSwitch) {
    return meansOnly(addressSwitch)
        || address == FIRST_PAIR + addressSwitch / 2 * 2
        || address == FIRST_FOUR + addressSwitch / 4 * 4
        || address == ALL;
  }
}
