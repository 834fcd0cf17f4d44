(* Start times of a greedy schedule when no job takes more than the share e/d of the budget
   ([large_starts]): a waiting time is charged to the many jobs running then, by Chebyshev's inequality. *)

From Coq Require Import ZArith List Permutation Lia Bool Arith.
From RatioLab Require Import Sums IndexSums Model Checker StartTimes.
Import ListNotations.
Open Scope Z_scope.

Section Starts.
Variables (s M : Z) (n : nat) (o st : nat -> Z) (tau : nat -> Z).
Hypothesis Hs : 0 <= s.
Hypothesis Ho : forall i, (i < n)%nat -> 1 <= o i.
Hypothesis Homono : forall i j, (i <= j < n)%nat -> o i <= o j.
Hypothesis Hst0 : st 0%nat = 0.
Hypothesis Hmono : forall i j, (i <= j < n)%nat -> st i <= st j.
Local Notation m := (StartTimes.m s o st).
Local Notation w := (StartTimes.w st).
Local Notation y := (StartTimes.y st tau).
Local Notation late := (StartTimes.late o st tau).
Local Notation inW := (StartTimes.inW n st).
Local Notation term := (StartTimes.term s o st tau).
Local Notation pay := (StartTimes.pay s o st tau).
Hypothesis Hfeas : forall t, nsum (fun i => m i t) n <= M.
Hypothesis Hfit : forall i, (i < n)%nat -> s + o i <= M.
(* job j > 0 that starts after job j-1 was blocked one round earlier, in round tau j *)
Hypothesis Hblock : forall j, (S j < n)%nat -> st j < st (S j) ->
  st (S j) - 1 <= tau (S j) <= st (S j) + o (S j) - 2 /\
  M < nsum (fun i => m i (tau (S j))) (S j) + (s + (tau (S j) - (st (S j) - 1) + 1)).

(* the facts of StartTimes.v *)
Local Notation w_nonneg := (StartTimes.w_nonneg s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).
Local Notation y_range := (StartTimes.y_range s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).
Local Notation F0 := (StartTimes.F0 s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).
Local Notation F1 := (StartTimes.F1 s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).
Local Notation late_mono := (StartTimes.late_mono s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).
Local Notation term_bounds := (StartTimes.term_bounds s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).

Section Eps.
Variables (e d : Z).
Hypothesis Hed : 0 < e /\ 2 * e <= d.
Hypothesis Heps : forall i, (i < n)%nat -> d * (s + o i) <= e * M.
Hypothesis HM : 0 < M.
Let E := (d - 2 * e) * M.
Let N := Z.of_nat n.

Lemma per_window k : inW k ->
  2 * (N - Z.of_nat k) * ((d - e) * M) <=
  nsum (fun i => if late i k then 2 * d * (N - 1 - Z.of_nat i) * term i k - E else 0) k.
Proof.
  intros Hk. assert (Hkn : (0 < k < n)%nat) by apply Hk. destruct (y_range k Hk) as [Y1 Y2].
  destruct (threshold (fun i => late i k) k) as [c [Hc Hl]].
  { intros i j Hij H. apply (late_mono i j); auto; lia. }
  cbv beta in Hl.
  assert (Ht : forall i, (i < k - c)%nat -> term i k = 0).
  { intros i Hi. unfold StartTimes.term. rewrite Hl by lia. replace (k - c <=? i)%nat with false; auto.
    symmetry. apply Nat.leb_gt. lia. }
  assert (Hlate : forall z, (z < c)%nat -> late (k - 1 - z) k = true).
  { intros z Hz. rewrite Hl by lia. apply Nat.leb_le. lia. }
  set (m' := fun z => term (k - 1 - z)%nat k).
  assert (Hm : forall i j, (i <= j < c)%nat -> m' i <= m' j).
  { intros i j Hij. unfold m', StartTimes.term. rewrite !Hlate by lia.
    assert (A := Hmono (k - 1 - j)%nat (k - 1 - i)%nat ltac:(lia)). lia. }
  assert (G1 : nsum (fun i => term i k) k = nsum m' c) by (apply nsum_suffix; auto).
  assert (F := F0 k Hk). rewrite G1 in F. set (G := nsum m' c) in *.
  assert (Gd : (d - e) * M <= d * G).
  { assert (A := Heps k ltac:(lia)). assert (d * M <= d * (G + (s + y k))) by (apply Z.mul_le_mono_nonneg_l;
      lia).
    assert (d * (s + y k) <= d * (s + o k)) by (apply Z.mul_le_mono_nonneg_l; lia). lia. }
  assert (Gu : d * G <= Z.of_nat c * (e * M)).
  { unfold G. unfold nsum. rewrite <- lsum_scal.
    apply Z.le_trans with (lsum (fun _ => e * M) (seq 0 c)); [|rewrite lsum_const, seq_length; lia].
    apply lsum_le. intros z Hz. apply in_seq in Hz. unfold m'.
    destruct (term_bounds (k - 1 - z) k ltac:(lia) Hk) as [_ T]. assert (A := Heps (k - 1 - z)%nat ltac:(lia)).
    assert (d * term (k - 1 - z) k <= d * (s + o (k - 1 - z)%nat)) by (apply Z.mul_le_mono_nonneg_l; lia). lia.
    }
  assert (Cc : d - e <= Z.of_nat c * e).
  { assert (M * (d - e) <= M * (Z.of_nat c * e)) by lia. apply (Z.mul_le_mono_pos_l _ _ M); lia. }
  assert (C1 : (1 <= c)%nat) by (destruct c; [exfalso; lia|lia]).
  assert (Ch := chebyshev m' c Hm). fold G in Ch.
  rewrite (nsum_suffix _ k c Hc).
  2:{ intros i Hi. rewrite Hl by lia. replace (k - c <=? i)%nat with false; auto. symmetry. apply Nat.leb_gt.
      lia. }
  rewrite (nsum_ext _ (fun z => (2 * d * (N - Z.of_nat k)) * m' z + (2 * d) * (Z.of_nat z * m' z) + - E)).
  2:{ intros z Hz. rewrite Hlate by lia. unfold m'. rewrite !Nat2Z.inj_sub by lia. change (Z.of_nat 1) with 1.
      ring. }
  rewrite !nsum_add. unfold nsum at 1 2 3. rewrite !lsum_scal, lsum_const, seq_length.
  fold (nsum m' c) (nsum (fun z => Z.of_nat z * m' z) c). fold G.
  set (Q := nsum (fun z => Z.of_nat z * m' z) c) in *. set (C := Z.of_nat c) in *.
  assert (NK : 0 <= N - Z.of_nat k) by (unfold N; lia).
  assert (A1 : (N - Z.of_nat k) * ((d - e) * M) <= (N - Z.of_nat k) * (d * G)) by (apply Z.mul_le_mono_nonneg_l;
    lia).
  assert (A2 : d * ((C - 1) * G) <= d * (2 * Q)) by (apply Z.mul_le_mono_nonneg_l; lia).
  assert (A3 : (C - 1) * ((d - e) * M) <= (C - 1) * (d * G)) by (apply Z.mul_le_mono_nonneg_l; [unfold C;
    lia|lia]).
  assert (A4 : M * (C * (d - 2 * e)) <= M * ((C - 1) * (d - e))) by (apply Z.mul_le_mono_nonneg_l; lia).
  unfold E. lia.
Qed.

(* the windows that job i is late for last at most o_i together *)
Definition epay (i p q : nat) : Z := lsum (fun k => if late i k then w k else 0) (seq (S p) q).
Lemma epay_le i p q : (i <= p)%nat -> (p + q < n)%nat ->
  0 <= epay i p q /\ epay i p q <= st (p + q)%nat - st p /\ (epay i p q <= 0 \/ epay i p q
    <= st i + o i - st p).
Proof.
  intros Hi. induction q as [|q IH]; intros Hn.
  - unfold epay. simpl. rewrite Nat.add_0_r. lia.
  - unfold epay in *. rewrite seq_S, lsum_app. cbn [lsum]. destruct (IH ltac:(lia)) as [P [A B]]. clear IH.
    set (X := lsum (fun k => if late i k then w k else 0) (seq (S p) q)) in *.
    set (k := (S p + q)%nat) in *. assert (Ek : (p + S q = k)%nat) by (unfold k; lia). rewrite Ek.
    assert (Wk : w k = st k - st (p + q)%nat) by (unfold k; reflexivity).
    assert (W0 := w_nonneg k ltac:(lia)). rewrite Wk in *.
    destruct (late i k) eqn:L; [|lia].
    split; [lia|]. split; [lia|].
    destruct (Z.eq_dec (st k - st (p + q)%nat) 0) as [Z0|NZ]; [lia|].
    right. assert (HW : inW k) by (unfold StartTimes.inW; split; [lia|]; rewrite Wk; lia).
    assert (F := F1 i k ltac:(lia) HW L). destruct (y_range k HW) as [Y _]. lia.
Qed.

Lemma sum_starts q : (q <= n)%nat -> nsum st q = nsum (fun k => w k * (Z.of_nat q - Z.of_nat k)) q.
Proof.
  assert (Tel : forall p, nsum w (S p) = st p).
  { induction p as [|p IH]; [unfold nsum; simpl; lia|]. rewrite nsum_S, IH. simpl. lia. }
  induction q as [|q IH]; intros Hq; [reflexivity|]. rewrite nsum_S, IH by lia.
  rewrite (nsum_ext (fun k => w k * (Z.of_nat (S q) - Z.of_nat k)) (fun k => w k * (Z.of_nat q - Z.of_nat k) + w
    k)).
  2:{ intros k _. rewrite Nat2Z.inj_succ. ring. }
  rewrite nsum_add, Tel, nsum_S, Z.sub_diag. lia.
Qed.

Theorem large_starts :
  2 * ((d - e) * M) * nsum st n <= nsum (fun i => o i * Z.max 0 (2 * d * (N - 1 - Z.of_nat i) * (s + o i) - E))
    n.
Proof.
  destruct (Nat.eq_dec n 0) as [E0|N0]; [rewrite E0; unfold nsum; simpl; lia|].
  set (n' := pred n). assert (En : n = S n') by (unfold n'; lia). clearbody n'.
  rewrite sum_starts by lia. fold N.
  set (g := fun i => 2 * d * (N - 1 - Z.of_nat i) * (s + o i) - E).
  change (fun i => o i * Z.max 0 (2 * d * (N - 1 - Z.of_nat i) * (s + o i) - E)) with (fun i => o i * Z.max 0 (g
    i)).
  assert (St : 2 * ((d - e) * M) * nsum (fun k => w k * (N - Z.of_nat k)) n <=
               nsum (fun k => nsum (fun i => w (S k) * (if late i (S k) then g i else 0)) (S k)) n').
  { rewrite En at 1. rewrite nsum_first. change (w 0) with 0. rewrite Z.mul_0_l, Z.add_0_l.
    unfold nsum at 1. rewrite <- lsum_scal. apply nsum_le. intros k Hk.
    assert (W0 := w_nonneg (S k) ltac:(lia)). unfold nsum. rewrite lsum_scal.
    destruct (Z.eq_dec (w (S k)) 0) as [Z0|NZ]; [rewrite Z0; lia|].
    assert (HW : inW (S k)) by (unfold StartTimes.inW; lia). assert (P := per_window (S k) HW).
    replace (2 * ((d - e) * M) * (w (S k) * (N - Z.of_nat (S k)))) with (w (S k) * (2 * (N - Z.of_nat (S k)) *
      ((d - e) * M))) by ring.
    apply Z.mul_le_mono_nonneg_l; [lia|]. eapply Z.le_trans; [exact P|]. apply nsum_le. intros i Hi.
    destruct (late i (S k)); [|lia]. unfold g. destruct (term_bounds i (S k) Hi HW) as [_ T].
    assert (0 <= 2 * d * (N - 1 - Z.of_nat i)) by (apply Z.mul_nonneg_nonneg; unfold N; lia).
    assert (2 * d * (N - 1 - Z.of_nat i) * term i (S k) <= 2 * d * (N - 1 - Z.of_nat i) * (s + o i))
      by (apply Z.mul_le_mono_nonneg_l; lia). lia. }
  eapply Z.le_trans; [exact St|]. clear St.
  rewrite (nsum_triangle (fun i k => w k * (if late i k then g i else 0)) n').
  rewrite En at 1. rewrite nsum_S.
  assert (Last : 0 <= o n' * Z.max 0 (g n')) by (assert (A := Ho n' ltac:(lia)); nia).
  assert (Body : nsum (fun i => nsum (fun k => if (i <? S k)%nat then w (S k) * (if late i (S k) then g i else
    0) else 0) n') n' <=
                 nsum (fun i => o i * Z.max 0 (g i)) n'); [|lia].
  apply nsum_le. intros i Hi.
  assert (Ei : nsum (fun k => if (i <? S k)%nat then w (S k) * (if late i (S k) then g i else 0) else 0) n' =
    epay i i (n' - i) * g i).
  { unfold epay, nsum. replace (seq 0 n') with (seq 0 i ++ seq i (n' - i)) by (rewrite <- seq_app; f_equal;
      lia).
    rewrite lsum_app, (lsum_ext _ (fun _ => 0) (seq 0 i)).
    2:{ intros k Hk. apply in_seq in Hk. replace (i <? S k)%nat with false; auto. symmetry. apply Nat.ltb_ge.
        lia. }
    rewrite lsum_const, <- seq_shift, lsum_map, Z.mul_0_l, Z.add_0_l, Z.mul_comm, <- lsum_scal. apply lsum_ext.
    intros k Hk. apply in_seq in Hk. replace (i <? S k)%nat with true by (symmetry; apply Nat.ltb_lt; lia).
    destruct (late i (S k)); lia. }
  rewrite Ei. destruct (epay_le i i (n' - i) ltac:(lia) ltac:(lia)) as [P0 [_ P]].
  assert (A := Ho i ltac:(lia)). assert (epay i i (n' - i) <= o i) by lia.
  destruct (Z_le_gt_dec 0 (g i)).
  - rewrite Z.max_r by lia. apply Z.mul_le_mono_nonneg_r; lia.
  - rewrite Z.max_l by lia. nia.
Qed.
End Eps.
End Starts.
