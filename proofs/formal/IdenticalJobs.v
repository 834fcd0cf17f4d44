(* Theorem 3.2 of the paper: on identical jobs one SPS call with k = k* is within 2 of every feasible
   schedule, job by job ([identical_competitive]): k + 1 consecutive starts of any feasible schedule span at
   least half a length ([spacing]). *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith Sorting Orders.
From RatioLab Require Import Sums IndexSums Model Checker Peak LowerBounds Pipeline.
Import ListNotations.
Open Scope Z_scope.

Module ZLe <: TotalLeBool.
  Definition t := Z.
  Definition leb := Z.leb.
  Lemma leb_total : forall x y, leb x y = true \/ leb y x = true.
  Proof. unfold leb. intros. rewrite !Z.leb_le. lia. Qed.
End ZLe.
Module ZSort := Sort ZLe.

Lemma sorted_nth l : LocallySorted (fun x y => is_true (x <=? y)) l ->
  forall i j, (i <= j < length l)%nat -> nth i l 0 <= nth j l 0.
Proof.
  induction 1 as [|x|x y r Hr IH Hxy]; intros i j Hij; [simpl in Hij; lia| |].
  - simpl in Hij. assert (i = O) by lia. assert (j = O) by lia. subst. lia.
  - destruct i as [|i].
    + destruct j as [|j]; [lia|]. specialize (IH O j ltac:(simpl in *; lia)). simpl in *. unfold is_true in Hxy.
      lia.
    + destruct j as [|j]; [lia|]. apply (IH i j). simpl in *. lia.
Qed.

Lemma nsum_nonneg f n : (forall x, 0 <= f x) -> 0 <= nsum f n.
Proof. intros H. apply lsum_nonneg. auto. Qed.

Lemma nsum_window f i m n : (forall x, 0 <= f x) -> (i + m <= n)%nat ->
  nsum (fun x => f (i + x)%nat) m <= nsum f n.
Proof.
  intros H Hn. replace n with (i + m + (n - (i + m)))%nat by lia. rewrite !nsum_app.
  assert (A := nsum_nonneg f i H). assert (B := nsum_nonneg (fun x => f (i + m + x)%nat) (n - (i + m)) (fun x =>
    H _)). lia.
Qed.

Section Spacing.
Variables (s M tau : Z) (st : list Z).
Hypotheses (Hs : 0 <= s) (Ht : 1 <= tau) (Hfit : s + tau <= M).
Let n := length st.
Let S (i : nat) := nth i st 0.
Let k := kstar tau s M.
Hypothesis Hsort : forall i j, (i <= j < n)%nat -> S i <= S j.
Hypothesis Hpos : forall x, In x st -> 0 <= x.
Hypothesis Huse : forall t, lsum (fun x => memory s (Att O x tau) t) st <= M.

Lemma k_pos : 1 <= k. Proof. now apply kstar_pos. Qed.

(* k + 1 consecutive starts span more than (tau - 1) / 2 rounds *)
Lemma spacing i : (i + Z.to_nat k < n)%nat -> tau <= 2 * (S (i + Z.to_nat k) - S i).
Proof.
  intros Hi. assert (K := k_pos). set (kn := Z.to_nat k) in *.
  destruct (Z_le_gt_dec tau (2 * (S (i + kn) - S i))) as [H|H]; auto. exfalso.
  set (t := S i + tau - 1).
  assert (U := Huse t). rewrite (lsum_nth _ st 0) in U. fold n in U.
  assert (E : nsum (fun x => memory s (Att O (S (i + x)) tau) t) (kn + 1) <= M).
  { eapply Z.le_trans; [|exact U]. apply (nsum_window (fun x => memory s (Att O (nth x st 0) tau) t)); [|lia].
    intros x. now apply memory_nonneg. }
  rewrite Nat.add_1_r in E.
  assert (L : forall m, (m <= kn)%nat ->
    2 * (s + tau) + Z.of_nat m * (2 * s + tau + 1) <= 2 * nsum (fun x => memory s (Att O (S (i + x)) tau) t)
      (Datatypes.S m)).
  { induction m as [|m IH]; intros Hm.
    - rewrite nsum_S. unfold nsum. simpl lsum. rewrite Nat.add_0_r. unfold memory, finish, t.
      cbn [start rounds].
      replace (S i <=? S i + tau - 1) with true by (symmetry; apply Z.leb_le; lia).
      replace (S i + tau - 1 <? S i + tau) with true by (symmetry; apply Z.ltb_lt; lia). simpl andb. cbv iota.
      lia.
    - rewrite nsum_S. specialize (IH ltac:(lia)).
      assert (A := Hsort i (i + Datatypes.S m) ltac:(lia)).
      assert (B := Hsort (i + Datatypes.S m)%nat (i + kn)%nat ltac:(lia)).
      assert (Em : memory s (Att O (S (i + Datatypes.S m)) tau) t = s + (t - S (i + Datatypes.S m) + 1)).
      { unfold memory, finish. cbn [start rounds].
        replace (S (i + Datatypes.S m) <=? t) with true by (symmetry; apply Z.leb_le; unfold t; lia).
        replace (t <? S (i + Datatypes.S m) + tau) with true by (symmetry; apply Z.ltb_lt; unfold t; lia).
        reflexivity. }
      rewrite Em, Nat2Z.inj_succ. unfold t in *. lia. }
  specialize (L kn ltac:(lia)). assert (Nx := kstar_next tau s M Hs Ht ltac:(fold k; lia)). fold k in Nx.
  unfold peak2 in Nx. assert (G : 1 <= Z.gcd tau (k + 1)).
  { assert (0 <= Z.gcd tau (k + 1)) by apply Z.gcd_nonneg. assert (Z.gcd tau (k + 1) <> 0); [|lia].
    intros E0. apply Z.gcd_eq_0_r in E0. lia. }
  replace (Z.of_nat kn) with k in L by (unfold kn; lia). nia.
Qed.

Lemma start_lower q r : (q * Z.to_nat k + r < n)%nat -> Z.of_nat q * tau <= 2 * S (q * Z.to_nat k + r).
Proof.
  induction q as [|q IH]; intros H.
  - assert (0 <= S (0 * Z.to_nat k + r)); [|lia]. apply Hpos. apply nth_In. exact H.
  - assert (A := spacing (q * Z.to_nat k + r) ltac:(lia)). specialize (IH ltac:(lia)).
    replace (Datatypes.S q * Z.to_nat k + r)%nat with (q * Z.to_nat k + r + Z.to_nat k)%nat by lia. lia.
Qed.

Lemma per_job i : (i < n)%nat -> Z.of_nat i * tau / k + tau <= 2 * (S i + tau).
Proof.
  intros Hi. assert (K := k_pos). set (kn := Z.to_nat k) in *.
  assert (D := Nat.div_mod i kn ltac:(lia)). assert (R := Nat.mod_upper_bound i kn ltac:(lia)).
  set (q := (i / kn)%nat) in *. set (r := (i mod kn)%nat) in *.
  assert (B := start_lower q r). fold kn in B. replace (q * kn + r)%nat with i in B by lia. specialize (B Hi).
  assert (E : Z.of_nat i = Z.of_nat q * k + Z.of_nat r) by (rewrite D, Nat2Z.inj_add, Nat2Z.inj_mul; unfold kn;
    lia).
  rewrite E. replace ((Z.of_nat q * k + Z.of_nat r) * tau) with (Z.of_nat r * tau + Z.of_nat q * tau * k)
    by ring.
  rewrite Z.div_add by lia.
  assert (Z.of_nat r * tau / k < tau); [|lia]. apply Z.div_lt_upper_bound; nia.
Qed.
End Spacing.

Section Identical.
Variables (I : instance) (tau : Z) (order : list nat).
Hypotheses (HI : valid I) (Hsame : forall o, In o (lengths I) -> o = tau).
Hypothesis Hord : Permutation order (seq 0 (njobs I)).
Let k := kstar tau (prompt I) (budget I).
Definition one_call : list attempt := sps (len I) k tau 0 0 order.

Lemma same_len j : (j < njobs I)%nat -> len I j = tau.
Proof. intros H. apply Hsame. now apply nth_In. Qed.

(* the starts of a feasible schedule of identical jobs, sorted *)
Lemma sorted_starts sched : feasible I sched -> exists st, length st = njobs I /\
  flow_time I sched = nsum (fun i => nth i st 0 + tau) (njobs I) /\
  (forall i j, (i <= j < length st)%nat -> nth i st 0 <= nth j st 0) /\ (forall x, In x st -> 0 <= x) /\
  forall t, lsum (fun x => memory (prompt I) (Att O x tau) t) st <= budget I.
Proof.
  intros Hf. assert (Hs : 0 <= prompt I) by apply HI. set (cs := completions I sched).
  exists (ZSort.sort (map start cs)). set (st := ZSort.sort (map start cs)).
  assert (P : Permutation (map start cs) st) by apply ZSort.Permuted_sort.
  assert (Lst : length st = njobs I).
  { rewrite <- (Permutation_length P), map_length. now apply one_completion. }
  assert (Hin : forall a, In a cs -> 0 <= start a /\ rounds a = tau).
  { intros a Ha. unfold cs, completions in Ha. apply filter_In in Ha. destruct Ha as [A B].
    destruct Hf as [F _]. destruct (F a A) as [J [S0 _]]. unfold complete in B. apply Z.eqb_eq in B.
    rewrite same_len in B by auto. auto. }
  split; [exact Lst|]. split; [|split; [|split]].
  - unfold flow_time. fold cs. rewrite <- Lst, <- (lsum_nth (fun x => x + tau) st 0), <- (lsum_perm _ _ _ P),
      lsum_map.
    apply lsum_ext. intros a Ha. unfold finish. destruct (Hin a Ha) as [_ ->]. reflexivity.
  - intros x y Hxy. apply sorted_nth; auto. apply ZSort.LocallySorted_sort.
  - intros x Hx. apply (Permutation_in _ (Permutation_sym P)) in Hx. apply in_map_iff in Hx.
    destruct Hx as [a [<- Ha]]. now apply Hin.
  - intros t. rewrite <- (lsum_perm _ _ _ P), lsum_map. destruct Hf as [_ [F _]].
    eapply Z.le_trans; [|apply (F t)].
    unfold usage. apply Z.le_trans with (lsum (fun a => memory (prompt I) a t) cs).
    + apply Z.eq_le_incl. apply lsum_ext. intros a Ha. destruct (Hin a Ha) as [_ R]. unfold memory, finish.
      cbn [start rounds]. now rewrite R.
    + unfold cs, completions. apply lsum_filter_le. intros. now apply memory_nonneg.
Qed.

Lemma sps_flow_same js i : 1 <= tau -> (forall j, In j js -> len I j = tau) ->
  flow_time I (sps (len I) k tau 0 i js) = nsum (fun x => (i + Z.of_nat x) * tau / k + tau) (length js).
Proof.
  intros Ht. revert i. induction js as [|j r IH]; intros i H; [reflexivity|].
  cbn [length]. rewrite nsum_first. unfold flow_time, completions in *. cbn [sps filter]. unfold complete at 1.
  cbn [rounds job]. rewrite (H j) by now left. rewrite Z.min_id, Z.eqb_refl. cbn [lsum].
  rewrite IH by (intros; apply H; now right). unfold finish at 1. cbn [start rounds].
  rewrite (nsum_ext (fun x => (i + 1 + Z.of_nat x) * tau / k + tau) (fun x => (i + Z.of_nat (S x)) * tau / k +
    tau)).
  2:{ intros x _. do 2 f_equal. lia. }
  change (Z.of_nat 0) with 0. rewrite Z.add_0_r. lia.
Qed.

Theorem identical_competitive sched : feasible I sched -> flow_time I one_call <= 2 * flow_time I sched.
Proof.
  intros Hf. destruct (Nat.eq_dec (njobs I) 0) as [E|E].
  - assert (order = []) as E2 by (rewrite E in Hord; simpl in Hord;
      now apply Permutation_sym, Permutation_nil in Hord).
    unfold one_call. rewrite E2. change (flow_time I (sps (len I) k tau 0 0 [])) with 0.
    assert (A := length_bound I sched Hf). assert (lengths I = []) as E3 by (apply length_zero_iff_nil;
      exact E).
    rewrite E3 in A. simpl in A. lia.
  - assert (V := len_valid I 0 HI ltac:(lia)). rewrite (same_len 0) in V by lia. destruct V as [V1 V2].
    assert (Hs : 0 <= prompt I) by apply HI.
    unfold one_call. rewrite sps_flow_same; auto.
    2:{ intros j Hj. apply same_len. apply (Permutation_in _ Hord) in Hj. apply in_seq in Hj. lia. }
    rewrite (Permutation_length Hord), seq_length.
    destruct (sorted_starts sched Hf) as [st [Lst [Fl [Hsort [Hpos Huse]]]]].
    rewrite Fl. unfold nsum. rewrite <- lsum_scal. apply nsum_le. intros i Hi. rewrite Z.add_0_l.
    apply (per_job (prompt I) (budget I) tau st); auto; lia.
Qed.
End Identical.

(* SPS on identical jobs: one call with k = k*, the jobs in any order *)
Definition identical (I : instance) : Prop := exists tau, forall o, In o (lengths I) -> o = tau.
Definition SPS : scheduler := fun I run => exists tau order, (forall o, In o (lengths I) -> o = tau) /\
  Permutation order (seq 0 (njobs I)) /\ run = one_call I tau order.

Theorem sps_identical : ratio_on identical 2 SPS.
Proof.
  intros I run sched HI _ [tau [order [Hs [Ho ->]]]] Hf.
  assert (H := identical_competitive I tau order HI Hs Ho sched Hf).
  rewrite Zle_Qle, inject_Z_mult in H. exact H.
Qed.
