"""Message à la caisse / رسالة إلى الصندوق: a question that wants an answer from a person."""

from macnss.relations.procedures.answered import AnsweredInWords


class Message(AnsweredInWords):
    """A question to the fund. Acceptance is the answer."""

    code = "message"
