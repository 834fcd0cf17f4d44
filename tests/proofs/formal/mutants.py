"""Planted errors in the Coq sources: each must break a proof, a computation or a comparison."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mutant:
    """One change of one source.

    Parameters
    ----------
    name
        What is wrong now.
    file
        The module that is changed.
    old, new
        The text (its first occurrence) and what replaces it.
    victim
        The module that must no longer compile; what it needs is compiled first.
    """

    name: str
    file: str
    old: str
    new: str
    victim: str

    def broken_source(self, folder: Path) -> str:
        """Return the changed source; a change that changes nothing is an error."""
        text = (folder / f"{self.file}.v").read_text()
        if self.old not in text:
            raise ValueError(f"{self.name}: {self.old!r} is not in {self.file}.v")
        return text.replace(self.old, self.new, 1)


def _constant(name: str, old: str, new: str) -> Mutant:
    """A constant of an end theorem, lowered by one in its last digit."""
    statement = f"Theorem {name} : "
    return Mutant(f"{name}: {old} -> {new}", "Theorems", statement + old, statement + new, "Theorems")


MUTANTS = (
    # the model
    Mutant(
        "the r-th token costs s + r - 1", "Model", "s + (t - start a + 1)", "s + (t - start a)", "LowerBounds"
    ),
    Mutant("memory is held one round longer", "Model", "(t <? finish a)", "(t <=? finish a)", "LowerBounds"),
    Mutant(
        "memory is held from one round later", "Model", "(start a <=? t)", "(start a <? t)", "LowerBounds"
    ),
    Mutant("an attempt may complete early", "Model", "rounds a =? len", "rounds a <=? len", "LowerBounds"),
    Mutant(
        "a budget one slot larger", "Model", "sched t <= budget I)", "sched t <= budget I + 1)", "Checker"
    ),
    Mutant("a budget never reached", "Model", "sched t <= budget I)", "sched t < budget I)", "Checker"),
    Mutant("attempts of one job may overlap", "Model", "finish a <= start b /\\ ", "", "Checker"),
    Mutant("a killed job rests one round", "Model", "finish a <= start b", "finish a < start b", "Checker"),
    Mutant("a completed job runs again", "Model", "/\\ rounds a < len I (job a).", "/\\ True.", "Checker"),
    Mutant("rounds before 0", "Model", "0 <= start a /\\", "-1 <= start a /\\", "Checker"),
    Mutant("an attempt of no rounds", "Model", "1 <= rounds a <=", "0 <= rounds a <=", "Checker"),
    Mutant("job 0 need not complete", "Model", "(seq 0 (njobs I)).", "(seq 1 (njobs I)).", "Checker"),
    Mutant("jobs of length 0", "Model", "1 <= o /\\ prompt", "0 <= o /\\ prompt", "Pipeline"),
    Mutant("a job that does not fit", "Model", "prompt I + o <= budget I", "o <= budget I", "Pipeline"),
    Mutant("flow time counts the starts", "Model", "lsum finish (comp", "lsum start (comp", "LowerBounds"),
    Mutant("flow time counts kills", "Model", "finish (completions I sched)", "finish sched", "LowerBounds"),
    Mutant("the optimum is not attained", "Model", "sched -> v <= flow", "sched -> v < flow", "Optimum"),
    Mutant(
        "the ratio the other way round",
        "Model",
        "(flow_time I run) <= R *",
        "(flow_time I run) >= R *",
        "LowerBounds",
    ),
    Mutant(
        "a ratio against infeasible schedules",
        "Model",
        "runs I run -> feasible I sched ->",
        "runs I run ->",
        "SvfPeak",
    ),
    Mutant("an order that loses jobs", "Model", "Permutation (order p l) l", "incl (order p l) l", "Gsa"),
    # the checker
    Mutant(
        "the checker forgets the budget",
        "Checker",
        "(finish a - 1) <=? budget I)",
        "(finish a - 1) <=? budget I + 1)",
        "Checker",
    ),
    Mutant(
        "the checker tests the first rounds",
        "Checker",
        "sched (finish a - 1) <=?",
        "sched (start a) <=?",
        "Checker",
    ),
    # the pipeline
    Mutant("gcd(tau, k) taken as 1", "Peak", "tau + k - Z.gcd tau k.", "tau + k - 1.", "Peak"),
    Mutant("k* one slot over the budget", "Peak", "tau s <=? 2 * M then", "tau s <=? 2 * M + 2 then", "Peak"),
    Mutant(
        "one job more in the pipeline", "Pipeline", "T + i * tau / k)", "T + i * tau / (k + 1))", "Pipeline"
    ),
    Mutant("the pipeline never kills", "Pipeline", "(Z.min (o j) tau) :: sps", "(o j) :: sps", "Pipeline"),
    # the algorithms
    Mutant("GSA: phases overlap", "Gsa", "- 1) * tau / k + tau)", "- 1) * tau / k)", "Gsa"),
    Mutant("GSA: completed jobs stay", "Gsa", "(filter (fun j => tau <? o j) js)", "js", "Gsa"),
    Mutant(
        "GSA: slices rounded up",
        "Slices",
        "b ^ Z.of_nat j / a ^ Z.of_nat j)",
        "b ^ Z.of_nat j / a ^ Z.of_nat j + 1)",
        "Slices",
    ),
    Mutant(
        "GSA: one level too few",
        "Slices",
        "W * b ^ Z.of_nat (S l) <",
        "W * b ^ Z.of_nat (S (S l)) <",
        "PhaseCosts",
    ),
    Mutant(
        "GBA: classes overlap", "Gba", "(fun j => negb (tau <? o j)) pend)", "(fun j => true) pend)", "Gba"
    ),
    Mutant(
        "MC-SF: look-ahead one slot over",
        "Mcsf",
        "(finish a - 1) <=? M)",
        "(finish a - 1) <=? M + 1)",
        "Mcsf",
    ),
    Mutant("MC-SF: waits two rounds", "Mcsf", "(t + 1) adm waiting", "(t + 2) adm waiting", "Mcsf"),
    Mutant("SVF-peak: forgets the response", "SvfPeak", "t adm (s + o j) in", "t adm s in", "SvfPeak"),
    Mutant(
        "SimS: one job more in a batch",
        "Sims",
        "(budget I / (prompt I + tau))",
        "(budget I / (prompt I + tau) + 1)",
        "Sims",
    ),
    # constants, last digit
    _constant("gsa_2", "ratio (3063 # 200)", "ratio (3062 # 200)"),
    _constant("gsa_17_8", "ratio (3053 # 200)", "ratio (3052 # 200)"),
    _constant("gsa_9_4", "ratio (15301 # 1000)", "ratio (15300 # 1000)"),
    _constant("gsa_3_2", "ratio (177 # 10)", "ratio (176 # 10)"),
    _constant("gsa_7_sqrt13_6_published", "ratio (6192 # 100)", "ratio (6191 # 100)"),
    _constant("gba_1809_1000", "ratio (38 # 5)", "ratio (37 # 5)"),
    _constant("gba_2", "ratio (25 # 3)", "ratio (24 # 3)"),
    _constant("gba_4_3_one_row", "ratio (77 # 9)", "ratio (76 # 9)"),
    _constant("mc_sf", "ratio (7 # 3)", "ratio (6 # 3)"),
    _constant("svf_peak", "ratio 4", "ratio 3"),
    Mutant(
        "MC-SF: never refused for its last round",
        "Theorems",
        "tau <= t + o (S j) - 1",
        "tau <= t + o (S j) - 2",
        "Theorems",
    ),
    Mutant(
        "MC-SF: starts by s o + o^2",
        "Theorems",
        "2 * prompt I * o i + o i",
        "prompt I * o i + o i",
        "Theorems",
    ),
    Mutant(
        "MC-SF: starts of small jobs by 1/2 - 2 eps",
        "Theorems",
        "(prompt I + o i) -\n      (d - 2 * e) * budget I",
        "(prompt I + o i) -\n      (d - e) * budget I",
        "Theorems",
    ),
    _constant("sps_identical_jobs", "ratio_on identical 2", "ratio_on identical 1"),
    _constant("sims_identical_jobs", "ratio_on identical 3", "ratio_on identical 2"),
    Mutant(
        "28/3 -> 27/3", "GsaLargeMemory", "((28 # 3) * (1 + 2 /", "((27 # 3) * (1 + 2 /", "GsaLargeMemory"
    ),
    Mutant("32 -> 31", "GsaLargeMemory", "(32 * (1 + 1 /", "(31 * (1 + 1 /", "GsaLargeMemory"),
    Mutant("27/4 -> 26/4", "GbaFactors", "((27 # 4) + (9 # 2)", "((26 # 4) + (9 # 2)", "GbaFactors"),
    Mutant("5.3519 -> 5.3518", "GbaFactors", "((53519 # 10000)", "((53518 # 10000)", "GbaFactors"),
    Mutant("61.92 -> 61.91", "RealConstants", "<= 6192 # 100", "<= 6191 # 100", "RealConstants"),
    Mutant(
        "the witness one round worse",
        "Theorems",
        "15048089 # 1313956 <= R",
        "15048090 # 1313956 <= R",
        "Theorems",
    ),
    # certificates
    Mutant(
        "boxes for 15.31",
        "GsaBoxData",
        "certificate_ok (3063 # 200) 2 1",
        "certificate_ok (1531 # 100) 2 1",
        "GsaBoxData",
    ),
    Mutant("boxes for another alpha", "GsaBoxData", "(3063 # 200) 2 1", "(3063 # 200) 3 1", "GsaBoxData"),
    Mutant("a parallelism too high", "GsaBoxData", "Row true 1 (", "Row true 2 (", "GsaBoxData"),
    Mutant(
        "an end of a box moved", "GsaBoxData", "(Some (4097 # 8192))", "(Some (4099 # 8192))", "GsaBoxData"
    ),
    Mutant("the last box is missing", "GbaBoxData", ") None].", ") (Some (60 # 1))].", "GbaBoxData"),
    Mutant("boxes for GBA 7.59", "GbaBoxData", "(38 # 5) 1809 1000", "(759 # 100) 1809 1000", "GbaBoxData"),
    Mutant("the checker of boxes skips a row", "Boxes", "(par r =? 1)%Z ||", "true ||", "Boxes"),
    Mutant("the checker of boxes ends early", "Boxes", "| [] => false", "| [] => true", "Boxes"),
)


def outcome(mutant: Mutant, build: Path, folder: Path) -> str:
    """Compile what the mutant's victim needs in a copy of the build; return Coq's error, empty if none."""
    work = folder / "mutant"
    shutil.copytree(build, work)  # times are kept, so only what depends on the change is compiled
    source = work / f"{mutant.file}.v"
    broken = mutant.broken_source(build)
    source.write_text(broken)
    command = ["make", "--no-print-directory", f"{mutant.victim}.vo"]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False, timeout=600)
    shutil.rmtree(work)
    if done.returncode == 0:
        return ""
    return done.stderr or done.stdout
