package org.wetstack.server;

import com.linecorp.armeria.server.annotation.Blocking;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.wetstack.api.v1.AcquireLeaseReply;
import org.wetstack.api.v1.AcquireLeaseRequest;
import org.wetstack.api.v1.BookRequest;
import org.wetstack.api.v1.Booking;
import org.wetstack.api.v1.CancelBookingRequest;
import org.wetstack.api.v1.Lease;
import org.wetstack.api.v1.LeasesGrpc;
import org.wetstack.api.v1.ListBookingsReply;
import org.wetstack.api.v1.ListBookingsRequest;
import org.wetstack.api.v1.ListLeasesReply;
import org.wetstack.api.v1.ListLeasesRequest;
import org.wetstack.api.v1.ReleaseLeaseReply;
import org.wetstack.api.v1.ReleaseLeaseRequest;
import org.wetstack.api.v1.RenewLeaseRequest;
import org.wetstack.api.v1.RevokeLeaseRequest;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.desk.LeaseDesk;

/** Who works with what, until when. */
@Blocking
final class LeasesService extends LeasesGrpc.LeasesImplBase {

  private final LabController controller;
  private final LeaseDesk desk;
  private final Answers answers;

  LeasesService(LabController controller, Answers answers) {
    this.controller = controller;
    this.desk = controller.leaseDesk();
    this.answers = answers;
  }

  @Override
  public void acquireLease(AcquireLeaseRequest ask, StreamObserver<AcquireLeaseReply> to) {
    answers.give(
        to,
        () -> {
          if (ask.getSeconds() < 0) {
            throw new IllegalArgumentException("a lease of more than 68 years cannot be had");
          }
          LeaseDesk.Turn turn =
              desk.acquire(
                  Wishes.request(ask),
                  ask.getResource(),
                  ask.getPurpose(),
                  Duration.ofSeconds(ask.getSeconds()));
          AcquireLeaseReply.Builder reply = AcquireLeaseReply.newBuilder();
          turn.lease()
              .ifPresentOrElse(
                  lease -> reply.setLease(lease(lease)), () -> reply.setWaiting(turn.waiting()));
          return reply.build();
        });
  }

  @Override
  public void renewLease(RenewLeaseRequest ask, StreamObserver<Lease> to) {
    answers.give(to, () -> lease(desk.renew(Caller.current(), ask.getLease(), ask.getEpoch())));
  }

  @Override
  public void releaseLease(ReleaseLeaseRequest ask, StreamObserver<ReleaseLeaseReply> to) {
    answers.give(
        to,
        () -> {
          desk.release(Caller.current(), ask.getLease(), ask.getEpoch());
          return ReleaseLeaseReply.getDefaultInstance();
        });
  }

  @Override
  public void revokeLease(RevokeLeaseRequest ask, StreamObserver<ReleaseLeaseReply> to) {
    answers.give(
        to,
        () -> {
          desk.revoke(Wishes.request(ask), ask.getLease(), ask.getReason());
          return ReleaseLeaseReply.getDefaultInstance();
        });
  }

  @Override
  public void listLeases(ListLeasesRequest ask, StreamObserver<ListLeasesReply> to) {
    answers.give(
        to,
        () ->
            ListLeasesReply.newBuilder()
                .addAllLeases(controller.leases().leases().stream().map(this::lease).toList())
                .setWaiting(controller.leases().waiting())
                .build());
  }

  @Override
  public void book(BookRequest ask, StreamObserver<Booking> to) {
    answers.give(
        to,
        () ->
            booking(
                desk.book(
                    Wishes.request(ask),
                    ask.getResource(),
                    Wire.time("from", ask.getFrom()),
                    Wire.time("until", ask.getUntil()),
                    ask.getPurpose())));
  }

  @Override
  public void cancelBooking(CancelBookingRequest ask, StreamObserver<Booking> to) {
    answers.give(
        to, () -> booking(desk.cancel(Caller.current(), ask.getBooking(), ask.getReason())));
  }

  @Override
  public void listBookings(ListBookingsRequest ask, StreamObserver<ListBookingsReply> to) {
    answers.give(
        to,
        () ->
            ListBookingsReply.newBuilder()
                .addAllBookings(
                    controller.leases().bookings().stream().map(LeasesService::booking).toList())
                .build());
  }

  private Lease lease(org.wetstack.lab.lease.Lease lease) {
    return Lease.newBuilder()
        .setLease(lease.resource())
        .setResource(lease.resource())
        .setHolder(lease.holder())
        .setPurpose(lease.purpose())
        .setEpoch(lease.epoch())
        .setUntil(Wire.time(lease.until()))
        .setSilenceMilliseconds((int) controller.rig().leases().silence().toMillis())
        .build();
  }

  private static Booking booking(org.wetstack.lab.lease.Booking booking) {
    return Booking.newBuilder()
        .setBooking(booking.id())
        .setResource(booking.resource())
        .setWho(booking.booker())
        .setFrom(Wire.time(booking.from()))
        .setUntil(Wire.time(booking.until()))
        .setPurpose(booking.purpose())
        .build();
  }
}
