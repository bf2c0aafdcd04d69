"""Message à la caisse / رسالة إلى الصندوق: a question that wants an answer from a person."""

from macnss.cases.engine import Kind


class Message(Kind):
    """A question to the fund. Acceptance is the answer."""

    code = "message"
