"""The local mailbox: a mail server for demonstrations that delivers into a folder."""

from __future__ import annotations

import asyncio
import os
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from itertools import count
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from etappe.errors import NoMailbox, NoSuchMail, PortTaken

SENDER = "etappe@etappe.example"
