package org.wetstack.emulator.headstage;

/** What a host wants of one register: to read it, or to write it and read it then. */
final class HostAccess {

  private int address;
  private int value;
  private int toSend;
  private boolean awaiting;
  private int answer;

  void read(int wanted) {
    address = wanted;
    toSend = 1;
  }

  void write(int wanted, int wantedValue) {
    address = wanted;
    value = wantedValue;
    toSend = 2;
  }

  /** Nothing is wanted any more. */
  void forget() {
    toSend = 0;
    awaiting = false;
  }

  boolean wantsToSend() {
    return toSend > 0;
  }

  /** Takes the next word to be sent; whether it is the write. */
  boolean takeWrite() {
    toSend--;
    awaiting = toSend == 0;
    return toSend > 0;
  }

  int address() {
    return address;
  }

  int value() {
    return value;
  }

  /** Whether the reply to the read has not come yet. */
  boolean awaiting() {
    return awaiting;
  }

  void answered(int reply) {
    answer = reply;
    awaiting = false;
  }

  boolean done() {
    return toSend == 0 && !awaiting;
  }

  int answer() {
    return answer;
  }
}
