package org.wetstack.emulator.rhx.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.wetstack.emulator.rhx.state.Item;
import org.wetstack.emulator.rhx.state.State;

/** Obeys {@code set}. */
final class SetCommands {

  private static final int MAX_PORT = 9999;
  private static final String OUTPUT_SWITCHES = "TCPDataOutputEnabled";
  private static final List<String> NOTES = List.of("note1", "note2", "note3");
  private static final Pattern INTEGER = Pattern.compile("[+-]?0*[0-9]{1,10}");

  private final Equipment equipment;
  private final Runs runs;
  private final Consumer<String> replies;

  SetCommands(Equipment equipment, Runs runs, Consumer<String> replies) {
    this.equipment = equipment;
    this.runs = runs;
    this.replies = replies;
  }

  /** Whether the value of {@code parameter} may have any number of words, none too. */
  boolean takesText(String parameter) {
    String word = parameter.toLowerCase(Locale.ROOT);
    return NOTES.contains(word)
        || begins(word, equipment.state().recordings().name())
        || begins(word, equipment.state().impedances().name());
  }

  private static boolean begins(String word, String name) {
    return word.startsWith(name.toLowerCase(Locale.ROOT));
  }

  Pause set(String parameter, String value) {
    State state = equipment.state();
    String word = parameter.toLowerCase(Locale.ROOT);
    Optional<Address.FilePart> file = Address.file(state, word);
    if (file.isPresent()) {
      setFile(file.get(), value);
      return Pause.NONE;
    }
    Optional<Item> item = Address.item(state, word);
    if (item.isPresent()) {
      setItem(item.get(), value);
      return Pause.NONE;
    }
    String lower = value.toLowerCase(Locale.ROOT);
    if (word.equals("runmode")) {
      return runs.set(lower);
    }
    special(word, lower);
    return Pause.NONE;
  }

  private void setFile(Address.FilePart file, String value) {
    boolean recordings = file.names() == equipment.state().recordings();
    if (recordings && equipment.state().running()) {
      replies.accept(file.names().name() + " cannot be set while controller is running.");
    } else {
      file.names().set(file.part(), value);
    }
  }

  private void setItem(Item item, String value) {
    Optional<String> refusal = item.set(value, equipment.state());
    refusal.ifPresent(replies);
    if (refusal.isPresent()) {
      return;
    }
    equipment.board().parameterChanged();
    if (item.name().startsWith(OUTPUT_SWITCHES)) {
      equipment.board().outputsChanged();
    }
  }

  private void special(String word, String value) {
    switch (word) {
      case "availablexpulist" ->
          replies.accept(
              "Available GPUs cannot be changed through this command: This only reports the"
                  + " currently connected and available hardware");
      case "usedxpuindex" -> setProcessor(value);
      case "tcpwaveformdataoutputhost" ->
          setHost("TCPWaveformDataOutputHost", equipment.waveform(), value);
      case "tcpspikedataoutputhost" -> setHost("TCPSpikeDataOutputHost", equipment.spikes(), value);
      case "tcpwaveformdataoutputport" ->
          setPort(
              "TCPWaveformDataOutputPort",
              "TCPWaveformDataOutputPort",
              equipment.waveform(),
              value);
      case "tcpspikedataoutputport" ->
          setPort("TCPSpikeDataOutputPort", "TPCSpikeDataOutputPort", equipment.spikes(), value);
      case "tcpwaveformdataoutputconnectionstatus" -> refuseStatus("Waveform");
      case "tcpspikedataoutputconnectionstatus" -> refuseStatus("Spike");
      default -> replies.accept("Unrecognized parameter");
    }
  }

  private void setProcessor(String value) {
    if (equipment.state().running()) {
      replies.accept("UsedXPUIndex cannot be set while board is running");
    } else if (number(value) != 0) {
      // There is only processor 0.
      replies.accept("Invalid value for UsedXPUIndex command");
    }
  }

  private void setHost(String name, DataOutput output, String value) {
    if (!refusedWhileRunning(name)) {
      output.host(value);
    }
  }

  /**
   * @param misspelt how the refusal of a value spells {@code name}
   */
  private void setPort(String name, String misspelt, DataOutput output, String value) {
    if (refusedWhileRunning(name)) {
      return;
    }
    int port = number(value);
    if (port < 0 || port > MAX_PORT) {
      replies.accept("Invalid value for " + misspelt + " command");
    } else {
      output.port(port);
    }
  }

  private boolean refusedWhileRunning(String name) {
    boolean running = equipment.state().running();
    if (running) {
      replies.accept(name + " cannot be set while controller is running.");
    }
    return running;
  }

  private void refuseStatus(String kind) {
    replies.accept(
        "Connection status cannot be changed through this command. Execute ConnectTCP"
            + kind
            + "DataOutput or DisconnectTCP"
            + kind
            + "DataOutput");
  }

  /** The number that {@code word} is; 0 if it is none, as the program reads it. */
  private static int number(String word) {
    if (!INTEGER.matcher(word).matches()) {
      return 0;
    }
    long wide = Long.parseLong(word);
    return wide == (int) wide ? (int) wide : 0;
  }
}
