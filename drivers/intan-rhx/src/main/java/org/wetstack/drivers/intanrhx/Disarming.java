package org.wetstack.drivers.intanrhx;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes over the stimulation of RHX when a session begins: what an operator or an earlier session
 * left behind may listen to the keys that this session presses.
 */
final class Disarming {

  // All channels at once take about 3 s for each 32 of them.
  private static final Duration UPLOAD_LIMIT = Duration.ofSeconds(14);
  private static final int ANALOG_OUTPUTS = 8;
  private static final int DIGITAL_OUTPUTS = 16;

  private final Questions questions;

  Disarming(Questions questions) {
    this.questions = questions;
  }

  /** Disables stimulation on {@code channels}, in RHX and in its hardware, which must not run. */
  void disarm(List<ChannelName> channels) {
    var commands = new ArrayList<Command>();
    channels.forEach(each -> commands.add(Command.set(each.parameter("stimenabled"), "false")));
    channels.forEach(each -> commands.add(Command.get(each.parameter("stimenabled"))));
    for (Message message : Message.pack(commands)) {
      for (Reply.Value value : questions.check(message).values()) {
        if (!value.text().equalsIgnoreCase("False")) {
          throw Questions.protocol("RHX did not disable a stimulus: " + value);
        }
      }
    }
    requireQuietKeys();
    Message upload =
        Message.of(Command.execute("uploadstimparameters"), Command.get("uploadinprogress"))
            .within(UPLOAD_LIMIT);
    if (!questions.check(upload).says("uploadinprogress", "False")) {
      questions.await(
          Command.get("uploadinprogress"),
          reply -> reply.says("uploadinprogress", "False"),
          UPLOAD_LIMIT,
          "the upload of stimulation parameters did not end");
    }
  }

  /** Analog and digital outputs are the operator's; but the function keys are ours. */
  private void requireQuietKeys() {
    for (int number = 1; number <= ANALOG_OUTPUTS; number++) {
      requireQuiet("analog-out-" + number);
    }
    for (int number = 1; number <= DIGITAL_OUTPUTS; number++) {
      requireQuiet(String.format(Locale.ROOT, "digital-out-%02d", number));
    }
  }

  private void requireQuiet(String output) {
    // An output that is not there is an unrecognized parameter.
    Reply reply =
        questions.ask(
            Message.of(Command.get(output + ".stimenabled"), Command.get(output + ".source")));
    if (reply.values().size() == 2
        && reply.says("stimenabled", "True")
        && reply.text("source").startsWith("KeyPress")) {
      throw Controller.refused(
          output
              + " of RHX is enabled and listens to "
              + reply.text("source")
              + ", which this driver presses: disable it, or choose another source");
    }
  }
}
