(* GSA in large memory, in explicit form: if every phase that a job needs runs at least K jobs at once
   ([at_least K a b]), the constants fall to their limit times 1 + 2/K or less: 28/3 at alpha = 2 (tight in
   the limit), 8.8302 near sqrt 3, and the published bound of Theorem 3.15 with k_min >= K for every
   rational alpha ([gsa_published_parallel]), which is 32 (1 + 1/K) at alpha = 2. *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums Rationals Model Checker Peak LowerBounds Pipeline Slices Gsa GsaCost Boxes
  PhaseCosts GsaRatio.
Import ListNotations.
Open Scope Q_scope.

(* with the longest length omax: a phase with a slice of at most alpha omax runs at least K jobs at once *)
Definition at_least (K a b : Z) (I : instance) : Prop :=
  exists omax, (1 <= omax /\ prompt I + omax <= budget I /\ (forall o, In o (lengths I) -> o <= omax) /\
    K * (2 * prompt I + a * omax / b + 1) <= 2 * budget I - a * omax / b + 1)%Z.

(* the phases that are needed: l, ..., m *)
Lemma needed_phases I a b l K : (1 <= b < a)%Z -> (1 <= K)%Z -> valid I ->
  is_level a b (budget I - prompt I) l ->
  at_least K a b I -> let tau j := ((budget I - prompt I) * b ^ Z.of_nat j / a ^ Z.of_nat j)%Z in
  exists m, (m <= l)%nat /\ (forall j, (j < njobs I)%nat -> (len I j <= tau m)%Z) /\
    forall j, (m <= j <= l)%nat -> (K <= kstar (tau j) (prompt I) (budget I))%Z.
Proof.
  intros Hab HK HI Hl [omax [O1 [O2 [Hmax Hmem]]]] tau.
  assert (HW : (1 <= budget I - prompt I)%Z) by lia. assert (Hs : (0 <= prompt I)%Z) by apply HI.
  destruct (last_needed a b (budget I - prompt I) l Hab HW Hl omax ltac:(lia)) as [m [Hm [M1 M2]]].
  exists m. split; [exact Hm|]. split.
  - intros j Hj. assert (V := Hmax (len I j) ltac:(now apply nth_In)). unfold tau. lia.
  - intros j Hj. assert (A := slice_anti a b (budget I - prompt I) m j Hab HW ltac:(lia)).
    assert (Rg := slices_range a b (budget I - prompt I) l (tau j) Hab HW Hl).
    assert (Hin : In (tau j) (slices a b (budget I - prompt I) l)).
    { unfold slices. apply (in_map (fun j => ((budget I - prompt I) * b ^ Z.of_nat j / a ^ Z.of_nat j)%Z)).
      rewrite <- in_rev. apply in_seq. lia. }
    specialize (Rg Hin). clear Hin. unfold tau in *.
    set (t := ((budget I - prompt I) * b ^ Z.of_nat j / a ^ Z.of_nat j)%Z) in *.
    set (tm := ((budget I - prompt I) * b ^ Z.of_nat m / a ^ Z.of_nat m)%Z) in *.
    assert (T : (t <= a * omax / b)%Z) by (apply Z.div_le_lower_bound; [lia|]; nia).
    set (T0 := (a * omax / b)%Z) in *. apply kstar_floor; auto; [lia|]. nia.
Qed.

Theorem gsa_packing R Rf a b K w :
  (1 <= b < a)%Z -> (1 <= K)%Z -> 0 < w -> 0 <= R -> R <= Rf -> 2 * (R / 3) + (1 + 1 / (1 - inject_Z b /
    inject_Z a)) <= Rf ->
  deep_ok R (inject_Z b / inject_Z a) None (Row false K w) = true -> ratio_on (at_least K a b) Rf (GSA a b).
Proof.
  intros Hab HK Hw HR HR1 HR2 Hdeep I run sched HI HIK [l [order [Hl [Ho ->]]]] Hf.
  destruct (needed_phases I a b l K Hab HK HI Hl HIK) as [m [Hm [Hlen Hpar]]].
  assert (Ha0 : 0 < inject_Z a) by (apply (inj_lt 0); lia).
  assert (Hb0 : 0 < inject_Z b) by (apply (inj_lt 0); lia).
  assert (Hba : inject_Z b < inject_Z a) by (rewrite <- Zlt_Qlt; lia).
  assert (r0 : 0 < inject_Z b / inject_Z a) by (apply Qlt_shift_div_l; lra).
  assert (r1 : inject_Z b / inject_Z a < 1) by (apply Qlt_shift_div_r; lra).
  assert (W1 : (1 <= budget I - prompt I)%Z) by (destruct HIK as [om [? [? _]]]; lia).
  set (U := inject_Z (budget I - prompt I) / inject_Z (2 * prompt I + 1)).
  assert (U0 : 0 <= U).
  { assert (S1 : (1 <= 2 * prompt I + 1)%Z) by (destruct HI; lia). apply inj_le in W1. apply inj_le in S1.
    change (inject_Z 1) with 1 in *. apply Qle_shift_div_l; lra. }
  assert (F : forall x, 0 < x -> bottom_fact R (inject_Z b / inject_Z a) U x (Row false K w) /\
                                 link_fact R (inject_Z b / inject_Z a) U x (Row false K w) (Row false K w)).
  { intros x Hx. apply (deep_sound R (inject_Z b / inject_Z a) 0 None HR r0 r1 ltac:(lra)); auto; split; auto. }
  assert (E : forall j, rowat [] (Row false K w) j = Row false K w) by (intros j; destruct j; reflexivity).
  apply (gsa_ratio I a b l m R [] (Row false K w) HI Hab Hl HR Hm) with (Rf := Rf); auto.
  - intros j. now rewrite E.
  - intros j Hj. rewrite E. now apply Hpar.
  - intros j. rewrite !E. split; [exact Hw|]. apply F. now apply qpow_pos.
Qed.

(* alpha = 2: 28/3 (1 + 2/K) *)
Theorem gsa_2_large_memory K : (1 <= K)%Z -> ratio_on (at_least K 2 1) ((28 # 3) * (1 + 2 / inject_Z K)) (GSA 2
  1).
Proof.
  intros HK. assert (Kq : 1 <= inject_Z K) by now apply (inj_le 1).
  assert (Ki : 0 < / inject_Z K) by (apply Qinv_lt_0_compat; lra).
  change (2 / inject_Z K) with (2 * / inject_Z K).
  set (R := (28 # 3) * (1 + 2 * / inject_Z K)). assert (R0 : 0 <= R) by (unfold R; lra).
  apply (gsa_packing R R 2 1 K (1 # 2)); auto; try lia; try reflexivity; try apply Qle_refl.
  - setoid_replace (1 + 1 / (1 - inject_Z 1 / inject_Z 2)) with 3 by reflexivity.
    assert (E3 : R == 2 * (R / 3) + R / 3) by field. assert (3 <= R / 3) by (apply Qle_shift_div_l; unfold R;
      lra). lra.
  - unfold R, deep_ok, P0. cbn [wt par direct]. rewrite !andb_true_iff, !Qle_bool_iff.
    set (i := / inject_Z K) in *.
    split; [lra|]. unfold Qdiv. fold i. change (/ (1 # 2)) with 2. change (/ 2) with (1 # 2).
    change (inject_Z 1 * / inject_Z 2) with (1 # 2). split; lra.
Qed.

(* alpha near sqrt 3: 8.8302 (1 + 2/K) *)
Theorem gsa_sqrt3_large_memory K : (1 <= K)%Z ->
  ratio_on (at_least K 17320508 10000000) ((88302 # 10000) * (1 + 2 / inject_Z K)) (GSA 17320508 10000000).
Proof.
  intros HK. assert (Kq : 1 <= inject_Z K) by now apply (inj_le 1).
  assert (Ki : 0 < / inject_Z K) by (apply Qinv_lt_0_compat; lra).
  change (2 / inject_Z K) with (2 * / inject_Z K).
  set (i := / inject_Z K) in *. set (c := 1 + 2 * i).
  apply (gsa_packing ((81962 # 10000) * c) _ 17320508 10000000 K (57735 # 100000)); auto; try lia;
    try reflexivity.
  - unfold c. lra.
  - unfold c. lra.
  - assert (B : 1 + 1 / (1 - inject_Z 10000000 / inject_Z 17320508) <= 336603 # 100000) by (vm_compute;
      discriminate).
    assert (E3 : 2 * ((81962 # 10000) * c / 3) == (163924 # 30000) * c) by field. rewrite E3.
    unfold c. lra.
  - unfold deep_ok, P0. cbn [wt par direct]. rewrite !andb_true_iff, !Qle_bool_iff. unfold Qdiv. fold i.
    set (rho := inject_Z 10000000 * / inject_Z 17320508).
    set (u := / (57735 # 100000)).
    assert (V1 : (1 + (57735 # 100000) + (u - 1) * rho) * (1 # 2) <= (81962 # 20000) * (rho - rho * rho))
      by (vm_compute; discriminate).
    assert (V2 : (1 + (57735 # 100000) + (u - 1) * rho * rho) * (1 # 2)
      <= (81962 # 20000) * (rho * rho - rho * rho * rho * rho)) by (vm_compute; discriminate).
    assert (Z1 : 0 <= 1 + (57735 # 100000) + (u - 1) * rho) by (vm_compute; discriminate).
    assert (Z2 : 0 <= rho - rho * rho) by (vm_compute; discriminate).
    assert (Z3 : 0 <= rho * rho - rho * rho * rho * rho) by (vm_compute; discriminate).
    assert (Z4 : 0 <= 1 + (57735 # 100000) + (u - 1) * rho * rho) by (vm_compute; discriminate).
    change (/ 2) with (1 # 2). clearbody u rho i. unfold c.
    split; [lra|]. split.
    + assert (W1 := qmul_l (1 + i) _ _ ltac:(lra) V1). 
      assert (W2 : 0 <= i * (rho - rho * rho)) by (apply Qmult_le_0_compat; lra). lra.
    + assert (W1 := qmul_l (1 + 2 * i) _ _ ltac:(lra) V2).
      assert (W2 : 0 <= i * (rho * rho - rho * rho * rho * rho)) by (apply Qmult_le_0_compat; lra). lra.
Qed.

(* Theorem 3.15 of the paper with k_min >= K: 2 alpha^3 (c (alpha - 1) + 1) / (alpha - 1)^2 with c = 1 + 2/K *)
Theorem gsa_published_parallel a b K : (1 <= b < a)%Z -> (1 <= K)%Z ->
  let al := inject_Z a / inject_Z b in let c := 1 + 2 / inject_Z K in
  ratio_on (at_least K a b) (2 * al * al * al * (c * (al - 1) + 1) / ((al - 1) * (al - 1))) (GSA a b).
Proof.
  intros Hab HK al c. assert (Hb : 1 <= inject_Z b) by (apply (inj_le 1); lia).
  assert (Kq : 1 <= inject_Z K) by now apply (inj_le 1).
  assert (Ki : 0 < / inject_Z K) by (apply Qinv_lt_0_compat; lra).
  assert (Ec : c == 1 + 2 * / inject_Z K) by reflexivity. set (i := / inject_Z K) in *.
  assert (Ha : inject_Z b < inject_Z a) by (rewrite <- Zlt_Qlt; lia).
  assert (A1 : 1 < al) by (apply Qlt_shift_div_l; lra).
  assert (Er : inject_Z b / inject_Z a == / al) by (unfold al; field; split; lra).
  set (R := 2 * al * al * al * (c * (al - 1) + 1) / ((al - 1) * (al - 1))).
  assert (D : 0 < (al - 1) * (al - 1)) by (apply Qmult_lt_0_compat; lra).
  assert (A2 : 1 <= al * al) by nra. assert (A3 : 1 <= al * (al * al)) by nra.
  assert (C1 : 1 <= c) by lra.
  assert (P : 0 <= (c - 1) * (al - 1)) by (apply Qmult_le_0_compat; lra).
  assert (G1 : R / 2 * (/ al - / al * / al) == al * (c * (al - 1) + 1) / (al - 1)) by (unfold R; field; split;
    lra).
  assert (G2 : R / 2 * (/ al * / al - / al * / al * / al * / al) == (c * (al - 1) + 1) * (al + 1) / (al * (al -
    1)))
    by (unfold R; field; split; lra).
  assert (R0 : 0 <= R).
  { unfold R. apply Qle_shift_div_l; [exact D|]. rewrite Qmult_0_l. apply Qmult_le_0_compat; lra. }
  apply (gsa_packing R R a b K 1); auto; try lra.
  - assert (E : 1 + 1 / (1 - inject_Z b / inject_Z a) == (2 * al - 1) / (al - 1)) by (rewrite Er; field; split;
      lra).
    assert (E3 : R == 2 * (R / 3) + R / 3) by field. rewrite E.
    assert (L : (2 * al - 1) / (al - 1) <= R / 3); [|lra].
    apply Qle_shift_div_r; [lra|].
    assert (E2 : R / 3 * (al - 1) == 2 * al * al * al * (c * (al - 1) + 1) / (3 * (al - 1))) by (unfold R;
      field; lra).
    rewrite E2. apply Qle_shift_div_l; [lra|].
    assert (Q1 : 0 <= (al * (al * al)) * ((c - 1) * (al - 1))) by (apply Qmult_le_0_compat; lra).
    assert (Q2 := qsquare (al * al - (3 # 2))). lra.
  - unfold deep_ok, P0. cbn [wt par direct]. rewrite !andb_true_iff, !Qle_bool_iff.
    rewrite Er, G1, G2. change (/ 1) with 1.
    setoid_replace (1 + 1 + (1 - 1) * / al) with 2 by ring.
    setoid_replace (1 + 1 + (1 - 1) * / al * / al) with 2 by ring.
    change (2 / inject_Z K) with (2 * / inject_Z K). change (1 / inject_Z K) with (1 * / inject_Z K). fold i.
    split; [lra|]. split.
    + apply Qle_shift_div_l; [lra|]. assert (0 <= i * (al - 1)) by (apply Qmult_le_0_compat; lra).
      assert (0 <= (al - 1) * (al - 1)) by lra. assert (0 <= i * ((al - 1) * (al - 1)))
        by (apply Qmult_le_0_compat; lra).
      setoid_replace ((1 + 1 * i) / 2 * 2 * (al - 1)) with ((1 + i) * (al - 1)) by field. rewrite Ec. lra.
    + apply Qle_shift_div_l; [apply Qmult_lt_0_compat; lra|].
      setoid_replace ((1 + 2 * i) / 2 * 2 * (al * (al - 1))) with (c * (al * (al - 1))) by (rewrite Ec; field).
      lra.
Qed.

(* alpha = 2: 32 (1 + 1/K) *)
Corollary gsa_2_published_large_memory K : (1 <= K)%Z -> ratio_on (at_least K 2 1) (32 * (1 + 1 / inject_Z K))
  (GSA 2 1).
Proof.
  intros HK. assert (Kq : 1 <= inject_Z K) by now apply (inj_le 1).
  assert (H := gsa_published_parallel 2 1 K ltac:(lia) HK). cbv zeta in H.
  apply (ratio_weaken _ _ _ _) with (2 := H).
  apply Qle_lteq. right. change (inject_Z 2 / inject_Z 1) with 2. field. lra.
Qed.
