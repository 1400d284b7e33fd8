"""Messages made from the schema that the controller tells, so that nothing need be generated."""

from typing import Any, Callable, Dict, Tuple

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PACKAGE = "wetstack.api.v1"


class Schema:
    """Every message and method of one controller."""

    def __init__(self, files: "descriptor_pb2.FileDescriptorSet") -> None:
        self._pool = descriptor_pool.DescriptorPool()
        for file in files.file:
            self._pool.AddSerializedFile(file.SerializeToString())

    @classmethod
    def ask(cls, channel: grpc.Channel, timeout: float) -> "Schema":
        call = channel.unary_unary(
            f"/{PACKAGE}.Schema/GetSchema",
            request_serializer=lambda nothing: b"",
            response_deserializer=descriptor_pb2.FileDescriptorSet.FromString,
        )
        return cls(call(None, timeout=timeout))

    def message(self, name: str) -> Any:
        """The class of the message called ``name``, such as ``DoseRequest``."""
        return self._named(f"{PACKAGE}.{name}")

    def refusal(self, trailers: Any) -> Tuple[str, Dict[str, str]]:
        """The reason that a failed call's trailers name, and what goes with it."""
        for name, value in trailers or ():
            if name == "grpc-status-details-bin":
                status = self._named("google.rpc.Status").FromString(value)
                for detail in status.details:
                    if detail.type_url.endswith("/google.rpc.ErrorInfo"):
                        info = self._named("google.rpc.ErrorInfo").FromString(detail.value)
                        return info.reason, dict(info.metadata)
        return "", {}

    def _named(self, name: str) -> Any:
        return self._class(self._pool.FindMessageTypeByName(name))

    def method(self, channel: grpc.Channel, service: str, name: str) -> Callable[..., Any]:
        """``name`` of ``service``, to be called with fields of its request by name."""
        method = self._pool.FindServiceByName(f"{PACKAGE}.{service}").FindMethodByName(name)
        if method is None:
            raise AttributeError(f"the controller has no method {service}.{name}")
        request = self._class(method.input_type)
        reply = self._class(method.output_type)
        proto = descriptor_pb2.MethodDescriptorProto()
        method.CopyToProto(proto)
        kind = channel.unary_stream if proto.server_streaming else channel.unary_unary
        call = kind(
            f"/{PACKAGE}.{service}/{name}",
            request_serializer=request.SerializeToString,
            response_deserializer=reply.FromString,
        )
        if proto.server_streaming:
            return lambda **fields: call(request(**fields))
        return lambda timeout, **fields: call(request(**fields), timeout=timeout)

    def _class(self, descriptor: Any) -> Any:
        if hasattr(message_factory, "GetMessageClass"):
            return message_factory.GetMessageClass(descriptor)
        return message_factory.MessageFactory(self._pool).GetPrototype(descriptor)
