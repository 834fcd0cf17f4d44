(* Combining the two lower bounds on the optimum: if Alg <= R X + r Y then Alg <= max(R, 2 R/3 + r) Opt,
   because Opt >= X + Y/3 and Opt >= Y. *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums Rationals Model LowerBounds MeanBusyTime Pipeline.
Import ListNotations.
Open Scope Q_scope.

Local Notation "'#' z" := (inject_Z z) (at level 5, format "# z").

(* [pairs] is 4 M X, Y the sum of the lengths, so the hypothesis on G reads 2 M G <= 2 M (R X + r Y) *)
Theorem two_bounds I sched G R r Rf :
  valid I -> feasible I sched -> (1 <= budget I)%Z -> 0 <= R -> R <= Rf -> 2 * (R / 3) + r <= Rf ->
  #(2 * budget I * G) <=
    R / 2 * #(pairs (prompt I) (lengths I)) + 2 * #(budget I) * (r * #(lsum (fun o => o) (lengths I))) ->
  #G <= Rf * #(flow_time I sched).
Proof.
  intros HI Hfe M1 HR HR1 HR2 B.
  assert (L := mean_busy_time_bound I sched HI Hfe). assert (L1 := length_bound I sched Hfe).
  set (M := budget I) in *. set (Y := lsum (fun o => o) (lengths I)) in *.
  set (Pr := pairs (prompt I) (lengths I)) in *.
  set (O := flow_time I sched) in *.
  assert (Y0 : 0 <= #Y) by (apply (inj_le 0); now apply lengths_nonneg).
  assert (L' : (3 * Pr + 4 * (M * Y) <= 12 * (M * O))%Z). { assert (0 <= Z.of_nat (njobs I))%Z by lia. nia. }
  apply inj_le in L'. apply inj_le in L1. rewrite !inject_Z_plus, !inject_Z_mult in L'.
  rewrite !inject_Z_mult in B.
  change (#2) with 2 in *. change (#3) with 3 in L'. change (#4) with 4 in L'. change (#12) with 12 in L'.
  assert (Mq : 1 <= #M) by now apply (inj_le 1).
  assert (R6 : 0 <= R / 6) by (apply Qle_shift_div_l; lra).
  apply (qmul_l _ _ _ R6) in L'.
  assert (E1 : R / 6 * (3 * #Pr + 4 * (#M * #Y)) == R / 2 * #Pr + 2 * (#M * (R / 3 * #Y))) by field.
  assert (E2 : R / 6 * (12 * (#M * #O)) == 2 * #M * (R * #O)) by field.
  rewrite E1, E2 in L'.
  (* R O + (r - R/3) Y <= Rf O, with 0 <= Y <= O *)
  assert (Q1 : R * #O + (r - R / 3) * #Y <= Rf * #O).
  { destruct (Qlt_le_dec (r - R / 3) 0) as [N|N].
    - assert (0 <= (R / 3 - r) * #Y) by (apply Qmult_le_0_compat; lra).
      assert (0 <= (Rf - R) * #O) by (apply Qmult_le_0_compat; lra). lra.
    - assert ((r - R / 3) * #Y <= (r - R / 3) * #O) by (apply qmul_l; lra).
      assert (E3 : 2 * (R / 3) == R - R / 3) by field. rewrite E3 in HR2.
      assert (0 <= (Rf - (R - R / 3 + r)) * #O) by (apply Qmult_le_0_compat; lra). lra. }
  assert (Q2 : 2 * #M * (R * #O + (r - R / 3) * #Y) <= 2 * #M * (Rf * #O)) by (apply qmul_l; lra).
  apply (Qmult_le_l _ _ (2 * #M)); [lra|]. lra.
Qed.
