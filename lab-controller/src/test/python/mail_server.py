"""A mail server of Python's: prints its port, then sender, subject and text of what it is sent."""

import asyncore
import email
import email.policy
import smtpd
import socket

# It greets by the name of this host, and asks a name server for that, which may take its time.
socket.getfqdn = lambda name="": "localhost"


class Server(smtpd.SMTPServer):
    def process_message(self, peer, mailfrom, rcpttos, data, **more):
        mail = email.message_from_bytes(data, policy=email.policy.default)
        print(mailfrom, "->", ",".join(rcpttos))
        print(mail["subject"])
        print("|".join(mail.get_content().splitlines()), end="|\n")


server = Server(("127.0.0.1", 0), None, decode_data=False)
print(server.socket.getsockname()[1])
asyncore.loop()
