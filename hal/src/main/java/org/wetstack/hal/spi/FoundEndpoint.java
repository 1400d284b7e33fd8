package org.wetstack.hal.spi;

import java.net.URI;
import java.util.List;

/**
 * Something on this computer that a link could be opened to. Nobody has looked what is behind it.
 *
 * @param endpoint as {@link LinkProvider#open} takes it
 * @param description what the system says of it, for a person to read; may be empty
 * @param otherNames further endpoints that lead to it, such as one that stays the same when things
 *     are plugged in in another order
 */
public record FoundEndpoint(URI endpoint, String description, List<URI> otherNames) {

  public FoundEndpoint {
    otherNames = List.copyOf(otherNames);
  }
}
