package org.wetstack.drivers.firmware;

import java.net.URI;
import java.time.Duration;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Hello;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Welcome;

/** The first exchange with a board (SPEC.md, section 3). */
final class Handshake {

  private static final int PROTOCOL_VERSION = 1;

  private Handshake() {}

  /** Asks what is at {@code endpoint} for a session; throws unless it grants one. Blocks. */
  static Welcome hello(Session session, URI endpoint, long hostId, Duration lease) {
    try {
      DeviceMessage reply =
          session.call(
              HostMessage.newBuilder()
                  .setHello(
                      Hello.newBuilder()
                          .setMinVersion(PROTOCOL_VERSION)
                          .setMaxVersion(PROTOCOL_VERSION)
                          .setHostId(hostId)
                          .setLeaseMillis((int) lease.toMillis())
                          .setHostName("wetstack")),
              Request.Kind.HELLO);
      if (!reply.hasWelcome() || reply.getWelcome().getEpoch() == 0) {
        throw FirmwareBoard.protocol("no Welcome to our Hello");
      }
      return reply.getWelcome();
    } catch (DeviceException e) {
      if (e.reason() == Reason.TIMEOUT) {
        throw new DeviceException(
            Reason.TIMEOUT,
            Outcome.NOT_DONE,
            "nothing at "
                + endpoint
                + " answers as wetstack firmware: check that the board is powered, the endpoint is"
                + " its own, that an instrument of another maker has its own driver, and for a serial"
                + " line the baud rate",
            e);
      }
      throw e;
    }
  }
}
