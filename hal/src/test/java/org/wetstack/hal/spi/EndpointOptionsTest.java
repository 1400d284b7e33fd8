package org.wetstack.hal.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointOptionsTest {

  private static EndpointOptions parse(String endpoint) {
    return EndpointOptions.parse(URI.create(endpoint), Set.of("baud", "user"));
  }

  @Test
  void optionsAreReadFromEveryKindOfUri() {
    for (String whole : new String[] {"serial:/dev/ttyACM0", "serial:COM3", "tcp://host:1"}) {
      EndpointOptions options = parse(whole + "?baud=9600&user=a");
      assertEquals(9_600, options.integer("baud", 1, 1, 10_000), whole);
      assertEquals(Optional.of("a"), options.text("user"), whole);
    }
  }

  @Test
  void whatIsNotGivenIsEmptyOrTheFallback() {
    EndpointOptions options = parse("tcp://host:1");
    assertEquals(Optional.empty(), options.text("user"));
    assertEquals(115_200, options.integer("baud", 115_200, 1, 9));
  }

  @ParameterizedTest
  @CsvSource({
    "a%20b, a b",
    "caf%C3%A9, café",
    "a%26b%3Dc, a&b=c",
    "a=b, a=b",
    "100%25, 100%",
    "a+b, a+b",
    "a%2Bb, a+b",
    "/etc/rig/c++.pem, /etc/rig/c++.pem"
  })
  void aValueIsUnescapedAndAPlusStaysAPlus(String written, String read) {
    assertEquals(Optional.of(read), parse("tcp://host:1?user=" + written).text("user"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp://h:1?buad=1        | unknown option 'buad' in tcp://h:1?buad=1; known are [baud, user]",
        "tcp://h:1?BAUD=1        | unknown option 'BAUD' in tcp://h:1?BAUD=1; known are [baud, user]",
        "tcp://h:1?              | unknown option '' in tcp://h:1?; known are [baud, user]",
        "tcp://h:1?user=a&       | unknown option '' in tcp://h:1?user=a&; known are [baud, user]",
        "tcp://h:1?user          | option 'user' in tcp://h:1?user has no value; write user=…",
        "tcp://h:1?user=         | option 'user' in tcp://h:1?user= has no value; write user=…",
        "tcp://h:1?user=a&user=b | option 'user' is given twice in tcp://h:1?user=a&user=b",
      })
  void whatIsNotUnderstoodIsRefusedByName(String endpoint, String message) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> parse(endpoint));
    assertEquals(message, refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"0", "11", "-1", "1.5", "ten", "99999999999", "1e1", "%20 5"})
  void aNumberOutOfRangeOrNoNumberIsRefusedAndNotClamped(String written) {
    String value = written.replace(" ", "");
    String endpoint = "serial:COM3?baud=" + value;
    EndpointOptions options = parse(endpoint);
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> options.integer("baud", 5, 1, 10));
    assertEquals(
        "option 'baud' in "
            + endpoint
            + " must be a whole number from 1 to 10, not '"
            + value.replace("%20", " ")
            + "'",
        refusal.getMessage());
  }

  @Test
  void theEndsOfTheRangeAreInIt() {
    assertEquals(1, parse("serial:COM3?baud=1").integer("baud", 5, 1, 10));
    assertEquals(10, parse("serial:COM3?baud=10").integer("baud", 5, 1, 10));
  }
}
