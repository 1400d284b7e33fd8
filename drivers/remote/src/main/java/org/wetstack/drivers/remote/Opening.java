package org.wetstack.drivers.remote;

import io.grpc.StatusRuntimeException;
import java.util.UUID;
import org.wetstack.api.v1.AcquireLeaseReply;
import org.wetstack.api.v1.AcquireLeaseRequest;
import org.wetstack.api.v1.GetRigRequest;
import org.wetstack.api.v1.Lease;
import org.wetstack.api.v1.RigState;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.Timebase;

/** Takes a lease, looks what there is, and makes an instrument of it. */
final class Opening {

  private static final String UNKNOWN_CULTURE = "unknown.culture";

  private Opening() {}

  static Instrument of(LabEndpoint endpoint, Timebase time) {
    var api = new Api(endpoint);
    try {
      return with(lease(api, endpoint), api, endpoint, time);
    } catch (StatusRuntimeException e) {
      api.close();
      if (Told.rule(e).equals(UNKNOWN_CULTURE)) {
        throw new IllegalArgumentException(
            String.valueOf(e.getStatus().getDescription()) + "; " + endpoint + " names it", e);
      }
      throw Told.of(e, false);
    } catch (RuntimeException e) {
      api.close();
      throw e;
    }
  }

  private static Lease lease(Api api, LabEndpoint endpoint) {
    AcquireLeaseReply reply =
        api.leases()
            .acquireLease(
                AcquireLeaseRequest.newBuilder()
                    .setResource(endpoint.resource())
                    .setPurpose(endpoint.purpose())
                    .setSeconds(endpoint.seconds())
                    .setKey(UUID.randomUUID().toString())
                    .build());
    if (reply.hasLease()) {
      return reply.getLease();
    }
    throw new DeviceException(
        Reason.REJECTED,
        Outcome.NOT_DONE,
        endpoint.resource()
            + " is in use or booked, and "
            + reply.getWaiting()
            + " wait for it before you: try again later");
  }

  private static Instrument with(Lease lease, Api api, LabEndpoint endpoint, Timebase time) {
    var session = new Session(api, time, endpoint, lease);
    try {
      long before = time.nanoTime();
      RigState rig = api.rig().getRig(GetRigRequest.getDefaultInstance());
      Place place = Place.of(rig, endpoint.culture());
      session.begin(place, rig, before);
      return new RemoteInstrument(session, place, rig);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }
}
