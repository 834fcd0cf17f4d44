"""The Coq definitions against ratiolab: instances, schedules and verdicts written as Coq terms."""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from ratiolab.algorithms.gba import GBA
from ratiolab.algorithms.gsa import GSA
from ratiolab.algorithms.mc_sf import MCSF
from ratiolab.algorithms.sims import SimS
from ratiolab.algorithms.sps import SPS
from ratiolab.algorithms.svf_peak import SVFPeak
from ratiolab.errors import InputError, ScheduleError
from ratiolab.instance import Instance
from ratiolab.schedule import Schedule, verify

Attempt = tuple[int, int, int]

PRELUDE = """From Coq Require Import ZArith List Bool.
From RatioLab Require Import Sums Model Checker Peak Pipeline Slices Gsa Gba Mcsf SvfPeak IdenticalJobs Sims.
Import ListNotations.
Open Scope Z_scope.
Definition same : nat -> list nat -> list nat := fun _ l => l.
Definition before (x y : Z * Z * Z) : bool := let '(a, b, c) := x in let '(d, e, f) := y in
  (a <? d) || ((a =? d) && ((b <? e) || ((b =? e) && (c <=? f)))).
Fixpoint insert (x : Z * Z * Z) l :=
  match l with [] => [x] | y :: r => if before x y then x :: l else y :: insert x r end.
Definition sorted (l : list attempt) :=
  fold_right insert [] (map (fun a => (Z.of_nat (job a), start a, rounds a)) l).
Fixpoint is_run_from (run : list (Z * Z * Z)) (expected : list Z) : bool :=
  match run, expected with
  | [], [] => true
  | (a, b, c) :: r, d :: e :: f :: x => (a =? d) && (b =? e) && (c =? f) && is_run_from r x
  | _, _ => false
  end.
Definition is_run (run : list attempt) (expected : list Z) : bool := is_run_from (sorted run) expected.
Definition level_ok (a b W : Z) (l : nat) : bool :=
  (a ^ Z.of_nat l <=? W * b ^ Z.of_nat l) && (W * b ^ Z.of_nat (S l) <? a ^ Z.of_nat (S l)).
Fixpoint Sch (l : list Z) : list attempt :=
  match l with j :: b :: k :: r => Att (Z.to_nat j) b k :: Sch r | _ => [] end.
Definition wrong (l : list (Z * bool)) := map fst (filter (fun p => negb (snd p)) l).
"""
FACTORS = ("2", "17/8", "3/2", "9/4", "4/3", "1809/1000", "5")


@dataclass(frozen=True)
class Case:
    """One comparison: a name for the failure report and a Coq term that must be true."""

    name: str
    term: str


def _list(items: Iterable[object]) -> str:
    return "[" + "; ".join(map(str, items)) + "]"


def attempts(schedule: Schedule) -> list[Attempt]:
    """Return a schedule's attempts, sorted."""
    columns = (schedule.job.tolist(), schedule.start.tolist(), schedule.rounds.tolist())
    return sorted(zip(*columns, strict=True))


def coq_attempts(items: Iterable[Attempt]) -> str:
    """Return attempts as one flat Coq list of job, start, rounds."""
    return _list(number for item in items for number in item)


def coq_instance(instance: Instance) -> str:
    """Return an instance with a common prompt as a Coq term."""
    prompt = int(instance.prompts[0])
    return f"(Inst {prompt} {instance.memory} {_list(instance.responses.tolist())})"


def instances(count: int, seed: int) -> list[Instance]:
    """Return random and extreme instances: one job, no slack, no prompt, one length, long among short."""
    rng = random.Random(seed)
    drawn: list[Instance] = []
    for number in range(count):
        prompt = rng.choice([0, 0, 1, 3, 10, 40])
        room = rng.choice([1, 2, rng.randint(1, 60), rng.randint(1, 60)])
        n = rng.choice([1, 2, rng.randint(3, 14)])
        kind = number % 4
        if kind == 0:
            lengths = [rng.randint(1, room)] * n
        elif kind == 1:
            lengths = [room] * (n // 2) + [1] * (n - n // 2)
        else:
            lengths = [rng.randint(1, room) for _ in range(n)]
        drawn.append(Instance.common(memory=prompt + room, prompt=prompt, responses=lengths))
    return drawn


def run_cases(number: int, instance: Instance) -> list[Case]:
    """Return the comparisons of every algorithm's schedule on one instance, attempt by attempt."""
    term = f"i{number}"
    lengths = instance.responses.tolist()
    room = instance.memory - int(instance.prompts[0])
    factor = FACTORS[number % len(FACTORS)]
    alpha = Fraction(factor)
    a, b = alpha.numerator, alpha.denominator
    level = 0
    while a ** (level + 1) <= room * b ** (level + 1):
        level += 1
    queue = _list(f"{i}%nat" for i in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)))
    order = _list(f"{i}%nat" for i in range(len(lengths)))
    runs = {
        f"gsa {factor}": (GSA(factor), f"(gsa {a} {b} {level} {term} same)"),
        f"gba {factor}": (GBA(factor), f"(gba {a} {b} {level} {term} same)"),
        "mc-sf": (MCSF(), f"(mcsf {term} {queue})"),
        "svf-peak": (SVFPeak(), f"(svf_peak {term} {queue})"),
    }
    if len(set(lengths)) == 1:
        runs["sps"] = (SPS(), f"(one_call {term} {lengths[0]} {order})")
        runs["sims"] = (SimS(), f"(sims {term} {lengths[0]} {order})")
    cases = [Case(f"{number} level", f"level_ok {a} {b} {room} {level}")]
    for name, (algorithm, run) in runs.items():
        schedule = algorithm.schedule(instance)
        flow_time = algorithm.cost(instance).flow_time
        expected = coq_attempts(attempts(schedule))
        cases.append(Case(f"{number} {name}", f"is_run {run} {expected}"))
        cases.append(Case(f"{number} {name} flow time", f"(flow_time {term} {run} =? {flow_time})"))
    return cases


def accepted(instance: Instance, items: list[Attempt]) -> bool:
    """Tell whether `ratiolab.schedule.verify` accepts these attempts."""
    lengths = instance.responses.tolist()
    finished = [job < len(lengths) and rounds == lengths[job] for job, _, rounds in items]
    jobs, starts, lasting = (np.array([item[i] for item in items], dtype=np.int64) for i in range(3))
    try:
        verify(instance, Schedule(jobs, starts, lasting, finished))
    except (InputError, ScheduleError):
        return False
    return True


def verdict_cases(number: int, instance: Instance, rng: random.Random) -> tuple[list[Case], list[bool]]:
    """Return the checker's comparisons on a good schedule and on corrupted ones, and what was expected."""
    good = attempts(rng.choice([GSA("2"), GBA("3/2"), MCSF()]).schedule(instance))
    variants = [good] + [_corrupted(good, len(instance), rng) for _ in range(3)]
    cases: list[Case] = []
    expected: list[bool] = []
    for v, items in enumerate(variants):
        verdict = accepted(instance, items)
        expected.append(verdict)
        term = f"Bool.eqb (check i{number} (Sch {coq_attempts(items)})) {str(verdict).lower()}"
        cases.append(Case(f"{number} verdict {v}", term))
    return cases, expected


def _corrupted(good: list[Attempt], jobs: int, rng: random.Random) -> list[Attempt]:
    items = list(good)
    at = rng.randrange(len(items))
    job, start, rounds = items[at]
    kind = rng.randrange(6)
    if kind == 0:
        items[at] = (job, start + rng.choice([-1, 1, -2, 3]), rounds)
    elif kind == 1:
        items[at] = (job, start, rounds + rng.choice([-1, 1]))
    elif kind == 2:
        del items[at]
    elif kind == 3:
        items.append(items[at])
    elif kind == 4:
        items[at] = (rng.randrange(jobs + 1), start, rounds)
    else:
        items = [(j, max(0, b - 1), k) for j, b, k in items]
    return sorted(items)


def disagreements(instances: list[Instance], cases: list[Case], build: Path, folder: Path) -> list[str]:
    """Let Coq compute the cases, in which ``i0, i1, ...`` are the instances; name those that are not true."""
    chunk = 25  # Coq reads many short lists faster than a long one
    definitions = [f"Definition i{i} := {coq_instance(instance)}.\n" for i, instance in enumerate(instances)]
    numbered = [f"({number}, {case.term})" for number, case in enumerate(cases)]
    commands = [
        "Eval vm_compute in wrong [\n" + ";\n".join(numbered[at : at + chunk]) + "].\n"
        for at in range(0, len(numbered), chunk)
    ]
    source = folder / "Tie.v"
    source.write_text(PRELUDE + "".join(definitions + commands))
    command = ["coqc", "-q", "-w", "-all", "-Q", str(build), "RatioLab", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    answers = re.findall(r"= \[([^]]*)\]", done.stdout)
    assert len(answers) == len(commands), done.stdout[-2000:]
    return [cases[int(number)].name for answer in answers for number in re.findall(r"\d+", answer)]
