"""Transition tables: one per object, read by the API, `allowed_actions`, the docs and the tests (architecture §6)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from services.api.kernel.problems import Problem
from services.contracts.codes import Code

S = TypeVar("S", bound=Code)
F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Transition(Generic[S, F]):
    """From one of `before` by `action` to `after` (None: the state stays).

    `label` is the Chinese verb, `who` says in words who may, `may` decides it on plain facts. `reaches`:
    state before → states that the act may bring about with what else has happened, such as the other side's signature.
    """

    action: str
    label: str
    before: frozenset[S]
    after: S | None
    who: str
    may: Callable[[F], bool]
    reaches: Mapping[S, tuple[S, ...]] = field(default_factory=dict)


class TransitionTable(Generic[S, F]):
    """All transitions of one object. Actions are unique."""

    def __init__(self, name: str, transitions: Sequence[Transition[S, F]]) -> None:
        self.name = name
        self.transitions = {transition.action: transition for transition in transitions}
        if len(self.transitions) != len(transitions):
            raise ValueError(f"{name}: an action stands twice")

    def allowed(self, state: S, facts: F) -> list[str]:
        """The actions that this caller may take now."""
        return [t.action for t in self.transitions.values() if state in t.before and t.may(facts)]

    def take(self, state: S, action: str, facts: F) -> S:
        """The state after the action.

        Raises 403 `permission.denied` when the caller may not, 409 `state.illegal` when the state forbids it.
        """
        transition = self.transitions[action]
        if not transition.may(facts):
            raise Problem("permission.denied", who=transition.who)
        if state not in transition.before:
            raise Problem("state.illegal", state=state.label, action=transition.label)
        return transition.after if transition.after is not None else state


def mermaid(table: "TransitionTable[S, F]", *, loops: bool = True) -> str:
    """The table as a Mermaid state diagram for the docs, with or without what leaves the state as it is."""
    lines = ["stateDiagram-v2"]
    for transition in table.transitions.values():
        for state in sorted(transition.before, key=str):
            after = [state if transition.after is None else transition.after, *transition.reaches.get(state, ())]
            drawn = [reached for reached in after if loops or reached != state]
            lines += [f"    {state.value} --> {reached.value}: {transition.action}" for reached in drawn]
    return "\n".join(lines)
