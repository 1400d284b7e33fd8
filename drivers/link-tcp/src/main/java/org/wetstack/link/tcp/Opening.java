package org.wetstack.link.tcp;

import java.util.concurrent.CompletableFuture;
import org.wetstack.hal.spi.Link;

/** A link on its way to be usable. */
interface Opening {

  /** Completed when the link is usable, or with the reason why it never will be. */
  CompletableFuture<Link> ready();

  /** Stops opening. Returns false if the link was ready after all. */
  boolean giveUp();

  /** True if the far end has accepted the connection, whatever came after. */
  boolean connected();
}
