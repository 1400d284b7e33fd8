package org.wetstack.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT 5 broker on 127.0.0.1. It keeps nothing on disk: what it holds is gone when it closes.
 * Not thread-safe; needs about 2 s to start.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final String ACCEPTOR = "mqtt";
  private static final long MAX_BYTES_PER_TOPIC = 64L << 20;

  private final int wantedPort;
  private @Nullable OneUser user;
  private @Nullable Path certificate;
  private @Nullable Path key;
  private @Nullable Path keyStore;
  private @Nullable EmbeddedActiveMQ server;
  private int port;

  /**
   * A broker that is not started yet.
   *
   * @param port 0 lets the system choose
   */
  public EmbeddedBroker(int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
    }
    this.wantedPort = port;
  }

  /** Lets in only this user. Without this, anyone on this computer may publish and subscribe. */
  public EmbeddedBroker withUser(String name, String password) {
    user = new OneUser(name, password);
    return this;
  }

  /** Speaks TLS only, with this certificate chain and private key, both PEM files. */
  public EmbeddedBroker withTls(Path certificateFile, Path keyFile) {
    certificate = certificateFile.toAbsolutePath();
    key = keyFile.toAbsolutePath();
    return this;
  }

  /**
   * Starts listening.
   *
   * @throws IOException if it cannot, for example because the port is taken
   */
  public EmbeddedBroker start() throws IOException {
    var configuration = new ConfigurationImpl();
    configuration.setPersistenceEnabled(false);
    configuration.setSecurityEnabled(user != null);
    configuration.setJMXManagementEnabled(false);
    configuration.setMaxDiskUsage(-1);
    configuration.setThreadPoolMaxSize(8);
    configuration.setScheduledThreadPoolMaxSize(2);
    configuration.addAddressSetting(
        "#",
        new AddressSettings()
            .setMaxSizeBytes(MAX_BYTES_PER_TOPIC)
            .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL));
    configuration.addAcceptorConfiguration(
        new TransportConfiguration(NettyAcceptorFactory.class.getName(), acceptor(), ACCEPTOR));
    var starting = new EmbeddedActiveMQ().setConfiguration(configuration);
    if (user != null) {
      starting.setSecurityManager(user);
    }
    server = starting;
    try {
      starting.start();
      var remoting = starting.getActiveMQServer().getRemotingService();
      var listening = (NettyAcceptor) remoting.getAcceptor(ACCEPTOR);
      if (listening == null || listening.getActualPort() <= 0) {
        throw new IOException("nothing listens");
      }
      port = listening.getActualPort();
      return this;
    } catch (Exception e) {
      close();
      throw new IOException(
          "the MQTT broker cannot listen on 127.0.0.1:" + wantedPort + ": " + e.getMessage(), e);
    }
  }

  /** Where it listens, once started. */
  public int port() {
    if (port == 0) {
      throw new IllegalStateException("the broker is not started");
    }
    return port;
  }

  /** Stops and forgets everything. Idempotent. */
  @Override
  public void close() {
    EmbeddedActiveMQ stopping = server;
    server = null;
    port = 0;
    try {
      if (stopping != null) {
        stopping.stop();
      }
      if (keyStore != null) {
        Files.deleteIfExists(keyStore);
      }
    } catch (Exception e) {
      throw new IllegalStateException("the MQTT broker did not stop: " + e.getMessage(), e);
    }
  }

  private Map<String, Object> acceptor() throws IOException {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("host", "127.0.0.1");
    parameters.put("port", wantedPort);
    parameters.put("protocols", "MQTT");
    parameters.put("useEpoll", false);
    parameters.put("tcpNoDelay", true);
    parameters.put("remotingThreads", 2);
    if (certificate != null && key != null) {
      parameters.put("sslEnabled", true);
      parameters.put("enabledProtocols", "TLSv1.3");
      parameters.put("keyStoreType", "PEMCFG");
      parameters.put("keyStorePath", pointingTo(certificate, key).toString());
    }
    return parameters;
  }

  /** Artemis takes PEM files through a file that names them. */
  private Path pointingTo(Path certificateFile, Path keyFile) throws IOException {
    Path file = Files.createTempFile("wetstack-broker", ".pemcfg");
    keyStore = file;
    return Files.writeString(
        file, "source.cert=" + certificateFile + "\nsource.key=" + keyFile + "\n");
  }
}
