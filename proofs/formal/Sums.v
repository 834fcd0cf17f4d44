(* Finite sums: over lists ([lsum]), over 0, 1, ..., n-1 as integers ([zsum]), and of rationals over
   lists ([qsum]).  Linearity, monotonicity, exchange of the order of summation.  Nothing here is about
   scheduling. *)

From Coq Require Import ZArith List Permutation Lia QArith Lqa.
Import ListNotations.
Open Scope Z_scope.

Fixpoint lsum {A : Type} (f : A -> Z) (l : list A) : Z :=
  match l with [] => 0 | x :: r => f x + lsum f r end.

(* sum of f over 0, 1, ..., n-1 *)
Fixpoint zsum (f : Z -> Z) (n : nat) : Z :=
  match n with O => 0 | S m => zsum f m + f (Z.of_nat m) end.

Section ListSums.
Context {A : Type}.
Implicit Types (f g : A -> Z) (l : list A).

Lemma lsum_app f l1 l2 : lsum f (l1 ++ l2) = lsum f l1 + lsum f l2.
Proof. induction l1; simpl; lia. Qed.

Lemma lsum_ext f g l : (forall x, In x l -> f x = g x) -> lsum f l = lsum g l.
Proof.
  induction l as [|x r IH]; simpl; intros H; auto.
  rewrite (H x), IH; auto.
Qed.

Lemma lsum_le f g l : (forall x, In x l -> f x <= g x) -> lsum f l <= lsum g l.
Proof.
  induction l as [|x r IH]; simpl; intros H; [lia|].
  assert (f x <= g x) by auto. assert (lsum f r <= lsum g r) by auto. lia.
Qed.

Lemma lsum_nonneg f l : (forall x, In x l -> 0 <= f x) -> 0 <= lsum f l.
Proof.
  intros H. induction l as [|x r IH]; simpl in *; [lia|].
  assert (0 <= f x) by auto. assert (0 <= lsum f r) by auto. lia.
Qed.

Lemma lsum_add f g l : lsum (fun x => f x + g x) l = lsum f l + lsum g l.
Proof. induction l; simpl; lia. Qed.

Lemma lsum_scal c f l : lsum (fun x => c * f x) l = c * lsum f l.
Proof. induction l; simpl; lia. Qed.

Lemma lsum_const c l : lsum (fun _ => c) l = c * Z.of_nat (length l).
Proof. induction l; simpl length; simpl lsum; lia. Qed.

Lemma lsum_perm f l l' : Permutation l l' -> lsum f l = lsum f l'.
Proof. induction 1; simpl; lia. Qed.

Lemma lsum_filter f p l : lsum f (filter p l) = lsum (fun x => if p x then f x else 0) l.
Proof. induction l as [|x r IH]; simpl; auto. destruct (p x); simpl; lia. Qed.

Lemma lsum_filter_le f p l :
  (forall x, In x l -> 0 <= f x) -> lsum f (filter p l) <= lsum f l.
Proof.
  intros H. rewrite lsum_filter. apply lsum_le. intros x Hx.
  specialize (H x Hx). destruct (p x); lia.
Qed.
End ListSums.

Lemma lsum_map {A B : Type} (h : A -> B) (f : B -> Z) (l : list A) :
  lsum f (map h l) = lsum (fun x => f (h x)) l.
Proof. induction l; simpl; lia. Qed.

Lemma lsum_swap {A B : Type} (f : A -> B -> Z) (l : list A) (r : list B) :
  lsum (fun x => lsum (f x) r) l = lsum (fun y => lsum (fun x => f x y) l) r.
Proof.
  induction l as [|x l IH]; simpl.
  - induction r; simpl; lia.
  - rewrite IH, <- lsum_add. reflexivity.
Qed.

Lemma zsum_ext f g n : (forall i, 0 <= i < Z.of_nat n -> f i = g i) -> zsum f n = zsum g n.
Proof.
  induction n as [|n IH]; simpl; intros H; auto.
  rewrite IH, H; auto; intros; try apply H; lia.
Qed.

Lemma zsum_le f g n : (forall i, 0 <= i < Z.of_nat n -> f i <= g i) -> zsum f n <= zsum g n.
Proof.
  induction n as [|n IH]; simpl; intros H; [lia|].
  assert (f (Z.of_nat n) <= g (Z.of_nat n)) by (apply H; lia).
  assert (zsum f n <= zsum g n) by (apply IH; intros; apply H; lia). lia.
Qed.

Lemma zsum_nonneg f n : (forall i, 0 <= i < Z.of_nat n -> 0 <= f i) -> 0 <= zsum f n.
Proof.
  induction n as [|n IH]; simpl; intros H; [lia|].
  assert (0 <= f (Z.of_nat n)) by (apply H; lia).
  assert (0 <= zsum f n) by (apply IH; intros; apply H; lia). lia.
Qed.

Lemma zsum_add f g n : zsum (fun i => f i + g i) n = zsum f n + zsum g n.
Proof. induction n; simpl; lia. Qed.

Lemma zsum_scal c f n : zsum (fun i => c * f i) n = c * zsum f n.
Proof. induction n; simpl; lia. Qed.

Lemma zsum_const c n : zsum (fun _ => c) n = c * Z.of_nat n.
Proof. induction n; [simpl; lia|]. rewrite Nat2Z.inj_succ. simpl. lia. Qed.

Lemma zsum_app f n m : zsum f (n + m) = zsum f n + zsum (fun i => f (Z.of_nat n + i)) m.
Proof.
  induction m as [|m IH].
  - rewrite Nat.add_0_r. simpl. lia.
  - rewrite Nat.add_succ_r. simpl. rewrite IH, Nat2Z.inj_add. lia.
Qed.

Lemma zsum_rev f n : zsum f n = zsum (fun i => f (Z.of_nat n - 1 - i)) n.
Proof.
  revert f. induction n as [|n IH]; intros f; auto.
  change (S n) with (1 + n)%nat at 3. rewrite zsum_app. 
  cbn [zsum]. rewrite (IH f).
  replace (f (Z.of_nat (S n) - 1 - Z.of_nat 0)) with (f (Z.of_nat n)) by (f_equal; lia).
  rewrite (zsum_ext (fun i => f (Z.of_nat (S n) - 1 - (Z.of_nat 1 + i))) (fun i => f (Z.of_nat n - 1 - i))).
  2:{ intros; f_equal; lia. }
  lia.
Qed.

Lemma lsum_zsum_swap {A : Type} (f : A -> Z -> Z) (l : list A) n :
  lsum (fun x => zsum (f x) n) l = zsum (fun i => lsum (fun x => f x i) l) n.
Proof.
  induction n as [|n IH]; simpl.
  - induction l; simpl; lia.
  - rewrite <- IH, <- lsum_add. reflexivity.
Qed.

(* sums of rationals *)
Open Scope Q_scope.

Fixpoint qsum {A : Type} (f : A -> Q) (l : list A) : Q :=
  match l with [] => 0 | x :: r => f x + qsum f r end.

Lemma qsum_le {A : Type} (f g : A -> Q) l :
  (forall x, In x l -> f x <= g x) -> qsum f l <= qsum g l.
Proof.
  induction l as [|x r IH]; simpl; intros H; [lra|].
  assert (f x <= g x) by auto. assert (qsum f r <= qsum g r) by auto. lra.
Qed.

Lemma qsum_ext {A : Type} (f g : A -> Q) l :
  (forall x, In x l -> f x == g x) -> qsum f l == qsum g l.
Proof.
  induction l as [|x r IH]; simpl; intros H; [lra|].
  assert (f x == g x) by auto. assert (qsum f r == qsum g r) by auto. lra.
Qed.

Lemma qsum_add {A : Type} (f g : A -> Q) l :
  qsum (fun x => f x + g x) l == qsum f l + qsum g l.
Proof. induction l as [|x r IH]; simpl; [lra|]. rewrite IH. lra. Qed.

Lemma qsum_scal {A : Type} c (f : A -> Q) l :
  qsum (fun x => c * f x) l == c * qsum f l.
Proof. induction l as [|x r IH]; simpl; [lra|]. rewrite IH. lra. Qed.

Lemma qsum_Z {A : Type} (f : A -> Z) l :
  qsum (fun x => inject_Z (f x)) l == inject_Z (lsum f l).
Proof. induction l as [|x r IH]; simpl; [reflexivity|]. rewrite IH, inject_Z_plus. lra. Qed.

Lemma qsum_zero {A : Type} (l : list A) : qsum (fun _ => 0) l == 0.
Proof. induction l as [|x r IH]; simpl; [lra|]. rewrite IH. lra. Qed.

Lemma qsum_swap {A B : Type} (f : A -> B -> Q) (l : list A) (r : list B) :
  qsum (fun x => qsum (f x) r) l == qsum (fun y => qsum (fun x => f x y) l) r.
Proof.
  induction l as [|x l IH]; simpl.
  - symmetry; apply qsum_zero.
  - rewrite IH, <- qsum_add. reflexivity.
Qed.
