(* The model of Feng, Yang and Zhang (arXiv 2601.22996): what an instance, a schedule, memory, feasibility,
   flow time and a competitive ratio are.  These definitions, and those of the algorithms, are what a
   reader has to trust besides Coq's kernel; every statement of Theorems.v is about them.

   All jobs are released at time 0 and have one common prompt length; a job's response length is the
   number of rounds it decodes.  Kills are allowed, to algorithms and to the schedules they are compared
   with; a job killed at the end of a phase may start again in the same round. *)

From Coq Require Import ZArith List Permutation QArith.
From RatioLab Require Import Sums.
Import ListNotations.
Open Scope Z_scope.

(* prompt length s, budget M in token slots, one response length for each job 0, 1, ..., n-1 *)

Record instance := Inst { prompt : Z; budget : Z; lengths : list Z }.

Definition njobs (I : instance) : nat := length (lengths I).
Definition len (I : instance) (j : nat) : Z := nth j (lengths I) 0.

(* every job fits alone: 0 <= s <= M, o >= 1 and s + o <= M *)
Definition valid (I : instance) : Prop :=
  0 <= prompt I <= budget I /\ forall o, In o (lengths I) -> 1 <= o /\ prompt I + o <= budget I.

(* job [job] decodes in the rounds start, ..., start + rounds - 1; it is killed at the end
   (all tokens lost) unless rounds is its whole length *)
Record attempt := Att { job : nat; start : Z; rounds : Z }.
Definition finish (a : attempt) : Z := start a + rounds a.

(* slots held in round t: the r-th token costs s + r *)
Definition memory (s : Z) (a : attempt) (t : Z) : Z :=
  if (start a <=? t) && (t <? finish a) then s + (t - start a + 1) else 0.
Definition usage (s : Z) (sched : list attempt) (t : Z) : Z := lsum (fun a => memory s a t) sched.

Definition complete (I : instance) (a : attempt) : bool := rounds a =? len I (job a).
Definition completions (I : instance) (sched : list attempt) : list attempt :=
  filter (complete I) sched.

Definition attempt_ok (I : instance) (a : attempt) : Prop :=
  (job a < njobs I)%nat /\ 0 <= start a /\ 1 <= rounds a <= len I (job a).
(* two attempts of one job, the earlier first: the first is over and was killed *)
Definition successive (I : instance) (a b : attempt) : Prop :=
  job a = job b -> finish a <= start b /\ rounds a < len I (job a).

Definition feasible (I : instance) (sched : list attempt) : Prop :=
  (forall a, In a sched -> attempt_ok I a) /\
  (forall t, usage (prompt I) sched t <= budget I) /\
  ForallOrdPairs (successive I) sched /\
  Permutation (map job (completions I sched)) (seq 0 (njobs I)).

(* total flow time: all jobs are released at 0 *)
Definition flow_time (I : instance) (sched : list attempt) : Z := lsum finish (completions I sched).

(* the optimum: the least flow time of a feasible schedule *)
Definition optimum (I : instance) (v : Z) : Prop :=
  (exists sched, feasible I sched /\ flow_time I sched = v) /\
  forall sched, feasible I sched -> v <= flow_time I sched.

(* A scheduler as a relation: [runs I run] if [run] is a schedule the scheduler may produce on I.  Its
   competitive ratio is at most R on the instances of a scope if each such run has at most R times the
   flow time of every feasible schedule, hence at most R times the optimum. *)
Definition scheduler : Type := instance -> list attempt -> Prop.
Definition ratio_on (scope : instance -> Prop) (R : Q) (runs : scheduler) : Prop :=
  forall I run sched, valid I -> scope I -> runs I run -> feasible I sched ->
  (inject_Z (flow_time I run) <= R * inject_Z (flow_time I sched))%Q.
Definition every_instance (I : instance) : Prop := True.
Definition ratio (R : Q) (runs : scheduler) : Prop := ratio_on every_instance R runs.

(* the order of the jobs inside phase p is any function of p and of the list of unfinished jobs *)
Definition any_order (order : nat -> list nat -> list nat) : Prop :=
  forall p l, Permutation (order p l) l.
