package org.wetstack.server;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.wetstack.api.v1.AcceptCultureRequest;
import org.wetstack.api.v1.AcknowledgeAlarmRequest;
import org.wetstack.api.v1.AcquireLeaseRequest;
import org.wetstack.api.v1.BookRequest;
import org.wetstack.api.v1.CancelBookingRequest;
import org.wetstack.api.v1.ClearInstrumentRequest;
import org.wetstack.api.v1.CloseInterlockRequest;
import org.wetstack.api.v1.CreateTokenRequest;
import org.wetstack.api.v1.DoseRequest;
import org.wetstack.api.v1.EmergencyStopRequest;
import org.wetstack.api.v1.FlashRequest;
import org.wetstack.api.v1.GetCultureRequest;
import org.wetstack.api.v1.GetCustodyRequest;
import org.wetstack.api.v1.GetDoseRequest;
import org.wetstack.api.v1.GetExperimentRequest;
import org.wetstack.api.v1.GetFlashRequest;
import org.wetstack.api.v1.GetHistoryRequest;
import org.wetstack.api.v1.GetImpedancesRequest;
import org.wetstack.api.v1.GetParcelRequest;
import org.wetstack.api.v1.GetRigRequest;
import org.wetstack.api.v1.GetSchemaRequest;
import org.wetstack.api.v1.GetStoreRequest;
import org.wetstack.api.v1.GetTrainRequest;
import org.wetstack.api.v1.KeepCultureRequest;
import org.wetstack.api.v1.LeaveCultureRequest;
import org.wetstack.api.v1.ListAlarmsRequest;
import org.wetstack.api.v1.ListBookingsRequest;
import org.wetstack.api.v1.ListCustodyRequest;
import org.wetstack.api.v1.ListEventsRequest;
import org.wetstack.api.v1.ListLeasesRequest;
import org.wetstack.api.v1.ListRecordingsRequest;
import org.wetstack.api.v1.ListSeriesRequest;
import org.wetstack.api.v1.ListTokensRequest;
import org.wetstack.api.v1.LoadStimulusRequest;
import org.wetstack.api.v1.MeasureImpedancesRequest;
import org.wetstack.api.v1.OfferCultureRequest;
import org.wetstack.api.v1.PlanExperimentRequest;
import org.wetstack.api.v1.QuerySeriesRequest;
import org.wetstack.api.v1.ReleaseLeaseRequest;
import org.wetstack.api.v1.ReleaseStopRequest;
import org.wetstack.api.v1.ReloadRigRequest;
import org.wetstack.api.v1.RenewLeaseRequest;
import org.wetstack.api.v1.RevokeLeaseRequest;
import org.wetstack.api.v1.RevokeTokenRequest;
import org.wetstack.api.v1.Role;
import org.wetstack.api.v1.SendCultureRequest;
import org.wetstack.api.v1.SetLimitRequest;
import org.wetstack.api.v1.SettleDoseRequest;
import org.wetstack.api.v1.StartRecordingRequest;
import org.wetstack.api.v1.Stimulus;
import org.wetstack.api.v1.StopCultureRequest;
import org.wetstack.api.v1.StopRecordingRequest;
import org.wetstack.api.v1.TakeParcelRequest;
import org.wetstack.api.v1.TellExchangeRequest;
import org.wetstack.api.v1.TellReadingRequest;
import org.wetstack.api.v1.TellTrialRequest;
import org.wetstack.api.v1.TransactRequest;
import org.wetstack.api.v1.TriggerRequest;
import org.wetstack.api.v1.UnloadStimulusRequest;
import org.wetstack.api.v1.WatchRigRequest;
import org.wetstack.api.v1.WatchSamplesRequest;
import org.wetstack.api.v1.WatchSpikesRequest;
import org.wetstack.api.v1.WhoAmIRequest;

/** A request for each method that would do something, if its sender may. */
final class Examples {

  static final String CULTURE = "organoids";
  private static final String OPERATION = "00000000000000a1";
  private static final AtomicInteger KEYS = new AtomicInteger();

  private static final Map<String, Message> ALL =
      Map.ofEntries(
          of("Schema/GetSchema", GetSchemaRequest.newBuilder()),
          of("Rig/GetRig", GetRigRequest.newBuilder()),
          of("Rig/WatchRig", WatchRigRequest.newBuilder()),
          of("Rig/EmergencyStop", EmergencyStopRequest.newBuilder().setReason("a test")),
          of("Rig/ReleaseStop", ReleaseStopRequest.newBuilder()),
          of("Rig/CloseInterlock", CloseInterlockRequest.newBuilder().setInterlock("lid")),
          of(
              "Rig/TellReading",
              TellReadingRequest.newBuilder().setInterlock("lid").setReading(0.5)),
          of("Rig/ClearInstrument", ClearInstrumentRequest.newBuilder().setInstrument("pump")),
          of(
              "Rig/SetLimit",
              SetLimitRequest.newBuilder()
                  .setCulture(CULTURE)
                  .setLimit("dose.volume")
                  .setValue(1_500)),
          of("Rig/ReloadRig", ReloadRigRequest.newBuilder()),
          of("Rig/ListAlarms", ListAlarmsRequest.newBuilder()),
          of("Rig/AcknowledgeAlarm", AcknowledgeAlarmRequest.newBuilder().setAlarm("a1")),
          of("Rig/GetCulture", GetCultureRequest.newBuilder().setCulture(CULTURE)),
          of(
              "Rig/TellExchange",
              TellExchangeRequest.newBuilder().setCulture(CULTURE).setNanoliters(100_000)),
          of("Rig/GetHistory", GetHistoryRequest.newBuilder()),
          of(
              "Leases/AcquireLease",
              AcquireLeaseRequest.newBuilder().setResource("rig").setPurpose("a test")),
          of("Leases/RenewLease", RenewLeaseRequest.newBuilder().setLease("rig").setEpoch(1)),
          of("Leases/ReleaseLease", ReleaseLeaseRequest.newBuilder().setLease("rig").setEpoch(1)),
          of(
              "Leases/RevokeLease",
              RevokeLeaseRequest.newBuilder().setLease("rig").setReason("a test")),
          of("Leases/ListLeases", ListLeasesRequest.newBuilder()),
          of(
              "Leases/Book",
              BookRequest.newBuilder()
                  .setResource("rig")
                  .setPurpose("a test")
                  .setFrom(in(86_400))
                  .setUntil(in(90_000))),
          of("Leases/CancelBooking", CancelBookingRequest.newBuilder().setBooking("b1")),
          of("Leases/ListBookings", ListBookingsRequest.newBuilder()),
          of(
              "Work/Dose",
              DoseRequest.newBuilder()
                  .setCulture(CULTURE)
                  .setReservoir("dopamine")
                  .setNanoliters(10)
                  .setNanolitersPerMinute(1_000)),
          of("Work/GetDose", GetDoseRequest.newBuilder().setOperation(OPERATION)),
          of(
              "Work/Flash",
              FlashRequest.newBuilder()
                  .setCulture(CULTURE)
                  .setMicrowatts(1_000)
                  .setMicroseconds(10_000)),
          of("Work/GetFlash", GetFlashRequest.newBuilder().setOperation(OPERATION)),
          of(
              "Work/SettleDose",
              SettleDoseRequest.newBuilder().setOperation(OPERATION).setReason("a test")),
          of(
              "Work/LoadStimulus",
              LoadStimulusRequest.newBuilder()
                  .setCulture(CULTURE)
                  .setStimulus(
                      Stimulus.newBuilder()
                          .addElectrodes(0)
                          .setPulses(1)
                          .addPhases(phase(-1_000))
                          .addPhases(phase(1_000)))),
          of(
              "Work/UnloadStimulus",
              UnloadStimulusRequest.newBuilder().setCulture(CULTURE).setStimulus("s1")),
          of("Work/Trigger", TriggerRequest.newBuilder().setCulture(CULTURE).setStimulus("s1")),
          of("Work/GetTrain", GetTrainRequest.newBuilder().setOperation(OPERATION)),
          of(
              "Work/Transact",
              TransactRequest.newBuilder()
                  .setCulture(CULTURE)
                  .addSteps(
                      TransactRequest.Step.newBuilder()
                          .setDose(
                              TransactRequest.DoseStep.newBuilder()
                                  .setReservoir("dopamine")
                                  .setNanoliters(10)
                                  .setNanolitersPerMinute(1_000)))),
          of(
              "Work/StopCulture",
              StopCultureRequest.newBuilder().setCulture(CULTURE).setReason("a test")),
          of("Work/WatchSamples", WatchSamplesRequest.newBuilder().setCulture(CULTURE)),
          of("Work/WatchSpikes", WatchSpikesRequest.newBuilder().setCulture(CULTURE)),
          of(
              "Work/StartRecording",
              StartRecordingRequest.newBuilder().setCulture(CULTURE).setTitle("a test")),
          of("Work/StopRecording", StopRecordingRequest.newBuilder().setRecording("r1")),
          of("Work/MeasureImpedances", MeasureImpedancesRequest.newBuilder().setCulture(CULTURE)),
          of("Work/GetImpedances", GetImpedancesRequest.newBuilder().setCulture(CULTURE)),
          of("Work/ListRecordings", ListRecordingsRequest.newBuilder()),
          of("Moves/ListCustody", ListCustodyRequest.newBuilder()),
          of("Moves/GetCustody", GetCustodyRequest.newBuilder().setCulture(CULTURE)),
          of(
              "Moves/LeaveCulture",
              LeaveCultureRequest.newBuilder().setCulture(CULTURE).setMove(OPERATION).setTo("b")),
          of("Moves/GetParcel", GetParcelRequest.newBuilder().setCulture(CULTURE)),
          of(
              "Moves/TakeParcel",
              TakeParcelRequest.newBuilder()
                  .setCulture(CULTURE)
                  .setMove(OPERATION)
                  .setFrom("b")
                  .setEntries("none")),
          of(
              "Moves/OfferCulture",
              OfferCultureRequest.newBuilder()
                  .setCulture(CULTURE)
                  .setMove(OPERATION)
                  .setClock(in(0))),
          of(
              "Moves/SendCulture",
              SendCultureRequest.newBuilder().setCulture(CULTURE).setMove(OPERATION)),
          of(
              "Moves/AcceptCulture",
              AcceptCultureRequest.newBuilder().setCulture(CULTURE).setMove(OPERATION)),
          of(
              "Moves/KeepCulture",
              KeepCultureRequest.newBuilder().setCulture(CULTURE).setMove(OPERATION)),
          of(
              "Experiments/PlanExperiment",
              PlanExperimentRequest.newBuilder()
                  .setCulture(CULTURE)
                  .setExperiment("steering")
                  .setPlan("{}")),
          of(
              "Experiments/TellTrial",
              TellTrialRequest.newBuilder()
                  .setCulture(CULTURE)
                  .setExperiment("steering")
                  .setLine("{}")),
          of("Experiments/GetExperiment", GetExperimentRequest.newBuilder().setCulture(CULTURE)),
          of("Store/GetStore", GetStoreRequest.newBuilder()),
          of("Store/ListSeries", ListSeriesRequest.newBuilder()),
          of(
              "Store/QuerySeries",
              QuerySeriesRequest.newBuilder()
                  .addSeries("reading/lid")
                  .setFromUnixMilliseconds(1_000_000_000_000L)),
          of("Store/ListEvents", ListEventsRequest.newBuilder()),
          of("Users/WhoAmI", WhoAmIRequest.newBuilder()),
          of(
              "Users/CreateToken",
              CreateTokenRequest.newBuilder()
                  .setUser("ada")
                  .addRoles(Role.OBSERVER)
                  .setLabel("a test")
                  .setDays(1)),
          of("Users/RevokeToken", RevokeTokenRequest.newBuilder().setToken("t1")),
          of("Users/ListTokens", ListTokensRequest.newBuilder()));

  private Examples() {}

  private static Map.Entry<String, Message> of(String method, Message.Builder ask) {
    return Map.entry("wetstack.api.v1." + method, ask.build());
  }

  private static Stimulus.Phase.Builder phase(int nanoamps) {
    return Stimulus.Phase.newBuilder().setNanoamps(nanoamps).setNanoseconds(200_000);
  }

  private static Timestamp.Builder in(long seconds) {
    return Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond() + seconds);
  }

  /** With a key of its own if it takes one. */
  static Message of(String method) {
    Message ask = ALL.get(method);
    if (ask == null) {
      throw new AssertionError("no example of " + method + ": add one to Examples");
    }
    var key = ask.getDescriptorForType().findFieldByName("key");
    return key == null
        ? ask
        : ask.toBuilder().setField(key, "key-" + KEYS.incrementAndGet()).build();
  }

  static Message under(String method, long epoch) {
    Message ask = of(method);
    return ask.toBuilder()
        .setField(ask.getDescriptorForType().findFieldByName("epoch"), epoch)
        .build();
  }
}
