"""Every symbol used in the proofs, declared once.

The symbols carry no sympy assumptions: two symbols of the same name and different assumptions are different
symbols to sympy, and a silent assumption would be a hypothesis nobody stated. What a symbol ranges over is
data of the claim (see `proofs.domain`).
"""

from sympy import Symbol

alpha = Symbol("alpha")  # scaling factor of the geometric slices, > 1
beta = Symbol("beta")  # first slice of the ladder before flooring, in [1, alpha)
c = Symbol("c")  # 1 + 2/k_min: 3 in the general regime, 1 in large memory
eps = Symbol("epsilon")  # share of the memory budget one job may take
f = Symbol("f")  # a fraction in [0, 1]
gamma = Symbol("gamma")  # tau / k, mean spacing of starts in a pipeline
g = Symbol("g")  # a greatest common divisor, >= 1
i = Symbol("i")  # index of a job
j = Symbol("j")  # a second index
k = Symbol("k")  # parallelism of a pipeline, integer >= 1
kappa = Symbol("kappa")  # guaranteed parallelism of a phase, integer >= 1
L = Symbol("L")  # ceil(tau / 2), spacing of starts in any feasible schedule
M = Symbol("M")  # memory budget in token slots
n = Symbol("n")  # number of jobs
N = Symbol("N")  # number of jobs in later classes
o = Symbol("o")  # response length, >= 1
p = Symbol("p")  # a phase
q = Symbol("q")  # an earlier phase, or a quotient
Q = Symbol("Q")  # coefficient of the quadratic (area) part of a bound
r = Symbol("r")  # a remainder, a rank, or the coefficient of the length part of a bound
R = Symbol("R")  # constant of a quadratic form
s = Symbol("s")  # common prompt length, >= 0
S = Symbol("S")  # s + 1/2
t = Symbol("t")  # a weight in (0, 1], or a round
tau = Symbol("tau")  # slice (time limit of one attempt), integer >= 1
u = Symbol("u")  # a nonnegative shift
U = Symbol("U")  # (M - s) / (2 s + 1)
v = Symbol("v")  # slice in units of 2 s + 1
w = Symbol("w")  # waiting time between two starts
x = Symbol("x")
y = Symbol("y")
z = Symbol("z")
X = Symbol("X")  # mean-busy-time bound
Y = Symbol("Y")  # sum of the response lengths
a = Symbol("a")
b = Symbol("b")
d = Symbol("d")
h = Symbol("h")
m = Symbol("m")
