(* The mean-busy-time bound: Opt >= X + Y/3 + n/6 for every feasible schedule ([mean_busy_time_bound]),
   where X = (1/M) sum_j (n - j + 1/2) A_(j) over the jobs sorted by area and Y is the sum of the lengths.
   X is half the sum of min(A_i, A_j)/M over all ordered pairs (i, j), so nothing has to be sorted: for
   two jobs, "how much of i comes before j" and "how much of j comes before i" add up to one. *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums Model Checker LowerBounds.
Import ListNotations.
Open Scope Z_scope.

Lemma memory_moment s a n :
  0 <= start a -> 0 <= rounds a ->
  6 * zsum (fun t => memory s a t * (2 * t + 1)) n =
  let c := cut a (Z.of_nat n) in
  6 * start a * area2 s c + 6 * s * c * c + c * (c + 1) * (4 * c - 1).
Proof.
  intros Hs Hr. induction n as [|n IH].
  - unfold cut, area2. replace (Z.min _ _) with 0 by (simpl; lia). simpl; lia.
  - cbn [zsum]. rewrite Z.mul_add_distr_l, IH. unfold memory, cut, finish. cbv zeta.
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

(* C - B >= o/3 + 1/6 for the mean busy time B of a job, cleared of denominators *)
Lemma completion_vs_busy_time s a n :
  0 <= s -> 0 <= start a -> 1 <= rounds a -> finish a <= Z.of_nat n ->
  6 * zsum (fun t => memory s a t * (2 * t + 1)) n <=
  area2 s (rounds a) * (6 * finish a - 2 * rounds a - 1).
Proof.
  intros Hs Ha Hr Hn. rewrite memory_moment by lia. cbv zeta.
  unfold finish in *. replace (cut a (Z.of_nat n)) with (rounds a) by (unfold cut; lia).
  unfold area2. set (o := rounds a) in *. set (S := start a) in *.
  assert (0 <= s * o * (o - 1)) by (apply Z.mul_nonneg_nonneg; nia). nia.
Qed.

(* ---- two memory profiles: how much of the one comes before the other ---- *)

Definition earlier (fa fb : Z -> Z) (n : nat) : Z :=
  zsum (fun t => fa t * (2 * zsum fb (Z.to_nat t) + fb t)) n.

Lemma earlier_sym fa fb n : earlier fa fb n + earlier fb fa n = 2 * zsum fa n * zsum fb n.
Proof.
  unfold earlier. induction n as [|n IH]; [reflexivity|]. cbn [zsum]. rewrite Nat2Z.id. nia.
Qed.

Lemma earlier_nonneg fa fb n : (forall t, 0 <= fa t) -> (forall t, 0 <= fb t) -> 0 <= earlier fa fb n.
Proof.
  intros Ha Hb. apply zsum_nonneg. intros t _.
  assert (0 <= zsum fb (Z.to_nat t)) by (apply zsum_nonneg; auto). specialize (Ha t). specialize (Hb t). nia.
Qed.

Lemma earlier_lsum {A} fa (f : A -> Z -> Z) l n :
  lsum (fun b => earlier fa (f b) n) l = earlier fa (fun t => lsum (fun b => f b t) l) n.
Proof.
  unfold earlier. rewrite lsum_zsum_swap. apply zsum_ext. intros t _.
  rewrite lsum_scal, lsum_add, lsum_scal, lsum_zsum_swap. reflexivity.
Qed.

Lemma earlier_budget fa u M n :
  (forall t, 0 <= fa t) -> (forall t, u t <= M) ->
  earlier fa u n <= M * zsum (fun t => fa t * (2 * t + 1)) n.
Proof.
  intros Ha Hu. unfold earlier. rewrite <- zsum_scal. apply zsum_le. intros t Ht.
  assert (H : zsum u (Z.to_nat t) <= M * t).
  { replace (M * t) with (zsum (fun _ => M) (Z.to_nat t)) by (rewrite zsum_const, Z2Nat.id by lia; reflexivity).
    apply zsum_le. auto. }
  specialize (Ha t). specialize (Hu t). nia.
Qed.

Section MeanBusyTime.
Variables (s M : Z) (l : list attempt) (n : nat).
Hypothesis Hs : 0 <= s.
Hypothesis Hl : forall a, In a l -> 0 <= start a /\ 1 <= rounds a /\ finish a <= Z.of_nat n.
Hypothesis Hu : forall t, usage s l t <= M.

Let ar (a : attempt) := area2 s (rounds a).
Let before (b a : attempt) := earlier (memory s a) (memory s b) n.

Lemma before_pair a b : In a l -> In b l -> 2 * (before a b + before b a) = ar a * ar b.
Proof.
  intros Ha Hb. destruct (Hl a Ha) as [A1 [A2 A3]]. destruct (Hl b Hb) as [B1 [B2 B3]].
  assert (E1 := memory_sum s a n A1 ltac:(lia)). assert (E2 := memory_sum s b n B1 ltac:(lia)).
  unfold finish in *.
  replace (cut a (Z.of_nat n)) with (rounds a) in E1 by (unfold cut; lia).
  replace (cut b (Z.of_nat n)) with (rounds b) in E2 by (unfold cut; lia).
  unfold before, ar. rewrite earlier_sym, <- E1, <- E2. ring.
Qed.

Lemma before_total a :
  In a l -> 6 * lsum (fun b => before b a) l <= M * (ar a * (6 * finish a - 2 * rounds a - 1)).
Proof.
  intros Ha. destruct (Hl a Ha) as [A1 [A2 A3]].
  unfold before. rewrite earlier_lsum.
  assert (H := earlier_budget (memory s a) (usage s l) M n (fun t => memory_nonneg s a t Hs) Hu).
  assert (K := completion_vs_busy_time s a n Hs A1 A2 A3).
  assert (0 <= M). { assert (U := usage_nonneg s l 0 Hs). specialize (Hu 0). lia. }
  change (fun t => lsum (fun b => memory s b t) l) with (usage s l). unfold ar.
  apply (Z.mul_le_mono_nonneg_l _ _ M) in K; [|auto]. lia.
Qed.

Open Scope Q_scope.
(* by pairs: neither sorting nor convexity is needed *)
Theorem mean_busy_time :
  (3 * pairs s (map rounds l) <=
   2 * M * lsum (fun a => 6 * finish a - 2 * rounds a - 1) l)%Z.
Proof.
  set (w := fun a => (6 * finish a - 2 * rounds a - 1)%Z).
  set (g := fun a b => inject_Z (before b a) / inject_Z (ar a)).
  assert (Har : forall a, In a l -> 0 < inject_Z (ar a)).
  { intros a Ha. change 0 with (inject_Z 0). rewrite <- Zlt_Qlt. unfold ar.
    assert (H := area2_pos s (rounds a) Hs). specialize (Hl a Ha). lia. }
  (* every job: at most its budget *)
  assert (U : 6 * qsum (fun a => qsum (g a) l) l <= inject_Z M * inject_Z (lsum w l)).
  { rewrite <- qsum_scal, <- qsum_Z, <- qsum_scal. apply qsum_le. intros a Ha.
    assert (E : qsum (g a) l == inject_Z (lsum (fun b => before b a) l) / inject_Z (ar a)).
    { unfold g. rewrite <- (qsum_Z (fun b => before b a)). unfold Qdiv. rewrite Qmult_comm, <- qsum_scal.
      apply qsum_ext. intros b _. apply Qmult_comm. }
    rewrite E. clear E. specialize (Har a Ha). assert (T := before_total a Ha).
    rewrite Zle_Qle, !inject_Z_mult in T. change (inject_Z 6) with 6 in T.
    apply (Qmult_le_l _ _ (inject_Z (ar a))); auto. unfold Qdiv.
    setoid_replace (inject_Z (ar a) * (6 * (inject_Z (lsum (fun b => before b a) l) * / inject_Z (ar a))))
      with (6 * inject_Z (lsum (fun b => before b a) l)) by (field; lra).
    unfold w. lra. }
  (* every pair: at least the smaller area *)
  assert (L : inject_Z (pairs s (map rounds l)) <= 4 * qsum (fun a => qsum (g a) l) l).
  { assert (E : 4 * qsum (fun a => qsum (g a) l) l ==
                2 * qsum (fun a => qsum (fun b => g a b + g b a) l) l).
    { assert (E2 : qsum (fun a => qsum (fun b => g a b + g b a) l) l ==
                   qsum (fun a => qsum (g a) l) l + qsum (fun a => qsum (fun b => g b a) l) l).
      { rewrite <- qsum_add. apply qsum_ext. intros a _. apply qsum_add. }
      assert (E3 : qsum (fun a => qsum (fun b => g b a) l) l == qsum (fun a => qsum (g a) l) l)
        by apply (qsum_swap (fun a b => g b a)).
      rewrite E2, E3. lra. }
    rewrite E. clear E. unfold pairs. rewrite lsum_map, <- qsum_Z, <- qsum_scal.
    apply qsum_le. intros a Ha. rewrite lsum_map, <- qsum_Z, <- qsum_scal.
    apply qsum_le. intros b Hb. 
    assert (P := before_pair a b Ha Hb). assert (Pa := Har a Ha). assert (Pb := Har b Hb).
    fold (ar a) (ar b). 
    assert (N1 : 0 <= inject_Z (before a b)).
    { change 0 with (inject_Z 0). rewrite <- Zle_Qle. apply earlier_nonneg; intros; now apply memory_nonneg. }
    assert (N2 : 0 <= inject_Z (before b a)).
    { change 0 with (inject_Z 0). rewrite <- Zle_Qle. apply earlier_nonneg; intros; now apply memory_nonneg. }
    assert (P' : 2 * (inject_Z (before a b) + inject_Z (before b a)) == inject_Z (ar a) * inject_Z (ar b)).
    { rewrite <- inject_Z_plus. change 2 with (inject_Z 2). rewrite <- !inject_Z_mult, P. reflexivity. }
    unfold g.
    set (x := inject_Z (before a b)) in *. set (y := inject_Z (before b a)) in *.
    assert (M1 : inject_Z (Z.min (ar a) (ar b)) <= inject_Z (ar a)) by (rewrite <- Zle_Qle; lia).
    assert (M2 : inject_Z (Z.min (ar a) (ar b)) <= inject_Z (ar b)) by (rewrite <- Zle_Qle; lia).
    set (m := inject_Z (Z.min (ar a) (ar b))) in *.
    set (A := inject_Z (ar a)) in *. set (B := inject_Z (ar b)) in *.
    (* m A B = 2 m (x + y) <= 2 (B y + A x) *)
    apply (Qmult_le_l _ _ (A * B)); [nra|].
    setoid_replace (A * B * (2 * (y / A + x / B))) with (2 * (B * y + A * x)) by (field; split; lra).
    assert (m * x <= A * x) by nra. assert (m * y <= B * y) by nra. 
    assert (m * (2 * (x + y)) == m * (A * B)) by (rewrite P'; reflexivity). nra. }
  rewrite Zle_Qle, !inject_Z_mult. change (inject_Z 3) with 3. change (inject_Z 2) with 2. fold w. lra.
Qed.
End MeanBusyTime.

(* 12 M Opt >= 3 pairs + 2 M (2 Y + n); with pairs = 4 M X:  Opt >= X + Y/3 + n/6 *)
Theorem mean_busy_time_bound I sched :
  valid I -> feasible I sched ->
  3 * pairs (prompt I) (lengths I) + 2 * budget I * (2 * lsum (fun o => o) (lengths I) + Z.of_nat (njobs I))
  <= 12 * budget I * flow_time I sched.
Proof.
  intros [[Hs _] Hv] Hf. assert (HP := completions_lengths I sched Hf).
  destruct (finish_bound (completions I sched)) as [n Hn].
  assert (B := mean_busy_time (prompt I) (budget I) (completions I sched) n Hs).
  rewrite (pairs_perm _ _ _ HP) in B.
  assert (E : lsum (fun a => 6 * finish a - 2 * rounds a - 1) (completions I sched) =
              6 * flow_time I sched - 2 * lsum (fun o => o) (lengths I) - Z.of_nat (njobs I)).
  { rewrite <- (one_completion I sched Hf). unfold flow_time.
    rewrite <- (lsum_perm (fun o => o) _ _ HP), lsum_map.
    clear. induction (completions I sched) as [|x r IH]; [reflexivity|].
    simpl length. cbn [lsum]. rewrite IH. lia. }
  rewrite E in B. destruct Hf as [F1 [F2 _]].
  assert (B' := B ltac:(
    intros a Ha; assert (Ha' := Hn a Ha); unfold completions in Ha; apply filter_In in Ha;
      destruct Ha as [Ha _];
    apply F1 in Ha; destruct Ha as [_ Ha]; lia)
    ltac:(intros t; eapply Z.le_trans; [|apply (F2 t)]; unfold usage, completions;
          apply lsum_filter_le; intros; now apply memory_nonneg)).
  lia.
Qed.
