package org.wetstack.bridge;

import java.util.HashMap;
import java.util.Map;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;

/** One session with one host: its lease, its replies, its requests under way, its events. */
final class HostSession {

  final HostMessage hello;
  final DeviceMessage welcome;
  final int epoch;
  final long leaseNanos;
  final ReplyMemory replies = new ReplyMemory();

  /** Requests that are being worked on, by their ids. */
  final Map<Integer, HostMessage> underWay = new HashMap<>();

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
