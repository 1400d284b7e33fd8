package org.wetstack.emulator.rhx.files;

import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Group;
import org.wetstack.emulator.rhx.state.Items;
import org.wetstack.emulator.rhx.state.MeasuredImpedances;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/** The head of an {@code .rhs} or {@code .rhd} file: settings, then every channel there is. */
final class IntanHeader {

  private static final int STIM_MAGIC = 0xd69127ac;
  private static final int RECORD_MAGIC = 0xc6912702;

  private final State state;
  private final MeasuredImpedances impedances;
  private final SaveFile out;
  private final boolean stimulates;

  IntanHeader(State state, MeasuredImpedances impedances, SaveFile out) {
    this.state = state;
    this.impedances = impedances;
    this.out = out;
    this.stimulates = state.controller().stimulates();
  }

  void write() {
    out.i32(stimulates ? STIM_MAGIC : RECORD_MAGIC);
    String[] version = state.globals().get("Version").text().split("\\.", 3);
    out.word(Integer.parseInt(version[0]));
    out.word(Integer.parseInt(version[1]));
    out.real(state.setup().sampleRate());
    writeBandwidth();
    out.word(state.globals().get("NotchFilterFreqHertz").choice());
    real("DesiredImpedanceFreqHertz");
    real("ActualImpedanceFreqHertz");
    if (stimulates) {
      writeStimulation();
    }
    for (String note : new String[] {"Note1", "Note2", "Note3"}) {
      out.string(state.globals().get(note).text());
    }
    if (stimulates) {
      flag("SaveDCAmplifierWaveforms");
    } else {
      out.word(0); // temperature sensors
    }
    out.word(state.controller().boardMode());
    out.string("n/a");
    out.word(state.groups().size());
    for (Group group : state.groups()) {
      writeGroup(group);
    }
  }

  private void writeBandwidth() {
    flag("DSPEnabled");
    for (String which : new String[] {"Actual", "Desired"}) {
      real(which + "DSPCutoffFreqHertz");
      real(which + "LowerBandwidthHertz");
      if (stimulates) {
        real(which + "LowerSettleBandwidthHertz");
      }
      real(which + "UpperBandwidthHertz");
    }
  }

  private void writeStimulation() {
    Items globals = state.globals();
    flag("UseFastSettle");
    flag("ChargeRecovery");
    out.real(Selection.stepAmps(state));
    String limit = globals.get("ChargeRecoveryCurrentLimitMicroAmps").text();
    // The chip's least limit is no number that anybody knows, and the file says so.
    out.real(limit.equals("Min") ? Double.NaN : Double.parseDouble(limit + "e-6"));
    real("ChargeRecoveryTargetVoltageVolts");
  }

  private void writeGroup(Group group) {
    out.string(group.name());
    out.string(group.prefix());
    out.word(group.isEmpty() ? 0 : 1);
    out.word(group.channels().size());
    long amplifiers =
        group.channels().stream().filter(each -> each.kind() == SignalKind.AMPLIFIER).count();
    out.word((int) amplifiers);
    for (Channel channel : group.channels()) {
      writeChannel(channel);
    }
  }

  private void writeChannel(Channel channel) {
    boolean amplifier = channel.kind() == SignalKind.AMPLIFIER;
    boolean onChip = amplifier || channel.kind() == SignalKind.AUXILIARY;
    out.string(channel.nativeName());
    out.string(channel.items().get("CustomChannelName").text());
    out.word(channel.nativeOrder());
    out.word(channel.items().get("UserOrder").integer());
    out.word(signalType(channel.kind()));
    out.word(channel.enabled() ? 1 : 0);
    out.word(onChip ? channel.chipChannel() : 0);
    if (stimulates) {
      out.word(channel.stream()); // that carries the commands
    }
    out.word(channel.stream());
    out.word(1); // the spike scope triggers on a voltage
    out.word(amplifier ? channel.items().get("SpikeThresholdMicroVolts").integer() : 0);
    out.word(0);
    out.word(0);
    out.real(amplifier ? impedances.ohms(channel.index()) : 0);
    out.real(amplifier ? impedances.degrees(channel.index()) : 0);
  }

  private int signalType(SignalKind kind) {
    return switch (kind) {
      case AMPLIFIER -> 0;
      case AUXILIARY -> 1;
      case SUPPLY -> 2;
      case ANALOG_IN -> 3;
      case ANALOG_OUT -> 4;
      case DIGITAL_IN -> stimulates ? 5 : 4;
      case DIGITAL_OUT -> stimulates ? 6 : 5;
    };
  }

  private void flag(String name) {
    out.word(state.globals().get(name).isTrue() ? 1 : 0);
  }

  private void real(String name) {
    out.real(state.globals().get(name).number());
  }
}
