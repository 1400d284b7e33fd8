package org.wetstack.server;

import com.linecorp.armeria.server.annotation.Blocking;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.wetstack.api.v1.AcceptCultureRequest;
import org.wetstack.api.v1.Custody;
import org.wetstack.api.v1.GetCustodyRequest;
import org.wetstack.api.v1.GetParcelRequest;
import org.wetstack.api.v1.KeepCultureRequest;
import org.wetstack.api.v1.LeaveCultureRequest;
import org.wetstack.api.v1.ListCustodyReply;
import org.wetstack.api.v1.ListCustodyRequest;
import org.wetstack.api.v1.MovesGrpc;
import org.wetstack.api.v1.OfferCultureReply;
import org.wetstack.api.v1.OfferCultureRequest;
import org.wetstack.api.v1.ParcelPage;
import org.wetstack.api.v1.SendCultureRequest;
import org.wetstack.api.v1.TakeParcelReply;
import org.wetstack.api.v1.TakeParcelRequest;
import org.wetstack.lab.desk.Arrivals;
import org.wetstack.lab.desk.Departures;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.parcel.Contents;
import org.wetstack.lab.parcel.Custody.Place;
import org.wetstack.lab.parcel.Custody.State;

/** Who has which culture, and the steps by which one goes elsewhere. */
@Blocking
final class MovesService extends MovesGrpc.MovesImplBase {

  private final LabController controller;
  private final Departures departures;
  private final Arrivals arrivals;
  private final Answers answers;

  MovesService(LabController controller, Answers answers) {
    this.controller = controller;
    this.departures = controller.moves().departures();
    this.arrivals = controller.moves().arrivals();
    this.answers = answers;
  }

  @Override
  public void listCustody(ListCustodyRequest ask, StreamObserver<ListCustodyReply> to) {
    answers.give(
        to,
        () -> {
          ListCustodyReply.Builder reply = ListCustodyReply.newBuilder();
          for (String culture : controller.rig().cultures().keySet()) {
            reply.addCustody(custody(culture, controller.moves().of(culture)));
          }
          return reply.build();
        });
  }

  @Override
  public void getCustody(GetCustodyRequest ask, StreamObserver<Custody> to) {
    answers.give(to, () -> custody(ask.getCulture(), controller.moves().of(ask.getCulture())));
  }

  @Override
  public void leaveCulture(LeaveCultureRequest ask, StreamObserver<Custody> to) {
    answers.give(
        to,
        () ->
            custody(
                ask.getCulture(),
                departures.leave(
                    Wishes.request(ask), ask.getCulture(), ask.getMove(), ask.getTo())));
  }

  @Override
  public void getParcel(GetParcelRequest ask, StreamObserver<ParcelPage> to) {
    answers.give(
        to,
        () -> {
          List<String> pages = departures.pages(ask.getCulture(), ask.getMove());
          if (ask.getPage() < 0 || ask.getPage() >= pages.size()) {
            throw new IllegalArgumentException(
                "there are pages 0 to " + (pages.size() - 1) + ", and no " + ask.getPage());
          }
          State state = controller.moves().of(ask.getCulture());
          String seal =
              state
                  .leaving()
                  .map(org.wetstack.lab.parcel.Custody.Leaving::seal)
                  .or(() -> state.gone().map(gone -> Contents.hash(gone.seal())))
                  .orElse("");
          return ParcelPage.newBuilder()
              .setPages(pages.size())
              .setEntries(pages.get(ask.getPage()))
              .setParcel(ask.getPage() == 0 ? Contents.hash(pages) : "")
              .setSeal(seal)
              .build();
        });
  }

  @Override
  public void takeParcel(TakeParcelRequest ask, StreamObserver<TakeParcelReply> to) {
    answers.give(
        to,
        () ->
            TakeParcelReply.newBuilder()
                .setCarried(
                    arrivals.take(
                        Wishes.request(ask),
                        ask.getCulture(),
                        ask.getMove(),
                        ask.getFrom(),
                        ask.getPage(),
                        ask.getEntries()))
                .build());
  }

  @Override
  public void offerCulture(OfferCultureRequest ask, StreamObserver<OfferCultureReply> to) {
    answers.give(
        to,
        () -> {
          Arrivals.Offer offer =
              arrivals.offer(
                  Wishes.request(ask),
                  ask.getCulture(),
                  ask.getMove(),
                  ask.getParcel(),
                  ask.getSeal(),
                  Wire.time("clock", ask.getClock()));
          return OfferCultureReply.newBuilder()
              .setReceipt(offer.receipt())
              .addAllLost(offer.lost())
              .build();
        });
  }

  @Override
  public void sendCulture(SendCultureRequest ask, StreamObserver<Custody> to) {
    answers.give(
        to,
        () ->
            custody(
                ask.getCulture(),
                departures.send(
                    Wishes.request(ask), ask.getCulture(), ask.getMove(), ask.getReceipt())));
  }

  @Override
  public void acceptCulture(AcceptCultureRequest ask, StreamObserver<Custody> to) {
    answers.give(
        to,
        () ->
            custody(
                ask.getCulture(),
                arrivals.accept(
                    Wishes.request(ask), ask.getCulture(), ask.getMove(), ask.getSeal())));
  }

  @Override
  public void keepCulture(KeepCultureRequest ask, StreamObserver<Custody> to) {
    answers.give(
        to,
        () -> {
          Place place = controller.moves().of(ask.getCulture()).place();
          boolean here = place == Place.HERE || place == Place.LEAVING;
          var request = Wishes.request(ask);
          String culture = ask.getCulture();
          return custody(
              culture,
              here
                  ? departures.keep(request, culture, ask.getMove(), ask.getReason())
                  : arrivals.decline(request, culture, ask.getMove(), ask.getReason()));
        });
  }

  private Custody custody(String culture, State state) {
    Custody.Builder picture =
        Custody.newBuilder()
            .setCulture(culture)
            .setRig(controller.rig().name())
            .setPlace(
                switch (state.place()) {
                  case HERE -> Custody.Place.HERE;
                  case LEAVING -> Custody.Place.LEAVING;
                  case AWAY -> Custody.Place.AWAY;
                  case AWAITED -> Custody.Place.AWAITED;
                })
            .setCame(state.came().orElse(""))
            .setNow(Wire.time(controller.time().now()));
    state
        .leaving()
        .ifPresent(
            one ->
                picture
                    .getLeavingBuilder()
                    .setMove(one.move())
                    .setTo(one.to())
                    .setSince(Wire.time(one.since()))
                    .setPacked(one.packed())
                    .setSeal(one.seal()));
    state
        .gone()
        .ifPresent(
            one ->
                picture
                    .getGoneBuilder()
                    .setMove(one.move())
                    .setTo(one.to())
                    .setAt(Wire.time(one.at()))
                    .setParcel(one.parcel())
                    .setReceipt(one.receipt())
                    .setSeal(one.seal()));
    state
        .coming()
        .ifPresent(
            one ->
                picture
                    .getComingBuilder()
                    .setMove(one.move())
                    .setFrom(one.from())
                    .setSince(Wire.time(one.since()))
                    .setCarried(one.carried())
                    .setOffered(one.offered().isPresent()));
    return picture.build();
  }
}
