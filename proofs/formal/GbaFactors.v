(* GBA at every rational scaling factor alpha = a/b > 1, without box certificates.
   [gba_at_least]: with k* >= K in every phase that is needed and c = 1 + 2/K, GBA is within
   max(c alpha^2, 2 c alpha^2/3 + (2 alpha - 1)/(alpha - 1)) (Theorem A of the tighter analysis).
   The published bound of Theorem 4.1, c alpha^2 + alpha + alpha/(alpha - 1), follows
   ([gba_published_parallel], and [gba_published] with K = 1 on every instance). *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums Rationals Model Checker Peak LowerBounds Pipeline Slices Gsa GsaCost Boxes
  PhaseCosts Gba GbaRatio GsaLargeMemory.
Import ListNotations.
Open Scope Q_scope.

(* the linear term (2 alpha - 1)/(alpha - 1) *)
Definition linear_term (al : Q) : Q := (2 * al - 1) / (al - 1).

Section Factor.
Variables (a b K : Z) (R : Q).
Let al := inject_Z a / inject_Z b.
Hypotheses (Hab : (1 <= b < a)%Z) (HK : (1 <= K)%Z) (HR : (1 + 2 / inject_Z K) * (al * al) <= R)
           (HRl : 2 / 3 * ((1 + 2 / inject_Z K) * (al * al)) + linear_term al <= R).
Let R0 := (1 + 2 / inject_Z K) * (al * al).

Lemma al_gt_1 : 1 < al.
Proof.
  assert (Hb : 1 <= inject_Z b) by (apply (inj_le 1); lia).
  assert (Ha : inject_Z b < inject_Z a) by (rewrite <- Zlt_Qlt; lia). apply Qlt_shift_div_l; lra.
Qed.

Lemma rho_al : inject_Z b / inject_Z a == / al.
Proof.
  assert (Hb : 1 <= inject_Z b) by (apply (inj_le 1); lia).
  assert (Ha : inject_Z b < inject_Z a) by (rewrite <- Zlt_Qlt; lia). unfold al. field. split; lra.
Qed.

(* the phases m, ..., l suffice and have k* >= K *)
Lemma gba_needed I l m order sched : valid I -> is_level a b (budget I - prompt I) l -> any_order order ->
  feasible I sched -> (m <= l)%nat ->
  (forall j, (j < njobs I)%nat -> (len I j <= PhaseCosts.tau I a b m)%Z) ->
  (forall j, (m <= j <= l)%nat -> (K <= kstar (PhaseCosts.tau I a b j) (prompt I) (budget I))%Z) ->
  inject_Z (flow_time I (gba a b l I order)) <= R * inject_Z (flow_time I sched).
Proof.
  intros HI Hl Ho Hf Hm Hlen Hpar. assert (A1 : 1 < al) by exact al_gt_1.
  assert (Er : inject_Z b / inject_Z a == / al) by exact rho_al.
  assert (Kq : 1 <= inject_Z K) by now apply (inj_le 1).
  assert (Ki : 0 < / inject_Z K) by (apply Qinv_lt_0_compat; lra).
  assert (Ec : 1 + 2 / inject_Z K == 1 + 2 * / inject_Z K) by reflexivity. set (i := / inject_Z K) in *.
  assert (A2 : 1 <= al * al) by nra.
  assert (P : 0 <= i * (al * al)) by (apply Qmult_le_0_compat; lra).
  assert (RP : 0 <= R0) by (unfold R0; rewrite Ec; lra).
  assert (E : forall j, rowat [] (Row false K 1) j = Row false K 1) by (intros j; destruct j; reflexivity).
  apply (gba_ratio I a b l m R0 [] (Row false K 1) HI Hab Hl RP Hm) with (Rf := R); auto.
  - intros j. now rewrite E.
  - intros j Hj. rewrite E. now apply Hpar.
  - intros j. rewrite E. unfold P0, P1. cbn [direct par]. change (2 / inject_Z K) with (2 * i).
    change (1 / inject_Z K) with (1 * i).
    assert (Z0 : 0 < qpow (PhaseCosts.rho a b) j).
    { apply qpow_pos. unfold PhaseCosts.rho. rewrite Er. apply Qinv_lt_0_compat. lra. }
    set (z := qpow (PhaseCosts.rho a b) j) in *. set (v := z * PhaseCosts.U I).
    assert (V : 0 <= v).
    { unfold v. apply Qmult_le_0_compat.
      - lra.
      - unfold PhaseCosts.U, PhaseCosts.W, PhaseCosts.sg.
        assert (W1 : (0 <= budget I - prompt I)%Z) by (destruct HI; lia).
        assert (S1 : (1 <= 2 * prompt I + 1)%Z) by (destruct HI; lia). apply inj_le in W1. apply inj_le in S1.
        change (inject_Z 1) with 1 in *. change (inject_Z 0) with 0 in *. apply Qle_shift_div_l; lra. }
    unfold PhaseCosts.rho. rewrite Er.
    setoid_replace (R0 / 2 * (/ al + / al * / al * v)) with ((1 + 2 * i) / 2 * al + (1 + 2 * i) / 2 * v)
      by (unfold R0; rewrite Ec; field; lra).
    setoid_replace ((1 + 1 * i) / 2 + (1 + 2 * i) / 2 * z * PhaseCosts.U I)
      with ((1 + 1 * i) / 2 + (1 + 2 * i) / 2 * v) by (unfold v; ring).
    assert (0 <= i * (al - 1)) by (apply Qmult_le_0_compat; lra).
    assert (T : (1 + 1 * i) / 2 <= (1 + 2 * i) / 2 * al); [|lra].
    apply Qle_shift_div_r; [lra|]. setoid_replace ((1 + 2 * i) / 2 * al * 2) with ((1 + 2 * i) * al) by field.
    lra.
  - unfold PhaseCosts.rl, PhaseCosts.rho. rewrite Er.
    assert (El : 1 + 1 / (1 - / al) == linear_term al) by (unfold linear_term; field; lra). rewrite El.
    setoid_replace (2 * (R0 / 3)) with (2 / 3 * R0) by field. exact HRl.
Qed.

Theorem gba_at_least : ratio_on (at_least K a b) R (GBA a b).
Proof.
  intros I run sched HI HIK [l [order [Hl [Ho ->]]]] Hf.
  destruct (needed_phases I a b l K Hab HK HI Hl HIK) as [m [Hm [Hlen Hpar]]].
  now apply (gba_needed I l m).
Qed.
End Factor.

(* k* >= 1 in every phase of every instance *)
Theorem gba_every_factor a b R : (1 <= b < a)%Z -> let al := inject_Z a / inject_Z b in
  3 * (al * al) <= R -> 2 * (al * al) + linear_term al <= R -> ratio R (GBA a b).
Proof.
  intros Hab al H1 H2 I run sched HI _ [l [order [Hl [Ho ->]]]] Hf.
  assert (E1 : (1 + 2 / inject_Z 1) * (al * al) == 3 * (al * al)) by (change (1 + 2 / inject_Z 1) with (3 # 1);
    field).
  assert (E2 : 2 / 3 * ((1 + 2 / inject_Z 1) * (al * al)) == 2 * (al * al)) by (rewrite E1; field).
  apply (gba_needed a b 1 R Hab ltac:(lia)) with (m := O); auto; try lia; fold al; try (rewrite E1; exact H1);
    try (rewrite E2; exact H2).
  - intros j Hj. unfold PhaseCosts.tau, PhaseCosts.W. change (Z.of_nat 0) with 0%Z.
    rewrite Z.pow_0_r, Z.pow_0_r, Z.mul_1_r, Z.div_1_r. destruct (len_valid I j HI Hj). lia.
  - intros j Hj.
    assert (W1 : (1 <= budget I - prompt I)%Z).
    { destruct Hl as [L _]. assert (P : (0 < a ^ Z.of_nat l)%Z) by (apply Z.pow_pos_nonneg; lia).
      assert (Q : (0 < b ^ Z.of_nat l)%Z) by (apply Z.pow_pos_nonneg; lia). destruct HI as [[? ?] _]. nia. }
    assert (Rg : (1 <= PhaseCosts.tau I a b j <= budget I - prompt I)%Z).
    { apply (slices_range a b _ l); auto. unfold slices, PhaseCosts.tau, PhaseCosts.W.
      apply (in_map (fun j => ((budget I - prompt I) * b ^ Z.of_nat j / a ^ Z.of_nat j)%Z)).
      rewrite <- in_rev. apply in_seq. lia. }
    apply kstar_pos; [apply HI|lia|lia].
Qed.

Theorem gba_4_3 : ratio (77 # 9) (GBA 4 3).
Proof. apply gba_every_factor; [lia| |]; vm_compute; discriminate. Qed.
Theorem gba_3_2 : ratio (17 # 2) (GBA 3 2).
Proof. apply gba_every_factor; [lia| |]; vm_compute; discriminate. Qed.

(* Theorem 4.1 of the paper with k_min >= K *)
Theorem gba_published_parallel a b K : (1 <= b < a)%Z -> (1 <= K)%Z -> let al := inject_Z a / inject_Z b in
  ratio_on (at_least K a b) ((1 + 2 / inject_Z K) * (al * al) + al + al / (al - 1)) (GBA a b).
Proof.
  intros Hab HK al. assert (A1 := al_gt_1 a b Hab). fold al in A1.
  assert (Kq : 1 <= inject_Z K) by now apply (inj_le 1).
  assert (Ki : 0 < 2 / inject_Z K) by (apply Qlt_shift_div_l; lra). set (c := 2 / inject_Z K) in *.
  assert (A2 : 1 <= al * al) by nra. assert (P : 0 <= c * (al * al)) by (apply Qmult_le_0_compat; lra).
  assert (D : 1 < al / (al - 1)) by (apply Qlt_shift_div_l; lra).
  assert (E : linear_term al == 1 + al / (al - 1)) by (unfold linear_term; field; lra).
  assert (T : 2 / 3 * ((1 + c) * (al * al)) == (1 + c) * (al * al) - (1 # 3) * ((1 + c) * (al * al))) by field.
  apply gba_at_least; auto; fold al; fold c; [lra|]. rewrite E, T. lra.
Qed.

Theorem gba_published a b : (1 <= b < a)%Z -> let al := inject_Z a / inject_Z b in
  ratio (3 * (al * al) + al + al / (al - 1)) (GBA a b).
Proof.
  intros Hab al. assert (A1 := al_gt_1 a b Hab). fold al in A1.
  assert (A2 : 1 <= al * al) by nra.
  assert (D : 1 < al / (al - 1)) by (apply Qlt_shift_div_l; lra).
  assert (E : linear_term al == 1 + al / (al - 1)) by (unfold linear_term; field; lra).
  apply gba_every_factor; auto; fold al; [lra|]. rewrite E. nra.
Qed.

(* 32/3 = 10.67 at alpha = 4/3, and 27/4 = 6.75 at alpha = 3/2 in the limit of large memory *)
Corollary gba_4_3_published : ratio (32 # 3) (GBA 4 3).
Proof.
  assert (H := gba_published 4 3 ltac:(lia)). cbv zeta in H.
  apply (ratio_weaken _ _ _ _) with (2 := H). vm_compute. discriminate.
Qed.

Corollary gba_3_2_published_large_memory K : (1 <= K)%Z ->
  ratio_on (at_least K 3 2) ((27 # 4) + (9 # 2) / inject_Z K) (GBA 3 2).
Proof.
  intros HK. assert (Kq : 1 <= inject_Z K) by now apply (inj_le 1).
  assert (H := gba_published_parallel 3 2 K ltac:(lia) HK). cbv zeta in H.
  apply (ratio_weaken _ _ _ _) with (2 := H).
  change (inject_Z 3 / inject_Z 2) with (3 # 2). apply Qle_lteq. right. field. lra.
Qed.

(* near the best factor of Theorem A: 5.3519 in the limit *)
Theorem gba_167_100_large_memory K : (1 <= K)%Z ->
  ratio_on (at_least K 167 100) ((53519 # 10000) + (37186 # 10000) / inject_Z K) (GBA 167 100).
Proof.
  intros HK. assert (Kq : 1 <= inject_Z K) by now apply (inj_le 1).
  assert (Ki : 0 < / inject_Z K) by (apply Qinv_lt_0_compat; lra).
  assert (K1 : / inject_Z K <= 1) by (apply Qle_shift_inv_r; lra).
  apply gba_at_least; auto; try lia; unfold linear_term, Qdiv; set (i := / inject_Z K) in *;
    change (inject_Z 167 * / inject_Z 100) with (167 # 100).
  - change (/ 1) with 1. lra.
  - change ((2 * (167 # 100) - 1) * / ((167 # 100) - 1)) with (23400 # 6700). change (/ 3) with (1 # 3). lra.
Qed.
