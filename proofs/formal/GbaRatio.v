(* From a box to the competitive ratio of GBA at alpha = a/b ([gba_ratio]): no weights, no links. *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums Rationals Model Checker Peak LowerBounds MeanBusyTime Pipeline Slices Gsa
  GsaCost Boxes PhaseCosts TwoBounds Gba GbaCost.
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

Hypothesis (Hg : forall j, P0 (rowat rs d j) + P1 (rowat rs d j) (qpow rho j) * U <=
                           R / 2 * (rho + rho * rho * (qpow rho j * U))).

Lemma batch_bound j : cost (ph j) <= R / 2 * area (ph j).
Proof.
  assert (L := Hg j). fold (rw j) (x j) in L. cbn [cost area PhaseCosts.ph].
  assert (P : 0 <= h j * #sg). { assert (A := h_pos j). assert (B := sg_ge_1). apply Qmult_le_0_compat; lra. }
  apply (qmul_l _ _ _ P) in L.
  assert (E : h j * #sg * (R / 2 * (rho + rho * rho * (x j * U))) ==
              R / 2 * (h j * #sg * rho + h j * (rho * rho) * (#sg * (x j * U)))) by ring.
  rewrite E, h_U in L. lra.
Qed.

Lemma gchain_all n : (m0 + n <= l)%nat ->
  gchain I R rl (tau (S (m0 + n))) (paid (ph (S (m0 + n)))) (map ph (rev (seq m0 (S n)))).
Proof.
  assert (Head : forall j rest, (m0 <= j <= l)%nat -> gchain I R rl (tau j) (paid (ph j)) rest ->
                 gchain I R rl (tau (S j)) (paid (ph (S j))) (ph j :: rest)).
  { intros j rest Hj Hr. destruct (tau_range j ltac:(lia)) as [T1 T2]. cbn [gchain].
    split; [exact T1|]. split; [exact T2|]. split; [intros i Hi; now apply cost_bound|].
    split; [apply cost_nonneg|]. split; [intros y Hy; now apply area_bound|].
    split; [apply batch_bound|]. cbn [paid PhaseCosts.ph slice]. split; [|split; [|exact Hr]].
    - intros y Hy. apply tau_next in Hy. assert (G := rho_gap). unfold PhaseCosts.rl.
      assert (h (S j) * (1 / (1 - rho)) <= #y * (1 / (1 - rho))) by (apply Qmult_le_compat_r; lra). lra.
    - assert (T := tau_le j). rewrite h_next.
      assert (E : rho * h j * (1 / (1 - rho)) == h j * (1 / (1 - rho)) - h j) by (field; assert (H := rho_lt_1);
        lra). lra. }
  induction n as [|n IH]; intros Hn.
  - simpl rev. simpl map. rewrite Nat.add_0_r in *. apply Head; [lia|]. exact Logic.I.
  - rewrite seq_S, rev_app_distr. cbn [rev app map].
    apply Head; [lia|]. rewrite Nat.add_succ_r. apply IH. lia.
Qed.

Lemma gchain_start : gchain I R rl 0 0 (map ph (rev (seq m0 (S (l - m0))))).
Proof.
  assert (C := gchain_all (l - m0) ltac:(lia)). replace (m0 + (l - m0))%nat with l in C by lia.
  rewrite tau_top in C.
  destruct (map ph (rev (seq m0 (S (l - m0))))) as [|f rest]; [exact Logic.I|].
  cbn [gchain] in *. destruct C as [C1 [C2 [C3 [C4 [C6 [C7 [C8 [C9 C10]]]]]]]].
  assert (Hp := h_pos (S l)). assert (G := rho_gap).
  assert (K3 : 0 <= paid (ph (S l))) by (cbn [paid PhaseCosts.ph]; apply Qmult_le_0_compat; lra).
  repeat (split; auto).
  - intros y Hy. specialize (C8 y Hy). lra.
  - lra.
Qed.

Theorem gba_ratio order sched Rf : any_order order -> feasible I sched -> R <= Rf -> 2 * (R / 3) + rl <= Rf ->
  (forall j, (j < njobs I)%nat -> (len I j <= tau m0)%Z) ->
  #(flow_time I (gba a b l I order)) <= Rf * #(flow_time I sched).
Proof.
  intros Ho Hfe HR1 HR2 Hlen. unfold gba. fold W. rewrite <- map_slices.
  assert (B := gba_from_flow I order HI Ho R rl HR (map tau (rev (seq 0 m0))) (map ph (rev (seq m0 (S (l -
    m0))))) 0%nat 0%Z (seq 0 (njobs I)) 0%Z 0 gchain_start).
  cbv beta zeta in B.
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
