package org.wetstack.emulator.rhx.command;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.wetstack.emulator.rhx.state.Item;
import org.wetstack.emulator.rhx.state.Reals;
import org.wetstack.emulator.rhx.state.State;

/** Answers {@code get}. */
final class GetCommands {

  /** There is no graphics processor. */
  private static final String PROCESSORS = "0:CPU...";

  private final Equipment equipment;
  private final Runs runs;
  private final Consumer<String> replies;

  GetCommands(Equipment equipment, Runs runs, Consumer<String> replies) {
    this.equipment = equipment;
    this.runs = runs;
    this.replies = replies;
  }

  void get(String parameter) {
    State state = equipment.state();
    String word = parameter.toLowerCase(Locale.ROOT);
    Optional<Address.FilePart> file = Address.file(state, word);
    if (file.isPresent()) {
      Address.FilePart part = file.get();
      tell(part.names().name() + "." + part.part(), part.names().get(part.part()).orElse(""));
      return;
    }
    Optional<Item> item = Address.item(state, word);
    if (item.isPresent()) {
      tell(item.get().name(), item.get().print());
      return;
    }
    special(word);
  }

  private void special(String word) {
    switch (word) {
      case "availablexpulist" -> tell("AvailableXPUListCommand", PROCESSORS);
      case "usedxpuindex" -> tell("UsedXPUIndex", "0");
      case "runmode" -> tell("RunMode", runs.mode());
      case "currenttimestamp" -> replies.accept("Return: " + runs.timestamp());
      case "currenttimeseconds" -> replies.accept("Return: " + seconds());
      case "tcpwaveformdataoutputhost" ->
          tellHost("TCPWaveformDataOutputHost", equipment.waveform());
      case "tcpspikedataoutputhost" -> tellHost("TCPSpikeDataOutputHost", equipment.spikes());
      case "tcpwaveformdataoutputport" ->
          tell("TCPWaveformDataOutputPort", Integer.toString(equipment.waveform().port()));
      case "tcpspikedataoutputport" ->
          tell("TCPSpikeDataOutputPort", Integer.toString(equipment.spikes().port()));
      case "tcpwaveformdataoutputconnectionstatus" ->
          tell("TCPWaveformDataOutputConnectionStatus", equipment.waveform().status().word());
      case "tcpspikedataoutputconnectionstatus" ->
          tell("TCPSpikeDataOutputConnectionStatus", equipment.spikes().status().word());
      default -> replies.accept("Unrecognized parameter");
    }
  }

  private String seconds() {
    long timestamp = runs.timestamp();
    return timestamp < 0 ? "-1" : Reals.print(timestamp / equipment.state().setup().sampleRate());
  }

  private void tellHost(String name, DataOutput output) {
    if (output.host().isEmpty()) {
      replies.accept("Return: Empty " + name);
    } else {
      tell(name, output.host());
    }
  }

  private void tell(String name, String value) {
    replies.accept("Return: " + name + " " + value);
  }
}
