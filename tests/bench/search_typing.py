"""How often what was meant is found for words with a typing error, asked of the reader in Python.

    PYTHONPATH=.:tests/search python -m tests.bench.search_typing --seeds 11 12 13

Many more questions than in a browser, and no times: for each kind of error recall@10 (hits among the
first ten ÷ the smaller of ten and what contains the word that was meant). Words have from three to
nine characters.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Iterator

from generator.model.search import Entry
from generator.search.engine import search
from generator.search.reading import Index, read_index
from generator.search.updates import build
from tests.bench.search_bench import demo_entries
from tests.bench.search_questions import Known, Question, Truth, known, mistyped, phrase


def questions(truth: Truth, seed: int, each: int) -> Iterator[tuple[int, Question]]:
    """Words with an error that makes them stand nowhere, `each` of every kind and length.

    With each comes the length of the word that was meant.
    """
    dice = random.Random(seed)
    for length in (3, 4, 5, 6, 7, 9):
        for _ in range(each):
            word = phrase(truth, dice, length)
            relevant = truth.containing(word)
            for kind, text in mistyped(word, dice):
                if not truth.containing(text):
                    yield length, Question(kind, text, relevant)


def recall(index: Index, question: Question) -> float:
    """The share of what is relevant among the first ten hits."""
    hits = search(index, question.text).hits
    found = [address for hit in hits for address in (hit.address, *hit.also)][:10]
    return len(question.relevant.intersection(found)) / min(10, len(question.relevant))


def main() -> None:
    """Make a portal, ask, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--agencies", type=int, default=350)
    parser.add_argument("--years", type=int, default=6)
    parser.add_argument("--each", type=int, default=3)
    parser.add_argument("--seeds", type=int, nargs="+", default=[11])
    options = parser.parse_args()
    facts: list[Known] = []

    def noted() -> Iterator[Entry]:
        for entry in demo_entries(options.agencies, options.years, seed=1):
            facts.append(known(entry))
            yield entry

    files = {path: content or b"" for path, content in build(noted())}
    index = read_index(files.__getitem__)
    truth = Truth(facts)
    for seed in options.seeds:
        results: dict[str, list[float]] = {}
        for length, question in questions(truth, seed, options.each):
            own = recall(index, question)
            for kind in (question.kind, f"of {length} characters", "all"):
                results.setdefault(kind, []).append(own)
        print(f"seed {seed}")
        for kind, values in sorted(results.items()):
            print(f"  {kind:22} {len(values):>4} {statistics.mean(values):.3f}")


if __name__ == "__main__":
    main()
