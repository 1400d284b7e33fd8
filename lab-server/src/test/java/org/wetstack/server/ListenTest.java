package org.wetstack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenTest {

  private static final Listen.Tls TLS =
      new Listen.Tls(Path.of("cert.pem"), Path.of("key.pem"), Optional.empty());

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.3.2.1", "::1"})
  void thisComputerNeedsNoTls(String host) {
    var address = new InetSocketAddress(host, 0);
    assertEquals(address, new Listen(address, Optional.empty()).address());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7", "2001:db8::1"})
  void othersComeWithTlsOnly(String host) {
    var address = new InetSocketAddress(host, 0);
    assertThrows(IllegalArgumentException.class, () -> new Listen(address, Optional.empty(), true));
    assertEquals(TLS, new Listen(address, Optional.of(TLS), true).tls().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7", "2001:db8::1"})
  void othersComeOnlyIfItIsSaidWhoMay(String host) {
    var address = new InetSocketAddress(host, 0);
    String why =
        assertThrows(
                IllegalArgumentException.class, () -> new Listen(address, Optional.of(TLS), false))
            .getMessage();
    assertTrue(String.valueOf(why).contains("write 'users' into the rig file"), why);
    assertThrows(IllegalArgumentException.class, () -> new Listen(address, Optional.of(TLS)));
  }

  @Test
  void aNameWithoutAnAddressIsRefused() {
    var nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
    assertThrows(IllegalArgumentException.class, () -> new Listen(nowhere, Optional.of(TLS)));
  }
}
