package org.wetstack.emulator.rhx.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Group;
import org.wetstack.emulator.rhx.state.Item;
import org.wetstack.emulator.rhx.state.SignalKind;

/** What is uploaded to the controller, one thing at a time. */
final class Uploads {

  private final Equipment equipment;
  private final Consumer<String> replies;
  private final Item inProgress;

  Uploads(Equipment equipment, Consumer<String> replies) {
    this.equipment = equipment;
    this.replies = replies;
    inProgress = equipment.state().globals().get("UploadInProgress");
  }

  /** Uploads one group of settings. */
  Pause settings(Runnable upload) {
    if (refused()) {
      return Pause.NONE;
    }
    upload.run();
    return taking(equipment.upload());
  }

  /** Uploads the stimulation parameters of {@code channel}. */
  Pause stimulation(Channel channel) {
    return settings(() -> stimulate(channel));
  }

  /** Uploads those of all channels. Each is refused by itself, as the real program does. */
  Pause allStimulation() {
    List<Channel> uploaded = new ArrayList<>();
    for (Group group : equipment.state().groups()) {
      for (Channel channel : group.channels()) {
        if (!refused()) {
          stimulate(channel);
          uploaded.add(channel);
        }
      }
    }
    return taking(equipment.upload().multipliedBy(uploaded.size()));
  }

  private void stimulate(Channel channel) {
    SignalKind kind = channel.kind();
    if (kind == SignalKind.AMPLIFIER
        || kind == SignalKind.ANALOG_OUT
        || kind == SignalKind.DIGITAL_OUT) {
      equipment.board().uploadStimulation(channel);
    }
  }

  private boolean refused() {
    if (inProgress.isTrue()) {
      replies.accept(
          "Error - Another upload cannot be started until the previous upload completes");
      return true;
    }
    return false;
  }

  private Pause taking(Duration duration) {
    CompletionStage<Void> settled = equipment.board().settled();
    if (duration.isZero() && Pause.isOver(settled)) {
      return Pause.NONE;
    }
    inProgress.force(true);
    return Pause.work(duration, settled, () -> inProgress.force(false));
  }
}
