(* MC-SF is within 7/3 of the optimum on every instance ([mcsf_competitive]): its starts obey the bound of
   StartBound.v, so MC-SF <= 2 X + Y, and Opt >= X + Y/3 and Opt >= Y. *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums IndexSums Model Checker LowerBounds MeanBusyTime Pipeline StartBound Mcsf.
Import ListNotations.
Open Scope Z_scope.

(* sorted values: the pairs by their larger index *)
Lemma sorted_pairs (a : nat -> Z) k : (forall i j, (i <= j < k)%nat -> a i <= a j) ->
  nsum (fun i => nsum (fun j => Z.min (a i) (a j)) k) k = 2 * nsum (fun j => nsum a j) k + nsum a k.
Proof.
  induction k as [|k IH]; intros Ha; [reflexivity|]. rewrite !nsum_S.
  rewrite (nsum_ext _ (fun i => nsum (fun j => Z.min (a i) (a j)) k + a i)).
  2:{ intros i Hi. rewrite nsum_S, Z.min_l; [reflexivity|]. apply Ha. lia. }
  rewrite nsum_add, IH by (intros; apply Ha; lia).
  rewrite (nsum_ext (fun j => Z.min (a k) (a j)) a).
  2:{ intros i Hi. apply Z.min_r. apply Ha. lia. }
  rewrite Z.min_id. lia.
Qed.

Section Ratio.
Variables (I : instance) (q : list nat).
Local Notation s := (prompt I).
Local Notation M := (budget I).
Local Notation n := (njobs I).
Local Notation o := (queue_len I q).
Hypotheses (HI : valid I) (Hq : by_length I q).

(* the facts of Mcsf.v for this instance and queue *)
Local Notation q_length := (Mcsf.q_length I q HI Hq).
Local Notation o_valid := (Mcsf.o_valid I q HI Hq).
Local Notation s_nonneg := (Mcsf.s_nonneg I q HI Hq).
Local Notation mcsf_inv := (Mcsf.mcsf_inv I q HI Hq).
Local Notation mcsf_complete := (Mcsf.mcsf_complete I q HI Hq).
Local Notation lsum_map_q := (Mcsf.lsum_map_q I q HI Hq).

(* Lemma 1 for MC-SF *)
Lemma mcsf_hyps (st := fun i => start (at_ (mcsf I q) i)) :
  exists tau,
  (forall i, (i < n)%nat -> 1 <= o i) /\
  (forall i j, (i <= j < n)%nat -> o i <= o j) /\
  ((0 < n)%nat -> st 0%nat = 0) /\
  (forall i j, (i <= j < n)%nat -> st i <= st j) /\
  (forall t, nsum (fun i => memory s (Att i (st i) (o i)) t) n <= M) /\
  (forall i, (i < n)%nat -> s + o i <= M) /\
  (forall j, (S j < n)%nat -> st j < st (S j) ->
    st (S j) - 1 <= tau (S j) <= st (S j) + o (S j) - 2 /\
    M < nsum (fun i => memory s (Att i (st i) (o i)) (tau (S j))) (S j) + (s + (tau (S j) - (st (S j) - 1) +
      1))).
Proof.
  destruct mcsf_inv as [t [F [H L]]]. set (l := mcsf I q) in *.
  assert (Mm : forall i r, (i < n)%nat -> memory s (Att i (st i) (o i)) r = memory s (at_ l i) r).
  { intros i r Hi. destruct (i_att _ _ _ _ _ H i ltac:(lia)) as [_ B]. unfold memory, finish, st.
    cbn [start rounds]. now rewrite <- B. }
  assert (Us : forall k r, (k <= n)%nat -> usage s (firstn k l) r = nsum (fun i => memory s (Att i (st i) (o i))
    r) k).
  { intros k r Hk. unfold usage. rewrite (lsum_nth _ _ nil_att). rewrite firstn_length_le by lia.
    apply nsum_ext. intros i Hi. rewrite Mm by lia. unfold at_. f_equal.
    rewrite <- (firstn_skipn k l) at 2. rewrite app_nth1; auto. rewrite firstn_length_le; lia. }
  destruct (choice (fun j r => match j with O => True | S j => st (S j) - 1 <= r <= st (S j) + o (S j) - 2 /\
      M < nsum (fun i => memory s (Att i (st i) (o i)) r) (S j) + (s + (r - (st (S j) - 1) + 1)) end)
      (fun j => match j with O => true | S j => st j <? st (S j) end) n) as [tau T].
  { intros [|k] Hk Hc; [exists 0; exact Logic.I|]. apply Z.ltb_lt in Hc.
    destruct (i_stuck _ _ _ _ _ H k ltac:(lia) Hc) as [r [R1 R2]]. exists r. rewrite Us in R2 by lia. 
    fold (st (S k)) in R1, R2. split; [lia|exact R2]. }
  exists tau. split; [|split; [|split; [|split; [|split; [|split]]]]].
  - intros i Hi. apply o_valid. exact Hi.
  - intros i k Hik. destruct Hq as [_ Q]. apply Q. rewrite q_length. exact Hik.
  - intros Hn0. apply (i_zero _ _ _ _ _ H). lia.
  - intros i k Hik. apply (i_mono _ _ _ _ _ H). lia.
  - intros r. rewrite <- (Us n r) by lia. rewrite <- L, firstn_all. apply (i_fit _ _ _ _ _ H).
  - intros i Hi. apply o_valid. exact Hi.
  - intros k Hk Hlt. apply (T (S k) Hk). apply Z.ltb_lt. exact Hlt.
Qed.

Lemma mcsf_starts j : (j < n)%nat ->
  M * start (at_ (mcsf I q) j) <= nsum (fun i => 2 * s * o i + o i * o i) j.
Proof.
  intros Hj. destruct mcsf_hyps as [tau [H1 [H2 [H3 [H4 [H5 [H6 H7]]]]]]].
  apply (start_bound s M n o (fun i => start (at_ (mcsf I q) i)) tau); auto; [apply s_nonneg|]. apply H3. lia.
Qed.



(* the pairs of the mean-busy-time bound, with the jobs in the order of the queue *)
Lemma pairs_sorted : pairs s (lengths I) =
  2 * nsum (fun j => nsum (fun i => area2 s (o i)) j) n + nsum (fun i => area2 s (o i)) n.
Proof.
  assert (P : pairs s (lengths I) = nsum (fun i => nsum (fun j => Z.min (area2 s (o i)) (area2 s (o j))) n) n).
  { assert (Pm : Permutation (map (len I) q) (lengths I)).
    { apply Permutation_trans with (map (len I) (seq 0 n)); [apply Permutation_map, Hq|].
      rewrite seq_lengths. apply Permutation_refl. }
    rewrite <- (pairs_perm _ _ _ Pm). unfold pairs. rewrite lsum_map, (lsum_nth _ q O), q_length.
    apply nsum_ext. intros i Hi.
    rewrite lsum_map, (lsum_nth _ q O), q_length. reflexivity. }
  rewrite sorted_pairs in P.
  2:{ intros i j Hij. apply area2_mono; [apply s_nonneg|destruct (o_valid i); lia|]. destruct Hq as [_ Q].
      apply Q. rewrite q_length. exact Hij. }
  exact P.
Qed.

Theorem mcsf_two_X_plus_Y :
  2 * M * flow_time I (mcsf I q) <= pairs s (lengths I) + 2 * M * lsum (fun x => x) (lengths I).
Proof.
  destruct mcsf_inv as [t [F [H L]]]. unfold flow_time. rewrite mcsf_complete.
  rewrite (lsum_nth finish _ nil_att), L.
  rewrite (nsum_ext _ (fun i => start (at_ (mcsf I q) i) + o i)).
  2:{ intros i Hi. destruct (i_att _ _ _ _ _ H i ltac:(lia)) as [_ B]. unfold finish. rewrite <- B. reflexivity.
      }
  rewrite nsum_add.
  assert (Y : nsum o n = lsum (fun x => x) (lengths I)).
  { rewrite <- lsum_map_q, (lsum_nth (len I) q O), q_length. reflexivity. }
  assert (P := pairs_sorted).
  assert (B : M * nsum (fun j => start (at_ (mcsf I q) j)) n <= nsum (fun j => nsum (fun i => area2 s (o i)) j)
    n).
  { unfold nsum at 1. rewrite <- lsum_scal. apply lsum_le. intros j Hj. apply in_seq in Hj.
    eapply Z.le_trans; [apply mcsf_starts; lia|]. apply nsum_le. intros i Hi. destruct (o_valid i); [lia|].
    unfold area2. lia. }
  assert (A0 : 0 <= nsum (fun i => area2 s (o i)) n).
  { apply lsum_nonneg. intros i Hi. apply in_seq in Hi. assert (A := area2_pos s (o i) s_nonneg).
    destruct (o_valid i); lia. }
  rewrite Y. lia.
Qed.

(* MC-SF <= 7/3 Opt *)
Theorem mcsf_competitive sched : feasible I sched -> 3 * flow_time I (mcsf I q) <= 7 * flow_time I sched.
Proof.
  intros Hf. destruct (Nat.eq_dec n 0) as [E|E].
  - destruct mcsf_inv as [t [F [H L]]]. assert (mcsf I q = []) as -> by (apply length_zero_iff_nil; lia).
    assert (A := length_bound I sched Hf). assert (lengths I = []) as E2 by (apply length_zero_iff_nil;
      exact E).
    rewrite E2 in A. simpl in A. change (flow_time I []) with 0. lia.
  - assert (U := mcsf_two_X_plus_Y). assert (L := mean_busy_time_bound I sched HI Hf).
    assert (L1 := length_bound I sched Hf).
    set (Y := lsum (fun x => x) (lengths I)) in *. set (P := pairs s (lengths I)) in *.
    set (G := flow_time I (mcsf I q)) in *. set (O := flow_time I sched) in *.
    assert (M1 : 0 < M). { destruct (o_valid 0 ltac:(lia)). assert (S0 := s_nonneg). lia. }
    assert (M * Y <= M * O) by (apply Z.mul_le_mono_nonneg_l; lia).
    assert (0 <= M * Z.of_nat (njobs I)) by (apply Z.mul_nonneg_nonneg; lia).
    assert (M * (3 * G) <= M * (7 * O)) by lia. apply (Z.mul_le_mono_pos_l _ _ M); lia.
Qed.

End Ratio.

Theorem mc_sf_ratio : ratio (7 # 3) MC_SF.
Proof.
  intros I run sched HI _ [q [Hq ->]] Hf. assert (H := mcsf_competitive I q HI Hq sched Hf).
  rewrite Zle_Qle, !inject_Z_mult in H. change (inject_Z 3) with 3%Q in H. change (inject_Z 7) with 7%Q in H.
  lra.
Qed.

(* SVF, smallest volume first (arXiv 2606.22327): MC-SF with the queue by memory-time area.
With a common prompt
   the area grows with the length, so the queue is by length. *)
Definition by_volume (I : instance) (queue : list nat) : Prop :=
  Permutation queue (seq 0 (njobs I)) /\
  forall i j, (i <= j < length queue)%nat ->
    area2 (prompt I) (len I (nth i queue O)) <= area2 (prompt I) (len I (nth j queue O)).
Definition SVF : scheduler := fun I run => exists queue, by_volume I queue /\ run = mcsf I queue.

Theorem svf_ratio : ratio (7 # 3) SVF.
Proof.
  intros I run sched HI HS [q [[P H] ->]] Hf. apply (mc_sf_ratio I _ sched HI HS); [|exact Hf].
  exists q. split; [|reflexivity]. split; [exact P|]. intros i j Hij. specialize (H i j Hij).
  assert (Lq := Permutation_length P). rewrite seq_length in Lq.
  assert (V : forall k, (k < length q)%nat -> 1 <= len I (nth k q O)).
  { intros k Hk. apply (len_valid I _ HI). assert (In (nth k q O) (seq 0 (njobs I))) as K.
    { apply (Permutation_in _ P). now apply nth_In. } apply in_seq in K. lia. }
  assert (Vi := V i ltac:(lia)). assert (Vj := V j ltac:(lia)). assert (0 <= prompt I) by apply HI.
  unfold area2 in H. destruct (Z_le_gt_dec (len I (nth i q O)) (len I (nth j q O))); [auto|exfalso; nia].
Qed.
