package org.wetstack.drivers.remote;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.ClientFactoryBuilder;
import com.linecorp.armeria.client.grpc.GrpcClientBuilder;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.CommonPools;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.TlsProvider;
import com.linecorp.armeria.common.TlsProviderBuilder;
import com.linecorp.armeria.common.auth.AuthToken;
import io.grpc.stub.AbstractStub;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.wetstack.api.v1.LeasesGrpc;
import org.wetstack.api.v1.RigGrpc;
import org.wetstack.api.v1.WorkGrpc;

/**
 * The services of one controller, over connections of its own. What is told later comes on threads
 * on which it may wait.
 */
final class Api implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Pings keep an idle connection open, and find out that a silent one is dead. */
  private static final Duration PING = Duration.ofSeconds(10);

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int MOST_MESSAGE_BYTES = 64 << 20;

  private final ClientFactory factory;
  private final RigGrpc.RigBlockingStub rig;
  private final RigGrpc.RigStub rigLater;
  private final LeasesGrpc.LeasesBlockingStub leases;
  private final LeasesGrpc.LeasesStub leasesLater;
  private final WorkGrpc.WorkBlockingStub work;
  private final WorkGrpc.WorkStub workLater;

  Api(LabEndpoint endpoint) {
    factory = factory(endpoint);
    rig = client(endpoint).build(RigGrpc.RigBlockingStub.class);
    rigLater = client(endpoint).build(RigGrpc.RigStub.class);
    leases = client(endpoint).build(LeasesGrpc.LeasesBlockingStub.class);
    leasesLater = client(endpoint).build(LeasesGrpc.LeasesStub.class);
    work = client(endpoint).build(WorkGrpc.WorkBlockingStub.class);
    workLater = client(endpoint).build(WorkGrpc.WorkStub.class);
  }

  private static ClientFactory factory(LabEndpoint endpoint) {
    ClientFactoryBuilder builder =
        ClientFactory.builder().workerGroup(1).connectTimeout(CONNECT).pingInterval(PING);
    endpoint.ca().ifPresent(ca -> builder.tlsProvider(trusting(ca, endpoint)));
    return builder.build();
  }

  private static TlsProvider trusting(Path ca, LabEndpoint endpoint) {
    TlsProviderBuilder tls = TlsProvider.builder();
    try (InputStream pem = Files.newInputStream(ca)) {
      tls.trustedCertificates(
          CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new));
    } catch (CertificateException | IOException e) {
      throw new IllegalArgumentException(
          "option 'ca': " + ca + " is no certificate in PEM: " + e.getMessage(), e);
    }
    if (endpoint.cert().isPresent() && endpoint.key().isPresent()) {
      tls.keyPair(TlsKeyPair.of(endpoint.key().get().toFile(), endpoint.cert().get().toFile()));
    }
    return tls.build();
  }

  private GrpcClientBuilder client(LabEndpoint endpoint) {
    return GrpcClients.builder(endpoint.target())
        .factory(factory)
        .auth(AuthToken.ofOAuth2(endpoint.token()))
        .responseTimeoutMillis(0)
        .maxResponseLength(0)
        .maxResponseMessageLength(MOST_MESSAGE_BYTES);
  }

  RigGrpc.RigBlockingStub rig() {
    return soon(rig, ANSWER);
  }

  LeasesGrpc.LeasesBlockingStub leases() {
    return leases(ANSWER);
  }

  LeasesGrpc.LeasesBlockingStub leases(Duration answer) {
    return soon(leases, answer);
  }

  WorkGrpc.WorkBlockingStub work() {
    return soon(work, ANSWER);
  }

  /** For streams. */
  RigGrpc.RigStub rigLater() {
    return rigLater.withExecutor(CommonPools.blockingTaskExecutor());
  }

  RigGrpc.RigStub rigLater(Duration answer) {
    return soon(rigLater(), answer);
  }

  LeasesGrpc.LeasesStub leasesLater(Duration answer) {
    return soon(leasesLater.withExecutor(CommonPools.blockingTaskExecutor()), answer);
  }

  /** For streams. */
  WorkGrpc.WorkStub workLater() {
    return workLater.withExecutor(CommonPools.blockingTaskExecutor());
  }

  WorkGrpc.WorkStub workLater(Duration answer) {
    return soon(workLater(), answer);
  }

  private static <S extends AbstractStub<S>> S soon(S stub, Duration answer) {
    return stub.withDeadlineAfter(answer.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends all connections; does not wait. */
  @Override
  public void close() {
    var unused = factory.closeAsync();
  }
}
