package org.wetstack.server;

import com.google.protobuf.UnsafeByteOperations;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.wetstack.api.v1.Samples;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;

/**
 * Sends the samples of some channels to one client. A client that does not read gets fewer blocks,
 * and is told how many samples it has missed; nobody waits for it.
 */
final class SampleSender implements SampleHandler {

  private final Client<Samples> client;
  private final List<Integer> electrodes;
  private final int[] channels;
  private final Decimation decimation;
  private final List<Samples.Mark> marks = new ArrayList<>();
  private long missed;

  /**
   * @param channels of the array, one for each of {@code electrodes}
   */
  SampleSender(Client<Samples> client, List<Integer> electrodes, int[] channels, int decimation) {
    this.client = client;
    this.electrodes = electrodes;
    this.channels = channels;
    this.decimation = new Decimation(channels.length, decimation);
  }

  @Override
  public void onBlock(SampleBlock block) {
    if (block.missedBefore() > 0) {
      endGroup();
      missed += block.missedBefore();
    }
    if (client.isGone()) {
      return;
    }
    if (!client.isReady()) {
      missed += block.samples() + decimation.restart();
      marks.clear();
      return;
    }
    for (int mark = 0; mark < block.marks(); mark++) {
      marks.add(
          Samples.Mark.newBuilder()
              .setSample(block.firstSample() + block.markSample(mark))
              .setOperation(HexFormat.of().toHexDigits(block.markOperation(mark)))
              .build());
    }
    send(decimation.of(block, channels), decimation.factor());
  }

  /** Before a gap: what came of the group is sent as a smaller one. */
  private void endGroup() {
    int held = decimation.held();
    if (held == 0) {
      return;
    }
    if (client.isGone() || !client.isReady()) {
      missed += decimation.restart();
    } else {
      send(decimation.rest(), held);
    }
  }

  private void send(byte[] counts, int factor) {
    if (counts.length == 0) {
      return;
    }
    client.send(
        Samples.newBuilder()
            .setFirstSample(decimation.firstSample())
            .setMissedBefore(missed)
            .addAllElectrodes(electrodes)
            .setSamples(counts.length / (2 * channels.length))
            .setCounts(UnsafeByteOperations.unsafeWrap(counts))
            .setDecimation(factor)
            .addAllMarks(marks)
            .build());
    missed = 0;
    marks.clear();
  }

  @Override
  public void onEnd(Optional<DeviceException> reason) {
    client.end(reason.map(why -> why));
  }
}
