"""Every symbol used in the proofs, declared once.

The symbols carry no sympy assumptions: two symbols of the same name and different assumptions are different
symbols to sympy, and a silent assumption would be a hypothesis nobody stated. What a symbol ranges over is
data of the claim (see `proofs.exact.domain`).
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
A = Symbol("A")  # memory-time area of one job
B = Symbol("B")  # mean busy time of one job, or a bound
C = Symbol("C")  # memory-time used so far, or a completion time
D = Symbol("D")  # drop from one phase to the next
E = Symbol("E")  # expectation, or a sum of areas
F = Symbol("F")  # first moment of memory-time, or a quadratic form of counts
G = Symbol("G")  # part of a cost that pipelines cause
H = Symbol("H")  # part of a cost that lengths and slices cause
P = Symbol("P")  # a running sum
T = Symbol("T")  # rounds gone by
V = Symbol("V")  # a constant
W = Symbol("W")  # a count of waiting times
Z = Symbol("Z")  # a running sum
c1 = Symbol("c1")  # factor of the linear part of a spacing
c2 = Symbol("c2")  # factor of the quadratic part of a spacing
delta = Symbol("delta")  # a small nonnegative number
e = Symbol("e")  # an excess
xi = Symbol("xi")  # a weight of one phase
K = Symbol("K")  # number of batches
S_h = Symbol("S_h")  # start of the job just before job i
S_i = Symbol("S_i")  # start of job i
S_j = Symbol("S_j")  # start of job j
S_k = Symbol("S_k")  # start of a later job k
o_i = Symbol("o_i")  # length of job i
o_j = Symbol("o_j")  # length of job j
p_i = Symbol("p_i")  # final size s + o_i of job i
p_z = Symbol("p_z")  # final size of a later job
y_k = Symbol("y_k")  # delay y of a later job k
n_L = Symbol("n_L")  # number of chosen jobs above job i
n_Z = Symbol("n_Z")  # number of jobs above job i that are not chosen
X_L = Symbol("X_L")  # mean-busy-time bound of the chosen jobs alone
Y_L = Symbol("Y_L")  # total length of the chosen jobs
# sums over the classes or phases of the geometric ladder
opt = Symbol("Opt")  # total flow time of an optimal schedule
gba = Symbol("GBA")  # total flow time of the batching algorithm
gsa = Symbol("GSA")  # total flow time of the slicing algorithm
bar = Symbol("GBAbar")  # the bound on GBA that both analyses share: waits + ladders
waits = Symbol("W_S")  # sum of n_p S_p: every job waits for the classes before its own
ladders = Symbol("W_Q")  # sum of Q_p: the jobs of each class on their own
phases = Symbol("W_T")  # sum of n_p T_p: every job waits for the phases before its own
spill = Symbol("W_D")  # sum of n_p Delta_p: later classes before a job in its phase
inside = Symbol("Within")  # sum of A_p n_p (n_p + 1) / (2 M)
across = Symbol("Between")  # sum of A_p N_p n_p / M, N_p the number of jobs of later classes
slices = Symbol("Slices")  # sum of n_p tau_p, or its part so far
least = Symbol("R_min")  # least R for which the weights of Theorem C exist
# one pipeline
rho = Symbol("rho")  # round within a period of tau rounds
offset = Symbol("offset")  # floor(x tau / k), start of one job within a period
offsets = Symbol("offsets")  # sum of such starts
usage = Symbol("usage")  # memory in use in one round
phi = Symbol("phi")  # a floor
psi = Symbol("psi")  # a second floor
