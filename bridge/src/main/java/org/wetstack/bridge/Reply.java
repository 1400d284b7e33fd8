package org.wetstack.bridge;

import org.wetstack.hal.DeviceException;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Refused;

/** The one answer to a request, given at once or later; further ones are of no effect. */
final class Reply {

  private final PumpBridge bridge;
  private final HostSession session;
  private final HostMessage request;
  private boolean given;

  Reply(PumpBridge bridge, HostSession session, HostMessage request) {
    this.bridge = bridge;
    this.session = session;
    this.request = request;
    session.underWay.put(request.getRequestId(), request);
  }

  HostMessage request() {
    return request;
  }

  boolean given() {
    return given;
  }

  /** Under the bridge's lock. */
  void give(DeviceMessage.Builder body) {
    if (given) {
      return;
    }
    given = true;
    session.underWay.remove(request.getRequestId());
    DeviceMessage message = bridge.reply(request, body.setDevice(request.getDevice()));
    session.replies.add(request, message);
    session.plug.send(message);
  }

  /**
   * Has {@code task} done by {@code hand}, outside the lock; if that fails, this is a refusal.
   *
   * @throws RefusedException if too much waits for that hand
   */
  void byHand(Hand hand, Runnable task) {
    boolean taken =
        hand.offer(
            () -> {
              try {
                task.run();
              } catch (RefusedException e) {
                bridge.locked(() -> give(Answers.refused(e)));
              } catch (DeviceException e) {
                bridge.locked(() -> give(Answers.refused(e)));
              }
            });
    if (!taken) {
      throw new RefusedException(
          Refused.Reason.REASON_OVERLOADED, "the pump is not done with others");
    }
  }

  void refuse(Refused.Reason reason, String detail) {
    give(Answers.refused(reason, detail));
  }
}
