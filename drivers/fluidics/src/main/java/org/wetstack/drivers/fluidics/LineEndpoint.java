package org.wetstack.drivers.fluidics;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;

/**
 * An endpoint whose options are partly a driver's, partly the link's: {@code
 * serial:/dev/ttyUSB0?address=3&baud=9600}.
 *
 * @param link what the link gets: the endpoint with its own options only
 * @param options the driver's
 * @param own how the driver's are called
 */
public record LineEndpoint(URI link, EndpointOptions options, Set<String> own) {

  /**
   * Tells the options called {@code own} from those of the link. A serial port gets {@code baud} if
   * none is given.
   *
   * @throws IllegalArgumentException if an own option is repeated or lacks a value; what is wrong
   *     with the others the link says
   */
  public static LineEndpoint split(URI endpoint, Set<String> own, int baud) {
    String whole = endpoint.toString();
    int at = whole.indexOf('?');
    String plain = at < 0 ? whole : whole.substring(0, at);
    List<String> ours = new ArrayList<>();
    List<String> theirs = new ArrayList<>();
    if (at >= 0) {
      for (String pair : whole.substring(at + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        (own.contains(name) ? ours : theirs).add(pair);
      }
    }
    if ("serial".equals(endpoint.getScheme())
        && theirs.stream().noneMatch(pair -> pair.startsWith("baud"))) {
      theirs.add("baud=" + baud);
    }
    return new LineEndpoint(
        URI.create(plain + query(theirs)),
        EndpointOptions.parse(URI.create(plain + query(ours)), own),
        own);
  }

  /** {@code links}, which also tell the driver's options when they refuse one that nobody has. */
  public LinkProvider over(LinkProvider links) {
    return new LinkProvider() {
      @Override
      public Set<String> schemes() {
        return links.schemes();
      }

      @Override
      public Link open(URI endpoint, LinkHandler handler) {
        try {
          return links.open(endpoint, handler);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              e.getMessage() + "; options of the driver are " + new TreeSet<>(own), e);
        }
      }
    };
  }

  private static String query(List<String> pairs) {
    return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
  }
}
