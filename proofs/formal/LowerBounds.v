(* Two lower bounds on the flow time of every feasible schedule: the sum of the lengths ([length_bound]),
   and the memory-time area of Lemma 4.2 of the paper ([area_bound]).  With the jobs sorted by area the
   latter reads Opt >= (1/M) sum_j (n - j + 1) A_(j); here it is a sum over pairs of jobs, so that nothing
   has to be sorted. *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Arith.
From RatioLab Require Import Sums Model Checker.
Import ListNotations.
Open Scope Z_scope.

(* twice the memory-time area of a job of length o *)
Definition area2 (s o : Z) : Z := 2 * s * o + o * (o + 1).

Lemma area2_mono s x y : 0 <= s -> 0 <= x -> x <= y -> area2 s x <= area2 s y.
Proof. unfold area2. nia. Qed.

Lemma area2_pos s o : 0 <= s -> 1 <= o -> 1 <= area2 s o.
Proof. unfold area2. nia. Qed.

(* rounds of the attempt that lie before round n *)
Definition cut (a : attempt) (n : Z) : Z := Z.min (Z.max (n - start a) 0) (rounds a).

Lemma memory_sum s a n :
  0 <= start a -> 0 <= rounds a ->
  2 * zsum (memory s a) n = area2 s (cut a (Z.of_nat n)).
Proof.
  intros Hs Hr. induction n as [|n IH].
  - unfold cut, area2. replace (Z.min _ _) with 0 by (simpl; lia). simpl; lia.
  - cbn [zsum]. rewrite Z.mul_add_distr_l, IH. unfold memory, cut, finish.
    rewrite Nat2Z.inj_succ. set (t := Z.of_nat n) in *.
    destruct (_ && _) eqn:E.
    + apply andb_prop in E. destruct E as [E1 E2]. apply Z.leb_le in E1. apply Z.ltb_lt in E2.
      replace (Z.min (Z.max (Z.succ t - start a) 0) (rounds a)) with (t - start a + 1) by lia.
      replace (Z.min (Z.max (t - start a) 0) (rounds a)) with (t - start a) by lia.
      unfold area2. ring.
    + apply andb_false_iff in E. rewrite Z.leb_gt, Z.ltb_ge in E.
      replace (Z.min (Z.max (Z.succ t - start a) 0) (rounds a))
        with (Z.min (Z.max (t - start a) 0) (rounds a)) by lia. ring.
Qed.

(* the sum over all ordered pairs of the smaller doubled area: 2 sum_ij min(A_i, A_j) *)
Definition pairs (s : Z) (l : list Z) : Z :=
  lsum (fun x => lsum (fun y => Z.min (area2 s x) (area2 s y)) l) l.

Lemma pairs_perm s l l' : Permutation l l' -> pairs s l = pairs s l'.
Proof.
  intros H. unfold pairs. rewrite (lsum_perm _ l l' H). apply lsum_ext. intros x _. now apply lsum_perm.
Qed.

Lemma finish_bound (l : list attempt) : exists n, forall a, In a l -> finish a <= Z.of_nat n.
Proof.
  induction l as [|x r [n IH]]; [exists O; intros a []|].
  exists (Nat.max n (Z.to_nat (finish x))). intros a [->|Ha]; [lia|]. specialize (IH a Ha). lia.
Qed.

Lemma seq_lengths (I : instance) : map (len I) (seq 0 (njobs I)) = lengths I.
Proof.
  unfold len, njobs. clear. induction (lengths I) as [|y r IH]; auto.
  simpl. f_equal. rewrite <- seq_shift, map_map. apply IH.
Qed.

Lemma completions_lengths I sched : feasible I sched -> Permutation (map rounds (completions I sched)) (lengths
  I).
Proof.
  intros [_ [_ [_ H]]].
  assert (E : map rounds (completions I sched) = map (len I) (map job (completions I sched))).
  { rewrite map_map. apply map_ext_in. intros a Ha. unfold completions in Ha. apply filter_In in Ha.
    destruct Ha as [_ Ha]. unfold complete in Ha. lia. }
  rewrite E, <- (seq_lengths I). now apply Permutation_map.
Qed.

Theorem length_bound I sched : feasible I sched -> lsum (fun o => o) (lengths I) <= flow_time I sched.
Proof.
  intros Hf. rewrite <- (lsum_perm _ _ _ (completions_lengths I sched Hf)), lsum_map. unfold flow_time.
  apply lsum_le. intros a Ha. unfold completions in Ha. apply filter_In in Ha.
  destruct Hf as [F1 _]. destruct (F1 a) as [_ F]; [tauto|]. unfold finish. lia.
Qed.

Lemma lengths_nonneg I : valid I -> 0 <= lsum (fun o => o) (lengths I).
Proof. intros [_ V]. apply lsum_nonneg. intros y Hy. specialize (V y Hy). lia. Qed.

Lemma ratio_weaken scope runs R R' : (R <= R')%Q -> ratio_on scope R runs -> ratio_on scope R' runs.
Proof.
  intros HR H I run sched HI HS Hr Hf. eapply Qle_trans; [now apply (H I run sched)|].
  apply Qmult_le_compat_r; [exact HR|]. change 0%Q with (inject_Z 0). rewrite <- Zle_Qle.
  assert (A := length_bound I sched Hf). assert (B := lengths_nonneg I HI). lia.
Qed.

(* ---- the area bound ---- *)
(* what completes by the time job a does fits into M C_a *)
Lemma area_before s M l a :
  0 <= s -> In a l -> (forall b, In b l -> 0 <= start b /\ 1 <= rounds b) -> (forall t, usage s l t <= M) ->
  lsum (fun b => if finish b <=? finish a then area2 s (rounds b) else 0) l <= 2 * M * finish a.
Proof.
  intros Hs Ha Hl Hu. destruct (Hl a Ha) as [A1 A2].
  set (n := Z.to_nat (finish a)). assert (En : Z.of_nat n = finish a) by (unfold n, finish; lia).
  apply Z.le_trans with (2 * zsum (usage s l) n).
  - unfold usage. rewrite <- (lsum_zsum_swap (memory s)), <- lsum_scal. apply lsum_le. intros b Hb.
    destruct (Hl b Hb) as [B1 B2]. rewrite (memory_sum s b n B1) by lia. rewrite En.
    destruct (finish b <=? finish a) eqn:E.
    + apply Z.leb_le in E. replace (cut b (finish a)) with (rounds b); [lia|]. unfold cut, finish in *. lia.
    + assert (0 <= cut b (finish a)) by (unfold cut; lia). unfold area2. nia.
  - assert (zsum (usage s l) n <= zsum (fun _ => M) n) by (apply zsum_le; auto).
    rewrite zsum_const, En in H. lia.
Qed.

(* two attempts: the smaller area counts at least once, each attempt itself once more *)
Lemma pairs_by_order s l : 0 <= s -> (forall b, In b l -> 1 <= rounds b) ->
  lsum (fun a => lsum (fun b => Z.min (area2 s (rounds a)) (area2 s (rounds b))) l) l <=
  2 * lsum (fun a => lsum (fun b => if finish b <=? finish a then area2 s (rounds b) else 0) l) l
  - lsum (fun a => area2 s (rounds a)) l.
Proof.
  intros Hs. induction l as [|x l IH]; intros Hl; [simpl; lia|].
  specialize (IH (fun b Hb => Hl b (or_intror Hb))). cbn [lsum].
  rewrite !lsum_add, Z.leb_refl, Z.min_id.
  assert (P : lsum (fun b => Z.min (area2 s (rounds x)) (area2 s (rounds b))) l +
              lsum (fun a => Z.min (area2 s (rounds a)) (area2 s (rounds x))) l <=
              2 * (lsum (fun b => if finish b <=? finish x then area2 s (rounds b) else 0) l +
                   lsum (fun a => if finish x <=? finish a then area2 s (rounds x) else 0) l)).
  { rewrite <- !lsum_add, <- lsum_scal. apply lsum_le. intros b Hb.
    assert (X := area2_pos s (rounds x) Hs (Hl x (or_introl eq_refl))).
    assert (B := area2_pos s (rounds b) Hs (Hl b (or_intror Hb))).
    destruct (finish b <=? finish x) eqn:E1; destruct (finish x <=? finish b) eqn:E2; lia. }
  lia.
Qed.

(* Lemma 4.2 of the paper: 4 M Opt >= 2 sum_ij min(A_i, A_j) + 2 sum_i A_i *)
Theorem area_bound I sched :
  valid I -> feasible I sched ->
  pairs (prompt I) (lengths I) + lsum (area2 (prompt I)) (lengths I) <= 4 * budget I * flow_time I sched.
Proof.
  intros [[Hs _] _] Hf. assert (HP := completions_lengths I sched Hf).
  rewrite <- (pairs_perm _ _ _ HP), <- (lsum_perm _ _ _ HP). unfold pairs. rewrite !lsum_map.
  destruct Hf as [F1 [F2 _]]. unfold flow_time. set (cs := completions I sched) in *.
  assert (Hl : forall b, In b cs -> 0 <= start b /\ 1 <= rounds b).
  { intros b Hb. unfold cs, completions in Hb. apply filter_In in Hb. destruct Hb as [Hb _].
    destruct (F1 b Hb) as [_ [B1 B2]]. lia. }
  assert (Hu : forall t, usage (prompt I) cs t <= budget I).
  { intros t. eapply Z.le_trans; [|apply (F2 t)]. unfold usage, cs, completions.
    apply lsum_filter_le. intros. now apply memory_nonneg. }
  assert (P := pairs_by_order (prompt I) cs Hs (fun b Hb => proj2 (Hl b Hb))).
  assert (A : lsum (fun a => lsum (fun b => if finish b <=? finish a then area2 (prompt I) (rounds b) else 0)
    cs) cs <=
              2 * budget I * lsum finish cs).
  { rewrite <- lsum_scal. apply lsum_le. intros a Ha. now apply area_before. }
  rewrite (lsum_ext (fun x => lsum (fun y => Z.min (area2 (prompt I) (rounds x)) (area2 (prompt I) y)) (map
    rounds cs))
    (fun a => lsum (fun b => Z.min (area2 (prompt I) (rounds a)) (area2 (prompt I) (rounds b))) cs)).
  - lia.
  - intros a _. now rewrite lsum_map.
Qed.
