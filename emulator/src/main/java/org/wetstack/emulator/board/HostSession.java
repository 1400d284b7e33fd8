package org.wetstack.emulator.board;

import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;

/** One session with one host: its lease, its reply memory, its event numbers. */
final class HostSession {

  final HostMessage hello;
  final int epoch;
  final long leaseNanos;
  final DeviceMessage welcome;
  final ReplyMemory replies = new ReplyMemory();
  Plug plug;
  long leaseEndsNanos;

  /** Whether its lease has been looked at once too late, and not renewed since. */
  boolean spared;

  int lastEvent;

  HostSession(HostMessage hello, DeviceMessage welcome, Plug plug, long nowNanos) {
    this.hello = hello;
    this.welcome = welcome;
    this.epoch = welcome.getWelcome().getEpoch();
    this.leaseNanos = welcome.getWelcome().getLeaseMillis() * 1_000_000L;
    this.plug = plug;
    this.leaseEndsNanos = nowNanos + leaseNanos;
  }
}
