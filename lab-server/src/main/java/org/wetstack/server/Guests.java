package org.wetstack.server;

import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps room for those who have shown who they are: when all connections are taken, the one that
 * has been without a known caller for longest makes room for a new one. So whoever holds
 * connections open keeps nobody from an emergency stop. What sends bytes and never a request is
 * closed too. Thread-safe.
 */
final class Guests {

  private static final AttributeKey<Guest> KEY = AttributeKey.valueOf(Guests.class, "GUEST");

  private final int most;
  private final Duration idle;

  /** Those without a known caller for longest come first. */
  private final Set<Guest> guests = new LinkedHashSet<>();

  private static final class Guest {
    final Guests all;
    final Channel channel;
    int requests;
    int known;
    boolean asked;

    Guest(Guests all, Channel channel) {
      this.all = all;
      this.channel = channel;
    }
  }

  Guests(int most, Duration idle) {
    this.most = most;
    this.idle = idle;
  }

  /** A connection is being made. */
  void come(ChannelPipeline pipeline) {
    Channel channel = pipeline.channel();
    Guest guest = new Guest(this, channel);
    channel.attr(KEY).set(guest);
    Guest leaves = null;
    synchronized (this) {
      guests.add(guest);
      if (guests.size() > most) {
        leaves = guests.stream().filter(one -> one.known == 0).findFirst().orElse(guest);
        guests.remove(leaves);
      }
    }
    channel.closeFuture().addListener(closed -> gone(guest));
    if (leaves != null) {
      var unused = leaves.channel.close();
    }
    lookLater(guest);
  }

  private synchronized void gone(Guest guest) {
    guests.remove(guest);
  }

  private void lookLater(Guest guest) {
    var unused =
        guest
            .channel
            .eventLoop()
            .schedule(() -> look(guest), idle.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look(Guest guest) {
    boolean silent;
    synchronized (this) {
      silent = guest.requests == 0 && !guest.asked;
      guest.asked = false;
    }
    if (silent) {
      var unused = guest.channel.close();
    } else if (guest.channel.isOpen()) {
      lookLater(guest);
    }
  }

  /** A request has begun. */
  static void asks(ServiceRequestContext context) {
    Guest guest = of(context);
    if (guest == null) {
      return;
    }
    synchronized (guest.all) {
      guest.requests++;
      guest.asked = true;
    }
    var unused = context.log().whenComplete().thenAccept(log -> answered(guest));
  }

  private static void answered(Guest guest) {
    synchronized (guest.all) {
      guest.requests--;
      guest.asked = true;
    }
  }

  /** Who has sent the request is known. */
  static void isKnown(ServiceRequestContext context) {
    Guest guest = of(context);
    if (guest == null) {
      return;
    }
    synchronized (guest.all) {
      guest.known++;
    }
    var unused = context.log().whenComplete().thenAccept(log -> served(guest));
  }

  private static void served(Guest guest) {
    synchronized (guest.all) {
      guest.known--;
      if (guest.known == 0 && guest.all.guests.remove(guest)) {
        guest.all.guests.add(guest);
      }
    }
  }

  private static @Nullable Guest of(ServiceRequestContext context) {
    Channel channel = context.log().ensureAvailable(RequestLogProperty.SESSION).channel();
    return channel == null ? null : channel.attr(KEY).get();
  }
}
