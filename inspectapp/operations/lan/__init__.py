"""Trying the phones on the local network: a camera, a position and work without network need https."""

from inspectapp.operations.lan.serving import serve

__all__ = ["serve"]
