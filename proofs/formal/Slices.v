(* The slices floor((M - s) / alpha^j), j = l, ..., 0, of a rational scaling factor alpha = a/b, exactly:
   they lie between 1 and M - s, the level l exists ([level_exists]), and all phases after the first slice
   that covers the longest job are idle ([last_needed]). *)

From Coq Require Import ZArith List Lia Bool Arith.
Import ListNotations.
Open Scope Z_scope.

(* scaling factor alpha = a / b: floor((M - s) / alpha^j), j = l, ..., 0 *)
Definition slices (a b W : Z) (l : nat) : list Z :=
  map (fun j => W * b ^ Z.of_nat j / a ^ Z.of_nat j) (rev (seq 0 (S l))).

(* l = floor(log_alpha W): the largest exponent whose slice is not empty *)
Definition is_level (a b W : Z) (l : nat) : Prop :=
  a ^ Z.of_nat l <= W * b ^ Z.of_nat l /\ W * b ^ Z.of_nat (S l) < a ^ Z.of_nat (S l).

Lemma slices_last a b W l : last (slices a b W l) 0 = W.
Proof.
  unfold slices. cbn [seq rev]. rewrite map_app. cbn [map]. rewrite last_last.
  change (Z.of_nat 0) with 0. rewrite !Z.pow_0_r, Z.mul_1_r. apply Z.div_1_r.
Qed.

Lemma pow_level a b W l j : 1 <= b < a -> 0 <= W -> (j <= l)%nat ->
  a ^ Z.of_nat l <= W * b ^ Z.of_nat l -> a ^ Z.of_nat j <= W * b ^ Z.of_nat j.
Proof.
  intros Hab HW Hj. induction Hj as [|l Hj IH]; auto. intros H. apply IH.
  rewrite Nat2Z.inj_succ, !Z.pow_succ_r in H by lia.
  assert (P : 0 <= b ^ Z.of_nat l) by (apply Z.pow_nonneg; lia). 
  assert (Q : 0 <= a ^ Z.of_nat l) by (apply Z.pow_nonneg; lia). nia.
Qed.

Lemma slices_range a b W l tau : 1 <= b < a -> 1 <= W -> is_level a b W l -> In tau (slices a b W l) ->
  1 <= tau <= W.
Proof.
  intros Hab HW [L _] H. unfold slices in H. apply in_map_iff in H. destruct H as [j [<- Hj]].
  rewrite <- in_rev in Hj. apply in_seq in Hj.
  assert (Lj := pow_level a b W l j Hab ltac:(lia) ltac:(lia) L).
  assert (P0 : 0 < a ^ Z.of_nat j) by (apply Z.pow_pos_nonneg; lia).
  assert (P1 : b ^ Z.of_nat j <= a ^ Z.of_nat j) by (apply Z.pow_le_mono_l; lia).
  split.
  - apply Z.div_le_lower_bound; lia.
  - apply Z.div_le_upper_bound; nia.
Qed.

(* alpha = 2 *)
Lemma level_two W : 1 <= W -> is_level 2 1 W (Z.to_nat (Z.log2 W)).
Proof.
  intros HW. assert (L := Z.log2_spec W ltac:(lia)). assert (L0 := Z.log2_nonneg W).
  unfold is_level. rewrite Nat2Z.inj_succ, Z2Nat.id, !Z.pow_1_l by lia. lia.
Qed.

(* Bernoulli: (a/b)^j >= 1 + j/b, so a level exists *)
Lemma bernoulli a b j : 1 <= b < a -> (b + Z.of_nat j) * b ^ Z.of_nat j <= b * a ^ Z.of_nat j.
Proof.
  intros H. induction j as [|j IH]; [simpl; lia|]. rewrite Nat2Z.inj_succ, !Z.pow_succ_r by lia.
  assert (P : 0 < b ^ Z.of_nat j) by (apply Z.pow_pos_nonneg; lia).
  assert (Q : b ^ Z.of_nat j <= a ^ Z.of_nat j) by (apply Z.pow_le_mono_l; lia). unfold Z.succ. nia.
Qed.

Theorem level_exists a b W : 1 <= b < a -> 1 <= W -> exists l, is_level a b W l.
Proof.
  intros H HW.
  assert (T : exists n, W * b ^ Z.of_nat n < a ^ Z.of_nat n).
  { exists (Z.to_nat (b * W)). assert (B := bernoulli a b (Z.to_nat (b * W)) H). rewrite Z2Nat.id in * by lia.
    assert (P : 0 < b ^ (b * W)) by (apply Z.pow_pos_nonneg; lia). nia. }
  destruct T as [n Hn]. induction n as [|n IH]; [simpl in Hn; lia|].
  destruct (Z_lt_le_dec (W * b ^ Z.of_nat n) (a ^ Z.of_nat n)) as [L|L]; [auto|].
  exists n. split; auto.
Qed.

Section Slices.
Variables (a b W : Z) (l : nat).
Hypotheses (Hab : 1 <= b < a) (HW : 1 <= W) (Hl : is_level a b W l).
Let tau (j : nat) : Z := W * b ^ Z.of_nat j / a ^ Z.of_nat j.

Lemma tau_anti i j : (i <= j)%nat -> tau j <= tau i.
Proof.
  induction 1 as [|j _ IH]; [lia|]. eapply Z.le_trans; [|exact IH]. unfold tau.
  rewrite Nat2Z.inj_succ, !Z.pow_succ_r by lia.
  assert (P : 0 < a ^ Z.of_nat j) by (apply Z.pow_pos_nonneg; lia).
  assert (Q : 0 < b ^ Z.of_nat j) by (apply Z.pow_pos_nonneg; lia).
  apply Z.div_le_lower_bound; auto.
  assert (D := Z.mul_div_le (W * (b * b ^ Z.of_nat j)) (a * a ^ Z.of_nat j) ltac:(nia)).
  set (q := W * (b * b ^ Z.of_nat j) / (a * a ^ Z.of_nat j)) in *. 
  assert (a * (a ^ Z.of_nat j * q) <= a * (W * b ^ Z.of_nat j)) by nia. nia.
Qed.

(* the last phase that is needed: its slice is at most alpha omax *)
Lemma last_needed omax : 1 <= omax <= W ->
  exists m, (m <= l)%nat /\ omax <= tau m /\ b * tau m <= a * omax.
Proof.
  intros Ho.
  assert (S0 : omax <= tau 0). { unfold tau. rewrite !Z.pow_0_r, Z.mul_1_r, Z.div_1_r. lia. }
  assert (SL : tau (S l) < omax).
  { destruct Hl as [_ L]. unfold tau. rewrite Z.div_small; [lia|]. split; auto.
    assert (0 < b ^ Z.of_nat (S l)) by (apply Z.pow_pos_nonneg; lia). nia. }
  assert (E : exists m, (m <= l)%nat /\ omax <= tau m /\ tau (S m) < omax).
  { clear - S0 SL. revert SL. induction l as [|n IH]; intros SL; [exists O; auto|].
    destruct (Z_lt_le_dec (tau (S n)) omax) as [L|L].
    - destruct (IH L) as [m [A B]]. exists m. split; [lia|auto].
    - exists (S n). auto. }
  destruct E as [m [Hm [E1 E2]]]. exists m. split; auto. split; auto.
  unfold tau in E2. rewrite Nat2Z.inj_succ, !Z.pow_succ_r in E2 by lia.
  assert (P : 0 < a ^ Z.of_nat m) by (apply Z.pow_pos_nonneg; lia).
  assert (Q : 0 < b ^ Z.of_nat m) by (apply Z.pow_pos_nonneg; lia).
  assert (D1 : W * (b * b ^ Z.of_nat m) < omax * (a * a ^ Z.of_nat m)).
  { assert (D := Z.div_mod (W * (b * b ^ Z.of_nat m)) (a * a ^ Z.of_nat m) ltac:(nia)).
    assert (B := Z.mod_pos_bound (W * (b * b ^ Z.of_nat m)) (a * a ^ Z.of_nat m) ltac:(nia)). nia. }
  assert (D2 := Z.mul_div_le (W * b ^ Z.of_nat m) (a ^ Z.of_nat m) P). fold (tau m) in D2.
  assert (b * (a ^ Z.of_nat m * tau m) <= b * (W * b ^ Z.of_nat m)) by nia. nia.
Qed.
End Slices.

Lemma slice_anti a b W i j : 1 <= b < a -> 1 <= W -> (i <= j)%nat ->
  W * b ^ Z.of_nat j / a ^ Z.of_nat j <= W * b ^ Z.of_nat i / a ^ Z.of_nat i.
Proof. intros. now apply tau_anti. Qed.
