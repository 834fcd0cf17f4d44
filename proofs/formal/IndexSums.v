(* Sums over the indices 0, 1, ..., n-1 of a list ([nsum]): triangles, suffixes, Chebyshev's sum
   inequality.  Nothing here is about scheduling. *)

From Coq Require Import ZArith List Permutation Lia Bool Arith.
From RatioLab Require Import Sums.
Import ListNotations.
Open Scope Z_scope.

Definition nsum (f : nat -> Z) (n : nat) : Z := lsum f (seq 0 n).

Lemma nsum_S f n : nsum f (S n) = nsum f n + f n.
Proof. unfold nsum. rewrite seq_S, lsum_app. simpl. lia. Qed.

Lemma nsum_le f g n : (forall i, (i < n)%nat -> f i <= g i) -> nsum f n <= nsum g n.
Proof. intros H. apply lsum_le. intros i Hi. apply in_seq in Hi. apply H. lia. Qed.

Lemma nsum_ext f g n : (forall i, (i < n)%nat -> f i = g i) -> nsum f n = nsum g n.
Proof. intros H. apply lsum_ext. intros i Hi. apply in_seq in Hi. apply H. lia. Qed.

Lemma nsum_add f g n : nsum (fun i => f i + g i) n = nsum f n + nsum g n.
Proof. apply lsum_add. Qed.

(* sum over pairs i < k <= j, by k and by i *)
Lemma nsum_below (g : nat -> Z) k j : (k <= j)%nat ->
  lsum (fun i => if (i <? k)%nat then g i else 0) (seq 0 j) = lsum g (seq 0 k).
Proof.
  intros H. replace j with (k + (j - k))%nat by lia. rewrite seq_app, lsum_app.
  assert (E1 : lsum (fun i => if (i <? k)%nat then g i else 0) (seq 0 k) = lsum g (seq 0 k)).
  { apply lsum_ext. intros i Hi. apply in_seq in Hi. replace (i <? k)%nat with true; auto. symmetry.
    apply Nat.ltb_lt. lia. }
  assert (E2 : lsum (fun i => if (i <? k)%nat then g i else 0) (seq (0 + k) (j - k)) = 0).
  { rewrite (lsum_ext _ (fun _ => 0)); [rewrite lsum_const; lia|].
    intros i Hi. apply in_seq in Hi. replace (i <? k)%nat with false; auto. symmetry. apply Nat.ltb_ge. lia. }
  lia.
Qed.

Lemma nsum_triangle (f : nat -> nat -> Z) j :
  nsum (fun k => nsum (fun i => f i (S k)) (S k)) j =
  nsum (fun i => nsum (fun k => if (i <? S k)%nat then f i (S k) else 0) j) j.
Proof.
  unfold nsum. rewrite (lsum_swap (fun i k => if (i <? S k)%nat then f i (S k) else 0)).
  apply lsum_ext. intros k Hk. apply in_seq in Hk. symmetry. apply (nsum_below (fun i => f i (S k))). lia.
Qed.

Lemma nsum_app f i m : nsum f (i + m) = nsum f i + nsum (fun x => f (i + x)%nat) m.
Proof.
  induction m as [|m IH]; [rewrite Nat.add_0_r; unfold nsum; simpl; lia|].
  rewrite Nat.add_succ_r, !nsum_S, IH. lia.
Qed.

Lemma nsum_first f q : nsum f (S q) = f 0%nat + nsum (fun i => f (S i)) q.
Proof. unfold nsum. cbn [seq lsum]. rewrite <- seq_shift, lsum_map. reflexivity. Qed.

Lemma nsum_rev f c : nsum f c = nsum (fun z => f (c - 1 - z)%nat) c.
Proof.
  revert f. induction c as [|c IH]; intros f; [reflexivity|].
  rewrite (nsum_first (fun z => f (S c - 1 - z)%nat)), nsum_S.
  replace (S c - 1 - 0)%nat with c by lia. rewrite (IH f).
  rewrite (nsum_ext (fun i => f (S c - 1 - S i)%nat) (fun z => f (c - 1 - z)%nat)) by (intros; f_equal; lia).
  lia.
Qed.

(* only the last c of k terms count *)
Lemma nsum_suffix g k c : (c <= k)%nat -> (forall i, (i < k - c)%nat -> g i = 0) ->
  nsum g k = nsum (fun z => g (k - 1 - z)%nat) c.
Proof.
  intros Hc H. replace k with ((k - c) + c)%nat at 1 by lia. rewrite nsum_app.
  rewrite (nsum_ext g (fun _ => 0)) by auto. unfold nsum at 1. rewrite lsum_const, nsum_rev.
  rewrite (nsum_ext (fun z => g (k - c + (c - 1 - z))%nat) (fun z => g (k - 1 - z)%nat)) by (intros; f_equal;
    lia). lia.
Qed.

(* Chebyshev *)
Lemma chebyshev (f : nat -> Z) c : (forall i j, (i <= j < c)%nat -> f i <= f j) ->
  (Z.of_nat c - 1) * nsum f c <= 2 * nsum (fun z => Z.of_nat z * f z) c.
Proof.
  induction c as [|c IH]; intros H; [unfold nsum; simpl; lia|]. rewrite !nsum_S.
  specialize (IH ltac:(intros; apply H; lia)).
  assert (B : nsum f c <= Z.of_nat c * f c).
  { apply Z.le_trans with (nsum (fun _ => f c) c).
    - apply nsum_le. intros. apply H. lia.
    - unfold nsum. rewrite lsum_const, seq_length. lia. }
  rewrite Nat2Z.inj_succ. lia.
Qed.

Lemma threshold (f : nat -> bool) k : (forall i j, (i <= j < k)%nat -> f i = true -> f j = true) ->
  exists c, (c <= k)%nat /\ forall i, (i < k)%nat -> f i = (k - c <=? i)%nat.
Proof.
  induction k as [|k IH]; intros H; [exists O; split; auto; intros; lia|].
  destruct IH as [c [Hc Hf]]; [intros; apply (H i); auto; lia|].
  destruct (f k) eqn:E.
  - exists (S c). split; [lia|]. intros i Hi. replace (S k - S c)%nat with (k - c)%nat by lia.
    destruct (Nat.eq_dec i k) as [->|N]; [|apply Hf; lia]. rewrite E. symmetry. apply Nat.leb_le. lia.
  - exists O. split; [lia|]. intros i Hi. destruct (f i) eqn:F.
    + exfalso. assert (f k = true) by (apply (H i); auto; lia). congruence.
    + symmetry. apply Nat.leb_gt. lia.
Qed.

Lemma lsum_nth {A} (f : A -> Z) l d : lsum f l = nsum (fun i => f (nth i l d)) (length l).
Proof.
  induction l as [|x r IH]; [reflexivity|]. cbn [length]. rewrite nsum_first. cbn [nth lsum]. now rewrite IH.
Qed.
