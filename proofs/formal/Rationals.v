(* Integers as rationals, and the few facts on rationals that [lra] does not know: products of
   inequalities, squares, the weighted inequality of the two means, powers. *)

From Coq Require Import ZArith QArith Lqa Lia.
Open Scope Q_scope.

Local Notation "'#' z" := (inject_Z z) (at level 5, format "# z").

Lemma inj_le x y : (x <= y)%Z -> #x <= #y.
Proof. now rewrite <- Zle_Qle. Qed.
Lemma inj_lt x y : (x < y)%Z -> #x < #y.
Proof. now rewrite <- Zlt_Qlt. Qed.
Ltac push := repeat (progress (rewrite ?inject_Z_plus, ?inject_Z_mult, ?inject_Z_opp in *));
  change (#0) with 0 in *; change (#1) with 1 in *;
  change (#2) with 2 in *; change (#(-1)) with (-(1)) in *.

Lemma qmul_l (c a b : Q) : 0 <= c -> a <= b -> c * a <= c * b.
Proof. intros. rewrite !(Qmult_comm c). now apply Qmult_le_compat_r. Qed.

Lemma qsquare (z : Q) : 0 <= z * z.
Proof. destruct (Qlt_le_dec z 0); nra. Qed.

(* two amounts, one weight: 2 x y <= w x^2 + y^2 / w *)
Lemma amgm (w x y : Q) : 0 < w -> 2 * x * y <= w * (x * x) + / w * (y * y).
Proof.
  intros Hw. assert (Hi : 0 < / w) by now apply Qinv_lt_0_compat.
  assert (E : w * / w == 1) by (field; lra).
  assert (S := qsquare (w * x - y)).
  assert (P : 0 <= / w * ((w * x - y) * (w * x - y))) by (apply Qmult_le_0_compat; lra).
  assert (Q1 : / w * ((w * x - y) * (w * x - y)) == (w * / w) * (w * (x * x)) - 2 * (w * / w) * x * y + / w * (y
    * y)) by ring.
  rewrite Q1, E in P. lra.
Qed.

Fixpoint qpow (x : Q) (j : nat) : Q := match j with O => 1 | S i => x * qpow x i end.

Lemma qpow_pos x j : 0 < x -> 0 < qpow x j.
Proof. intros Hx. induction j; simpl; [lra|]. now apply Qmult_lt_0_compat. Qed.

Lemma half (R : Q) : 0 <= R -> 0 <= R / 2.
Proof. intros. apply Qle_shift_div_l; lra. Qed.

Lemma qinv_ge1 w : 0 < w -> w <= 1 -> 1 <= / w.
Proof. intros. apply Qle_shift_inv_l; auto. lra. Qed.
