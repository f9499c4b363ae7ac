"""What a process remembers is bounded."""

from leaders.platforms.memory import Memory


def test_a_memory_forgets_the_oldest() -> None:
    memory = Memory[str](most=2)
    for name in "abc":
        memory.keep(name, name.upper())
    assert [memory.find(name) for name in "abc"] == [None, "B", "C"]
