"""An immutable mapping by id that keeps file order, can be hashed and pickled, and compares by content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")


class ById(Mapping[str, T], Generic[T]):
    """Values by id, in file order.

    Parameters
    ----------
    items : iterable of (str, T)
        Pairs of id and value; a later pair of the same id replaces the earlier.

    Examples
    --------
    >>> ById([("a", 1), ("b", 2)])["b"]
    2
    """

    __slots__ = ("_items",)

    def __init__(self, items: Iterable[tuple[str, T]] = ()) -> None:
        self._items: dict[str, T] = dict(items)

    def __getitem__(self, key: str) -> T:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ById) and list(self._items.items()) == list(other._items.items())

    def __hash__(self) -> int:
        return hash(tuple(self._items.items()))

    def __repr__(self) -> str:
        return f"ById({', '.join(self._items)})"
