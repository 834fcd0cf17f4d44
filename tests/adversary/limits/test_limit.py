"""Limits for many jobs: forms against exact finite costs, enclosures, certificates and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.exact.surd import Quadratic
from ratiolab.adversary.limits.best_mix import best_mix, make_limit
from ratiolab.adversary.limits.copositive import Form, is_positive_definite, is_strictly_copositive, value
from ratiolab.adversary.limits.file import limit_to_json, parse_limit, read_limit
from ratiolab.adversary.limits.limit import Limit, errors, verify_limit
from ratiolab.adversary.witnesses.blocks import WitnessError, check_blocks, flow_time
from ratiolab.algorithms import make, parse
from ratiolab.errors import InputError
from ratiolab.report.limit_table import TABLE, limit_table
from tests.cli.command import Command

FOLDER = Path(__file__).parents[3] / "reports" / "limits"
FILES = sorted(FOLDER.glob("*.json"))

#: The least that the certificates show.
FLOORS = {
    "gsa(alpha=2)": Fraction(12_620_922, 10**6),
    "gsa(alpha=17/8)": Fraction(12_007_551, 10**6),
    "gsa(alpha=9/4)": Fraction(12_257_422, 10**6),
    "gsa(alpha=(1 + sqrt(5))/2)": Fraction(11_167_937, 10**6),
    "gsa(alpha=(7 + sqrt(13))/6)": Fraction(11_730_348, 10**6),
    "gsa(alpha=sqrt(3))": Fraction(11_551_440, 10**6),
    "gsa(alpha=3/2)": Fraction(11_514_280, 10**6),
    "gba(alpha=2)": Fraction(6_999_999, 10**6),
    "gba(alpha=3/2)": Fraction(5_142_857, 10**6),
    "gba(alpha=(5 + sqrt(5))/4)": Fraction(5_427_050, 10**6),
    "sps": Fraction(1_999_997, 10**6),
}


def small(mix: tuple[int, ...] | None = (2, 3, 1)) -> Limit:
    """Three lengths on GSA, all of them in its best mix."""
    shares = None if mix is None else [Fraction(x) for x in mix]
    return make_limit(make("gsa", alpha="2"), 60, 0, (8, 16, 31), shares, "by hand")


@pytest.mark.parametrize(
    "name", ["gsa:alpha=2", "gsa:alpha=golden", "gba:alpha=3/2", "gba:alpha=2", "sps-by-length", "sps"]
)
@pytest.mark.parametrize("region", [(40, 3, (13, 5, 10, 2)), (100, 0, (51, 7, 100)), (9, 4, (1, 5))])
def test_forms_are_the_leading_coefficients(name: str, region: tuple[int, int, tuple[int, ...]]) -> None:
    """Exact costs on N*x differ from N^2*A and N^2*B by at most the stated multiple of N."""
    memory, prompt, lengths = region
    for first in (1, 4):
        mix = [Fraction(first + i, 1 + i % 2) for i in range(len(lengths))]
        made = make_limit(parse(name), memory, prompt, lengths, mix, "test")
        own, other = errors(parse(name), made)
        for n in (1, 2, 3, 10, 1000, 10**9):
            cost = parse(name).cost(made.instance(n)).flow_time
            assert abs(cost - n * n * value(made.algorithm_form, made.mix)) <= own * n
            blocks = made.blocks(n)
            assert abs(flow_time(blocks) - n * n * value(made.schedule_form, made.mix)) <= other * n
            if n <= 1000:
                check_blocks(made.instance(n), blocks)


def test_second_differences() -> None:
    """Along multiples of a common period the cost's second difference is exactly twice the form."""
    made = small()
    gsa, period = make("gsa", alpha="2"), 2**4 * 3**2 * 5 * 7
    costs = [gsa.cost(made.instance(period * n)).flow_time for n in (1, 2, 3)]
    assert costs[2] - 2 * costs[1] + costs[0] == 2 * period**2 * value(made.algorithm_form, made.mix)


def test_known_single_length() -> None:
    """By hand: M = 9, s = 2, o = 4 at alpha = 2: phases 1, 3 and 7, paces 1/2, 3/2 and 7, against 3/2."""
    made = make_limit(make("gsa", alpha="2"), 9, 2, (4,), None, "test")
    assert made.spacings[0].period == 3 * made.spacings[0].width
    assert made.algorithm_form == ((Fraction(1, 3) + Fraction(3, 2) + Fraction(7, 2),),)
    assert (made.ratio, made.upper) == (Fraction(32, 9), Fraction(32, 9))


def test_enclosure_is_tight_and_above_every_mix() -> None:
    """The best mix reaches the upper end but for 10^-9, and random mixes stay below it."""
    made = small(None)
    assert made.upper is not None
    assert made.ratio <= made.upper <= made.ratio * (1 + Fraction(1, 10**9))
    top, bottom = made.algorithm_form, made.schedule_form
    for a in range(6):
        for b in range(6):
            for c in range(1, 6):
                assert value(top, (a, b, c)) <= made.upper * value(bottom, (a, b, c))
    assert verify_limit(made).limit is made


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(-4, 6), min_size=6, max_size=6), st.lists(st.integers(0, 9), min_size=3, max_size=3)
)
def test_copositive_is_sound(entries: list[int], x: list[int]) -> None:
    """What is called strictly copositive is positive on nonnegative vectors."""
    a, b, c, d, e, f = (Fraction(q) for q in entries)
    form: Form = ((a, b, c), (b, d, e), (c, e, f))
    if is_strictly_copositive(form) and any(x):
        assert value(form, x) > 0
    if is_positive_definite(form) and any(x):
        assert value(form, [x[0], -x[1], x[2]]) > 0


def test_copositive_beyond_definite() -> None:
    """A form with a large positive product is copositive though not definite; a negative one is neither."""
    mixed: Form = ((Fraction(1), Fraction(5)), (Fraction(5), Fraction(1)))
    assert not is_positive_definite(mixed)
    assert is_strictly_copositive(mixed)
    assert not is_strictly_copositive(((Fraction(1), Fraction(-2)), (Fraction(-2), Fraction(1))))
    assert not is_strictly_copositive(((Fraction(1), Fraction(-1)), (Fraction(-1), Fraction(1))))
    assert not is_strictly_copositive(((Fraction(0),),))


def test_useless_length_gets_no_jobs() -> None:
    """A length that would enter with a negative share is left out, and the enclosure covers it."""
    made = make_limit(make("gsa", alpha="2"), 1999988, 399998, (799996, 399998, 199999), None, "test")
    assert made.mix[0] == 0
    assert made.upper is not None
    assert make_limit(make("sps"), 1000, 0, (10, 500, 700), None, "test").lengths == (10,)
    assert best_mix(((Fraction(2),),), ((Fraction(1),),)) == [1]


@pytest.mark.parametrize("made", [small(), small(None)])
def test_round_trip(made: Limit) -> None:
    """A written limit is read back as it was, and holds."""
    text = limit_to_json(made, "a note")
    assert parse_limit(text, "l") == made
    assert verify_limit(parse_limit(text, "l")).bound is not None


def corrupted(change: Callable[[Any], object]) -> str:
    """The text of the small limit after `change` worked on its fields."""
    fields = json.loads(limit_to_json(small(None)))
    change(fields)
    return json.dumps(fields)


def put(*path: Any, to: Any) -> Callable[[Any], None]:
    """A change that sets one field."""

    def change(fields: Any) -> None:
        for step in path[:-1]:
            fields = fields[step]
        fields[path[-1]] = to

    return change


REFUSED = {
    "ratio": (put("ratio", to="7/2"), r"ratio: is 7/2, the forms give"),
    "mix": (put("groups", 2, "share", to=3), r"ratio: is .* on this mix"),
    "no jobs": (lambda f: [g.update(share=0) for g in f["groups"]], r"groups: shares must be at least 0"),
    "sps without its slice": (
        lambda f: f.update(algorithm="sps", parameters={}) or f["groups"][2].update(share=0),
        r"groups: sps needs a share of the longest",
    ),
    "period too short": (put("groups", 0, "period", to=1), r"groups\[0\]: .* more than the memory budget 60"),
    "period too long": (put("groups", 0, "period", to=30), r"schedule_form\[0\]\[0\]: is .*, recomputed"),
    "algorithm's form": (
        put("algorithm_form", 1, 0, to="9/1"),
        r"algorithm_form\[1\]\[0\]: is 9/1, recomputed",
    ),
    "schedule's form": (put("schedule_form", 2, 2, to="1/9"), r"schedule_form\[2\]\[2\]: is 1/9, recomputed"),
    "form cut short": (lambda f: f["schedule_form"].pop(), r"schedule_form: must be a matrix of 3 rows"),
    "alpha": (put("parameters", "alpha", to="3"), r"algorithm_form\[0\]\[0\]: is .*, recomputed"),
    "alpha unread": (put("parameters", "alpha", to="1/2"), r"algorithm: alpha is 1/2"),
    "alpha missing": (put("parameters", to={}), r"parameters: are \{\}, the algorithm writes them"),
    "upper too low": (put("upper", to="3/2"), r"upper: 3/2 is not shown to be above every other mix"),
    "algorithm": (put("algorithm", to="gba"), r"algorithm_form\[0\]\[0\]: is 28/15"),
    "other algorithm": (
        lambda f: f.update(algorithm="mc-sf", parameters={}),
        r"'mc-sf' has no quadratic form",
    ),
    "memory": (put("memory", to=59), r"groups\[\d\]|algorithm_form"),
    "prompt": (put("prompt", to=30), r"group 0 needs prompt 30"),
    "does not fit": (
        lambda f: f["groups"].append({"response": 61, "share": 0, "period": 61, "width": 1}),
        r"groups: the response 61 does not fit the budget 60",
    ),
    "a user's class": (
        put("algorithm", to="tests.adversary.outside:OtherGSA"),
        r"OtherGSA' has no quadratic form",
    ),
    "order": (lambda f: f["groups"].reverse(), r"groups: the responses \[31, 16, 8\] must ascend"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_corrupted_limit_is_refused(name: str) -> None:
    """Every field that is changed is found out, with the reason."""
    change, reason = REFUSED[name]
    with pytest.raises(WitnessError, match=reason):
        verify_limit(parse_limit(corrupted(change), "l"))


def test_upper_below_the_ratio_is_refused() -> None:
    """An upper end a billionth too low is refused: the test is exact, not a tolerance."""
    made = small(None)
    below = made.ratio * (1 - Fraction(1, 10**9))
    text = corrupted(put("upper", to=f"{below.numerator}/{below.denominator}"))
    with pytest.raises(WitnessError, match="upper"):
        verify_limit(parse_limit(text, "l"))


UNREADABLE = {
    "format": (put("format", to="ratiolab.witness"), r"l: format is"),
    "decimal": (put("ratio", to="3.5"), r"l: ratio is '3.5': it must be a fraction"),
    "not reduced": (put("upper", to="8/2"), r"l: upper is '8/2': it must be in lowest terms"),
    "entry": (put("algorithm_form", 0, 1, to="-1/2"), r"l: algorithm_form\[0\]\[1\] is '-1/2'"),
    "no groups": (put("groups", to=[]), r"l: groups is a list"),
    "width": (put("groups", 0, "width", to=0), r"l: groups\[0\].width is 0"),
    "extra": (put("extra", to=1), r"l: extra is no known field"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_limit_is_refused(name: str) -> None:
    """What is no limit document is refused with file, field and reason."""
    change, reason = UNREADABLE[name]
    with pytest.raises(InputError, match=reason):
        parse_limit(corrupted(change), "l")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_kept_limit_holds(path: Path) -> None:
    """Each kept certificate passes every check, is enclosed to 10^-8 and below what is proved."""
    checked = verify_limit(read_limit(path))
    limit = checked.limit
    assert not checked.exceeds
    assert limit.upper is not None
    assert limit.ratio <= limit.upper <= limit.ratio * (1 + Fraction(1, 10**8))
    assert limit.ratio >= FLOORS.get(limit.label, Fraction(1))


def test_best_quotient_at_two() -> None:
    """The certificate at alpha = 2 is the large-budget one, whose best quotient is (55 + sqrt(2113))/8."""
    limit = read_limit(FOLDER / "gsa-2.json")
    (a, b, c), (d, e, f) = (43, 67, 115), (4, 4, 12)  # 120 times the entries over M, diagonal and beside
    for form, (x, y, z) in ((limit.algorithm_form, (a, b, c)), (limit.schedule_form, (d, e, f))):
        for entry, right in ((form[0][0], x), (form[0][1], y), (form[1][1], z)):
            assert abs(entry / limit.memory - Fraction(right, 120)) < Fraction(1, 10**7)
    best = Quadratic.of(Fraction(55, 8), Fraction(1, 8), 2113)
    assert ((a - best * d) * (c - best * f) - (b - best * e) ** 2).sign() == 0
    assert (best - limit.ratio).sign() > 0
    assert (best - limit.ratio * (1 + Fraction(1, 10**7))).sign() < 0


def test_table_is_current(tmp_path: Path) -> None:
    """The table beside the certificates is what the command makes of them."""
    for path in FILES:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert limit_table(tmp_path, FOLDER.parent / "witnesses") == (FOLDER / TABLE).read_text(encoding="utf-8")
    assert {read_limit(path).label for path in FILES} >= set(FLOORS)


def test_a_table_of_limits_imports_nothing(
    ratiolab: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit file that names a module was imported from by the table, though not by `verify`."""
    monkeypatch.chdir(tmp_path)
    Path("planted_in_limit.py").write_text("from pathlib import Path\nPath('trace').write_text('')\n")
    corpus = Path(__file__).parents[2] / "corpus/accepted/limit.one-length.json"
    Path("limits").mkdir()
    Path("limits/one.json").write_text(corpus.read_text().replace('"gsa"', '"planted_in_limit:Mine"'))
    outcome = ratiolab("limit", "--table", "limits")
    assert outcome.code == 1
    assert "has no quadratic form here" in outcome.err
    assert not Path("trace").exists()
