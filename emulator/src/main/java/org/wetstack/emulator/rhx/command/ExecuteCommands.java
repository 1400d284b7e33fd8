package org.wetstack.emulator.rhx.command;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.wetstack.emulator.rhx.Board;
import org.wetstack.emulator.rhx.Storage;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Group;
import org.wetstack.emulator.rhx.state.Items;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/** Obeys {@code execute}. */
final class ExecuteCommands {

  private static final int KEYS = 8;

  /** Thresholds that follow the noise take a second to settle and three to listen. */
  private static final Duration LISTENING = Duration.ofSeconds(4);

  private final Equipment equipment;
  private final State state;
  private final Board board;
  private final Uploads uploads;
  private final Consumer<String> replies;

  ExecuteCommands(Equipment equipment, Consumer<String> replies) {
    this.equipment = equipment;
    this.state = equipment.state();
    this.board = equipment.board();
    this.uploads = new Uploads(equipment, replies);
    this.replies = replies;
  }

  /** Obeys an action without a parameter. */
  Pause execute(String action) {
    return switch (action.toLowerCase(Locale.ROOT)) {
      case "measureimpedance" -> whileStopped("MeasureImpedance", this::measureImpedance);
      case "saveimpedance" -> at(this::saveImpedance);
      // Nothing is ever plugged in or out between two scans of an emulated controller.
      case "rescanports" -> whileStopped("RescanPorts", () -> Pause.NONE);
      case "connecttcpwaveformdataoutput" -> at(equipment.waveform()::connect);
      case "connecttcpspikedataoutput" -> at(equipment.spikes()::connect);
      case "disconnecttcpwaveformdataoutput" -> at(equipment.waveform()::disconnect);
      case "disconnecttcpspikedataoutput" -> at(equipment.spikes()::disconnect);
      case "clearalldataoutputs" -> at(this::clearOutputs);
      case "uploadampsettlesettings" ->
          stimulating("UploadAmpSettleSettings", () -> uploads.settings(board::uploadAmpSettle));
      case "uploadchargerecoverysettings" ->
          stimulating(
              "UploadChargeRecoverySettings", () -> uploads.settings(board::uploadChargeRecovery));
      case "uploadstimparameters" -> stimulating("UploadStimParameters", uploads::allStimulation);
      case "uploadbandwidthsettings" ->
          whileStopped("UploadBandwidthSettings", () -> uploads.settings(board::uploadBandwidth));
      case "setspikedetectionthresholds" ->
          whileStopped("SetSpikeDetectionThresholds", this::setThresholds);
      default -> unrecognized();
    };
  }

  /** Obeys an action with a parameter, whose capitals do not count. */
  Pause execute(String action, String parameter) {
    String word = parameter.toLowerCase(Locale.ROOT);
    Storage storage = equipment.storage();
    return switch (action.toLowerCase(Locale.ROOT)) {
      case "manualstimtriggeron" -> key(word, true, false);
      case "manualstimtriggeroff" -> key(word, false, true);
      case "manualstimtriggerpulse" -> key(word, true, true);
      case "uploadstimparameters" -> uploadOne(word);
      case "loadsettingsfile" -> whileStopped("LoadSettingsFile", () -> loadSettings(word));
      case "savesettingsfile" ->
          whileStopped(
              "SaveSettingsFile",
              () -> saved(storage.saveSettings(word), "Failure writing XML Global Settings"));
      case "loadstimulationsettingsfile" ->
          whileStopped(
              "LoadStimulationSettingsFile",
              () -> {
                storage.loadStimulation(word).ifPresent(replies);
                return Pause.NONE;
              });
      case "savestimulationsettingsfile" ->
          whileStopped(
              "SaveStimulationSettingsFile",
              () -> saved(storage.saveStimulation(word), "Failure writing Stimulation Parameters"));
      default -> unrecognized();
    };
  }

  private Pause unrecognized() {
    replies.accept("Unrecognized action");
    return Pause.NONE;
  }

  private static Pause at(Runnable action) {
    action.run();
    return Pause.NONE;
  }

  private Pause whileStopped(String name, Supplier<Pause> action) {
    if (state.running()) {
      replies.accept(name + " cannot be executed while the board is running");
      return Pause.NONE;
    }
    return action.get();
  }

  /** On a recording controller such an action is passed over in silence. */
  private Pause stimulating(String name, Supplier<Pause> action) {
    return state.controller().stimulates() ? whileStopped(name, action) : Pause.NONE;
  }

  private Pause saved(boolean written, String failure) {
    if (!written) {
      replies.accept(failure);
    }
    return Pause.NONE;
  }

  private Pause loadSettings(String path) {
    Optional<String> complaint = equipment.storage().loadSettings(path);
    complaint.ifPresent(replies);
    board.uploadBandwidth();
    board.outputsChanged();
    return Pause.NONE;
  }

  private Pause measureImpedance() {
    Optional<String> refusal = board.refusesImpedances();
    if (refusal.isPresent()) {
      replies.accept(refusal.get());
      return Pause.NONE;
    }
    Duration busy = board.measureImpedances();
    state.globals().get("ImpedancesHaveBeenMeasured").force(true);
    return Pause.blocked(busy);
  }

  private void saveImpedance() {
    if (state.impedances().complete()) {
      equipment.storage().saveImpedances();
    }
  }

  private void clearOutputs() {
    for (Group group : state.groups()) {
      for (Channel channel : group.channels()) {
        for (Channel.Band band : Channel.Band.values()) {
          channel.items().find(band.parameter()).ifPresent(item -> item.force(false));
        }
      }
    }
    board.outputsChanged();
  }

  private Pause uploadOne(String name) {
    return state.controller().stimulates()
        ? state.channel(name).map(uploads::stimulation).orElse(Pause.NONE)
        : Pause.NONE;
  }

  /** Any other word than f1 to f8 is passed over in silence. */
  private Pause key(String word, boolean down, boolean up) {
    if (!state.controller().stimulates() || word.length() != 2 || word.charAt(0) != 'f') {
      return Pause.NONE;
    }
    int key = word.charAt(1) - '1';
    if (key >= 0 && key < KEYS) {
      if (down) {
        board.key(key, true);
      }
      if (up) {
        board.key(key, false);
      }
    }
    return Pause.NONE;
  }

  private Pause setThresholds() {
    Items globals = state.globals();
    if (globals.get("AbsoluteThresholdsEnabled").isTrue()) {
      int threshold = globals.get("AbsoluteThresholdMicroVolts").integer();
      setThresholds(channel -> threshold);
      return Pause.NONE;
    }
    double sign = globals.get("NegativeRelativeThreshold").isTrue() ? -1 : 1;
    double multiple = sign * globals.get("RmsMultipleThreshold").number();
    return Pause.work(
        LISTENING,
        () -> setThresholds(channel -> (int) Math.rint(multiple * board.noiseMicrovolts(channel))));
  }

  /** How a channel's threshold is found. */
  private interface Thresholds {
    int of(Channel channel);
  }

  private void setThresholds(Thresholds thresholds) {
    for (Channel channel : state.channels(SignalKind.AMPLIFIER)) {
      if (channel.enabled()) {
        // One out of range leaves the old one, as the program does.
        var unused =
            channel
                .items()
                .get("SpikeThresholdMicroVolts")
                .set(Integer.toString(thresholds.of(channel)), state);
      }
    }
  }
}
