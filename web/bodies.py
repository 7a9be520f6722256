"""What programs send as JSON."""

from __future__ import annotations

import json

from pydantic import BaseModel, model_validator


class Sent(BaseModel):
    """The base of all that is sent. Half a letter, which JSON can say and no file can hold, is refused
    wherever it stands, as are more levels than Python counts."""

    @model_validator(mode="before")
    @classmethod
    def whole(cls, sent: object) -> object:
        """What was sent, as it is. Raises ValueError, of which UnicodeEncodeError is one."""
        try:
            json.dumps(sent, ensure_ascii=False).encode()
        except RecursionError as error:
            raise ValueError from error
        return sent
