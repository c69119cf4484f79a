"""Pictures from strangers: known by their first bytes, decoded only in a child process with limits."""

from inspectapp.shared.images.copying import Shape, smaller
from inspectapp.shared.images.looking import NotAPicture, Picture, look_at

__all__ = ["NotAPicture", "Picture", "Shape", "look_at", "smaller"]
