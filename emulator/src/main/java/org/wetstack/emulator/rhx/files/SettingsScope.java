package org.wetstack.emulator.rhx.files;

import java.util.List;
import java.util.Set;
import org.wetstack.emulator.rhx.state.State;

/** Which parameters settings files hold, for one kind of controller. */
final class SettingsScope {

  private static final Set<String> NEVER =
      Set.of(
          "Type",
          "ExpanderConnected",
          "TestMode",
          "Synthetic",
          "Playback",
          "Version",
          "SampleRateHertz",
          "StimStepSizeMicroAmps",
          "UploadInProgress",
          "HeadstagePresent",
          "TCPNumberDataBlocksPerWrite",
          "ImpedancesHaveBeenMeasured",
          "ImpedanceFreqValid",
          "UsePreviousDelay",
          "PreviousDelaySelectedPort",
          "LastDetectedChip",
          "LastDetectedNumStreams",
          "TestAuxIns",
          "TestingPort");
  private static final Set<String> STIM_ONLY =
      Set.of(
          "SaveDCAmplifierWaveforms",
          "DesiredLowerSettleBandwidthHertz",
          "DCScaleVolts",
          "UseFastSettle",
          "HeadstageGlobalSettle",
          "ChargeRecovery",
          "ChargeRecoveryCurrentLimitMicroAmps",
          "ChargeRecoveryTargetVoltageVolts");
  private static final Set<String> RECORD_ONLY =
      Set.of(
          "ShowAuxInputs",
          "ShowSupplyVoltages",
          "AuxScaleVolts",
          "ManualFastSettleEnabled",
          "ExternalFastSettleEnabled",
          "ExternalFastSettleChannel",
          "AuxDigOutEnabled",
          "AuxDigOutChannel");
  private static final Set<String> LOCAL =
      Set.of(
          "ManualDelayEnabled",
          "ManualDelay",
          "AuxDigOutEnabled",
          "AuxDigOutChannel",
          "CustomChannelName",
          "Color",
          "UserOrder",
          "GroupID",
          "Enabled",
          "SpikeThresholdMicroVolts",
          "Reference");
  private static final Set<String> NEITHER = Set.of("NativeChannelName", "Prefix");

  private final boolean stimulates;

  SettingsScope(State state) {
    stimulates = state.controller().stimulates();
  }

  /** What the head of the file says of the program that wrote it, in its order. */
  List<String> header() {
    return stimulates
        ? List.of("SampleRateHertz", "Type", "StimStepSizeMicroAmps", "Version")
        : List.of("SampleRateHertz", "Type", "Version");
  }

  /** Whether the program's parameter {@code name} is saved and restored. */
  boolean savesGlobal(String name) {
    return !NEVER.contains(name) && !name.startsWith("Actual") && fits(name);
  }

  /** Whether parameter {@code name} of a port or channel is, other than for stimulation. */
  boolean savesLocal(String name) {
    return LOCAL.contains(name) && fits(name);
  }

  /** Whether parameter {@code name} of a channel says how it stimulates. */
  boolean savesStimulation(String name) {
    return !LOCAL.contains(name)
        && !NEITHER.contains(name)
        && !name.startsWith("TCPDataOutputEnabled");
  }

  private boolean fits(String name) {
    return stimulates ? !RECORD_ONLY.contains(name) : !STIM_ONLY.contains(name);
  }
}
