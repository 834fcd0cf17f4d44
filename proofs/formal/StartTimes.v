(* Start times of a greedy schedule, first part.  Jobs sorted by length start in order, the schedule is
   feasible, and a job that waits does so because starting it one round earlier would break the budget in
   some round (its witness tau).  What a witness says of the jobs still running then: F0 to F3. *)

From Coq Require Import ZArith List Permutation Lia Bool Arith.
From RatioLab Require Import Sums IndexSums Model Checker.
Import ListNotations.
Open Scope Z_scope.

Set Default Proof Using "All".

Section Starts.
Variables (s M : Z) (n : nat) (o st : nat -> Z) (tau : nat -> Z).
Hypothesis Hs : 0 <= s.
Hypothesis Ho : forall i, (i < n)%nat -> 1 <= o i.
Hypothesis Homono : forall i j, (i <= j < n)%nat -> o i <= o j.
Hypothesis Hst0 : st 0%nat = 0.
Hypothesis Hmono : forall i j, (i <= j < n)%nat -> st i <= st j.
Definition m (i : nat) (t : Z) : Z := memory s (Att i (st i) (o i)) t.
Hypothesis Hfeas : forall t, nsum (fun i => m i t) n <= M.
Hypothesis Hfit : forall i, (i < n)%nat -> s + o i <= M.
(* job j > 0 that starts after job j-1 was blocked one round earlier, in round tau j *)
Hypothesis Hblock : forall j, (S j < n)%nat -> st j < st (S j) ->
  st (S j) - 1 <= tau (S j) <= st (S j) + o (S j) - 2 /\
  M < nsum (fun i => m i (tau (S j))) (S j) + (s + (tau (S j) - (st (S j) - 1) + 1)).

Definition w (k : nat) : Z := match k with O => 0 | S j => st (S j) - st j end.
Definition y (k : nat) : Z := tau k - st k + 1.
Definition late (i k : nat) : bool := tau k <? st i + o i.     (* i in D_k *)
Definition inW (k : nat) : Prop := (0 < k < n)%nat /\ 0 < w k.

Lemma w_nonneg k : (k < n)%nat -> 0 <= w k.
Proof. destruct k as [|k]; simpl; [lia|]. intros. assert (A := Hmono k (S k) ltac:(lia)). lia. Qed.

Lemma y_range k : inW k -> 0 <= y k /\ y k + 1 <= o k.
Proof.
  intros [Hk Hw]. destruct k as [|k]; [lia|]. simpl in Hw. destruct (Hblock k ltac:(lia) ltac:(lia)) as [A _].
  unfold y. lia.
Qed.

(* (F0) at its witness round, job k included from S_k on, at least M slots are wanted *)
Definition term (i k : nat) : Z := if late i k then s + st k - st i + y k else 0.
Lemma term_m i k : (i < k)%nat -> inW k -> m i (tau k) = term i k.
Proof.
  intros Hi Hk. destruct (y_range k Hk) as [Y _]. destruct Hk as [Hk W].
  destruct k as [|k]; [lia|]. simpl in W. assert (A := Hmono i k ltac:(lia)).
  unfold m, memory, term, late, y, finish in *. cbn [start rounds].
  replace (st i <=? tau (S k)) with true by (symmetry; apply Z.leb_le; lia).
  rewrite andb_true_l. destruct (tau (S k) <? st i + o i); lia.
Qed.

Lemma F0 k : inW k -> M <= nsum (fun i => term i k) k + (s + y k).
Proof.
  intros Hk. assert (T := fun i Hi => term_m i k Hi Hk). destruct (y_range k Hk) as [Y _].
  destruct Hk as [Hk W].
  destruct k as [|k]; [lia|]. simpl in W. destruct (Hblock k ltac:(lia) ltac:(lia)) as [_ B].
  rewrite (nsum_ext _ (fun i => term i (S k))) in B by auto. unfold y. lia.
Qed.

(* (F1) *)
Lemma F1 i k : (i < k)%nat -> inW k -> late i k = true -> st k - st i + y k <= o i.
Proof. unfold late, y. intros. apply Z.ltb_lt in H1. lia. Qed.

Lemma ends_mono i j : (i <= j < n)%nat -> st i + o i <= st j + o j.
Proof. intros. assert (A := Hmono i j H). assert (B := Homono i j H). lia. Qed.

Lemma late_mono i j k : (i <= j)%nat -> (j < n)%nat -> late i k = true -> late j k = true.
Proof. unfold late. intros H H0 H1. assert (A := ends_mono i j ltac:(lia)). apply Z.ltb_lt in H1.
apply Z.ltb_lt. lia. Qed.

Lemma late_prev k : inW (S k) -> late k (S k) = true.
Proof.
  intros Hk. assert (F := F0 (S k) Hk). destruct (y_range _ Hk) as [Y1 Y2]. destruct Hk as [Hk W].
  destruct (late k (S k)) eqn:E; auto. exfalso.
  assert (Z0 : nsum (fun i => term i (S k)) (S k) = 0).
  { unfold nsum. rewrite (lsum_ext _ (fun _ => 0)); [rewrite lsum_const; lia|].
    intros i Hi. apply in_seq in Hi. unfold term. destruct (late i (S k)) eqn:E2; auto.
    rewrite (late_mono i k (S k)) in E; [discriminate|lia|lia|auto]. }
  assert (A := Hfit (S k) ltac:(lia)). lia.
Qed.

(* (F2) the next job starts after the witness round *)
Lemma F2 k : inW k -> (S k < n)%nat -> st k + y k <= st (S k).
Proof.
  intros Hk Hn. assert (F := F0 k Hk). assert (T := fun i Hi => term_m i k Hi Hk).
  destruct (y_range k Hk) as [Y1 Y2]. destruct (Z_le_gt_dec (st k + y k) (st (S k))); auto. exfalso.
  assert (H0 := Hmono k (S k) ltac:(lia)).
  assert (U := Hfeas (tau k)).
  assert (E : nsum (fun i => m i (tau k)) (S (S k)) <= nsum (fun i => m i (tau k)) n).
  { replace n with (S (S k) + (n - S (S k)))%nat by lia. unfold nsum. rewrite seq_app, lsum_app.
    assert (0 <= lsum (fun i => m i (tau k)) (seq (0 + S (S k)) (n - S (S k)))); [|lia].
    apply lsum_nonneg. intros. now apply memory_nonneg. }
  rewrite !nsum_S in E. rewrite (nsum_ext _ (fun i => term i k)) in E by auto.
  assert (Ek : m k (tau k) = s + y k).
  { unfold m, memory, finish, y in *. cbn [start rounds].
    replace (st k <=? tau k) with true by (symmetry; apply Z.leb_le; lia).
    replace (tau k <? st k + o k) with true by (symmetry; apply Z.ltb_lt; lia). simpl. lia. }
  assert (Ek1 : 1 <= m (S k) (tau k)).
  { assert (A := Homono k (S k) ltac:(lia)). unfold m, memory, finish, y in *. cbn [start rounds].
    replace (st (S k) <=? tau k) with true by (symmetry; apply Z.leb_le; lia).
    replace (tau k <? st (S k) + o (S k)) with true by (symmetry; apply Z.ltb_lt; lia). simpl. lia. }
  lia.
Qed.

(* (F3) witness rounds are ordered: who is late for a later k is late for an earlier one *)
Lemma F3 k k' : inW k -> inW k' -> (k < k')%nat -> tau k <= tau k'.
Proof.
  intros Hk Hk' H. assert (A := F2 k Hk). destruct (y_range k' Hk') as [Y _]. unfold y in *.
  assert (k' < n)%nat by apply Hk'. specialize (A ltac:(lia)). assert (B := Hmono (S k) k' ltac:(lia)). lia.
Qed.
Lemma late_anti i k k' : inW k -> inW k' -> (k < k')%nat -> late i k' = true -> late i k = true.
Proof.
  intros Hk Hk' H. assert (A := F3 k k' Hk Hk' H). unfold late. rewrite !Z.ltb_lt. lia.
Qed.

(* ---- what job i pays for windows p+1, ..., p+q ---- *)
Definition pay (i p q : nat) : Z :=
  lsum (fun k => w k * term i k) (seq (S p) q).

Lemma pay_S i p q : pay i p (S q) = pay i p q + w (S p + q) * term i (S p + q).
Proof. unfold pay. rewrite seq_S, lsum_app. cbn [lsum]. lia. Qed.

Lemma term_bounds i k : (i < k)%nat -> inW k -> 0 <= term i k <= s + o i.
Proof.
  intros Hi Hk. destruct (y_range k Hk) as [Y _]. assert (A := Hmono i k ltac:(unfold inW in Hk; lia)).
  unfold term. destruct (late i k) eqn:E; [|assert (B := Ho i ltac:(unfold inW in Hk; lia)); lia].
  assert (B := F1 i k Hi Hk E). lia.
Qed.

Lemma wterm i k : (i < k < n)%nat -> 0 <= w k * term i k <= (s + o i) * w k.
Proof.
  intros Hk. assert (W := w_nonneg k ltac:(lia)). destruct (Z.eq_dec (w k) 0) as [->|N]; [lia|].
  assert (T := term_bounds i k ltac:(lia) ltac:(unfold inW; lia)). nia.
Qed.

Lemma pay_le i p q : (i <= p)%nat -> (p + q < n)%nat ->
  pay i p q <= (s + o i) * (st (p + q)%nat - st p) /\ (pay i p q <= 0 \/ pay i p q
    <= (s + o i) * (st i + o i - st p)).
Proof.
  intros Hi. induction q as [|q IH]; intros Hn.
  - unfold pay. simpl. rewrite Nat.add_0_r. split; lia.
  - rewrite pay_S. destruct (IH ltac:(lia)) as [A B]. clear IH.
    set (k := (S p + q)%nat) in *. assert (Ek : (p + S q = k)%nat) by (unfold k; lia). rewrite Ek.
    assert (Wk : w k = st k - st (p + q)%nat) by (unfold k; reflexivity).
    assert (T := wterm i k ltac:(lia)). rewrite Wk in *.
    split; [lia|].
    destruct (Z.eq_dec ((st k - st (p + q)%nat) * term i k) 0) as [E|E].
    { rewrite E, Z.add_0_r. exact B. }
    assert (NZ : st k - st (p + q)%nat <> 0) by (intros Z0; apply E; rewrite Z0; lia).
    assert (MZ := Hmono (p + q)%nat k ltac:(lia)).
    right. assert (inW k) by (unfold inW; split; [lia|]; rewrite Wk; lia).
    assert (L : late i k = true).
    { destruct (late i k) eqn:E2; auto. exfalso. apply E. unfold term. rewrite E2. lia. }
    assert (F := F1 i k ltac:(lia) H L). destruct (y_range k H) as [Y _]. 
    assert (O := Ho i ltac:(lia)).
    assert ((s + o i) * (st k - st p) <= (s + o i) * (st i + o i - st p)) by (apply Z.mul_le_mono_nonneg_l;
      lia). lia.
Qed.

(* nothing is paid over windows without starts, or to which i is not late *)
Lemma pay_zero i p q : (i <= p)%nat -> (p + q < n)%nat ->
  (forall k, (p < k <= p + q)%nat -> inW k -> late i k = false) -> pay i p q = 0.
Proof.
  intros Hi Hn H. unfold pay. rewrite (lsum_ext _ (fun _ => 0)); [rewrite lsum_const; lia|].
  intros k Hk. apply in_seq in Hk. assert (W := w_nonneg k ltac:(lia)).
  destruct (Z.eq_dec (w k) 0) as [->|N]; [lia|].
  unfold term. rewrite (H k); [lia|lia|unfold inW; lia].
Qed.

Lemma pay_app i p q r : pay i p (q + r) = pay i p q + pay i (p + q) r.
Proof. unfold pay. rewrite seq_app, lsum_app. reflexivity. Qed.

(* the first window after p *)
Lemma first_window p q : (p + q < n)%nat -> st p < st (p + q)%nat ->
  exists a, (a < q)%nat /\ st (p + a)%nat = st p /\ inW (S (p + a)).
Proof.
  induction q as [|q IH]; intros Hn H; [rewrite Nat.add_0_r in H; lia|].
  destruct (Z_lt_le_dec (st p) (st (p + q)%nat)) as [L|L].
  - destruct (IH ltac:(lia) L) as [a [A B]]. exists a. split; [lia|auto].
  - assert (A := Hmono p (p + q)%nat ltac:(lia)). exists q. split; [lia|]. split; [lia|].
    split; [lia|]. unfold w. rewrite Nat.add_succ_r in H. lia.
Qed.

Lemma no_window p a k : (p + a < n)%nat -> st (p + a)%nat = st p -> (p < k <= p + a)%nat -> w k = 0.
Proof.
  intros Hn E Hk. destruct k as [|k]; [lia|]. simpl.
  assert (A := Hmono p k ltac:(lia)). assert (B := Hmono k (S k) ltac:(lia)).
  assert (C := Hmono (S k) (p + a)%nat ltac:(lia)). lia.
Qed.

End Starts.
