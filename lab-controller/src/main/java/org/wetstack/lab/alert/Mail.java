package org.wetstack.lab.alert;

import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.rig.RigSpec.Encryption;

/** Sends alarms by mail. */
final class Mail implements Channel {

  private static final String MILLIS = "10000";

  private final RigSpec.Channel.Email email;

  Mail(RigSpec.Channel.Email email) {
    this.email = email;
  }

  @Override
  public void send(Message message) throws IOException {
    Session session = Session.getInstance(properties(), login());
    try {
      var mail = new MimeMessage(session);
      mail.setFrom(new InternetAddress(email.from()));
      for (String to : email.to()) {
        mail.addRecipient(MimeMessage.RecipientType.TO, new InternetAddress(to));
      }
      mail.setSubject(message.subject(), StandardCharsets.UTF_8.name());
      mail.setText(message.text(), StandardCharsets.UTF_8.name());
      mail.setSentDate(Date.from(message.at()));
      Transport.send(mail);
    } catch (MessagingException e) {
      throw new IOException("the mail server " + email.host() + " took no mail: " + e, e);
    }
  }

  private Properties properties() {
    var properties = new Properties();
    properties.put("mail.smtp.host", email.host());
    properties.put("mail.smtp.port", Integer.toString(email.port()));
    properties.put("mail.smtp.connectiontimeout", MILLIS);
    properties.put("mail.smtp.timeout", MILLIS);
    properties.put("mail.smtp.writetimeout", MILLIS);
    properties.put("mail.smtp.auth", Boolean.toString(email.user().isPresent()));
    boolean tls = email.encryption() == Encryption.TLS;
    boolean startTls = email.encryption() == Encryption.STARTTLS;
    properties.put("mail.smtp.ssl.enable", Boolean.toString(tls));
    properties.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
    // Never in the clear because the server says that it cannot do better.
    properties.put("mail.smtp.starttls.required", Boolean.toString(startTls));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    return properties;
  }

  private @Nullable Authenticator login() throws IOException {
    if (email.user().isEmpty() || email.passwordFile().isEmpty()) {
      return null;
    }
    String password = Files.readString(Path.of(email.passwordFile().get())).strip();
    String user = email.user().get();
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(user, password);
      }
    };
  }
}
