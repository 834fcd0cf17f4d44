(* The starts of any feasible schedule of identical jobs are spread out: with B = floor(M/(s + o)),
   sum_{r<=2B} (S_{i+r} - S_i) >= B o ([lag_sum]), and summed over i,
   2 (2B + 1) sum_i S_i >= o (n - 2B)(n - 2B + 1) ([starts_spread]). *)

From Coq Require Import ZArith List Permutation Lia Bool Arith.
From RatioLab Require Import Sums IndexSums Model Checker IdenticalJobs.
Import ListNotations.
Open Scope Z_scope.

Lemma telescope (f : nat -> Z) (K : Z) m :
  nsum (fun u => (K - Z.of_nat u) * f (S u)) m =
  nsum (fun u => (K - Z.of_nat u) * f u) m + nsum (fun u => f (S u)) m - K * f 0%nat + (K - Z.of_nat m) * f m.
Proof.
  induction m as [|m IH]; [unfold nsum; simpl; lia|]. rewrite !nsum_S, IH, Nat2Z.inj_succ. ring.
Qed.

Lemma nsum_index m : 2 * nsum Z.of_nat m = Z.of_nat m * (Z.of_nat m - 1).
Proof. induction m as [|m IH]; [reflexivity|]. rewrite nsum_S, Nat2Z.inj_succ. lia. Qed.

(* ---- the starts of any feasible schedule ---- *)
Section Lag.
Variables (s M tau : Z) (st : list Z).
Hypotheses (Hs : 0 <= s) (Ht : 1 <= tau) (Hfit : s + tau <= M).
Let n := length st.
Let S (i : nat) := nth i st 0.
Let B := M / (s + tau).
Let k := (2 * Z.to_nat B)%nat.
Hypothesis Hsort : forall i j, (i <= j < n)%nat -> S i <= S j.
Hypothesis Hpos : forall x, In x st -> 0 <= x.
Hypothesis Huse : forall t, lsum (fun x => memory s (Att O x tau) t) st <= M.

Lemma B_pos : 1 <= B.
Proof. unfold B. apply Z.div_le_lower_bound; lia. Qed.

Lemma lag_sum i : (i + k < n)%nat -> B * tau <= nsum (fun r => S (i + Datatypes.S r) - S i) k.
Proof.
  intros Hi. assert (B1 := B_pos). assert (Bm := Z.mul_succ_div_gt M (s + tau) ltac:(lia)). fold B in Bm.
  assert (Kz : Z.of_nat k = 2 * B) by (unfold k; lia).
  set (t := S i + tau - 1). set (m := fun r => memory s (Att O (S (i + r)) tau) t).
  set (c := fun r => if S (i + r) - S i <? tau then 1 else 0).
  assert (U : nsum m (Datatypes.S k) <= M).
  { eapply Z.le_trans; [|apply (Huse t)]. rewrite (lsum_nth _ st 0). fold n.
    apply (nsum_window (fun x => memory s (Att O (nth x st 0) tau) t)); [|lia]. intros x.
    now apply memory_nonneg. }
  rewrite nsum_first in U.
  assert (M0 : m 0%nat = s + tau).
  { unfold m, memory, finish, t. cbn [start rounds]. rewrite Nat.add_0_r.
    replace (S i <=? S i + tau - 1) with true by (symmetry; apply Z.leb_le; lia).
    replace (S i + tau - 1 <? S i + tau) with true by (symmetry; apply Z.ltb_lt; lia). simpl. lia. }
  (* job by job: in the last round of job i it still runs, or it starts a whole length later *)
  assert (Each : forall r, (r < k)%nat -> let D := S (i + Datatypes.S r) - S i in
    tau - tau * c (Datatypes.S r) <= D /\ tau + s * c (Datatypes.S r) - m (Datatypes.S r) <= D).
  { intros r Hr. assert (A := Hsort i (i + Datatypes.S r) ltac:(lia)). cbv zeta. unfold c, m, memory, finish, t.
    cbn [start rounds].
    destruct (S (i + Datatypes.S r) - S i <? tau) eqn:E; [apply Z.ltb_lt in E|apply Z.ltb_ge in E].
    - replace (S (i + Datatypes.S r) <=? S i + tau - 1) with true by (symmetry; apply Z.leb_le; lia).
      replace (S i + tau - 1 <? S (i + Datatypes.S r) + tau) with true by (symmetry; apply Z.ltb_lt; lia).
      simpl. lia.
    - replace (S (i + Datatypes.S r) <=? S i + tau - 1) with false by (symmetry; apply Z.leb_gt; lia). simpl.
      lia. }
  set (l := nsum (fun r => c (Datatypes.S r)) k).
  assert (P1 : 2 * B * tau - tau * l <= nsum (fun r => S (i + Datatypes.S r) - S i) k).
  { replace (2 * B * tau - tau * l) with (nsum (fun r => tau + - tau * c (Datatypes.S r)) k).
    - apply nsum_le. intros r Hr. destruct (Each r Hr). lia.
    - rewrite nsum_add. unfold nsum at 1 2. rewrite lsum_const, lsum_scal, seq_length.
      fold (nsum (fun r => c (Datatypes.S r)) k).
      fold l. lia. }
  assert (P2 : 2 * B * tau + s * l - nsum (fun r => m (Datatypes.S r)) k
    <= nsum (fun r => S (i + Datatypes.S r) - S i) k).
  { replace (2 * B * tau + s * l - nsum (fun r => m (Datatypes.S r)) k)
      with (nsum (fun r => (tau + s * c (Datatypes.S r)) + - 1 * m (Datatypes.S r)) k).
    - apply nsum_le. intros r Hr. destruct (Each r Hr). lia.
    - rewrite !nsum_add. unfold nsum at 1 2 3. rewrite lsum_const, !lsum_scal, seq_length.
      fold (nsum (fun r => c (Datatypes.S r)) k). fold (nsum (fun r => m (Datatypes.S r)) k). fold l. lia. }
  destruct (Z_lt_le_dec l B) as [L|L].
  - assert (tau * l <= tau * B) by (apply Z.mul_le_mono_nonneg_l; lia). lia.
  - assert (s * B <= s * l) by (apply Z.mul_le_mono_nonneg_l; lia). lia.
Qed.

(* the weighted window of starts p, ..., p + k - 1 *)
Definition window (p : nat) : Z := nsum (fun u => (Z.of_nat k - Z.of_nat u) * S (p + u)) k.

Lemma window_next p : (p + k < n)%nat -> window p + B * tau <= window (Datatypes.S p).
Proof.
  intros Hp. assert (L := lag_sum p Hp). unfold window.
  rewrite (nsum_ext (fun u => (Z.of_nat k - Z.of_nat u) * S (Datatypes.S p + u)) (fun u => (Z.of_nat k -
    Z.of_nat u) * S (p + Datatypes.S u)))
    by (intros; do 2 f_equal; lia).
  rewrite (telescope (fun u => S (p + u)) (Z.of_nat k) k).
  assert (E : nsum (fun r => S (p + Datatypes.S r) - S p) k = nsum (fun u => S (p + Datatypes.S u)) k - Z.of_nat
    k * S p).
  { rewrite (nsum_ext _ (fun r => S (p + Datatypes.S r) + - S p)) by (intros; lia). rewrite nsum_add.
    unfold nsum at 2. rewrite lsum_const, seq_length. lia. }
  rewrite Nat.add_0_r. lia.
Qed.

Lemma start_nonneg x : 0 <= S x.
Proof.
  unfold S. destruct (lt_dec x (length st)) as [L|L]; [apply Hpos; now apply nth_In|].
  rewrite nth_overflow by lia. lia.
Qed.

Lemma window_lower p : (p + k <= n)%nat -> Z.of_nat p * (B * tau) <= window p.
Proof.
  induction p as [|p IH]; intros Hp.
  - apply lsum_nonneg. intros u Hu. apply in_seq in Hu. apply Z.mul_nonneg_nonneg; [lia|apply start_nonneg].
  - specialize (IH ltac:(lia)). assert (N := window_next p ltac:(lia)). rewrite Nat2Z.inj_succ. lia.
Qed.

Theorem starts_spread m : (m + k = n)%nat ->
  tau * Z.of_nat m * (Z.of_nat m + 1) <= 2 * (2 * B + 1) * nsum S n.
Proof.
  intros Hm. assert (B1 := B_pos). assert (Kz : Z.of_nat k = 2 * B) by (unfold k; lia).
  (* sum of the windows 1, ..., m *)
  assert (Lo : B * tau * (Z.of_nat m * (Z.of_nat m + 1)) <= 2 * nsum (fun p => window (Datatypes.S p)) m).
  { assert (A : nsum (fun p => B * tau * (Z.of_nat p + 1)) m <= nsum (fun p => window (Datatypes.S p)) m).
    { apply nsum_le. intros p Hp. assert (W := window_lower (Datatypes.S p) ltac:(lia)).
      rewrite Nat2Z.inj_succ in W. lia. }
    unfold nsum at 1 in A. rewrite lsum_scal in A. fold (nsum (fun p => Z.of_nat p + 1) m) in A.
    rewrite nsum_add in A. unfold nsum at 2 in A. rewrite lsum_const, seq_length in A.
    assert (I := nsum_index m). lia. }
  assert (Up : nsum (fun p => window (Datatypes.S p)) m <= B * (2 * B + 1) * nsum S n).
  { unfold window. unfold nsum at 1 2. rewrite (lsum_swap (fun p u => (Z.of_nat k - Z.of_nat u) * S (Datatypes.S
      p + u))).
    assert (N0 : 0 <= nsum S n) by (apply lsum_nonneg; intros; apply start_nonneg).
    apply Z.le_trans with (nsum (fun u => (Z.of_nat k - Z.of_nat u) * nsum S n) k).
    - apply lsum_le. intros u Hu. apply in_seq in Hu. rewrite lsum_scal. apply Z.mul_le_mono_nonneg_l; [lia|].
      fold (nsum (fun p => S (Datatypes.S p + u)) m).
      rewrite (nsum_ext _ (fun p => S (1 + u + p)%nat)) by (intros; f_equal; lia).
      apply (nsum_window S); [exact start_nonneg|lia].
    - rewrite (nsum_ext _ (fun u => nsum S n * (Z.of_nat k + - 1 * Z.of_nat u))) by (intros; ring).
      unfold nsum at 1. rewrite lsum_scal, lsum_add, lsum_scal, lsum_const, seq_length.
      fold (nsum Z.of_nat k). assert (I := nsum_index k). rewrite Kz in *.
      assert (E : 2 * B * (2 * B) + - 1 * nsum Z.of_nat k = B * (2 * B + 1)) by lia. rewrite E. lia. }
  assert (B * (tau * Z.of_nat m * (Z.of_nat m + 1)) <= B * (2 * (2 * B + 1) * nsum S n)) by lia.
  apply (Z.mul_le_mono_pos_l _ _ B); lia.
Qed.
End Lag.
