(* From a box to the competitive ratio of GSA at alpha = a/b: the phases of an instance form a chain
   ([chain_start]), so the flow time is within the checked constant ([gsa_ratio]); from a whole checked
   certificate to every instance ([gsa_competitive]). *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums Rationals Model Checker Peak LowerBounds MeanBusyTime Pipeline Slices Gsa
  GsaCost Boxes PhaseCosts TwoBounds.
Import ListNotations.
Open Scope Q_scope.

Local Notation "'#' z" := (inject_Z z) (at level 5, format "# z").

Section Ratio.
Variables (I : instance) (a b : Z) (l m0 : nat) (R : Q) (rs : list row) (d : row).
Local Notation s := (prompt I).
Local Notation M := (budget I).
Local Notation W := (PhaseCosts.W I).
Local Notation sg := (PhaseCosts.sg I).
Local Notation rho := (PhaseCosts.rho a b).
Local Notation U := (PhaseCosts.U I).
Local Notation rl := (PhaseCosts.rl a b).
Local Notation x := (qpow rho).
Local Notation h := (PhaseCosts.h I a b).
Local Notation tau := (PhaseCosts.tau I a b).
Local Notation rw := (rowat rs d).
Local Notation ph := (PhaseCosts.ph I a b rs d).
Hypotheses (HI : valid I) (Hab : (1 <= b < a)%Z) (Hl : is_level a b W l) (HR : 0 <= R).
Hypothesis (Hm0 : (m0 <= l)%nat).
Hypothesis (Hb : forall j, (1 <= par (rw j))%Z).
Hypothesis (Hpar : forall j, (m0 <= j <= l)%nat -> (par (rw j) <= kstar (tau j) s M)%Z).

(* the facts of PhaseCosts.v for this instance *)
Local Notation prompt_nonneg := (PhaseCosts.prompt_nonneg I a b l m0 R rs d HI Hab Hl HR Hm0 Hb).
Local Notation room_pos := (PhaseCosts.room_pos I a b l m0 R rs d HI Hab Hl HR Hm0 Hb).
Local Notation rho_pos := (PhaseCosts.rho_pos I a b l m0 R rs d HI Hab Hl HR Hm0 Hb).
Local Notation rho_lt_1 := (PhaseCosts.rho_lt_1 I a b l m0 R rs d HI Hab Hl HR Hm0 Hb).
Local Notation sg_ge_1 := (PhaseCosts.sg_ge_1 I a b l m0 R rs d HI Hab Hl HR Hm0 Hb).
Local Notation h_pos := (PhaseCosts.h_pos I a b l m0 R rs d HI Hab Hl HR Hm0 Hb).
Local Notation h_next := (PhaseCosts.h_next I a b l m0 R rs d HI Hab Hl HR Hm0 Hb).
Local Notation h_U := (PhaseCosts.h_U I a b l m0 R rs d HI Hab Hl HR Hm0 Hb).
Local Notation tau_le := (PhaseCosts.tau_le I a b l m0 R rs d HI Hab Hl HR Hm0 Hb).
Local Notation tau_next := (PhaseCosts.tau_next I a b l m0 R rs d HI Hab Hl HR Hm0 Hb).
Local Notation tau_range := (PhaseCosts.tau_range I a b l m0 R rs d HI Hab Hl HR Hm0 Hb).
Local Notation tau_top := (PhaseCosts.tau_top I a b l m0 R rs d HI Hab Hl HR Hm0 Hb).
Local Notation cost_nonneg := (PhaseCosts.cost_nonneg I a b l m0 R rs d HI Hab Hl HR Hm0 Hb).
Local Notation cost_bound := (PhaseCosts.cost_bound I a b l m0 R rs d HI Hab Hl HR Hm0 Hb Hpar).
Local Notation rho_gap := (PhaseCosts.rho_gap I a b l m0 R rs d HI Hab Hl HR Hm0 Hb Hpar).
Local Notation area_bound := (PhaseCosts.area_bound I a b l m0 R rs d HI Hab Hl HR Hm0 Hb Hpar).
Local Notation map_slices := (PhaseCosts.map_slices I a b l m0 R rs d HI Hab Hl HR Hm0 Hb Hpar).
Local Notation last_phase := (PhaseCosts.last_phase I a b l m0 R rs d HI Hab Hl HR Hm0 Hb Hpar).

Hypothesis (Hf : forall j, 0 < wt (rowat rs d j) /\ bottom_fact R rho U (qpow rho j) (rowat rs d j) /\
                           link_fact R rho U (qpow rho j) (rowat rs d j) (rowat rs d (S j))).

Lemma link_bound j :
  (1 + weight (ph j)) * cost (ph j) + (/ weight (ph (S j)) - 1) * cost (ph (S j))
    <= R / 2 * (area (ph j) - area (ph (S j))).
Proof.
  destruct (Hf j) as [_ [_ L]]. unfold link_fact in L. fold (rw j) (rw (S j)) (x j) in L.
  cbn [weight cost area PhaseCosts.ph].
  assert (ES : x (S j) = rho * x j) by reflexivity. rewrite ES.
  assert (P : 0 <= h j * #sg). { assert (A := h_pos j). assert (B := sg_ge_1). apply Qmult_le_0_compat; lra. }
  apply (qmul_l _ _ _ P) in L.
  rewrite h_next. set (w' := / wt (rw (S j))) in *. set (p0 := P0 (rw j)) in *. set (p0' := P0 (rw (S j))) in *.
  set (p1 := P1 (rw j) (x j)) in *. set (p1' := P1 (rw (S j)) (rho * x j)) in *.
  assert (E : h j * #sg * (R / 2 * ((rho - rho * rho) + (rho * rho - rho * rho * rho * rho) * x j * U)) ==
              R / 2 * (h j * #sg * (rho - rho * rho) + h j * (rho * rho - rho * rho * rho * rho) * (#sg * (x j *
                U)))) by ring.
  rewrite E, h_U in L. lra.
Qed.

Lemma head_chain j rest : (m0 <= j <= l)%nat ->
  chain s M R rl (tau j) ((/ weight (ph j) - 1) * cost (ph j)) (area (ph j)) (paid (ph j)) rest ->
  chain s M R rl (tau (S j)) ((/ weight (ph (S j)) - 1) * cost (ph (S j))) (area (ph (S j))) (paid (ph (S j)))
    (ph j :: rest).
Proof.
  intros Hj Hr. destruct (tau_range j ltac:(lia)) as [T1 T2]. cbn [chain].
  split; [exact T1|]. split; [exact T2|]. split; [intros i Hi; now apply cost_bound|].
  split; [apply cost_nonneg|]. split; [apply (Hf j)|]. split; [intros y Hy; now apply area_bound|].
  split; [apply link_bound|]. cbn [paid PhaseCosts.ph slice].
  split; [|split; [|exact Hr]].
  - intros y Hy. apply tau_next in Hy. assert (G := rho_gap). unfold PhaseCosts.rl. 
    assert (h (S j) * (1 / (1 - rho)) <= #y * (1 / (1 - rho))) by (apply Qmult_le_compat_r; lra). lra.
  - assert (T := tau_le j). rewrite h_next. 
    assert (E : rho * h j * (1 / (1 - rho)) == h j * (1 / (1 - rho)) - h j) by (field; assert (H := rho_lt_1);
      lra). lra.
Qed.

Lemma chain_all n : (m0 + n <= l)%nat ->
  chain s M R rl (tau (S (m0 + n))) ((/ weight (ph (S (m0 + n))) - 1) * cost (ph (S (m0 + n))))
        (area (ph (S (m0 + n)))) (paid (ph (S (m0 + n)))) (map ph (rev (seq m0 (S n)))).
Proof.
  induction n as [|n IH]; intros Hn.
  - simpl rev. simpl map. rewrite Nat.add_0_r in *. apply head_chain; [lia|]. exact Logic.I.
  - rewrite seq_S, rev_app_distr. cbn [rev app map].
    apply head_chain; [lia|]. rewrite Nat.add_succ_r. apply IH. lia.
Qed.

Lemma chain_start : chain s M R rl 0 0 0 0 (map ph (rev (seq m0 (S (l - m0))))).
Proof.
  assert (C := chain_all (l - m0) ltac:(lia)). replace (m0 + (l - m0))%nat with l in C by lia.
  rewrite tau_top in C.
  destruct (map ph (rev (seq m0 (S (l - m0))))) as [|f rest]; [exact Logic.I|].
  cbn [chain] in *. destruct C as [C1 [C2 [C3 [C4 [C5 [C6 [C7 [C8 [C9 C10]]]]]]]]].
  destruct (Hf (S l)) as [_ [BF _]]. unfold bottom_fact in BF. fold (rw (S l)) (x (S l)) in BF.
  assert (Hp := h_pos (S l)). assert (Hr := rho_pos). assert (S1 := sg_ge_1). assert (G := rho_gap).
  assert (K1 : 0 <= (/ weight (ph (S l)) - 1) * cost (ph (S l)) + R / 2 * area (ph (S l))).
  { cbn [weight cost area PhaseCosts.ph]. assert (P : 0 <= h (S l) * #sg) by (apply Qmult_le_0_compat; lra).
    apply (qmul_l _ _ _ P) in BF.
    assert (E : h (S l) * #sg * (R / 2 * (rho + rho * rho * (x (S l) * U))) ==
                R / 2 * (h (S l) * #sg * rho + h (S l) * (rho * rho) * (#sg * (x (S l) * U)))) by ring.
    rewrite E, h_U in BF. lra. }
  assert (K3 : 0 <= paid (ph (S l))) by (cbn [paid PhaseCosts.ph]; apply Qmult_le_0_compat; lra).
  repeat (split; auto).
  - lra.
  - intros y Hy. specialize (C8 y Hy). lra.
  - lra.
Qed.

Theorem gsa_ratio order sched Rf : any_order order -> feasible I sched -> R <= Rf -> 2 * (R / 3) + rl <= Rf ->
  (forall j, (j < njobs I)%nat -> (len I j <= tau m0)%Z) ->
  #(flow_time I (gsa a b l I order)) <= Rf * #(flow_time I sched).
Proof.
  intros Ho Hfe HR1 HR2 Hlen. unfold gsa, gsa_with. fold M s. fold W. rewrite <- map_slices.
  assert (B := gsa_from_flow I order R rl HI Ho HR (map tau (rev (seq 0 m0))) (map ph (rev (seq m0 (S (l -
    m0))))) 0%nat 0%Z (seq 0 (njobs I)) 0%Z 0 0 0 chain_start).
  cbv beta zeta in B. fold s M in B.
  assert (W1 := room_pos). assert (S0 := prompt_nonneg).
  assert (M1 : (1 <= M)%Z) by (unfold PhaseCosts.W in W1; lia).
  assert (B' := B ltac:(
    intros j Hj; apply in_seq in Hj; destruct (len_valid I j HI ltac:(lia)) as [V1 V2]; rewrite last_phase;
    assert (V3 := Hlen j ltac:(lia)); split; [lia|split; lia]) ltac:(lia) ltac:(lia)). clear B.
  rewrite seq_lengths, <- (lsum_map (len I) (fun o => o)), seq_lengths in B'.
  apply (two_bounds I sched _ R rl Rf HI Hfe M1 HR HR1 HR2). rewrite !Z.mul_0_l in B'. change (#0) with 0 in B'.
  lra.
Qed.

End Ratio.

Theorem gsa_competitive R a b bs : certificate_ok R a b bs = true ->
  forall I l order sched,
  valid I -> is_level a b (budget I - prompt I) l -> any_order order -> feasible I sched ->
  #(flow_time I (gsa a b l I order)) <= R * #(flow_time I sched).
Proof.
  intros Hc I l order sched HI Hl Ho Hf. unfold certificate_ok in Hc. qb.
  assert (Ha0 : 0 < #a) by (apply (inj_lt 0); lia). assert (Hb0 : 0 < #b) by (apply (inj_lt 0); lia).
  assert (Hab : #b < #a) by (rewrite <- Zlt_Qlt; lia).
  assert (r0 : 0 < #b / #a) by (apply Qlt_shift_div_l; lra).
  assert (r1 : #b / #a < 1) by (apply Qlt_shift_div_r; lra).
  assert (G : 0 < 1 / (1 - #b / #a)) by (apply Qlt_shift_div_l; lra).
  assert (HR : 0 <= R).
  { setoid_replace R with (3 * (R / 3)) by field. apply Qmult_le_0_compat; lra. }
  assert (W1 : (0 <= budget I - prompt I)%Z) by (destruct HI; lia).
  assert (S1 : (1 <= 2 * prompt I + 1)%Z) by (destruct HI; lia).
  assert (U0 : 0 <= #(budget I - prompt I) / #(2 * prompt I + 1)).
  { apply inj_le in W1. apply inj_le in S1. change (#0) with 0 in *. change (#1) with 1 in *.
    apply Qle_shift_div_l; lra. }
  destruct (boxes_sound R (#b / #a) bs HR r0 r1 0 _ ltac:(lra) U0 H0) as [rs [d F]].
  assert (E3 : R == 2 * (R / 3) + R / 3) by field.
  assert (Erl : 2 * (R / 3) + PhaseCosts.rl a b <= R) by (unfold PhaseCosts.rl, PhaseCosts.rho; lra).
  apply (gsa_ratio I a b l 0 R rs d HI ltac:(lia) Hl HR ltac:(lia)) with (Rf := R); auto; try lra.
  - intros j. apply (F j).
  - intros j Hj. apply (par_of_row I a b l 0 R rs d HI ltac:(lia) Hl HR ltac:(lia)); [intros i;
      apply (F i)|lia|apply F].
  - intros j. destruct (F j) as [[F1 [F2 _]] [F3 F4]]. auto.
  - intros j Hj. unfold PhaseCosts.tau, PhaseCosts.W. change (Z.of_nat 0) with 0%Z.
    rewrite Z.pow_0_r, Z.pow_0_r, Z.mul_1_r, Z.div_1_r. destruct (len_valid I j HI Hj). lia.
Qed.
