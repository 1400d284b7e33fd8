package org.wetstack.emulator.rhx.files;

import java.util.List;
import java.util.Optional;
import org.wetstack.emulator.rhx.Board;
import org.wetstack.emulator.rhx.files.SettingsDocument.Element;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Item;
import org.wetstack.emulator.rhx.state.State;

/** Stimulation settings of the program's predecessor: {@code xstim}, an element per parameter. */
final class LegacyStimulation {

  /** One element: how it is called there, what a complaint calls it, and what it sets. */
  private record Entry(String element, String words, String parameter) {}

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("enabled", "enabled", "StimEnabled"),
          new Entry("triggerSource", "trigger source", "Source"),
          new Entry("triggerEdgeOrLevel", "trigger edge or level", "TriggerEdgeOrLevel"),
          new Entry("triggerHighOrLow", "trigger high or low", "TriggerHighOrLow"),
          new Entry("postTriggerDelay", "post trigger delay", "PostTriggerDelayMicroseconds"),
          new Entry("pulseOrTrain", "pulse or train", "PulseOrTrain"),
          new Entry("numberOfStimPulses", "number of stim pulses", "NumberOfStimPulses"),
          new Entry("pulseTrainPeriod", "pulse train period", "PulseTrainPeriodMicroseconds"),
          new Entry("refractoryPeriod", "refractory period", "RefractoryPeriodMicroseconds"),
          new Entry("stimShape", "stim shape", "Shape"),
          new Entry("stimPolarity", "stim polarity", "Polarity"),
          new Entry("firstPhaseDuration", "first phase duration", "FirstPhaseDurationMicroseconds"),
          new Entry(
              "secondPhaseDuration", "second phase duration", "SecondPhaseDurationMicroseconds"),
          new Entry("interphaseDelay", "interphase delay", "InterphaseDelayMicroseconds"),
          new Entry("firstPhaseAmplitude", "first phase amplitude", "FirstPhaseAmplitudeMicroAmps"),
          new Entry(
              "secondPhaseAmplitude", "second phase amplitude", "SecondPhaseAmplitudeMicroAmps"),
          new Entry("enableAmpSettle", "enable amp settle", "EnableAmpSettle"),
          new Entry("preStimAmpSettle", "pre stim amp settle", "PreStimAmpSettleMicroseconds"),
          new Entry("postStimAmpSettle", "post stim amp settle", "PostStimAmpSettleMicroseconds"),
          new Entry("maintainAmpSettle", "maintain amp settle", "MaintainAmpSettle"),
          new Entry("enableChargeRecovery", "enable charge recovery", "EnableChargeRecovery"),
          new Entry(
              "postStimChargeRecovOn",
              "post stim charge recov on",
              "PostStimChargeRecovOnMicroseconds"),
          new Entry(
              "postStimChargeRecovOff",
              "post stim charge recov off",
              "PostStimChargeRecovOffMicroseconds"));

  private final State state;
  private final Board board;

  LegacyStimulation(State state, Board board) {
    this.state = state;
    this.board = board;
  }

  /** Loads {@code document}, and returns the complaint; empty if all was loaded. */
  String load(SettingsDocument document) {
    if (!document.root().name().equals("xstim")
        || !document.root().attribute("version").equals("1.0")) {
      return "Error: invalid xstim element and version attribute";
    }
    List<Element> elements = document.elements();
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i).depth() == 1 && elements.get(i).name().equals("channel")) {
        String complaint = loadChannel(elements, i);
        if (!complaint.isEmpty()) {
          return complaint;
        }
      }
    }
    return "";
  }

  private String loadChannel(List<Element> elements, int at) {
    Optional<Channel> channel = state.channel(elements.get(at).attribute("name"));
    if (channel.isEmpty()) {
      return "";
    }
    for (int k = 0; k < ENTRIES.size(); k++) {
      Entry entry = ENTRIES.get(k);
      int next = at + 1 + k;
      Optional<Item> item = channel.get().items().find(entry.parameter());
      if (item.isEmpty()
          || next >= elements.size()
          || !elements.get(next).name().equals(entry.element())) {
        return "Error: " + entry.words() + " not found";
      }
      item.get().loadNumber(elements.get(next).text());
    }
    board.uploadStimulation(channel.get());
    return "";
  }
}
