(* GSA at every rational scaling factor alpha = a/b > 1, without any box certificate: one row suffices
   (Theorem B (ii) of the tighter analysis, [gsa_one_row]), and the published bound of Theorem 3.15 with
   k_min = 1 follows ([gsa_published]). *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums Rationals Model Checker Peak LowerBounds Pipeline Slices Gsa GsaCost Boxes
  GsaRatio.
Import ListNotations.
Open Scope Q_scope.

(* no rows, one for all phases: k* >= 1, weight w *)
Definition one_row (w : Q) : list box := [Box [] (Row false 1 w) None].

Theorem gsa_one_row a b R t :
  (1 <= b < a)%Z -> 0 < t -> t <= 1 -> let rho := inject_Z b / inject_Z a in
  1 + 1 / (1 - rho) <= R / 3 ->
  1 + t + (/ t - 1) * rho <= R / 2 * (rho - rho * rho) ->
  (3 # 2) * (1 + t + (/ t - 1) * rho * rho) <= R / 2 * (rho * rho - rho * rho * rho * rho) ->
  forall I l order sched,
  valid I -> is_level a b (budget I - prompt I) l -> any_order order -> feasible I sched ->
  inject_Z (flow_time I (gsa a b l I order)) <= R * inject_Z (flow_time I sched).
Proof.
  intros Hab Ht Ht1 rho H0 H1 H2. apply (gsa_competitive R a b (one_row t)).
  unfold certificate_ok, one_row, boxes_ok, rows_ok, row_ok, deep_ok. cbn [rows deep hi direct par wt].
  fold rho. rewrite !andb_true_iff, !Qle_bool_iff, orb_true_iff, negb_true_iff, Z.leb_le, Z.ltb_lt.
  assert (N : Qle_bool t 0 = false).
  { destruct (Qle_bool t 0) eqn:E; auto. apply Qle_bool_iff in E. lra. }
  unfold P0. cbn [direct par].
  assert (E1 : (1 + 1 / inject_Z 1) / 2 == 1) by reflexivity.
  assert (E2 : (1 + 2 / inject_Z 1) / 2 == 3 # 2) by reflexivity. rewrite E1, E2.
  repeat split; auto; try lia; try lra.
Qed.

(* Theorem 3.15 of the paper with k_min >= 1 *)
Theorem gsa_published a b :
  (1 <= b < a)%Z -> let al := inject_Z a / inject_Z b in
  forall I l order sched,
  valid I -> is_level a b (budget I - prompt I) l -> any_order order -> feasible I sched ->
  inject_Z (flow_time I (gsa a b l I order)) <=
  (2 * al * al * al * (3 * al - 2) / ((al - 1) * (al - 1))) * inject_Z (flow_time I sched).
Proof.
  intros Hab al. assert (Hb : 1 <= inject_Z b) by (apply (inj_le 1); lia).
  assert (Ha : inject_Z b < inject_Z a) by (rewrite <- Zlt_Qlt; lia).
  assert (A1 : 1 < al) by (apply Qlt_shift_div_l; lra).
  assert (Er : inject_Z b / inject_Z a == / al) by (unfold al; field; split; lra).
  set (R := 2 * al * al * al * (3 * al - 2) / ((al - 1) * (al - 1))).
  assert (D : 0 < (al - 1) * (al - 1)) by (apply Qmult_lt_0_compat; lra).
  assert (G1 : R / 2 * (/ al - / al * / al) == al * (3 * al - 2) / (al - 1)) by (unfold R; field; split; lra).
  assert (G2 : R / 2 * (/ al * / al - / al * / al * / al * / al) == (3 * al - 2) * (al + 1) / (al * (al - 1)))
    by (unfold R; field; split; lra).
  assert (S : 0 <= (al - 1) * (al - 1)) by lra.
  apply (gsa_one_row a b R 1); auto; try lra; try lia.
  - assert (E : 1 + 1 / (1 - inject_Z b / inject_Z a) == (2 * al - 1) / (al - 1)) by (rewrite Er; field; split;
      lra).
    rewrite E. apply Qle_shift_div_r; [lra|].
    assert (E2 : R / 3 * (al - 1) == 2 * al * al * al * (3 * al - 2) / (3 * (al - 1))) by (unfold R; field;
      lra).
    rewrite E2. apply Qle_shift_div_l; [lra|].
    assert (P : 0 <= (al - 1) * (al * al)) by (apply Qmult_le_0_compat; nra). nra.
  - setoid_replace (1 + 1 + (/ 1 - 1) * (inject_Z b / inject_Z a)) with 2 by (change (/ 1) with 1; ring).
    rewrite Er, G1. apply Qle_shift_div_l; [lra|]. nra.
  - setoid_replace (1 + 1 + (/ 1 - 1) * (inject_Z b / inject_Z a) * (inject_Z b / inject_Z a)) with 2
      by (change (/ 1) with 1; ring).
    rewrite Er, G2. apply Qle_shift_div_l; [apply Qmult_lt_0_compat; lra|]. nra.
Qed.

(* by hand: 459/20 at alpha = 3/2 *)
Corollary gsa_3_2_by_hand I l order sched :
  valid I -> is_level 3 2 (budget I - prompt I) l -> any_order order -> feasible I sched ->
  inject_Z (flow_time I (gsa 3 2 l I order)) <= (459 # 20) * inject_Z (flow_time I sched).
Proof. intros. apply (gsa_competitive _ 3 2 (one_row (2 # 3))); auto. Qed.
