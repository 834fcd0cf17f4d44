(* Lemmas 3.3 and 3.4 of the paper.  The pipeline that starts job i in round floor(i tau / k) needs exactly
   Peak(k, tau, s) = s k + (tau k + tau + k - gcd(tau, k)) / 2 slots ([peak_exact]: no round of any prefix
   needs more, round tau - 1 needs as much once k jobs exist).  k* is the largest k whose peak fits the
   budget, and at least the floor of Lemma 3.4 ([kstar_floor]). *)

From Coq Require Import ZArith List Lia Bool Znumtheory.
From RatioLab Require Import Sums Residues.
Open Scope Z_scope.

(* slots held in round t by pipeline job i = 0, 1, ...: start floor(i tau / k), tau rounds *)
Definition pipe_memory (s tau k i t : Z) : Z :=
  if (i * tau / k <=? t) && (t <? i * tau / k + tau) then s + (t - i * tau / k + 1) else 0.
Definition pipe (s tau k : Z) (n : nat) (t : Z) : Z := zsum (fun i => pipe_memory s tau k i t) n.

(* twice the peak: an integer without any parity argument *)
Definition peak2 (k tau s : Z) : Z := 2 * s * k + tau * k + tau + k - Z.gcd tau k.
Definition peak (k tau s : Z) : Z := peak2 k tau s / 2.

(* ---- which jobs are active in round t: exactly k consecutive indices ---- *)
Lemma started_iff tau k i t :
  1 <= k -> 1 <= tau -> (i * tau / k <= t <-> i <= (k * (t + 1) - 1) / tau).
Proof.
  intros Hk Ht. split; intros H.
  - apply Z.div_le_lower_bound; [lia|].
    assert (i * tau < k * (t + 1)); [|lia].
    assert (D := Z.div_mod (i * tau) k ltac:(lia)). assert (B := Z.mod_pos_bound (i * tau) k ltac:(lia)).
    set (q := i * tau / k) in *. nia.
  - assert (M := Z.mul_div_le (k * (t + 1) - 1) tau ltac:(lia)).
    set (I := (k * (t + 1) - 1) / tau) in *.
    assert (i * tau < k * (t + 1)) by nia.
    assert (i * tau / k < t + 1); [|lia]. apply Z.div_lt_upper_bound; lia.
Qed.

Lemma start_shift tau k i : 1 <= k -> (i + k) * tau / k = i * tau / k + tau.
Proof. intros. replace ((i + k) * tau) with (i * tau + tau * k) by ring. apply Z.div_add. lia. Qed.

Lemma pipe_memory_window s tau k i t (I := (k * (t + 1) - 1) / tau) :
  1 <= k -> 1 <= tau ->
  pipe_memory s tau k i t = if (I - k <? i) && (i <=? I) then s + (t + 1) - i * tau / k else 0.
Proof.
  intros Hk Ht. unfold pipe_memory.
  assert (A1 := started_iff tau k i t Hk Ht). assert (A2 := started_iff tau k (i + k) t Hk Ht).
  rewrite start_shift in A2 by auto. fold I in A1, A2.
  destruct (_ && _) eqn:E1; destruct ((I - k <? i) && _) eqn:E2; auto; lia.
Qed.

(* a sum restricted to a window of k places is at most the sum over the window *)
Lemma clip_sum (f : Z -> Z) (lo k : Z) n :
  0 <= k -> (forall x, 0 <= x < k -> 0 <= f (lo + x)) ->
  zsum (fun i => if (lo - 1 <? i) && (i <=? lo + k - 1) then f i else 0) n <=
  zsum (fun x => f (lo + x)) (Z.to_nat (Z.min (Z.max (Z.of_nat n - lo) 0) k)).
Proof.
  intros Hk Hf. induction n as [|n IH].
  - apply zsum_nonneg. intros i Hi. apply Hf. lia.
  - cbn [zsum]. destruct (_ && _) eqn:E.
    + apply andb_prop in E.
      replace (Z.to_nat (Z.min (Z.max (Z.of_nat (S n) - lo) 0) k)) with (S (Z.to_nat (Z.of_nat n - lo))) by lia.
      replace (Z.to_nat (Z.min (Z.max (Z.of_nat n - lo) 0) k)) with (Z.to_nat (Z.of_nat n - lo)) in IH by lia.
      cbn [zsum]. replace (lo + Z.of_nat (Z.to_nat (Z.of_nat n - lo))) with (Z.of_nat n) by lia. lia.
    + apply andb_false_iff in E.
      replace (Z.to_nat (Z.min (Z.max (Z.of_nat (S n) - lo) 0) k))
        with (Z.to_nat (Z.min (Z.max (Z.of_nat n - lo) 0) k)) by lia. lia.
Qed.

Lemma zsum_prefix f n m : (n <= m)%nat -> (forall i, 0 <= i < Z.of_nat m -> 0 <= f i) -> zsum f n <= zsum f m.
Proof.
  intros H Hf. replace m with (n + (m - n))%nat by lia. rewrite zsum_app.
  assert (0 <= zsum (fun i => f (Z.of_nat n + i)) (m - n)); [|lia].
  apply zsum_nonneg. intros. apply Hf. lia.
Qed.

Lemma window_value s tau k t (I := (k * (t + 1) - 1) / tau) :
  1 <= k -> 1 <= tau ->
  2 * zsum (fun x => s + (t + 1) - ((I - k + 1) + x) * tau / k) (Z.to_nat k) =
  peak2 k tau s + 2 * (k * (t + 1) - tau * (I + 1)).
Proof.
  intros Hk Ht.
  rewrite (zsum_ext _ (fun x => (s + (t + 1)) + - 1 * ((I - k + 1 + x) * tau / k))) by (intros; lia).
  rewrite zsum_add, zsum_const, zsum_scal. assert (E := floor_window tau k (I - k + 1) Hk Ht).
  rewrite Z2Nat.id by lia. unfold peak2. lia.
Qed.

(* upper half of Lemma 3.3: no round of no prefix needs more than the peak *)
Theorem pipe_le_peak s tau k n t :
  0 <= s -> 1 <= k -> 1 <= tau -> 2 * pipe s tau k n t <= peak2 k tau s.
Proof.
  intros Hs Hk Ht. unfold pipe. set (I := (k * (t + 1) - 1) / tau).
  assert (Hpos : forall x, 0 <= x < k -> 0 <= s + (t + 1) - (I - k + 1 + x) * tau / k).
  { intros x Hx. assert (A := started_iff tau k (I - k + 1 + x) t Hk Ht). fold I in A. lia. }
  assert (H1 : zsum (fun i => pipe_memory s tau k i t) n <=
               zsum (fun x => s + (t + 1) - (I - k + 1 + x) * tau / k) (Z.to_nat k)).
  { eapply Z.le_trans; [|apply zsum_prefix].
    - rewrite (zsum_ext _ (fun i => if (I - k + 1 - 1 <? i) && (i <=? I - k + 1 + k - 1)
                                    then s + (t + 1) - i * tau / k else 0)).
      + apply (clip_sum (fun i => s + (t + 1) - i * tau / k)); [lia|exact Hpos].
      + intros i Hi. rewrite pipe_memory_window by auto. fold I.
        replace (I - k + 1 - 1) with (I - k) by lia. replace (I - k + 1 + k - 1) with I by lia. reflexivity.
    - lia.
    - intros i Hi. apply Hpos. lia. }
  assert (H2 := window_value s tau k t Hk Ht). fold I in H2.
  assert (H3 : k * (t + 1) - tau * (I + 1) <= 0).
  { assert (D := Z.div_mod (k * (t + 1) - 1) tau ltac:(lia)).
    assert (B := Z.mod_pos_bound (k * (t + 1) - 1) tau ltac:(lia)). fold I in D. lia. }
  lia.
Qed.

(* lower half of Lemma 3.3: round tau - 1 needs exactly the peak as soon as k jobs exist *)
Theorem pipe_peak_reached s tau k n :
  0 <= s -> 1 <= k -> 1 <= tau -> k <= Z.of_nat n -> 2 * pipe s tau k n (tau - 1) = peak2 k tau s.
Proof.
  intros Hs Hk Ht Hn. unfold pipe.
  assert (EI : (k * (tau - 1 + 1) - 1) / tau = k - 1).
  { symmetry. apply Z.div_unique with (r := tau - 1); nia. }
  replace n with (Z.to_nat k + (n - Z.to_nat k))%nat by lia. rewrite zsum_app.
  rewrite (zsum_ext (fun i => pipe_memory s tau k (Z.of_nat (Z.to_nat k) + i) (tau - 1)) (fun _ => 0)).
  2:{ intros i Hi. rewrite pipe_memory_window by auto. rewrite EI.
      destruct (_ && _) eqn:E; auto. apply andb_prop in E. destruct E as [_ E]. apply Z.leb_le in E. exfalso.
      lia. }
  rewrite zsum_const.
  rewrite (zsum_ext (fun i => pipe_memory s tau k i (tau - 1)) 
                    (fun x => s + (tau - 1 + 1) - (((k * (tau - 1 + 1) - 1) / tau - k + 1) + x) * tau / k)).
  2:{ intros i Hi. rewrite pipe_memory_window by auto. rewrite EI. replace (k - 1 - k + 1 + i) with i by lia.
      replace (_ && _) with true; auto. symmetry. apply andb_true_intro. lia. }
  assert (W := window_value s tau k (tau - 1) Hk Ht). cbv zeta in W.
  set (V := zsum _ (Z.to_nat k)) in *. rewrite EI in W.
  assert (k * (tau - 1 + 1) - tau * (k - 1 + 1) = 0) by ring. lia.
Qed.

Theorem peak_exact s tau k :
  0 <= s -> 1 <= k -> 1 <= tau ->
  2 * peak k tau s = peak2 k tau s /\
  (forall n t, pipe s tau k n t <= peak k tau s) /\
  pipe s tau k (Z.to_nat k) (tau - 1) = peak k tau s.
Proof.
  intros Hs Hk Ht. assert (R := pipe_peak_reached s tau k (Z.to_nat k) Hs Hk Ht ltac:(lia)).
  assert (E : peak k tau s = pipe s tau k (Z.to_nat k) (tau - 1)).
  { unfold peak. rewrite <- R, Z.mul_comm, Z.div_mul; lia. }
  split; [lia|]. split; [|lia].
  intros n t. assert (L := pipe_le_peak s tau k n t Hs Hk Ht). lia.
Qed.

(* ---- k*: the largest k whose peak fits ---- *)
Fixpoint search (s tau M : Z) (n : nat) : Z :=
  match n with
  | O => 0
  | S m => if peak2 (Z.of_nat n) tau s <=? 2 * M then Z.of_nat n else search s tau M m
  end.
Definition kstar (tau s M : Z) : Z := search s tau M (Z.to_nat (2 * M / (2 * s + tau + 1))).

Lemma search_spec s tau M n k :
  1 <= k <= Z.of_nat n -> peak2 k tau s <= 2 * M -> k <= search s tau M n.
Proof.
  induction n as [|n IH]; intros Hk Hp; [lia|]. cbn [search].
  destruct (_ <=? _) eqn:E; [lia|]. apply Z.leb_gt in E.
  assert (k <> Z.of_nat (S n)) by (intros ->; lia). apply IH; auto. lia.
Qed.

Lemma search_fits s tau M n : 1 <= search s tau M n -> peak2 (search s tau M n) tau s <= 2 * M.
Proof.
  induction n as [|n IH]; cbn [search]; [lia|]. destruct (_ <=? _) eqn:E; [lia|auto].
Qed.

Lemma kstar_max tau s M k :
  0 <= s -> 1 <= tau -> 1 <= k -> peak2 k tau s <= 2 * M -> k <= kstar tau s M.
Proof.
  intros Hs Ht Hk Hp. apply search_spec; auto.
  assert (k <= 2 * M / (2 * s + tau + 1)); [|lia].
  apply Z.div_le_lower_bound; [lia|]. unfold peak2 in Hp.
  assert (G : Z.gcd tau k <= tau).
  { apply Z.divide_pos_le; [lia|]. apply Z.gcd_divide_l. }
  nia.
Qed.

Lemma kstar_fits tau s M : 1 <= kstar tau s M -> peak2 (kstar tau s M) tau s <= 2 * M.
Proof. apply search_fits. Qed.

Lemma kstar_next tau s M : 0 <= s -> 1 <= tau -> 0 <= kstar tau s M -> 2 * M < peak2 (kstar tau s M + 1) tau s.
Proof.
  intros Hs Ht Hk. destruct (Z_le_gt_dec (peak2 (kstar tau s M + 1) tau s) (2 * M)); [|lia].
  assert (kstar tau s M + 1 <= kstar tau s M) by (apply kstar_max; auto; lia). lia.
Qed.

Lemma kstar_pos tau s M : 0 <= s -> 1 <= tau -> s + tau <= M -> 1 <= kstar tau s M.
Proof.
  intros. apply kstar_max; auto; [lia|]. unfold peak2. rewrite Z.gcd_1_r. lia.
Qed.

(* Lemma 3.4 *)
Lemma kstar_floor tau s M k :
  0 <= s -> 1 <= tau -> 1 <= k -> k * (2 * s + tau + 1) <= 2 * M - tau + 1 -> k <= kstar tau s M.
Proof.
  intros. apply kstar_max; auto. unfold peak2.
  assert (0 < Z.gcd tau k); [|lia].
  assert (0 <= Z.gcd tau k) by apply Z.gcd_nonneg. 
  assert (Z.gcd tau k <> 0); [|lia]. intros E. apply Z.gcd_eq_0_r in E. lia.
Qed.
