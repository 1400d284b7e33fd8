package org.wetstack.server;

import java.util.Optional;
import java.util.Set;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.lab.signal.Spikes;
import org.wetstack.lab.tap.SpikeFeed;

/** Sends the spikes of some electrodes to one client; what a slow one misses it is told. */
final class SpikeSender implements SpikeFeed.Listener {

  private final Client<org.wetstack.api.v1.Spikes> client;
  private final ArrayLayout layout;
  private final Set<Integer> electrodes;
  private long missed;

  SpikeSender(
      Client<org.wetstack.api.v1.Spikes> client, ArrayLayout layout, Set<Integer> electrodes) {
    this.client = client;
    this.layout = layout;
    this.electrodes = electrodes;
  }

  @Override
  public void onSpikes(Spikes spikes, long firstSample, int samples, long missedBefore) {
    missed += missedBefore;
    if (client.isGone()) {
      return;
    }
    if (!client.isReady()) {
      missed += samples;
      return;
    }
    var message = org.wetstack.api.v1.Spikes.newBuilder().setMissedBefore(missed);
    for (int i = 0; i < spikes.count(); i++) {
      int electrode = layout.sites().get(spikes.channel(i)).electrode();
      if (electrodes.contains(electrode)) {
        message.addSpikesBuilder().setElectrode(electrode).setSample(spikes.sample(i));
      }
    }
    if (message.getSpikesCount() > 0 || missed > 0) {
      client.send(message.build());
      missed = 0;
    }
  }

  @Override
  public void onEnd(Optional<DeviceException> reason) {
    client.end(reason.map(why -> why));
  }
}
